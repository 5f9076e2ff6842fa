"""Which examples there are: `catalogue.toml` says what each teaches, a file or a function holds its rows."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np

from gmm.io.examples.made import MAKERS, Labelled
from gmm.io.model_document import StructureName

_CLASS_COLUMN = "class"
_here = files("gmm.io.examples")


class Example(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A data set with a lesson; ``n_components`` and ``covariance_type`` are those of a first fit.

    ``x`` and ``y`` are the columns to look at first. Known classes, where ``has_classes``, serve comparison
    only.
    """

    id: str
    name: str
    description: str
    source: str
    data: str
    has_classes: bool
    n_components: int
    covariance_type: StructureName
    x: str
    y: str | None = None

    @property
    def columns(self) -> list[str]:
        """The D names."""
        return _load(self.data)[0]

    @property
    def samples(self) -> list[list[float]]:
        """N rows of D numbers."""
        return _load(self.data)[1]

    @property
    def labels(self) -> list[str] | None:
        """The known class of each row, or None where nobody knows."""
        return _load(self.data)[2] if self.has_classes else None


def all_examples() -> list[Example]:
    """The simplest first."""
    return list(_catalogue().values())


def example_named(example_id: str) -> Example | None:
    """The example with this id, if there is one."""
    return _catalogue().get(example_id)


@cache
def _catalogue() -> dict[str, Example]:
    document = msgspec.toml.decode(
        _here.joinpath("catalogue.toml").read_bytes(), type=dict[str, list[Example]]
    )
    return {example.id: example for example in document["example"]}


@cache
def _load(data: str) -> tuple[list[str], list[list[float]], list[str]]:
    """Column names, rows and classes."""
    columns, (samples, labels) = _from_file(data) if data.endswith(".csv") else (["x", "y"], MAKERS[data]())
    return columns, samples.tolist(), labels


def _from_file(name: str) -> tuple[list[str], Labelled]:
    """One of the package's own CSV files, whose last column may be `class`."""
    header, *records = csv.reader(_here.joinpath("data", name).read_text("utf-8").splitlines())
    width = len(header) - (header[-1] == _CLASS_COLUMN)
    samples = np.array([record[:width] for record in records], dtype=np.float64)
    return header[:width], (samples, [record[-1] for record in records])
