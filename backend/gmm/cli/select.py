"""`gmm select`."""

from __future__ import annotations

from pathlib import Path

import click

from gmm.cli import arguments
from gmm.cli.documents import write_json, write_mixture
from gmm.cli.progress import ProgressLine
from gmm.cli.rows import in_memory, source_of
from gmm.engine import Cell, Dataset, Selection, SelectionOptions, select_events
from gmm.engine.selection.cell import CRITERIA
from gmm.io.errors import ReadError
from gmm.io.files import Missing
from gmm.io.model_document import document_of


@click.command("select")
@arguments.files
@click.option(
    "--components",
    "-k",
    type=arguments.Counts(),
    default="1-9",
    show_default=True,
    help="The numbers of components to try.",
)
@click.option(
    "--covariance-type",
    "-t",
    type=arguments.Names(),
    default="all",
    show_default=True,
    help="The structures to try.",
)
@click.option(
    "--criterion",
    type=click.Choice(CRITERIA),
    default="bic",
    show_default=True,
    help="What the choice is made by.",
)
@click.option(
    "--folds",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Parts to cross-validate with; 0 for none.",
)
@click.option(
    "--replicates",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Data sets drawn for each likelihood-ratio test; 0 for none.",
)
@arguments.output("Where to keep the model chosen.")
@arguments.missing("refuse", "drop")
@arguments.memory
@arguments.seed
@arguments.as_json
@arguments.quiet
def command(
    files: tuple[str, ...],
    columns: list[str] | None,
    components: list[int],
    covariance_type: list[str],
    criterion: str,
    folds: int,
    replicates: int,
    output: Path | None,
    missing: Missing,
    memory: int,
    seed: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Fit a mixture for each number of components and each structure, and say how decided the choice is.

    \b
      gmm select faithful.csv -k 1-6 -o best.json
      gmm select faithful.csv -k 2,3 -t full,tied --folds 5 --criterion cross_validation
    """
    options = SelectionOptions(
        components,
        covariance_type[0] if len(covariance_type) == 1 else covariance_type,
        criterion=criterion,
        n_folds=folds,
        n_replicates=replicates,
        seed=seed,
    )
    source = source_of(files, columns, missing)
    n_cells = len(options.components) * len(options.structures)
    with ProgressLine(not quiet) as line:
        rows = in_memory(source, memory, line.rows)
        if rows is None:
            raise ReadError(
                f"The rows take more than {memory} MB, and a sweep goes over them again and again; raise "
                "--memory, or select on a part of them."
            )
        found = _drained(select_events(Dataset(rows, source.columns), options), n_cells, line)
    if as_json:
        write_json(_told(found), None)
    if output is not None and found.has_choice:
        write_mixture(found.choice.cell.mixture, output)
    if not as_json:
        _tell(found, output)


def _drained(events: object, n_cells: int, line: ProgressLine) -> Selection:
    seen: set[tuple[int, str]] = set()
    for event in events:  # type: ignore[attr-defined]
        match event:
            case Selection():
                return event
            case Cell():
                seen.add((event.n_components, event.covariance_type))
                line.say(f"{len(seen)} of {n_cells} mixtures")
    raise AssertionError("the events end with a selection")


def _told(found: Selection) -> dict[str, object]:
    chosen = found.choice.cell if found.has_choice else None
    return {
        "criterion": found.criterion,
        "verdict": list(found.verdict),
        "model": None if chosen is None else document_of(chosen.mixture),
        "cells": [
            {
                "n_components": cell.n_components,
                "covariance_type": cell.covariance_type,
                "log_likelihood": cell.log_likelihood,
                "n_parameters": cell.n_parameters,
                "bic": cell.bic,
                "aic": cell.aic,
                "icl": cell.icl,
                "sound": cell.sound,
            }
            for cell in found.cells
        ],
    }


def _tell(found: Selection, output: Path | None) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    shown = [cell for cell in found.cells if cell.sound]
    table = Table(
        "K", "structure", "log-likelihood", "BIC", "ICL", "AIC", box=None, pad_edge=False, header_style="bold"
    )
    for column in table.columns[2:]:
        column.justify = "right"
    for cell in sorted(shown, key=lambda cell: cell.bic)[:_SHOWN]:
        numbers = (cell.log_likelihood, cell.bic, cell.icl, cell.aic)
        table.add_row(str(cell.n_components), cell.covariance_type, *(f"{number:,.1f}" for number in numbers))
    console.print(table)
    if len(shown) > _SHOWN:
        console.print(f"and {len(shown) - _SHOWN} more, by BIC; --json has all of them", style="dim")
    for sentence in found.verdict:
        console.print(sentence, highlight=False)
    if output is not None and found.has_choice:
        console.print(f"Written to {output}.", highlight=False)


# Cells shown to a person, the best first.
_SHOWN = 12
