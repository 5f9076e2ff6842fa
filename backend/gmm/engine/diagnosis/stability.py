"""Whether the restarts agree on what they found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gmm.engine.diagnosis.finding import Finding
from gmm.engine.search.run import Optimum

# A mixture no less likely than by this factor cannot be told from the best one.
_AS_LIKELY = 20.0


def about_optima(optima: Sequence[Optimum]) -> Iterator[Finding]:
    """What the optima of a search, the best one first, say about how well the data determine the mixture."""
    if not optima:
        return
    best, n_starts = optima[0], sum(len(optimum.starts) for optimum in optima)
    honest = [o for o in optima if not o.spurious and o.n_samples == best.n_samples and o is not best]
    rivals = [o for o in honest if best.log_likelihood - o.log_likelihood < np.log(_AS_LIKELY)]
    if rivals and not best.spurious:
        gap = best.log_likelihood - rivals[0].log_likelihood
        yield Finding(
            "rival_optimum",
            f"{_count(len(rivals), 'other mixture')} cannot be told from the best one by the data: the next "
            f"is only {gap:.2g} nats less likely. Of the {n_starts} starts that were followed "
            f"{len(best.starts)} led to the best and {len(rivals[0].starts)} to the next.",
            remedy="Do not read much into what the two have not in common; fewer components, a simpler "
            "covariance_type or more rows settle it.",
            number=float(gap),
        )
    spurious = [o for o in optima if o.spurious and o.n_samples == best.n_samples]
    higher = sum(len(o.starts) for o in spurious if o.log_likelihood >= best.log_likelihood)
    if higher:
        aside = "no other optimum was found" if best.spurious else "they were set aside"
        yield Finding(
            "spurious_optima",
            f"{higher} of the {n_starts} starts that were followed ended with a component on a few rows, at "
            f"a likelihood that is higher for it and means nothing; {aside}.",
            remedy="n_components may be too large for the data, or covariance_type too rich.",
            number=higher / n_starts,
        )


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"
