"""Inputs H7 to H13 of the project's list of hard ones: duplicates, ties, few rows, constant columns.

test_hard_numerics.py, test_hard_optima.py and test_hard_requests.py hold the others. Each has the behaviour
that is right: a finite fit with a notice, or a refusal that says what to change.
"""

import numpy as np
import pytest

from gmm.engine import STRUCTURES, DataError, Dataset, FitOptions, fit, labels, log_density
from tests.engine.exact import exact_variance

# Values and how often each stands in a data set that gave NaN elsewhere: pomegranate's issue 800.
TIED = {
    -0.40140454: 1, 0.49622524: 1, 0.83528929: 2, 0.88974429: 2, 0.92377272: 2, 0.97575146: 2, 0.99331936: 2,
    1.01446097: 5, 1.02613552: 1, 1.03733207: 1, 1.05436459: 7, 1.07113867: 2, 1.18369007: 2,
}  # fmt: skip


def codes(result) -> list[str]:
    return [warning.code for warning in result.warnings]


def assert_finite(result, X) -> None:
    """The mixture is one, and what it says about the samples is finite."""
    mixture = result.mixture
    assert mixture.weights.sum() == pytest.approx(1.0, abs=1e-12)
    assert np.all(mixture.weights > 0)
    assert np.all(np.isfinite(mixture.means))
    np.linalg.cholesky(mixture.covariances)
    assert np.all(np.isfinite(log_density(mixture, X)))
    assert all(np.isfinite([result.log_likelihood, result.bic, result.aic, result.icl]))


@pytest.mark.parametrize("D", [1, 2])
def test_h7_two_different_rows_have_two_components_without_width(covariance_type, D):
    X = np.repeat([[0.0, 1.0], [3.0, 5.0]], 500, axis=0)[:, :D]
    dataset = Dataset(X)
    result = fit(dataset, FitOptions(2, covariance_type))

    assert_finite(result, X)
    assert "duplicate_rows" in codes(result)
    if covariance_type == "tied" and D == 1:
        return  # two copies of one wide component are the best fit that rests on more than ties
    assert sorted(result.mixture.means.tolist()) == [pytest.approx([0, 1][:D]), pytest.approx([3, 5][:D])]
    assert result.mixture.weights == pytest.approx([0.5, 0.5])
    variances = np.einsum("kdd->kd", result.mixture.covariances)
    assert np.all(variances <= 1.01e-12 * dataset.spread.max() ** 2)
    assert "collapsed_component" in codes(result)


@pytest.mark.parametrize(
    "column", [lambda X: np.full(len(X), 3.0), lambda X: X[:, 0]], ids=["constant", "copy"]
)
def test_h11_a_column_that_says_nothing_hides_no_collapse_of_a_component(iris, column):
    """The widths in the other columns tell whether the best start has shrunk onto tied flowers."""
    X = np.column_stack([iris, column(iris)])
    for seed in range(4):
        mixture = fit(Dataset(X), FitOptions(5, seed=seed)).mixture

        assert np.linalg.slogdet(mixture.covariances[:, :4, :4])[1].min() > -30


@pytest.mark.parametrize("K", [3, 4, 5])
def test_h7_more_components_than_different_rows_are_refused(covariance_type, K):
    X = np.repeat([[0.0, 1.0], [3.0, 5.0]], 500, axis=0)

    with pytest.raises(
        DataError, match=r"only 2 of the 1000 rows differ; lower n_components to 2"
    ) as refused:
        fit(Dataset(X), FitOptions(K, covariance_type))
    assert refused.value.field == "n_components"


def test_h7_different_rows_that_come_late_are_found():
    X = np.concatenate([np.repeat([[0.0], [1.0]], 30_000, axis=0), [[2.0]]])

    assert_finite(fit(Dataset(X), FitOptions(3, n_init=4)), X)
    with pytest.raises(DataError, match="only 3 of the 60001 rows differ"):
        fit(Dataset(X), FitOptions(4))


@pytest.mark.parametrize("copies", [2, 10, 50])
def test_h7_copies_of_one_value_beside_a_normal_sample_collapse_at_the_floor_and_are_flagged(copies):
    x = np.random.default_rng(20).normal(size=100)
    X = np.concatenate([x, np.full(copies, 10.0)])[:, None]
    dataset = Dataset(X)
    result = fit(dataset, FitOptions(2))
    narrow = int(np.argmin(result.mixture.covariances))

    assert_finite(result, X)
    assert "collapsed_component" in codes(result)
    assert f"about {copies} rows" in " ".join(warning.message for warning in result.warnings)
    assert result.mixture.means[narrow, 0] == pytest.approx(10.0)
    assert result.mixture.covariances[narrow, 0, 0] == pytest.approx(1e-12 * dataset.spread[0] ** 2, rel=1e-3)
    assert result.mixture.covariances[1 - narrow, 0, 0] == pytest.approx(exact_variance(x), rel=1e-6)


@pytest.mark.parametrize("K", [1, 2, 3, 4])
def test_h8_values_with_heavy_ties_give_every_parameter_a_number(covariance_type, K):
    X = np.repeat(list(TIED), list(TIED.values()))[:, None]
    assert len(X) == 30
    result = fit(Dataset(X), FitOptions(K, covariance_type))

    assert_finite(result, X)
    assert result.mixture.n_components == K


@pytest.mark.parametrize("K", [2, 5])
def test_h8_small_integers_fit_and_end(covariance_type, K):
    X = np.random.default_rng(3).integers(0, 4, size=(300, 3))
    result = fit(Dataset(X), FitOptions(K, covariance_type))

    assert_finite(result, X)
    assert result.n_iterations <= 1000


def test_h8_one_component_over_integers_is_their_mean_and_covariance():
    X = np.random.default_rng(3).integers(0, 3, size=(301, 2))
    mixture = fit(Dataset(X), FitOptions(1)).mixture

    assert mixture.means[0] == pytest.approx(X.mean(axis=0), rel=1e-14)
    assert mixture.covariances[0] == pytest.approx(np.cov(X.T, bias=True), rel=1e-12)


@pytest.mark.parametrize(("N", "K"), [(1, 2), (3, 4), (3, 300)])
def test_h9_fewer_rows_than_components_are_refused_in_a_sentence(covariance_type, N, K):
    with pytest.raises(
        DataError, match=f"{K} components need at least {K} rows, but there (is|are) {N}"
    ) as no:
        fit(Dataset(np.arange(2.0 * N).reshape(N, 2)), FitOptions(K, covariance_type))
    assert no.value.field == "n_components"


@pytest.mark.parametrize("N", [1, 2, 3, 7])
def test_h9_as_many_components_as_rows_fit_at_the_floor_and_are_flagged(covariance_type, N):
    X = np.arange(2.0 * N).reshape(N, 2) ** 2
    result = fit(Dataset(X), FitOptions(N, covariance_type))

    assert_finite(result, X)
    assert {"collapsed_component", "more_parameters_than_data", "dependent_columns", "constant_column"} & set(
        codes(result)
    )


def test_h9_a_single_row_has_one_component_at_its_place(covariance_type):
    result = fit(Dataset([[3.0, 4.0]]), FitOptions(1, covariance_type))

    assert_finite(result, [[3.0, 4.0]])
    assert result.mixture.means.tolist() == [[3.0, 4.0]]
    assert result.mixture.weights.tolist() == [1.0]


def test_h9_one_component_over_two_rows_lies_between_them(covariance_type):
    result = fit(Dataset([[3.0, 4.0], [5.0, 10.0]]), FitOptions(1, covariance_type))

    assert_finite(result, [[3.0, 4.0], [5.0, 10.0]])
    assert result.mixture.means[0] == pytest.approx([4.0, 7.0])


@pytest.mark.parametrize("nothing", [[], [[]], np.zeros((0, 2)), np.zeros((3, 0))])
def test_h9_nothing_is_refused(nothing):
    with pytest.raises(DataError, match="empty; give at least one row and one column"):
        Dataset(nothing)


@pytest.mark.parametrize(("N", "D"), [(20, 50), (5, 100), (50, 49)])
def test_h10_many_columns_and_few_rows_fit_without_correlations(rng, N, D):
    X = rng.normal(size=(N, D))
    for covariance_type in ("diag", "spherical"):
        assert_finite(fit(Dataset(X), FitOptions(2, covariance_type, n_init=6)), X)


@pytest.mark.parametrize("covariance_type", ["full", "tied"])
@pytest.mark.parametrize(("N", "D"), [(20, 50), (5, 100)])
def test_h10_with_correlations_only_the_floor_carries_them_and_the_fit_says_so(rng, covariance_type, N, D):
    X = rng.normal(size=(N, D))
    result = fit(Dataset(X), FitOptions(2, covariance_type, n_init=6))

    assert_finite(result, X)
    assert "more_parameters_than_data" in codes(result)
    (message,) = [w.message for w in result.warnings if w.code == "more_parameters_than_data"]
    assert f"{result.mixture.n_parameters} parameters" in message
    assert f"{N * D} numbers" in message


@pytest.mark.parametrize("value", [5.0, 0.0, -1e9, 1e-300])
def test_h11_a_constant_column_is_named_and_leaves_the_other_columns_alone(faithful, covariance_type, value):
    X = np.column_stack([faithful, np.full(len(faithful), value)])
    alone = fit(Dataset(faithful), FitOptions(2, covariance_type))
    beside = fit(Dataset(X, ["a", "b", "c"]), FitOptions(2, covariance_type))

    assert_finite(beside, X)
    message = next(w for w in beside.warnings if w.code == "constant_column").message
    assert message.startswith("Column 'c'")
    assert message.endswith("leave it out.") == STRUCTURES[covariance_type].ties_columns
    if not STRUCTURES[covariance_type].ties_columns:  # columns that share widths cannot be left alone
        assert np.array_equal(labels(beside.mixture, X), labels(alone.mixture, faithful))
        assert beside.mixture.means[:, :2] == pytest.approx(alone.mixture.means, rel=1e-3)
        assert beside.mixture.means[:, 2] == pytest.approx(np.full(2, value))


def test_h11_all_columns_constant(covariance_type):
    X = np.full((30, 2), 4.0)
    result = fit(Dataset(X), FitOptions(1, covariance_type))

    assert_finite(result, X)
    assert codes(result).count("constant_column") == 2
    with pytest.raises(DataError, match="only 1 of the 30 rows differ"):
        fit(Dataset(X), FitOptions(2, covariance_type))


@pytest.mark.parametrize("jitter", [1e-12, 1e-14])
def test_h11_a_column_that_varies_in_its_last_digits_only_is_named(rng, covariance_type, jitter):
    X = np.column_stack([rng.normal(size=100), 5.0 + jitter * rng.normal(size=100)])
    result = fit(Dataset(X, ["a", "b"]), FitOptions(2, covariance_type))

    assert_finite(result, X)
    assert any(w.code == "coarse_column" and "'b'" in w.message for w in result.warnings)
    assert not any("'a'" in w.message for w in result.warnings)


def test_h11_a_column_near_zero_may_vary_as_little_as_it_likes(rng):
    X = np.column_stack([rng.normal(size=100), 1e-12 * rng.normal(size=100)])

    assert "coarse_column" not in codes(fit(Dataset(X), FitOptions(1)))


@pytest.mark.parametrize(
    "depends",
    [
        lambda x: x[:, :1],
        lambda x: -3.0 * x[:, :1],
        lambda x: x[:, :1] + 2.0 * x[:, 1:2],
        lambda x: 1e6 * x[:, 1:2] + 4.0,
    ],
    ids=["a copy", "a multiple", "a sum", "another unit"],
)
def test_h12_dependent_columns_fit_and_are_flagged(faithful, covariance_type, depends):
    X = np.column_stack([faithful, depends(faithful)])
    result = fit(Dataset(X), FitOptions(2, covariance_type))

    assert_finite(result, X)
    if covariance_type in ("full", "tied"):  # the others do not notice
        assert "dependent_columns" in codes(result)
        alone = fit(Dataset(faithful), FitOptions(2, covariance_type)).mixture
        assert np.array_equal(labels(result.mixture, X), labels(alone, faithful))


def test_h13_one_dimension_may_be_a_plain_list(covariance_type):
    numbers = [1.0, 2.0, 3.0, 10.0, 11.0, 13.0]
    plain, column = (
        fit(Dataset(X), FitOptions(2, covariance_type)) for X in (numbers, [[x] for x in numbers])
    )

    assert plain.mixture.means.tobytes() == column.mixture.means.tobytes()
    assert labels(plain.mixture, numbers).tolist() == labels(plain.mixture, np.transpose([numbers])).tolist()


def test_h13_components_on_a_line_come_by_weight_and_then_from_left_to_right():
    numbers = np.concatenate([[x, x + 1, x + 2] for x in (40.0, 0.0, 20.0)] + [[60.0, 61.0, 62.0, 63.0]])
    mixture = fit(Dataset(numbers), FitOptions(4, "tied")).mixture

    assert mixture.means[:, 0] == pytest.approx([61.5, 1.0, 21.0, 41.0])
    assert labels(mixture, numbers).tolist() == [3] * 3 + [1] * 3 + [2] * 3 + [0] * 4
