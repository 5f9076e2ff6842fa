"""Refuse what is larger than the service allows, before any work is done."""

from __future__ import annotations

import math

from gmm.api.errors import OVER_LIMIT, Problem
from gmm.api.schemas.anomalies import CrossFit
from gmm.api.schemas.bootstrap import BootstrapRequest
from gmm.api.schemas.density import Grid
from gmm.api.schemas.fit import FitRequest, FitSettings
from gmm.api.schemas.select import SelectRequest
from gmm.api.service import limits
from gmm.engine import Mixture, SelectionOptions
from gmm.io.model_document import ModelDocument
from gmm.io.number_table import NumberTable


def refuse_many_rows(n_rows: int, field: str = "data") -> None:
    """Raise Problem if there are too many rows."""
    _refuse_beyond("max_rows", n_rows, field, "rows")


def refuse_large_table(n_rows: int, n_columns: int, field: str = "data") -> None:
    """Raise Problem if there are too many rows or columns."""
    refuse_many_rows(n_rows, field)
    _refuse_beyond("max_columns", n_columns, field, "columns")


def refuse_large_fit(wanted: FitRequest) -> None:
    """Raise Problem if the data or the options ask for more than one fit may."""
    refuse_large_settings(wanted, wanted.data.n_columns)
    if wanted.initial:
        refuse_large_model(wanted.initial, "initial")


def refuse_large_selection(wanted: SelectRequest, options: SelectionOptions) -> None:
    """Raise Problem if the data or the options ask for more than one sweep may."""
    D, most = wanted.data.n_columns, options.components[-1]
    _refuse_beyond("max_components", most, "n_components", "components")
    _refuse_beyond("max_model_numbers", most * D**2, "n_components", "numbers in the covariances")
    _refuse_beyond("max_starts", wanted.n_init, "n_init", "starts")
    _refuse_beyond("max_iterations", wanted.max_iter, "max_iter", "iterations")
    _refuse_beyond("max_replicates", wanted.n_replicates, "n_replicates", "data sets a test")


def refuse_large_settings(settings: FitSettings, n_columns: int, owner: str = "") -> None:
    """Raise Problem if a fit to so many columns asks for more than it may; ``owner`` holds its fields."""
    _refuse_beyond("max_components", settings.n_components, f"{owner}n_components", "components")
    n_numbers = settings.n_components * n_columns**2
    _refuse_beyond("max_model_numbers", n_numbers, f"{owner}n_components", "numbers in the covariances")
    _refuse_beyond("max_starts", settings.n_init, f"{owner}n_init", "starts")
    _refuse_beyond("max_iterations", settings.max_iter, f"{owner}max_iter", "iterations")


def refuse_many_folds(wanted: CrossFit) -> None:
    """Raise Problem if the fits to all folds have more starts than one fit may."""
    _refuse_beyond("max_starts", wanted.n_folds * wanted.n_init, "fit.n_folds", "starts")


def refuse_large_model(document: ModelDocument, field: str = "model") -> None:
    """Raise Problem if a mixture has too many components or columns."""
    K, D = len(document.weights), len(document.columns)
    _refuse_beyond("max_components", K, f"{field}.weights", "components")
    _refuse_beyond("max_columns", D, f"{field}.columns", "columns")
    _refuse_beyond("max_model_numbers", K * D**2, f"{field}.covariances", "numbers in the covariances")


def refuse_large_prediction(mixture: Mixture, rows: NumberTable) -> None:
    """Raise Problem if the responsibilities would be too many to answer with."""
    _refuse_beyond("max_answer_numbers", rows.n_rows * mixture.n_components, "data", "responsibilities")


def refuse_large_bootstrap(mixture: Mixture, wanted: BootstrapRequest) -> None:
    """Raise Problem if the replicates would be too many."""
    K, D, n = mixture.n_components, mixture.n_features, wanted.n_replicates
    _refuse_beyond("max_replicates", n, "n_replicates", "replicates")
    _refuse_beyond("max_answer_numbers", n * K * D**2, "n_replicates", "numbers in all replicates")


def refuse_large_merging(mixture: Mixture, rows: NumberTable) -> None:
    """Raise Problem if the labels would be too many."""
    _refuse_beyond("max_answer_numbers", rows.n_rows * mixture.n_components, "data", "labels")


def refuse_large_page(n_models: int) -> None:
    """Raise Problem if more models are to be listed at once than may be."""
    _refuse_beyond("max_page_models", n_models, "limit", "models")


def refuse_large_grid(grid: Grid) -> None:
    """Raise Problem if the grid has too many points."""
    n_points = grid.x[2] * (grid.y[2] if grid.y else 1)
    _refuse_beyond("max_grid_points", n_points, "grid", "grid points")


def refuse_large_explanations(n_rows: int, n_columns: int) -> None:
    """Raise Problem if more values are to be explained than fit an answer."""
    _refuse_beyond("max_answer_numbers", n_rows * n_columns, "max_explanations", "values explained")


def refuse_large_sample(mixture: Mixture, n_samples: int) -> None:
    """Raise Problem if too many rows are to be drawn."""
    n_numbers = n_samples * mixture.n_features
    _refuse_beyond("max_rows", n_samples, "n_samples", "rows")
    _refuse_beyond("max_answer_numbers", n_numbers, "n_samples", "numbers")


def refuse_large_regression(mixture: Mixture, rows: NumberTable, n_targets: int) -> None:
    """Raise Problem if there would be too much to compute or too many numbers to answer with."""
    refuse_large_prediction(mixture, rows)
    n_numbers = rows.n_rows * n_targets * (n_targets + 1)
    _refuse_beyond("max_answer_numbers", n_numbers, "data", "numbers in means and covariances")


def refuse_long_list(numbers: list[float], field: str) -> None:
    """Raise Problem if there are too many numbers to say something about each."""
    _refuse_beyond("max_rows", len(numbers), field, "numbers")


def refuse_large_average(n_samples: int) -> None:
    """Raise Problem if too many samples are to be drawn, though none is answered with."""
    _refuse_beyond("max_rows", n_samples, "n_samples", "samples")


def refuse_long(seconds: float, field: str) -> None:
    """Raise Problem if the work is estimated to take longer than it may; ``field`` is what to ask less of."""
    _refuse_beyond("max_seconds", math.ceil(seconds), field, "seconds of one core, as estimated")


def _refuse_beyond(limit: str, asked: int, field: str, things: str) -> None:
    allowed = getattr(limits(), limit)
    if asked > allowed:
        raise Problem(
            OVER_LIMIT,
            f"This asks for {asked} {things}; the limit is {allowed} (`{limit}`). "
            "Ask for less, or raise the limit where the service is run.",
            field=field,
            pointer="/" + field.replace(".", "/"),
        )
