"""The way up for one number of components under one structure: from many starts, or past what is known."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractDataset
from gmm.engine.degeneracy import spurious
from gmm.engine.em import EMRules, Iteration, iterate
from gmm.engine.errors import FitError
from gmm.engine.form import Moments
from gmm.engine.m_step import first_noise
from gmm.engine.mixture import Mixture
from gmm.engine.selection.ground import Ground
from gmm.engine.stopping import StopReason

# Rounds in which starts step side by side: so many steps, after which one in so many of all goes on, but no
# fewer than this many. Over a glimpse, where steps cost little beside what follows, more of them do.
_ROUNDS, _FEW = ((5, 3), (10, 9)), 1
_ROUNDS_ON_GLIMPSE, _FEW_ON_GLIMPSE = ((5, 2), (10, 4)), 4
# Which of the peaks over a glimpse is the highest is in part chance, so that so many of them are tried for so
# many steps over more rows.
_TRIED, _STEPS_TO_TRY = 3, 2
# Two mixtures this close together, in nats a sample and in weights, are on the way to the same optimum.
_SAME_WAY, _SAME_WEIGHTS = 1e-4, 2e-3
# The tolerance, in nats a sample, as long as climbs are compared, and on parts of the rows.
_ROUGH = 1e-5
# Nats in all that decide between no two cells, where there are more rows than a glimpse holds.
_DECIDES_NOTHING = 0.01
# Steps as good as the last one that a climb is trusted to take: a challenger that they do not bring past what
# is known is given up.
_PATIENCE = 5
# So many of the starts that were left behind are followed where all others ended in spurious optima.
_SECOND_CHANCES = 3


@dataclass(frozen=True)
class Peak:
    """Where a climb has ended.

    log_likelihood, the total over the rows of the climb, natural logs; objective, what the climb raised: with
    a prior the sum with the log of its density; on_glimpse, the mean objective over the part of the rows on
    which climbs begin; n_spurious, how many components make both meaningless.
    """

    mixture: Mixture
    log_likelihood: float
    objective: float
    on_glimpse: float
    n_iterations: int
    stop_reason: StopReason
    n_spurious: int

    @property
    def rank(self) -> tuple[int, int, float]:
        """The order of peaks, the best first: one that lost or shrank a component only for want of better."""
        return -self.mixture.n_components, self.n_spurious, -self.objective


def _go_on() -> None:
    """Nobody ends the climbs."""


class Ascent:
    """Climbs of mixtures of K components of one structure.

    ``step`` is called at every step and may raise to end them.
    passed_over, the greatest log-likelihood over all rows of a spurious optimum that a climb ended in.
    """

    def __init__(
        self, ground: Ground, K: int, covariance_type: str, step: Callable[[], None] = _go_on
    ) -> None:
        self._ground, self._step = ground, step
        self._few, *more_rows = ground.rungs
        # What is found on a glimpse goes on over more rows; what is found on all rows goes on to its very
        # end.
        self._rows_after = more_rows or [self._few]
        self._m_step = ground.m_step(K, covariance_type)
        self.passed_over = -np.inf

    def highest(self, starts: Sequence[Moments]) -> Peak:
        """The highest peak that starts of equally many components lead to, honest if one is.

        Raises ``FitError`` where no climb comes to an end.
        """
        ended = self._contest(self._stack(starts))
        return self._over_all_rows(ended[0] if self._few is self._ground.dataset else self._likeliest(ended))

    def past(self, peak: Peak, starts: Sequence[Moments]) -> Peak:
        """The best of this peak and those that some starts lead to; only promising ones are followed."""
        for end in self._contest(self._stack(starts), to_beat=peak)[:1]:
            if end.n_spurious <= peak.n_spurious and end.on_glimpse > peak.on_glimpse:
                return min(peak, self._over_all_rows(end), key=lambda one: one.rank)
        return peak

    def above(self, moments: Moments) -> Peak:
        """The peak above one start, over all rows from its first step."""
        end = self._end(self._m_step.admitted(moments), self._ground.dataset, self._ground.options.tol)
        return replace(end, on_glimpse=self._on_glimpse(end.mixture))

    def _contest(self, stack: Mixture, to_beat: Peak | None = None) -> list[Peak]:
        """The peaks over the first part of the rows to which the better of the stack lead, the best first."""
        n, left_behind = len(stack.weights), list[Mixture]()
        on_glimpse = self._few is not self._ground.dataset
        rounds, fewest = (
            (_ROUNDS, _FEW) if to_beat or not on_glimpse else (_ROUNDS_ON_GLIMPSE, _FEW_ON_GLIMPSE)
        )
        for steps, share in rounds if n > 1 or to_beat else ():
            stack, mean, gain = self._stepped(stack, steps)
            promise = mean + _PATIENCE * gain if on_glimpse and (steps, share) == rounds[-1] else mean
            order = np.lexsort((-promise, self._n_spurious(stack, self._few)))
            if to_beat is not None:
                order = order[mean[order] + _PATIENCE * gain[order] > to_beat.on_glimpse]
            order = _different(stack, mean, order, to_beat)
            on, behind = np.split(order, [max(fewest, n // share)])
            left_behind = [*_taken(stack, behind).unstacked(), *left_behind]
            stack = _taken(stack, on)
            if not len(on):
                return []
        ended = self._ends(stack.unstacked())
        for one in [] if to_beat else left_behind[:_SECOND_CHANCES]:  # an honest one may climb after all
            if all(end.n_spurious for end in ended):
                ended += self._ends([one])
        if self._few is self._ground.dataset:
            self.passed_over = max([self.passed_over, *(e.log_likelihood for e in ended if e.n_spurious)])
        return sorted(ended, key=lambda end: end.rank)

    def _likeliest(self, ended: Sequence[Peak]) -> Peak:
        """Of the best peaks over a glimpse the one that a few steps over more rows show to be the highest."""
        alike = [end for end in ended if end.rank[:2] == ended[0].rank[:2]][:_TRIED]
        if len(alike) == 1:
            return alike[0]
        return max(alike, key=lambda end: self._over_more_rows(end.mixture))

    def _over_more_rows(self, mixture: Mixture) -> float:
        """The mean objective that a few steps over the next part of the rows lead to."""
        try:
            return float(self._stepped(Mixture.stacked([mixture]), _STEPS_TO_TRY, self._rows_after[0])[1][0])
        except FitError:
            return -np.inf

    def _stack(self, starts: Sequence[Moments]) -> Mixture:
        """The mixtures of all these moments, alone or stacks themselves."""
        alike = [one if one.counts.ndim > 1 else _lifted(one) for one in starts]
        counts, means, sigma = (
            np.concatenate([getattr(one, part) for one in alike]) for part in ("counts", "means", "sigma")
        )
        noises = [first_noise(one.counts) if one.noise is None else one.noise for one in alike]
        noise = None if self._m_step.box is None else np.concatenate(noises)
        return self._m_step.admitted(Moments(counts, means, sigma, noise))

    def _stepped(
        self, stack: Mixture, steps: int, rows: AbstractDataset | None = None
    ) -> tuple[Mixture, Array, Array]:
        """The stack after so many steps over the first part of the rows, or over these, its mean
        objectives (n,) and what the last step added (n,).

        If the stack cannot go on each mixture goes alone, and those that cannot are left out.
        """
        rows = self._few if rows is None else rows
        rules = EMRules(steps, None, self._m_step, accelerate=False)
        try:
            before = last = np.full(len(stack.weights), -np.inf)
            for it in self._steps(rows, stack, rules):
                stack, before, last = it.mixture, last, it.log_likelihoods + it.log_priors
        except FitError:
            if len(stack.weights) == 1:
                raise
            return self._stepped_alone(stack, steps, rows)
        return stack, last / rows.total_weight, (last - before) / rows.total_weight

    def _stepped_alone(
        self, stack: Mixture, steps: int, rows: AbstractDataset
    ) -> tuple[Mixture, Array, Array]:
        stepped, failure = [], FitError("There is no start.")
        for i in range(len(stack.weights)):
            try:
                stepped.append(self._stepped(_taken(stack, [i]), steps, rows))
            except FitError as error:
                failure = error
        if not stepped:
            raise failure
        mixtures, means, gains = zip(*stepped, strict=True)
        whole = Mixture.stacked([mixture for one in mixtures for mixture in one.unstacked()])
        return whole, np.concatenate(means), np.concatenate(gains)

    def _ends(self, mixtures: Iterable[Mixture]) -> list[Peak]:
        """The peaks above these over the first part of the rows; raises ``FitError`` if all climbs fail."""
        ended, failure = [], None
        for mixture in mixtures:
            try:
                ended.append(self._end(mixture, self._few, _ROUGH))
            except FitError as error:
                failure = error
        if failure is not None and not ended:
            raise failure
        return ended

    def _end(self, mixture: Mixture, rows: AbstractDataset, tol: float) -> Peak:
        options = self._ground.options
        rules = EMRules(options.max_iter, max(tol, options.tol), self._m_step, options.accelerate)
        it = deque(self._steps(rows, mixture, rules), maxlen=1)[0]
        if it.stop is None:
            raise AssertionError("EM says why it stops")
        return Peak(
            mixture=it.mixture,
            log_likelihood=it.log_likelihood,
            objective=it.objective,
            on_glimpse=it.objective / rows.total_weight,
            n_iterations=it.iteration,
            stop_reason=it.stop,
            n_spurious=int(self._n_spurious(it.mixture, rows)),
        )

    def _steps(self, rows: AbstractDataset, mixture: Mixture, rules: EMRules) -> Iterator[Iteration]:
        for it in iterate(rows, mixture, rules):
            self._step()
            yield it

    def _over_all_rows(self, peak: Peak) -> Peak:
        """Where the climb goes on to over more and more rows."""
        everything = self._ground.dataset
        for rows in self._rows_after:
            tol = self._ground.options.tol if rows is everything else _ROUGH
            if rows is not self._few:
                tol = max(tol, _DECIDES_NOTHING / rows.total_weight)
            n_iterations = peak.n_iterations if rows is self._few else 0
            end = self._end(peak.mixture, rows, tol)
            peak = replace(end, on_glimpse=peak.on_glimpse, n_iterations=n_iterations + end.n_iterations)
        return peak

    def _on_glimpse(self, mixture: Mixture) -> float:
        return float(self._stepped(Mixture.stacked([mixture]), 0)[1][0])

    def _n_spurious(self, mixture: Mixture, rows: AbstractDataset) -> NDArray[np.intp]:
        return np.asarray(spurious(mixture, rows, self._m_step).sum(axis=-1))


def _lifted(moments: Moments) -> Moments:
    noise = None if moments.noise is None else np.atleast_1d(moments.noise)
    return Moments(moments.counts[None], moments.means[None], moments.sigma[None], noise)


def _taken(stack: Mixture, which: Sequence[int] | NDArray[np.intp]) -> Mixture:
    """The stack of those of its mixtures."""
    index = np.asarray(which, dtype=np.intp)
    noise = None if stack.noise is None else replace(stack.noise, weight=stack.noise.weight[index])
    weights, means, sigma = stack.weights[index], stack.means[index], stack.sigma[index]
    return replace(stack, weights=weights, means=means, sigma=sigma, noise=noise)


def _different(stack: Mixture, mean: Array, order: NDArray[np.intp], known: Peak | None) -> NDArray[np.intp]:
    """The order without those that are on the way of one before them, or of the peak that is known."""
    weights = np.sort(stack.weights, axis=1)
    passed: list[tuple[float, Array]] = []
    if known is not None and known.mixture.n_components == weights.shape[1]:
        passed.append((known.on_glimpse, np.sort(known.mixture.weights)))
    kept: list[int] = []
    for i in order.tolist():
        near = (w for other, w in passed if abs(other - mean[i]) <= _SAME_WAY)
        if all(np.abs(w - weights[i]).max() > _SAME_WEIGHTS for w in near):
            kept.append(i)
            passed.append((float(mean[i]), weights[i]))
    return np.array(kept, dtype=np.intp)
