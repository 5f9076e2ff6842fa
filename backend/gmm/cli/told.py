"""A mixture and a fit as a person reads them in a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from gmm.engine import Fit, Mixture

# More columns than this are not shown side by side.
_COLUMNS_TO_SHOW = 6


def tell_mixture(mixture: Mixture, console: Console) -> None:
    """A table with a line a component: its weight, and mean and standard deviation of each column."""
    shown = mixture.columns[:_COLUMNS_TO_SHOW]
    table = Table("", "weight", *shown, box=None, pad_edge=False, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    spread = mixture.covariances.diagonal(axis1=-2, axis2=-1) ** 0.5
    for k, weight in enumerate(mixture.weights):
        cells = [f"{mixture.means[k, j]:.4g} ± {spread[k, j]:.3g}" for j in range(len(shown))]
        table.add_row(str(k + 1), f"{weight:.1%}", *cells)
    if mixture.noise is not None:
        table.add_row("noise", f"{float(mixture.noise.weight):.1%}")
    console.print(table)
    if len(mixture.columns) > len(shown):
        console.print(f"and {len(mixture.columns) - len(shown)} columns more", style="dim")


def tell_fit(fit: Fit, console: Console) -> None:
    """The mixture, how good it is, and what to doubt."""
    tell_mixture(fit.mixture, console)
    console.print(
        f"\n{fit.n_samples:,} rows, log-likelihood {fit.log_likelihood:,.3f}, BIC {fit.bic:,.1f}, "
        f"AIC {fit.aic:,.1f}, ICL {fit.icl:,.1f}",
        highlight=False,
    )
    console.print(
        f"{fit.n_iterations} iterations of the best of {len(fit.starts)} starts. {fit.stop_reason.advice}",
        highlight=False,
    )
    for warning in fit.warnings:
        console.print(f"Note: {warning.message}", style="yellow", highlight=False)


def summary_of(fit: Fit) -> dict[str, Any]:
    """What is said of a fit to programs, with the names that the API uses."""
    return {
        "n_samples": fit.n_samples,
        "n_parameters": fit.mixture.n_parameters,
        "log_likelihood": fit.log_likelihood,
        "bic": fit.bic,
        "aic": fit.aic,
        "icl": fit.icl,
        "icl_entropy": fit.icl_entropy,
        "n_iterations": fit.n_iterations,
        "converged": fit.converged,
        "stop_reason": fit.stop_reason.value,
        "warnings": [{"code": each.code, "message": each.message} for each in fit.warnings],
    }
