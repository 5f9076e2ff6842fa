"""What the engine is asked to reach, and whether the measurements say it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.cases import FIT_CASES, ITERATION_CASES, OLD_FAITHFUL, ROOFLINE_CASES, Case
from benchmarks.peers import NAMES, SINGLE
from benchmarks.storage import Row

# Times scikit-learn's time of an iteration, and times that of the fastest of the peers, case by case.
NARROW, WIDE, MANY = ITERATION_CASES[:4], ITERATION_CASES[4:7], ITERATION_CASES[7:]
PEERS_OF_NARROW = ("gmmx", "pomegranate", "armadillo")
PEERS_OF_WIDE = (*PEERS_OF_NARROW, "mclust")
OF_SCIKIT_LEARN = {"diag": 8, "spherical": 8, "tied": 15, "full": 20}
FIT_RATIO, FIT_SECONDS = 40, 0.030
SHARE = 0.5
MEGABYTES = 64
SHORTFALL = 1e-5


@dataclass(frozen=True)
class Verdict:
    """One line of what is asked: met, missed, or None where it was not measured."""

    what: str
    asked: str
    measured: str = ""
    met: bool | None = None


def of_iterations(rows: list[Row]) -> Iterator[Verdict]:
    """The time of one iteration beside other programs', and the memory it takes."""
    for case in NARROW:
        yield _ratio(rows, case, ("scikit_learn",), 20)
        yield _ratio(rows, case, PEERS_OF_NARROW, 4)
    for case in WIDE:
        yield _ratio(rows, case, ("scikit_learn",), 4)
        yield _ratio(rows, case, PEERS_OF_WIDE, 1)
    for case in MANY:
        yield _ratio(rows, case, ("scikit_learn",), OF_SCIKIT_LEARN[case.covariance_type])
    what, asked = f"memory beyond the data, {MANY[-1].name}", f"<= {MEGABYTES} MB"
    ours = _measured(rows, MANY[-1].name).get("ours")
    if ours is None:
        yield Verdict(what, asked)
    else:
        yield Verdict(what, asked, f"{ours['megabytes']:.0f} MB", ours["megabytes"] <= MEGABYTES)


def _measured(rows: list[Row], case: str) -> dict[str, Row]:
    """The rows of a case by program, those of programs that gave an answer."""
    return {row["program"]: row for row in rows if row["case"] == case and "failure" not in row}


def _ratio(rows: list[Row], case: Case, peers: tuple[str, ...], asked: float) -> Verdict:
    """The least of the peers' times, each in units of ours."""
    measured = _measured(rows, case.name)
    ratios = {
        peer: measured[peer]["milliseconds"] / measured["ours"]["milliseconds"]
        for peer in peers
        if peer in measured and "ours" in measured and same_work(measured[peer], measured["ours"])
    }
    names = ", ".join(NAMES[peer] for peer in peers)
    whose = names if len(peers) == 1 else f"the fastest of {names}"
    what = f"one iteration, {case.name}, times as fast as {whose}"
    if not ratios:
        return Verdict(what, f">= {asked:g}")
    fastest = min(ratios, key=ratios.__getitem__)
    found = f"{ratios[fastest]:.1f}"
    if len(peers) > 1:
        others = [NAMES[peer] for peer in peers if peer not in ratios]
        found += f" ({NAMES[fastest]}{'; no figure of ' + ', '.join(others) if others else ''})"
    return Verdict(what, f">= {asked:g}", found, ratios[fastest] >= asked)


def same_work(theirs: Row, ours: Row) -> bool:
    """Whether two programs reached the same likelihood in as many iterations.

    Single precision has seven digits, of which a sum of a million terms loses some.
    """
    reached, meant = theirs["log_likelihood"], ours["log_likelihood"]
    close = 1e-4 if theirs["program"] in SINGLE else 1e-8
    return reached is not None and abs(reached - meant) <= close * abs(meant)


def of_fits(rows: list[Row]) -> Iterator[Verdict]:
    """Whole fits with defaults, at a likelihood at least scikit-learn's."""
    for case in FIT_CASES:
        what = f"whole fit, {case.name}, times as fast as scikit-learn at a likelihood at least its"
        measured = _measured(rows, case.name)
        ours, theirs = measured.get("ours"), measured.get("scikit_learn")
        if ours is None or theirs is None:
            yield Verdict(what, f">= {FIT_RATIO}")
            continue
        ratio = theirs["seconds"] / ours["seconds"]
        lower = theirs["log_likelihood"] - ours["log_likelihood"]
        as_likely = lower <= 1e-9 * abs(theirs["log_likelihood"])  # the rounding of a sum
        found = f"{ratio:.1f}{'' if as_likely else f', {lower:.3g} nats below'}"
        yield Verdict(what, f">= {FIT_RATIO}", found, ratio >= FIT_RATIO and as_likely)
    what, asked = f"whole fit, {OLD_FAITHFUL}, restarts included", f"<= {FIT_SECONDS * 1e3:.0f} ms"
    ours = _measured(rows, OLD_FAITHFUL).get("ours")
    if ours is None:
        yield Verdict(what, asked)
    else:
        yield Verdict(what, asked, f"{ours['seconds'] * 1e3:.1f} ms", ours["seconds"] <= FIT_SECONDS)


def of_roofline(rows: list[Row]) -> Iterator[Verdict]:
    """Our share of the roofline."""
    shares = {row["case"]: row["least_milliseconds"] / row["milliseconds"] for row in rows}
    for case in ROOFLINE_CASES:
        what = f"share of the roofline, one iteration, {case.name}"
        share = shares.get(case.name)
        if share is None:
            yield Verdict(what, f">= {SHARE:.0%}")
        else:
            yield Verdict(what, f">= {SHARE:.0%}", f"{share:.0%}", share >= SHARE)


def of_optima(rows: list[Row]) -> Iterator[Verdict]:
    """How far the worst of all seeds stays below the best known likelihood, over all data sets."""
    what, asked = "worst shortfall from the best known likelihood", f"<= {SHORTFALL:g} nats"
    shortfalls = {row["case"]: row["known"] - row["worst"] for row in rows}
    if not shortfalls:
        yield Verdict(what, asked)
        return
    worst = max(shortfalls, key=shortfalls.__getitem__)
    short = max(shortfalls[worst], 0.0)
    found = f"{short:.2g} nats ({worst}; {len(shortfalls)} optima)"
    yield Verdict(what, asked, found, short <= SHORTFALL)
