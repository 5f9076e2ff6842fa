"""`gmm fit`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import click

from gmm.cli import arguments
from gmm.cli.documents import read_mixture, write_json, write_mixture
from gmm.cli.failures import Interrupted
from gmm.cli.progress import ProgressLine
from gmm.cli.rows import data_of, data_on_cluster, source_of
from gmm.engine import Fit, FitOptions, Iteration, Mixture, StartedIteration, fit_events
from gmm.io.files import Missing
from gmm.io.model_document import document_of


@click.command("fit")
@arguments.files
@click.option(
    "--components", "-k", type=click.IntRange(min=1), required=True, metavar="K", help="How many Gaussians."
)
@arguments.covariance_type
@arguments.output("Where to keep the model; standard output unless that is a terminal.")
@click.option(
    "--starts",
    type=click.IntRange(min=1),
    default=FitOptions.n_init,
    show_default=True,
    help="How many starts to try.",
)
@click.option(
    "--max-iter",
    type=click.IntRange(min=0),
    default=FitOptions.max_iter,
    show_default=True,
    help="The most iterations of one start.",
)
@click.option(
    "--tol",
    type=click.FloatRange(min=0),
    default=FitOptions.tol,
    show_default=True,
    help="Log-likelihood a row that is worth no iteration.",
)
@click.option("--noise", is_flag=True, help="Add a component for rows that belong to no Gaussian.")
@click.option("--prior", is_flag=True, help="Keep components from shrinking onto a few rows.")
@click.option(
    "--initial",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="MODEL",
    help="Start from this model, once.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Fit on this Dask cluster, whose workers can read the files; `local` starts one here.",
)
@arguments.missing("keep", "refuse", "drop")
@arguments.memory
@arguments.seed
@arguments.as_json
@arguments.quiet
def command(
    files: tuple[str, ...],
    columns: list[str] | None,
    components: int,
    covariance_type: str,
    output: Path | None,
    starts: int,
    max_iter: int,
    tol: float,
    noise: bool,
    prior: bool,
    initial: Path | None,
    scheduler: str | None,
    missing: Missing,
    memory: int,
    seed: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Fit a mixture of K Gaussians to the rows of FILE... by expectation maximisation, from many starts.

    \b
      gmm fit faithful.csv -k 2                        what is found, shown
      gmm fit faithful.csv -k 2 -o faithful.json       and kept
      gmm fit data/ -k 10 -c height,width -t diag      all files of a directory, two columns
      gmm fit big.parquet -k 10 --memory 300           read pass after pass, never all at once
      gmm fit parts/ -k 10 --scheduler tcp://host:8786   on a Dask cluster

    More rows than --memory holds are streamed: starts and optima are looked for on a random part of them,
    and the best goes on over all rows. The likelihood is that of all rows either way. Ctrl-C ends the fit
    and keeps the best mixture so far.
    """
    options = FitOptions(
        components,
        covariance_type,
        n_init=starts,
        max_iter=max_iter,
        tol=tol,
        noise=noise,
        prior=prior,
        seed=seed,
    )
    first = None if initial is None else read_mixture(initial)
    source = source_of(files, columns, missing)
    with ProgressLine(not quiet, source.n_rows) as line, ExitStack() as cluster:
        if scheduler is None:
            data = data_of(source, memory, line.rows)
        else:
            data = cluster.enter_context(data_on_cluster(source, scheduler))
        found = _drained(fit_events(data, options, first), line)
    if isinstance(found, Mixture):
        write_mixture(found, output)
        raise Interrupted("Interrupted. The best mixture so far has been written; its fit is not finished.")
    if as_json:
        write_json({**_told(found), "model": document_of(found.mixture)}, None)
    if output is not None:
        write_mixture(found.mixture, output)
    elif not as_json and not sys.stdout.isatty():
        write_mixture(found.mixture, None)
    if not as_json and not quiet:
        _tell(found, output)


def _drained(events: Iterable[object], line: ProgressLine) -> Fit | Mixture:
    """The fit; or, if the person interrupts it, the best mixture by then."""
    best: Iteration | None = None
    try:
        for event in events:
            match event:
                case Fit():
                    return event
                case StartedIteration():
                    if not isinstance(best, StartedIteration) or event.objective >= best.objective:
                        best = event
                    line.say(f"Iteration {event.iteration}, log-likelihood {event.log_likelihood:,.3f}")
                case Iteration():
                    line.say("Looking for starts")
                    if not isinstance(best, StartedIteration) and event.mixture.weights.ndim == 1:
                        best = event
    except KeyboardInterrupt:
        if best is None:
            raise
        return best.mixture.reordered(best.mixture.canonical_order())
    raise AssertionError("the events end with a fit")


def _told(found: Fit) -> dict[str, object]:
    from gmm.cli.told import summary_of

    return summary_of(found)


def _tell(found: Fit, output: Path | None) -> None:
    from rich.console import Console

    from gmm.cli.told import tell_fit

    console = Console(stderr=True)
    tell_fit(found, console)
    if output is not None:
        console.print(f"Written to {output}.", highlight=False)
    elif sys.stdout.isatty():
        console.print("Keep it with --output FILE.", style="dim")
