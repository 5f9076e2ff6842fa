"""Merging components that describe one cluster together, by what it adds to certainty.

A cluster that is no Gaussian takes several components, which then share its rows. Baudry, Raftery, Celeux, Lo
& Gottardo (2010), "Combining mixture components for clustering", J. Comput. Graph. Stat. 19, 332-353: the
mixture stays as it is, and step by step those two clusters become one whose merging lowers the entropy of
the classification most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Integral

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractDataset
from gmm.engine.density import responsibilities
from gmm.engine.errors import OptionError
from gmm.engine.events import result_of
from gmm.engine.input import refuse_other_columns
from gmm.engine.kernel import Kernel
from gmm.engine.merging.assignment import entropy_terms
from gmm.engine.merging.elbow import elbow
from gmm.engine.mixture import Mixture
from gmm.engine.noise import NOISE

# A cluster is the numbers of the components in it, ascending; clusters stand in order of their first one.
Cluster = tuple[int, ...]
Clusters = tuple[Cluster, ...]


@dataclass(frozen=True)
class Merge:
    """One step: two clusters become one.

    merged, the two; n_clusters, how many are left; entropy_before and entropy_after, of the classification of
    all rows, nats; n_rows, the rows expected in the two, by which a fall may be judged.
    """

    merged: tuple[Cluster, Cluster]
    n_clusters: int
    entropy_before: float
    entropy_after: float
    n_rows: float


@dataclass(frozen=True)
class MergeTree:
    """Every clustering between one cluster a component and one for all of them.

    Cluster c of n is the c-th of ``clusters(n)``. ``merges`` are the K − 1 steps, in order. A uniform
    component stays by itself: what belongs to no Gaussian is no cluster.
    """

    mixture: Mixture
    merges: tuple[Merge, ...]

    @cached_property
    def entropies(self) -> Array:
        """The entropy of the classification into 1, 2, …, K clusters, (K,), nats."""
        after = [merge.entropy_after for merge in reversed(self.merges)]
        return np.array([*after, self.merges[0].entropy_before if self.merges else 0.0])

    @property
    def elbow(self) -> int | None:
        """The number of clusters below which merging joins what lies apart; None of fewer than 3 components.

        By the bend of the entropy as a function of the number of clusters: merging what overlaps lowers the
        entropy much, merging what lies apart hardly.
        """
        place = elbow(np.arange(1.0, len(self.entropies) + 1), self.entropies)
        return None if place is None else place + 1

    def clusters(self, n_clusters: int) -> Clusters:
        """The components of each of so many clusters. Raises ``OptionError`` unless 1 ≤ n_clusters ≤ K."""
        K = self.mixture.n_components
        whole = isinstance(n_clusters, Integral) and not isinstance(n_clusters, bool)
        if not whole or not 1 <= n_clusters <= K:
            raise OptionError(
                f"n_clusters must be a whole number between 1 and {K}, the number of components, not "
                f"{n_clusters!r}.",
                field="n_clusters",
            )
        clusters = _singletons(K)
        for merge in self.merges[: K - n_clusters]:
            clusters = _with_merged(clusters, *merge.merged)
        return clusters

    def responsibilities(self, samples: ArrayLike, n_clusters: int) -> Array:
        """The probability of each of so many clusters for each sample, (N, n_clusters).

        With a uniform component there is one column more, of which it has the last.
        """
        return self.merged(responsibilities(self.mixture, samples)[0], n_clusters)

    def merged(self, resp: Array, n_clusters: int) -> Array:
        """The same from the responsibilities of all components, (N, K) or (N, K + 1)."""
        return np.asarray(resp @ _indicator(self.clusters(n_clusters), resp.shape[1]).T)

    def labels(self, samples: ArrayLike, n_clusters: int) -> NDArray[np.intp]:
        """The most probable of so many clusters for each sample, (N,); ``NOISE`` for the uniform component.

        That need not be the cluster of the most probable component: two halves may together be likelier.
        """
        return self.most_probable(self.responsibilities(samples, n_clusters), n_clusters)

    @staticmethod
    def most_probable(of_clusters: Array, n_clusters: int) -> NDArray[np.intp]:
        """The same from the probabilities of the clusters."""
        labels = of_clusters.argmax(axis=1)
        return np.where(labels < n_clusters, labels, NOISE)


def merge_tree(dataset: AbstractDataset, mixture: Mixture) -> MergeTree:
    """Merge clusters two by two, those first whose merging lowers the entropy on these data most.

    Raises ``DataError`` where the data have other columns than the mixture.
    """
    return result_of(merge_events(dataset, mixture), MergeTree)


def merge_events(dataset: AbstractDataset, mixture: Mixture) -> Iterator[Merge | MergeTree]:
    """The same as it happens: every step, and at last the tree."""
    refuse_other_columns(dataset.columns, mixture.columns)
    clusters = _singletons(mixture.n_components)
    new = list(range(len(clusters)))
    of_pairs = np.zeros((len(clusters), len(clusters)))  # the entropies of two clusters taken as one
    merges: list[Merge] = []
    while len(clusters) > 1:
        sums = _sums(dataset, mixture, clusters, new)
        of_pairs[new] = of_pairs[:, new] = 0.0
        of_pairs[new] += sums.of_pairs
        of_pairs[:, new] += sums.of_pairs.T
        entropy = merges[-1].entropy_after if merges else sums.entropy
        a, b = merged = _best_pair(sums.of_clusters, of_pairs)
        gain = sums.of_clusters[a] + sums.of_clusters[b] - of_pairs[a, b]
        merges.append(_merge(clusters, merged, entropy, float(gain), sums.counts))
        yield merges[-1]
        clusters, new = _with_merged(clusters, *merges[-1].merged), [a]
        of_pairs = np.delete(np.delete(of_pairs, b, axis=0), b, axis=1)
    yield MergeTree(mixture, tuple(merges))


def _best_pair(of_clusters: Array, of_pairs: Array) -> tuple[int, int]:
    """The two clusters, in order, whose merging lowers the entropy most; of equal pairs the heaviest."""
    gains = of_clusters[:, None] + of_clusters - of_pairs
    np.fill_diagonal(gains, -np.inf)
    a, b = divmod(int(np.argmax(gains)), len(gains))
    return a, b


def _merge(clusters: Clusters, merged: tuple[int, int], entropy: float, gain: float, counts: Array) -> Merge:
    """The step from an entropy that lowers it by ``gain``."""
    a, b = merged
    return Merge(
        merged=(clusters[a], clusters[b]),
        n_clusters=len(clusters) - 1,
        entropy_before=entropy,
        entropy_after=max(0.0, entropy - max(0.0, gain)),
        n_rows=float(counts[a] + counts[b]),
    )


@dataclass(frozen=True)
class _Sums:
    """Sums over samples, t being the probabilities of C clusters; those of two sets of samples add.

    counts (C,), Σ t; of_clusters (C,), Σ −t log t; of_pairs (M, C), the same of M of them and each other
    taken as one, 0 where that has been summed for the other already; entropy, Σ −t log t of all clusters and
    of the uniform component.
    """

    counts: Array
    of_clusters: Array
    of_pairs: Array
    entropy: float

    def __add__(self, other: _Sums) -> _Sums:
        return _Sums(
            self.counts + other.counts,
            self.of_clusters + other.of_clusters,
            self.of_pairs + other.of_pairs,
            self.entropy + other.entropy,
        )


def _sums(dataset: AbstractDataset, mixture: Mixture, clusters: Clusters, new: Sequence[int]) -> _Sums:
    """The sums over all samples whose component is not known."""
    C = len(clusters)
    total = _Sums(np.zeros(C), np.zeros(C), np.zeros((len(new), C)), 0.0)
    for part in dataset.parts:
        if part.dataset is not None and part.component is None:
            kernel = Kernel(part.seen(mixture), part.dataset.origin)
            total += part.dataset.sum(_Entropies(kernel, clusters, new))
    return total


class _Entropies:
    """The sums that tell what merging would gain, of all pairs with a new cluster; to be summed over data."""

    def __init__(self, kernel: Kernel, clusters: Clusters, new: Sequence[int]) -> None:
        self.rows_per_block = kernel.layout.rows_per_block
        self._kernel = kernel
        self._indicator = _indicator(clusters, kernel.layout.K)
        self._n_clusters = len(clusters)
        counted: set[int] = set()
        self._partners: list[tuple[int, list[int]]] = []
        for a in new:
            counted.add(a)
            self._partners.append((a, [c for c in range(len(clusters)) if c not in counted]))

    def __call__(self, X: Array, weights: Array | None, rows_per_block: int) -> _Sums:
        C, entropy = self._n_clusters, 0.0
        counts, of_clusters, of_pairs = np.zeros(C), np.zeros(C), np.zeros((len(self._partners), C))
        for rows, block in self._kernel.blocks(X, rows_per_block):
            t = self._indicator @ block.flat  # (T, C, B)
            w = np.ones((len(t), t.shape[2])) if weights is None else weights[rows].reshape(len(t), -1)
            terms = _summed(entropy_terms(t), w)
            counts += _summed(t, w)[:C]
            of_clusters += terms[:C]
            entropy += float(terms.sum())
            for i, (a, others) in enumerate(self._partners):
                of_pairs[i, others] += _summed(entropy_terms(t[:, [a]] + t[:, others]), w)
        return _Sums(counts, of_clusters, of_pairs, entropy)


def _summed(values: Array, weights: Array) -> Array:
    """The sums (C,) over samples of values (T, C, B) with weights (T, B)."""
    return np.asarray(np.einsum("tcb,tb->c", values, weights))


def _singletons(K: int) -> Clusters:
    return tuple((k,) for k in range(K))


def _with_merged(clusters: Clusters, a: Cluster, b: Cluster) -> Clusters:
    """The clusters with two of them as one, in order of their first components."""
    return tuple(sorted([*(c for c in clusters if c not in (a, b)), tuple(sorted(a + b))]))


def _indicator(clusters: Clusters, n_components: int) -> Array:
    """Which components are in which cluster: ones and zeros, the last row for a uniform component."""
    in_clusters = {k for members in clusters for k in members}
    others = [(k,) for k in range(n_components) if k not in in_clusters]
    out = np.zeros((len(clusters) + len(others), n_components))
    for c, members in enumerate([*clusters, *others]):
        out[c, list(members)] = 1.0
    return out
