"""The E-step of samples of many patterns of missing values: one for all of them.

A component's Gaussian of some columns is a Gaussian of all with no precision in the others, so the features
of all samples, zero where a value is missing, serve every pattern; only the coefficients differ. For few
samples of each pattern this is many times faster than an E-step a pattern, which is mostly preparation.
"""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.block import Block, Layout
from gmm.engine.dataset.fragments import Fragments
from gmm.engine.errors import FitError
from gmm.engine.expectation import Expectation, pooled
from gmm.engine.form import Moments
from gmm.engine.form.base import LOG_2PI
from gmm.engine.kernel import MOST_LOST, evaluate, rounding_of
from gmm.engine.mixture import Mixture

# Floats that are worked on at a time, so that memory is bounded; for each pattern and component there are so
# many covariances among them. Threads would do little but wait for Python's lock between short calls.
_FLOATS, _MATRICES = 800_000, 8


def expectation_of_fragments(fragments: Fragments, mixture: Mixture) -> Expectation | None:
    """What the mixture, or each of a stack, says about these samples.

    None where products of columns would lose digits, so that some component needs a frame of its own.
    """
    form, D = mixture.structure.form, mixture.n_features
    n_components = mixture.weights.size
    of_row = 2 * (n_components + D + 1 + form.n_products(D))
    told = []
    for run in fragments.runs(_FLOATS, of_row, _MATRICES * mixture.sigma.size):
        kernel = FragmentsKernel(run, mixture)
        if not kernel.loses_no_digits:
            return None
        told.append(kernel.said_of_all())
    return Expectation.of_all(told, form)


class FragmentsKernel:
    """A mixture, or a stack of n, made ready for samples of P patterns.

    Arrays over components hold those of all n mixtures for each pattern: sigma and whiteners (P, n·K, …), as
    the form keeps them, coefficients (P, n·K', F), where K' counts a uniform component, which comes last;
    peaks (P, n), bounds on the log-densities, which the coefficients leave out.
    """

    def __init__(self, fragments: Fragments, mixture: Mixture) -> None:
        """Raises ``FitError`` where a covariance is not positive definite."""
        form, (K, D) = mixture.structure.form, mixture.means.shape[-2:]
        self.fragments, self.mixture, self.form = fragments, mixture, form
        observed, P = fragments.observed, len(fragments.observed)
        means = mixture.means.reshape(-1, D)
        M = len(means)  # n·K
        sigma = mixture.sigma.reshape(M, *mixture.sigma.shape[mixture.means.ndim - 1 :])
        self.means, self.sigma = means - fragments.origin, sigma
        self.columns = np.repeat(observed, M, axis=0)
        of_all = np.broadcast_to(sigma, (P, *sigma.shape)).reshape(P * M, *sigma.shape[1:])
        try:
            log_determinants, whiteners = form.where_observed(of_all, self.columns)
        except np.linalg.LinAlgError:
            raise FitError(
                "A covariance became singular to the last digit; raise covariance_floor."
            ) from None
        self.whiteners = whiteners.reshape(P, M, *whiteners.shape[1:])
        means_of_all = np.broadcast_to(self.means, (P, M, D)).reshape(P * M, D)
        lost = form.lost_digits(means_of_all, of_all, whiteners)
        self.loses_no_digits = bool(np.all(lost < MOST_LOST))
        precisions = form.conditional_precisions(whiteners).reshape(P, M, D)
        self.rounding = rounding_of(lost, means * np.sqrt(precisions))
        height = np.log(mixture.weights).ravel() - 0.5 * (
            log_determinants.reshape(P, M) + LOG_2PI * observed.sum(axis=1, keepdims=True)
        )
        heights = height.reshape(P, -1, K)
        if mixture.noise is not None:
            box = mixture.noise.box
            sizes = observed @ np.log(box.high - box.low)
            uniform = np.log(mixture.noise.weight).ravel() - sizes[:, None]
            heights = np.concatenate([heights, uniform[..., None]], axis=2)
        self.peaks = heights.max(axis=2) + np.log(heights.shape[2])
        n, n_components = heights.shape[1:]
        self.layout = Layout(n, n_components, D, form.n_lags(D), form.n_products(D), 0)
        self.coefficients = np.zeros((P, n, n_components, self.layout.P))
        self.coefficients[:, :, :K] = form.coefficients(means_of_all, whiteners).reshape(P, n, K, -1)
        self.coefficients[..., D] += heights - self.peaks[..., None]
        self.coefficients = self.coefficients.reshape(P, n * n_components, -1)

    def said_of_all(self) -> Expectation:
        """What is said of all the samples."""
        fragments, D = self.fragments, self.layout.D
        block = self.layout.tile(len(fragments.samples))
        block.fill(fragments.samples, fragments.origin)
        evaluate(block, self._log_joint)
        if fragments.weights is not None:
            block.both[:] *= fragments.weights
        features, both = block.features[0], block.both[0]
        sums = np.stack([both[:, rows] @ features[:, rows].T for rows in fragments.rows])
        n = self.layout.n
        weights = fragments.pattern_weights
        log_likelihoods = sums[:, -n:, D].sum(axis=0) + weights @ self.peaks
        of_components = sums[:, :-n].reshape(len(sums), n, self.layout.K, -1)
        return Expectation(
            self._moments(of_components), log_likelihoods, self.rounding * float(weights.sum())
        )

    def _log_joint(self, block: Block) -> None:
        features, flat = block.features[0], block.flat[0]
        for coefficients, rows in zip(self.coefficients, self.fragments.rows, strict=True):
            np.matmul(coefficients, features[:, rows], out=flat[:, rows])

    def _moments(self, sums: Array) -> Moments:
        """The sums (P, n, K', F) read as moments of the samples, missing values expected."""
        mixture, P = self.mixture, len(sums)
        (K, D), shape = mixture.means.shape[-2:], mixture.weights.shape
        observed = self.form.moments(sums[:, :, :K].reshape(-1, self.layout.P), D)
        M = len(self.means)
        read = Moments(
            observed.counts.reshape(P, M),
            observed.means.reshape(P, M, D),
            observed.sigma.reshape(P, M, *observed.sigma.shape[1:]),
        )
        columns = self.columns.reshape(P, M, D)
        completed = self.form.completed(read, self.means, self.sigma, columns, self.whiteners)
        whole = pooled(completed, self.form)
        noise = None if mixture.noise is None else sums[:, :, -1, D].sum(axis=0).reshape(shape[:-1])
        return Moments(
            whole.counts.reshape(shape),
            (self.fragments.origin + whole.means).reshape(*shape, D),
            whole.sigma.reshape(mixture.sigma.shape),
            noise,
        )
