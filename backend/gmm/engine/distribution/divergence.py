"""How uncertain a mixture is, and how far another one is from it: averages over its own samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from numbers import Integral

import numpy as np
from scipy.linalg import solve_triangular, svdvals

from gmm.engine.arrays import Array
from gmm.engine.density import log_density
from gmm.engine.distribution.columns import column_numbers
from gmm.engine.errors import DataError, OptionError, ParameterError
from gmm.engine.form.base import LOG_2PI
from gmm.engine.mixture import Mixture
from gmm.engine.noise import refuse_noise
from gmm.engine.sampling import sample

# Samples that are drawn at a time. The draws depend on it.
_SAMPLES_AT_A_TIME = 16_384
SAMPLES = 100_000


@dataclass(frozen=True)
class Estimate:
    """An average over samples, in nats, and its standard error; exact where no sample was needed."""

    value: float
    standard_error: float
    n_samples: int


def entropy(mixture: Mixture, n_samples: int = SAMPLES, seed: int = 0) -> Estimate:
    """How uncertain a sample of the mixture is: the mean of −log p, in nats.

    Of one component it is known exactly; of more it is the average over so many samples, and the same seed
    gives the same bits. Raises ``OptionError`` for fewer than two samples.
    """
    *_, last = entropy_estimates(mixture, n_samples, seed)
    return last


def kl_divergence(mixture: Mixture, other: Mixture, n_samples: int = SAMPLES, seed: int = 0) -> Estimate:
    """How far ``other``, q, is from the mixture p: KL(p || q), the mean of log p − log q under p, in nats.

    Zero for the same density, and otherwise positive: what coding, or betting, by the other's densities loses
    a sample. The columns go by their names. Exact where both have one component; otherwise the average over
    so many samples, and the same seed gives the same bits.
    Raises ``OptionError`` for fewer than two samples and for mixtures whose columns differ, or that are too
    far apart to compute with.
    """
    *_, last = kl_divergence_estimates(mixture, other, n_samples, seed)
    return last


def entropy_estimates(mixture: Mixture, n_samples: int = SAMPLES, seed: int = 0) -> Iterator[Estimate]:
    """The estimates of ``entropy`` as samples come in; the last one is of all samples."""
    refuse_noise(mixture.noise, "entropy")
    if mixture.n_components == 1:
        yield Estimate(_entropy_of_one(mixture), 0.0, 0)
        return
    yield from averages(mixture, lambda X: -log_density(mixture, X), n_samples, seed)


def kl_divergence_estimates(
    mixture: Mixture, other: Mixture, n_samples: int = SAMPLES, seed: int = 0
) -> Iterator[Estimate]:
    """The estimates of ``kl_divergence`` as samples come in; the last one is of all samples."""
    refuse_noise(mixture.noise or other.noise, "divergence")
    if set(mixture.columns) != set(other.columns):
        theirs, ours = ", ".join(other.columns), ", ".join(mixture.columns)
        raise OptionError(
            f"The other mixture has the columns {theirs}; this one has {ours}. "
            "Compare densities of the same columns.",
            field="other",
        )
    other = other.marginal(column_numbers(other.columns, mixture.columns, "other"))
    if mixture.n_components == other.n_components == 1:
        yield Estimate(_divergence_of_ones(mixture, other), 0.0, 0)
        return
    yield from averages(
        mixture, lambda X: log_density(mixture, X) - log_density(other, X), n_samples, seed, "other"
    )


def averages(
    mixture: Mixture, of: Callable[[Array], Array], n_samples: int, seed: int, field: str | None = None
) -> Iterator[Estimate]:
    """The running averages of a function of samples, block after block."""
    if not isinstance(n_samples, Integral) or isinstance(n_samples, bool):
        raise OptionError(f"n_samples must be a whole number, not {n_samples!r}.", field="n_samples")
    if n_samples < 2:
        raise OptionError(
            f"n_samples must be at least 2, not {n_samples}; one sample has no standard error.",
            field="n_samples",
        )
    rng = np.random.default_rng(seed)
    n, mean, squares = 0, 0.0, 0.0
    while n < n_samples:
        X, _ = sample(mixture, min(_SAMPLES_AT_A_TIME, n_samples - n), rng)
        values = _without_rows_to_blame(of, X, field)
        # Blocks are joined by their means and squared deviations: Chan, Golub & LeVeque (1983).
        shift = float(values.mean()) - mean
        joined = n + len(X)
        squares += float(((values - values.mean()) ** 2).sum()) + shift**2 * n * len(X) / joined
        mean, n = mean + shift * len(X) / joined, joined
        if n > 1:
            yield Estimate(mean, float(np.sqrt(squares / (n - 1) / n)), n)


def _without_rows_to_blame(of: Callable[[Array], Array], X: Array, field: str | None) -> Array:
    """The function of samples that the engine has drawn itself: nobody sent those rows."""
    try:
        return of(X)
    except DataError:
        if field:
            raise OptionError(
                "The two mixtures lie too far apart for a divergence to be computed.", field=field
            ) from None
        raise ParameterError(
            "The components are too wide, too narrow or too far apart to compute with; rescale the columns.",
            field="covariances",
        ) from None


def _entropy_of_one(mixture: Mixture) -> float:
    log_determinant = mixture.structure.form.log_determinant(mixture.factor)[0]
    return float(0.5 * (mixture.n_features * (1 + LOG_2PI) + log_determinant))


def _divergence_of_ones(mixture: Mixture, other: Mixture) -> float:
    """(tr S − D − log det S + |m|²) / 2, S and m being Σ_p and the distance in the other's own frame."""
    root, of_other = (np.linalg.cholesky(each.covariances[0]) for each in (mixture, other))
    apart = solve_triangular(of_other, mixture.means[0] - other.means[0], lower=True)
    beyond = svdvals(solve_triangular(of_other, root, lower=True)) ** 2 - 1  # eigenvalues of S, less 1
    return float(0.5 * ((beyond - np.log1p(beyond)).sum() + apart @ apart))
