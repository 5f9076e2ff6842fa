"""Where EM starts: K components whatever the data, the same ones whatever the way the data are written."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.engine import (
    STARTS,
    STRUCTURES,
    Dataset,
    FitOptions,
    Mixture,
    OptionError,
    ParameterError,
    fit,
    labels,
    start_from_labels,
    start_from_responsibilities,
)
from gmm.engine.form import DENSE, Moments
from gmm.engine.starts import ONCE, StartingGround, start_mixture, start_mixtures, starting_moments
from tests.engine.strategies import awkward_samples

FULL = STRUCTURES["full"]


@pytest.fixture(params=STARTS)
def init(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def made(dataset: Dataset, K: int, init: str, seed: int = 0) -> Moments:
    """The moments of one start, without the axis of the stack."""
    stack = starting_moments(dataset, K, FULL, {0: init}, seed)
    return Moments(stack.counts[0], stack.means[0], stack.sigma[0])


def mixture_of(dataset: Dataset, K: int, init: str, covariance_type: str = "full", seed: int = 0) -> Mixture:
    m_step = FitOptions(K, covariance_type=covariance_type).m_step(dataset)
    return start_mixture(dataset, K, init, m_step, np.random.default_rng(seed))


def assert_same(one: Moments, other: Moments, tolerance: float = 1e-10) -> None:
    sd = np.sqrt(np.einsum("kdd->kd", other.sigma)).max(axis=0) + 1e-100
    assert one.counts == pytest.approx(other.counts, rel=tolerance)
    assert (one.means - other.means) / sd == pytest.approx(0, abs=tolerance)
    assert (one.sigma - other.sigma) / (sd[:, None] * sd) == pytest.approx(0, abs=tolerance)


def assert_is_a_start(mixture: Mixture, K: int) -> None:
    assert mixture.n_components == K
    assert np.all(mixture.weights > 0) and mixture.weights.sum() == pytest.approx(1)
    assert np.all(np.isfinite(mixture.means)) and np.all(np.isfinite(mixture.factor))


def blobs(rng: np.random.Generator, N: int = 300, D: int = 2, K: int = 3) -> tuple[np.ndarray, np.ndarray]:
    component = np.arange(N) % K
    return 20.0 * np.eye(K, D)[component] + rng.normal(size=(N, D)), component


ONE_ROW = np.full((6, 2), 3.0)
DATA = {
    "normal": np.random.default_rng(0).normal(size=(40, 3)),
    "duplicates": np.repeat(np.random.default_rng(1).normal(size=(6, 2)), 9, axis=0),
    "one row and copies of another": np.array([[1.0, 2.0]] + [[0.0, 0.0]] * 30),
    "grid": np.array([[i, j] for i in range(4) for j in range(4)], dtype=float),
    "constant column": np.column_stack([np.random.default_rng(2).normal(size=30), np.full(30, 7.0)]),
    "collinear columns": np.random.default_rng(3).normal(size=(30, 1)) * [1.0, -2.0, 1e6],
    "more columns than rows": np.random.default_rng(4).normal(size=(5, 9)),
    "one far row": np.vstack([np.random.default_rng(5).normal(size=(30, 2)), [[1e9, 1e9]]]),
    "one row very far": np.vstack([1e-9 * np.random.default_rng(6).normal(size=(30, 1)), [[1e60]]]),
    "large offset": 1e12 + np.random.default_rng(7).normal(size=(30, 2)),
    "all rows equal": ONE_ROW,
    "one sample": ONE_ROW[:1],
}


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("K", [1, 2, 5])
def test_every_start_has_k_components_or_as_many_as_rows_differ(init, name, K):
    dataset = Dataset(DATA[name])

    for covariance_type in STRUCTURES:
        mixture = mixture_of(dataset, K, init, covariance_type)
        assert_is_a_start(mixture, min(K, dataset.n_distinct))


@settings(max_examples=25, deadline=None)
@given(X=awkward_samples(), K=st.integers(1, 9), seed=st.integers(0, 99))
def test_every_start_is_a_mixture_whatever_the_data(X, K, seed):
    dataset = Dataset(X)
    stack = start_mixtures(dataset, K, dict(enumerate(STARTS)), FitOptions(K).m_step(dataset), seed)

    for mixture in stack.unstacked():
        assert_is_a_start(mixture, min(K, dataset.n_distinct))


def test_as_many_components_as_rows_differ_from_one_another(init, rng):
    X = rng.normal(size=(7, 2))
    means = made(Dataset(X), 7, init).means

    assert len(np.unique(means.round(9), axis=0)) == 7
    if init != "slices":  # which cut between some rows more than once
        assert np.array(sorted(means.tolist())) == pytest.approx(np.array(sorted(X.tolist())), abs=1e-12)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), decimals=st.integers(0, 9), K=st.integers(1, 6))
@pytest.mark.parametrize("name", STARTS)
def test_whole_weights_are_repeated_rows_in_any_order(name, seed, decimals, K):
    rng = np.random.default_rng(seed)
    X = np.round(rng.normal(size=(30, 2)), decimals)
    counts = rng.integers(0, 4, 30)
    counts[0] = 1
    repeated = rng.permutation(np.repeat(X, counts, axis=0))

    assert_same(made(Dataset(X, weights=counts), K, name), made(Dataset(repeated), K, name))


def test_moving_scaling_and_permuting_the_columns_moves_scales_and_permutes_a_start(init, rng):
    X = rng.normal(size=(60, 3)) + 3 * rng.integers(0, 2, (60, 1))
    here = made(Dataset(X), 3, init)

    unit, shift, order = np.array([1e-6, 1.0, 1e6]), np.array([1.0, -1e4, 0.0]), [2, 0, 1]
    there = made(Dataset((X * unit + shift)[:, order]), 3, init)

    back = np.argsort(order)
    means = (there.means[:, back] - shift) / unit
    sigma = there.sigma[:, back][:, :, back] / (unit[:, None] * unit)
    assert_same(Moments(there.counts, means, sigma), here, 1e-5)


def test_a_start_depends_on_its_seed_and_number_and_not_on_the_others(faithful):
    dataset, inits = Dataset(faithful), dict(enumerate([*STARTS, *STARTS]))
    m_step = FitOptions(3).m_step(dataset)
    all_at_once = start_mixtures(dataset, 3, inits, m_step, 5).unstacked()

    for s in reversed(range(len(inits))):
        alone = start_mixture(dataset, 3, inits[s], m_step, np.random.default_rng([5, s]))
        assert alone.means.tobytes() == all_at_once[s].means.tobytes()
        assert alone.sigma.tobytes() == all_at_once[s].sigma.tobytes()


def test_repeated_starts_differ_where_there_is_chance(faithful, init):
    stack = starting_moments(Dataset(faithful), 3, FULL, dict.fromkeys(range(6), init), 0)

    assert len(np.unique(stack.means.reshape(6, -1), axis=0)) > 1 or init in ONCE


def test_components_without_rows_are_put_among_the_rows(rng):
    X = rng.normal(size=(50, 2))
    ground = StartingGround(Dataset(X), 4, DENSE)
    moments = ground.components(np.full(50, 2), rng)

    assert moments.counts.shape == (4,) and moments.means[0] == pytest.approx(X.mean(axis=0))
    assert all(np.any(np.all(np.abs(X - mean) < 1e-12, axis=1)) for mean in moments.means[1:])
    assert moments.sigma[1:] == pytest.approx(np.repeat(np.cov(X.T, bias=True)[None], 3, axis=0))


def test_rows_that_are_rare_are_looked_for(init):
    X = np.zeros((40_000, 1))
    X[[7, 30_003, 39_999]] = [[1.0], [2.0], [3.0]]

    assert_is_a_start(mixture_of(Dataset(X), 4, init), 4)


@pytest.mark.parametrize("name", ONCE)
@pytest.mark.parametrize("N", [300, 3000])
def test_groups_apart_are_found_by_merging(rng, name, N):
    X, component = blobs(rng, N, D=4)
    found = labels(mixture_of(Dataset(X), 3, name), X)

    assert len({*zip(found, component, strict=True)}) == 3


def test_merging_finds_long_groups_side_by_side_where_the_data_are_whitened(rng):
    X = np.column_stack([100 * rng.normal(size=400), rng.normal(size=400) + 12 * (np.arange(400) % 2)])
    X = X @ np.linalg.qr(rng.normal(size=(2, 2)))[0]
    found = labels(fit(Dataset(X), FitOptions(2, init="whitened hierarchical", n_init=1)).mixture, X)

    assert len({*zip(found, np.arange(400) % 2, strict=True)}) == 2


def test_the_first_start_is_k_means_and_what_takes_long_is_tried_once():
    options = FitOptions(2)
    inits = [options.init_of_start(s) for s in range(48)]

    assert inits[0] == "k-means++"
    assert set(inits[: len(STARTS)]) == set(STARTS)
    assert all((inits.count(name) == 1) == (name in ONCE) for name in STARTS)


def test_an_unknown_start_is_refused(faithful):
    with pytest.raises(OptionError, match="init 'magic' is unknown") as refused:
        starting_moments(Dataset(faithful), 2, FULL, {0: "k-means++", 1: "magic"}, 0)

    assert refused.value.field == "init"


def test_labels_start_a_component_each_in_ascending_order(rng, covariance_type):
    X, component = blobs(rng)
    options = FitOptions(3, covariance_type)
    by_number = start_from_labels(Dataset(X), component, options)
    by_name = start_from_labels(Dataset(X), np.array(["a", "b", "c"])[component], options)
    by_other_numbers = start_from_labels(Dataset(X), (component - 7) * 2.5, options)

    assert by_number.means == pytest.approx(np.array([X[component == k].mean(axis=0) for k in range(3)]))
    assert by_number.weights == pytest.approx(np.full(3, 1 / 3))
    assert by_name.sigma.tobytes() == by_number.sigma.tobytes() == by_other_numbers.sigma.tobytes()
    assert fit(Dataset(X), options, by_number).converged


def test_labels_and_responsibilities_of_certainty_are_the_same_start(rng, covariance_type):
    X, component = blobs(rng)
    dataset, options = Dataset(X, weights=rng.uniform(0, 3, len(X)).round(1)), FitOptions(3, covariance_type)
    one = start_from_labels(dataset, component, options)
    other = start_from_responsibilities(dataset, np.eye(3)[component], options)

    assert one.weights == pytest.approx(other.weights)
    assert one.means == pytest.approx(other.means, abs=1e-12)
    assert one.sigma == pytest.approx(other.sigma, abs=1e-12)


def test_responsibilities_share_the_rows(rng):
    X = rng.normal(size=(200, 2))
    resp = rng.dirichlet(np.ones(2), size=200)
    mixture = start_from_responsibilities(Dataset(X), resp, FitOptions(2))

    assert mixture.weights == pytest.approx(resp.mean(axis=0))
    assert mixture.means == pytest.approx((resp.T @ X) / resp.sum(axis=0)[:, None])


def test_labels_of_rows_without_weight_say_nothing(rng):
    X, component = blobs(rng)
    weights = (np.arange(len(X)) >= 30).astype(float)
    disturbed = np.where(weights > 0, component, 99)

    one = start_from_labels(Dataset(X, weights=weights), disturbed, FitOptions(3))
    other = start_from_labels(Dataset(X[30:]), component[30:], FitOptions(3))

    assert one.sigma.tobytes() == other.sigma.tobytes()


def test_a_label_of_one_row_starts_with_some_width(rng):
    X = rng.normal(size=(100, 2))
    mixture = start_from_labels(Dataset(X), np.arange(100) == 0, FitOptions(2))

    assert np.linalg.eigvalsh(mixture.covariances).min() > 0.3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([0, 1], r"labels must hold a label for each of the 4 rows; their shape is \(2,\)"),
        ([[0, 1], [1, 0], [0, 1], [0, 1]], "a label for each of the 4 rows"),
        ([[0], [1, 0], [1], [0]], "a label for each of the 4 rows"),
        ([0, 0, 0, 0], "1 different labels, but n_components is 2"),
        ([0, 1, 2, 2], "3 different labels, but n_components is 2"),
        ([0, 1, np.nan, 1], r"1 labels are missing \(NaN\)"),
        (np.array([0, "a", None, 1], dtype=object), "all numbers or all strings"),
    ],
)
def test_labels_that_start_nothing_are_refused(given, said):
    dataset = Dataset([[0.0], [1.0], [2.0], [4.0]])

    with pytest.raises(ParameterError, match=said) as refused:
        start_from_labels(dataset, given, FitOptions(2))

    assert refused.value.field == "labels"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (np.ones(3) / 2, r"responsibilities must hold 2 numbers for each of the 3 rows"),
        (np.ones((3, 3)) / 3, "have 3 columns, but n_components is 2"),
        (np.ones((3, 2)), "sum to 1"),
        (np.array([[1.5, -0.5]] * 3), "zero or positive"),
        (np.array([[np.nan, 1.0]] * 3), "zero or positive"),
        (np.array([["a", "b"]] * 3), "must be numbers"),
        (np.array([[1.0, 0.0]] * 3), "Component 2 has no responsibility"),
    ],
)
def test_responsibilities_that_are_none_are_refused(given, said):
    with pytest.raises(ParameterError, match=said) as refused:
        start_from_responsibilities(Dataset([[0.0], [1.0], [2.0]]), given, FitOptions(2))

    assert refused.value.field == "responsibilities"
