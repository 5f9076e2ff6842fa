"""Clusters of components: the order in which they merge, what that costs, and whose a row is then."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from scipy.special import xlogy

from gmm.engine import DataError, Dataset, Mixture, OptionError, merge_tree, responsibilities, sample
from gmm.engine.merging.elbow import elbow
from gmm.engine.noise import NOISE, Box, Noise
from gmm.engine.threads import thread_limit
from tests.engine.strategies import random_mixture


def brute_force(resp: np.ndarray) -> list[tuple[set[frozenset[int]], float]]:
    """For K, K − 1, …, 1 clusters which they are, and the entropy: the paper's criterion, pair by pair."""
    clusters = [frozenset([k]) for k in range(resp.shape[1])]
    out = []
    while True:
        t = np.column_stack([resp[:, sorted(cluster)].sum(axis=1) for cluster in clusters])
        out.append((set(clusters), -xlogy(t, t).sum()))
        if len(clusters) == 1:
            return out
        together = {
            (a, b): -xlogy(t[:, a], t[:, a]).sum()
            - xlogy(t[:, b], t[:, b]).sum()
            + xlogy(t[:, a] + t[:, b], t[:, a] + t[:, b]).sum()
            for a, b in combinations(range(len(clusters)), 2)
        }
        a, b = max(together, key=together.__getitem__)
        merged = clusters[a] | clusters[b]
        clusters = [cluster for cluster in clusters if not cluster <= merged] + [merged]


def paired_halves() -> Mixture:
    """Three clusters far apart, each of two components that overlap; components 0 and 3, 1 and 4, 2 and 5."""
    centres = np.array([[0.0, 0.0], [30.0, 0.0], [0.0, 30.0]])
    aside = np.array([1.0, 0.0])
    means = np.concatenate([centres - aside, centres + aside])
    return Mixture.from_parameters([0.2, 0.17, 0.16, 0.17, 0.15, 0.15], means, np.array([np.eye(2)] * 6))


def test_the_tree_is_the_one_of_the_paper_worked_out_by_brute_force(rng, covariance_type):
    for K in (2, 5):
        mixture = random_mixture(rng, K, 2, covariance_type)
        X, _ = sample(mixture, 300, rng)
        tree = merge_tree(Dataset(X), mixture)

        for clusters, entropy in brute_force(responsibilities(mixture, X)[0]):
            assert {frozenset(cluster) for cluster in tree.clusters(len(clusters))} == clusters
            assert tree.entropies[len(clusters) - 1] == pytest.approx(entropy, abs=1e-9)


def test_a_weight_is_how_often_a_row_counts(rng):
    mixture = random_mixture(rng, 4, 2)
    X, _ = sample(mixture, 80, rng)
    counts = rng.integers(1, 5, size=80)
    weighted = merge_tree(Dataset(X, weights=counts), mixture)
    repeated = merge_tree(Dataset(np.repeat(X, counts, axis=0)), mixture)

    assert weighted.entropies == pytest.approx(repeated.entropies, abs=1e-9)
    assert [merge.merged for merge in weighted.merges] == [merge.merged for merge in repeated.merges]
    assert weighted.merges[0].n_rows == pytest.approx(repeated.merges[0].n_rows)


def test_merging_only_lowers_the_entropy_and_at_last_nothing_is_in_doubt(rng):
    mixture = random_mixture(rng, 6, 3)
    tree = merge_tree(Dataset(sample(mixture, 500, rng)[0]), mixture)

    assert np.all(np.diff(tree.entropies) >= 0)
    assert tree.entropies[0] == pytest.approx(0.0, abs=1e-9)
    assert [merge.n_clusters for merge in tree.merges] == [5, 4, 3, 2, 1]
    assert tree.merges[-1].n_rows == pytest.approx(500)
    for before, after in zip(tree.merges, tree.merges[1:], strict=False):
        assert before.entropy_after == pytest.approx(after.entropy_before)


def test_the_order_of_the_components_means_nothing(rng):
    mixture = random_mixture(rng, 5, 2)
    X, _ = sample(mixture, 200, rng)
    order = rng.permutation(5).tolist()
    tree, shuffled = (merge_tree(Dataset(X), each) for each in (mixture, mixture.reordered(order)))

    assert shuffled.entropies == pytest.approx(tree.entropies, abs=1e-9)
    for n in range(1, 6):
        named = {frozenset(order[k] for k in cluster) for cluster in shuffled.clusters(n)}
        assert named == {frozenset(cluster) for cluster in tree.clusters(n)}


def test_halves_of_a_cluster_merge_first_and_the_bend_tells_how_many_clusters_there_are():
    mixture = paired_halves()
    X, component = sample(mixture, 600, 1)
    tree = merge_tree(Dataset(X), mixture)

    assert tree.elbow == 3
    assert tree.clusters(3) == ((0, 3), (1, 4), (2, 5))
    assert np.array_equal(tree.labels(X, 3), component % 3)


def test_what_belongs_to_no_gaussian_belongs_to_no_cluster(rng):
    halves = paired_halves()
    noise = Noise(np.array(0.1), Box(np.array([-40.0, -40.0]), np.array([60.0, 60.0])))
    mixture = replace(halves, weights=0.9 * halves.weights, noise=noise)
    X, component = sample(mixture, 800, rng)
    tree = merge_tree(Dataset(X), mixture)
    resp, _ = responsibilities(mixture, X)

    assert tree.entropies[-1] == pytest.approx(-xlogy(resp, resp).sum(), abs=1e-9)
    one = np.column_stack([resp[:, :6].sum(axis=1), resp[:, 6]])
    assert tree.entropies[0] == pytest.approx(-xlogy(one, one).sum(), abs=1e-9)
    assert tree.elbow == 3 and tree.clusters(3) == ((0, 3), (1, 4), (2, 5))
    assert tree.responsibilities(X, 3).sum(axis=1) == pytest.approx(np.ones(800))
    truth = np.where(component == NOISE, NOISE, component % 3)
    assert np.mean(tree.labels(X, 3) == truth) > 0.98
    assert set(tree.labels(X, 1).tolist()) == {0, NOISE}


def test_a_row_between_two_halves_belongs_to_the_cluster_of_both():
    mixture = Mixture.from_parameters(
        [0.4, 0.3, 0.3], [[0.0], [3.0], [3.2]], np.array([1.0, 1.0, 1.0])[:, None, None]
    )
    X = np.linspace(-3, 6, 400)[:, None]
    tree = merge_tree(Dataset(X), mixture)
    assert tree.clusters(2) == ((0,), (1, 2))

    row = [[1.52]]
    resp, _ = responsibilities(mixture, row)
    assert resp.argmax() == 0  # neither half alone is likelier than the first component
    assert tree.labels(row, 2) == [1]
    assert tree.responsibilities(row, 2)[0] == pytest.approx([resp[0, 0], resp[0, 1] + resp[0, 2]])


def test_one_component_has_nothing_to_merge(faithful):
    tree = merge_tree(Dataset(faithful), Mixture.from_parameters([1.0], [[3.0, 70.0]], [np.eye(2)]))

    assert tree.merges == () and tree.elbow is None
    assert tree.clusters(1) == ((0,),)
    assert tree.entropies.tolist() == [0.0]


def test_threads_do_not_change_a_bit(rng):
    mixture = random_mixture(rng, 4, 2)
    dataset = Dataset(sample(mixture, 30_000, rng)[0])
    with thread_limit(1):
        alone = merge_tree(dataset, mixture)
    with thread_limit(2):
        together = merge_tree(dataset, mixture)

    assert alone.merges == together.merges


def test_so_many_clusters_as_cannot_be_are_refused(rng):
    mixture = random_mixture(rng, 3, 1)
    tree = merge_tree(Dataset(rng.normal(size=(20, 1))), mixture)

    for n in (0, 4):
        with pytest.raises(OptionError, match="between 1 and 3") as refused:
            tree.clusters(n)
        assert refused.value.field == "n_clusters"


def test_data_with_other_columns_than_the_mixture_are_refused(rng):
    mixture = Mixture.from_parameters([1.0], [[0.0, 0.0]], [np.eye(2)], columns=["u", "v"])

    with pytest.raises(DataError, match="3 columns, but the mixture has 2: u, v"):
        merge_tree(Dataset(rng.normal(size=(9, 3))), mixture)
    with pytest.raises(DataError, match="in its order"):
        merge_tree(Dataset(rng.normal(size=(9, 2)), ["v", "u"]), mixture)


@pytest.mark.parametrize("bend", range(1, 6))
def test_the_bend_of_two_lines_is_where_they_meet(bend):
    x = np.arange(7.0)

    assert elbow(x, np.where(x < bend, 0.1 * x, 0.1 * bend + 2.0 * (x - bend))) == bend


def test_two_points_have_no_bend():
    assert elbow(np.arange(2.0), np.array([0.0, 1.0])) is None
