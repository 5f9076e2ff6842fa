"""Rows with missing values, which checks of rows cannot look at."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gmm.engine.dataset import AbstractDataset
from gmm.engine.diagnosis.finding import Finding


def about_incomplete_rows(dataset: AbstractDataset) -> Iterator[Finding]:
    """How many rows the checks of rows leave out, if any."""
    if dataset.missing is None:
        return
    n_left_out = int(np.count_nonzero(dataset.missing.any(axis=1)))
    n_complete = dataset.n_samples - n_left_out
    others = f"only the {n_complete} complete ones are" if n_complete else "so none is"
    yield Finding(
        "incomplete_rows",
        f"{n_left_out} of {dataset.n_samples} rows have missing values, and {others} looked at for overlap, "
        "influence and normality.",
        remedy="Ask whether rows with missing values are of the same kind as the others; if they differ, the "
        "checks say nothing about them.",
        number=float(n_left_out),
    )
