"""Inputs that are known to break mixture software, each with the behaviour that is right.

The numbers H1 to H28 are those of the project's list of hard inputs. Where a number is at stake it is
checked against extended precision.
"""

import mpmath
import numpy as np
import pytest
from scipy.stats import multivariate_normal

from gmm.engine import (
    DataError,
    Dataset,
    FitOptions,
    Mixture,
    ParameterError,
    fit,
    labels,
    log_density,
    responsibilities,
    sample,
)
from gmm.engine.e_step import EStep
from tests.engine.strategies import structured


def codes(result) -> list[str]:
    return [warning.code for warning in result.warnings]


def exact_log_density(mixture: Mixture, x) -> float:
    """log p(x) of a mixture with 60 digits."""
    with mpmath.workdps(60):
        total = mpmath.mpf(0)
        for w, m, c in zip(mixture.weights, mixture.means, mixture.covariances, strict=True):
            C = mpmath.matrix(c.tolist())
            d = mpmath.matrix((np.asarray(x, dtype=object) - m.astype(object)).tolist())
            quadratic = (d.T * mpmath.lu_solve(C, d))[0]
            total += w * mpmath.exp(-quadratic / 2) / mpmath.sqrt((2 * mpmath.pi) ** len(m) * mpmath.det(C))
        return float(mpmath.log(total))


def cigars(rng: np.random.Generator) -> np.ndarray:
    wide = 100 * rng.normal(size=(2, 300))
    return np.concatenate(
        [np.column_stack([w, y + 0.2 * rng.normal(size=300)]) for w, y in zip(wide, (-1, 1), strict=True)]
    )


def test_h1_overlapping_components_are_fitted_beyond_the_first_small_step():
    np.random.seed(1234)  # noqa: NPY002 - the report that made this input known draws it so
    a = multivariate_normal([2, 4], [[5, 2], [2, 6]]).rvs(300)
    b = multivariate_normal([0, 0], [[4, 2], [2, 3]]).rvs(100)
    result = fit(Dataset(np.concatenate([a, b])), FitOptions(2))

    assert result.log_likelihood / 400 >= -4.509676


@pytest.mark.parametrize("turn", [0.0, 0.7])
def test_h2_stretched_clusters_are_told_apart(turn):
    rng = np.random.default_rng(0)
    X = cigars(rng)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    found = labels(fit(Dataset(X @ rotation), FitOptions(2)).mixture, X @ rotation)

    assert len(set(found[:300])) == len(set(found[300:])) == 1
    assert found[0] != found[-1]


@pytest.mark.parametrize(("offset", "tolerance"), [(0.0, 1e-12), (1e6, 1e-9), (1e9, 1e-6), (1e12, 1e-3)])
def test_h3_the_variance_does_not_depend_on_the_offset(covariance_type, offset, tolerance):
    x = np.random.default_rng(0).normal(size=1000)
    variance = fit(Dataset((x + offset)[:, None]), FitOptions(1, covariance_type)).mixture.covariances[
        0, 0, 0
    ]

    assert variance == pytest.approx(x.var(), rel=tolerance)


def test_h5_each_column_may_have_units_of_its_own(rng):
    X = np.concatenate([rng.normal(size=(150, 3)), rng.normal(size=(150, 3)) + 3])
    units = np.array([1e-6, 1.0, 1e6])
    plain = fit(Dataset(X), FitOptions(2))
    scaled = fit(Dataset(X * units), FitOptions(2))

    assert scaled.log_likelihood == pytest.approx(plain.log_likelihood - 300 * np.log(units).sum(), abs=1e-5)
    assert np.array_equal(labels(scaled.mixture, X * units), labels(plain.mixture, X))


def test_h6_a_covariance_with_condition_number_1e9_keeps_eight_digits():
    S = [[32.00000007, 35.99999993, 8.00000001], [35.99999993, 40.50000006, 8.99999998]]
    S.append([8.00000001, 8.99999998, 2.00000008])
    density = log_density(Mixture.from_parameters([1.0], [[0.0] * 3], [S]), [[0.0] * 3])[0]

    assert density == pytest.approx(11.1852708873, abs=1e-7)


@pytest.mark.parametrize("tight", [1e-2, 1e-5])
def test_h6_tight_slanted_components_agree_with_extended_precision(tight):
    slanted = np.array([[1.0, 1.0 - tight**2 / 2], [1.0 - tight**2 / 2, 1.0]])
    mixture = Mixture.from_parameters([0.5, 0.5], [[0.0, 0.0], [3.0, 1.0]], [slanted, 1e-8 * np.eye(2)])
    X, _ = sample(mixture, 20, seed=1)
    exact = [exact_log_density(mixture, x) for x in X]

    # The covariance itself, rounded to floats, determines the density to cond · 1e-16 only.
    assert log_density(mixture, X) == pytest.approx(exact, abs=max(1e-9, 1e-14 / tight**2))


def test_h7_copies_of_one_value_beside_a_normal_sample_are_flagged(rng):
    X = np.concatenate([rng.normal(size=100), np.full(10, 10.0)])[:, None]
    result = fit(Dataset(X), FitOptions(2))

    assert np.isfinite(result.log_likelihood)
    assert "collapsed_component" in codes(result)


def test_h8_integers_with_ties_fit_without_noise(covariance_type):
    X = np.array(
        [[1, 2], [1, 2], [2, 2], [3, 1], [1, 1], [2, 1], [3, 3], [8, 8], [8, 9], [9, 8], [9, 9], [8, 8]]
    )
    result = fit(Dataset(X), FitOptions(2, covariance_type))

    assert np.all(np.isfinite(result.mixture.covariances))


def test_h9_a_single_row_has_one_component_and_not_two():
    one = fit(Dataset([[3.0, 4.0]]), FitOptions(1))

    assert one.mixture.means[0] == pytest.approx([3.0, 4.0])
    assert np.isfinite(one.log_likelihood)
    with pytest.raises(DataError, match="2 components need at least 2 rows"):
        fit(Dataset([[3.0, 4.0]]), FitOptions(2))


def test_h10_more_columns_than_rows_say_that_they_are_too_many(rng):
    X = rng.normal(size=(20, 50))

    assert "more_parameters_than_data" in codes(fit(Dataset(X), FitOptions(2)))
    assert np.isfinite(fit(Dataset(X), FitOptions(2, "diag")).log_likelihood)


def test_h11_a_column_that_varies_in_its_last_digits_only_is_named(rng):
    X = np.column_stack([rng.normal(size=100), 5.0 + 1e-12 * rng.normal(size=100)])
    result = fit(Dataset(X, ["a", "b"]), FitOptions(2))

    assert np.isfinite(result.log_likelihood)
    assert any(w.code == "coarse_column" and "'b'" in w.message for w in result.warnings)


def test_h11_all_columns_constant(covariance_type):
    result = fit(Dataset(np.full((30, 2), 4.0)), FitOptions(1, covariance_type))

    assert np.isfinite(result.log_likelihood)
    assert codes(result).count("constant_column") == 2


def test_h12_dependent_columns_are_flagged(rng):
    x = rng.normal(size=(200, 2))
    result = fit(Dataset(np.column_stack([x, x.sum(axis=1)])), FitOptions(2))

    assert np.all(np.isfinite(result.mixture.covariances))
    assert "dependent_columns" in codes(result)


def test_h13_one_dimension_may_be_a_plain_list():
    plain, column = Dataset([1.0, 2.0, 3.0]), Dataset([[1.0], [2.0], [3.0]])

    assert np.array_equal(plain.samples, column.samples)


def test_h15_one_row_at_a_million_standard_deviations_leaves_all_numbers_finite(iris, covariance_type):
    far = np.concatenate([iris, iris[:1] * 1e6])
    result = fit(Dataset(far), FitOptions(3, covariance_type))
    resp, density = responsibilities(result.mixture, far)

    assert np.all(np.isfinite(result.mixture.covariances))
    assert np.all(np.isfinite(density))
    assert resp.sum(axis=1) == pytest.approx(1.0)


def test_h16_a_component_that_starts_far_from_all_data_is_dropped_with_a_notice(faithful):
    start = Mixture.from_parameters(
        [0.4, 0.4, 0.2], [[2, 55], [4.3, 80], [1e5, 1e5]], [np.diag([0.2, 40.0])] * 3
    )
    result = fit(Dataset(faithful), FitOptions(3), initial=start)

    assert result.mixture.n_components == 2
    assert "empty_component" in codes(result)
    assert result.log_likelihood == pytest.approx(-1130.263960, abs=1e-5)


def test_h17_far_away_the_nearest_component_wins_and_the_density_is_exact():
    mixture = Mixture.from_parameters([0.3, 0.7], [[0.0, 0.0], [5.0, 0.0]], [np.eye(2), np.eye(2)])
    resp, density = responsibilities(mixture, [[1e6, 3.0], [-1e6, 3.0]])

    assert resp == pytest.approx(np.array([[0.0, 1.0], [1.0, 0.0]]))
    with mpmath.workdps(40):
        exact = float(mpmath.log(0.7) - mpmath.log(2 * mpmath.pi) - (mpmath.mpf(999995) ** 2 + 9) / 2)
    assert density[0] == pytest.approx(exact, rel=1e-13)


@pytest.mark.parametrize("D", [200, 1000])
def test_h18_many_columns_do_not_underflow(rng, D):
    mixture = Mixture.from_parameters([0.5, 0.5], [np.zeros(D), np.ones(D)], [np.eye(D)] * 2, "diag")
    X = rng.normal(size=(20, D))
    resp, density = responsibilities(mixture, X)

    assert np.all(resp[:, 0] > 0.99)
    exact = -0.5 * D * np.log(2 * np.pi) - 0.5 * (X**2).sum(axis=1) + np.log(0.5)
    assert density == pytest.approx(exact, abs=1e-6)


def test_h19_narrow_data_have_a_positive_log_density(rng):
    result = fit(Dataset(1e-9 * rng.normal(size=(200, 1))), FitOptions(1))

    assert result.log_likelihood > 0
    assert result.mixture.covariances[0, 0, 0] == pytest.approx(1e-18, rel=0.2)


def test_h22_weights_count_as_repetitions_in_a_whole_fit(rng, faithful, covariance_type):
    weights = rng.integers(0, 3, size=len(faithful)).astype(float)
    start = fit(Dataset(faithful), FitOptions(2, covariance_type, max_iter=1)).mixture
    options = FitOptions(2, covariance_type, max_iter=4, tol=0.0, accelerate=False)
    weighted = fit(Dataset(faithful, weights=weights), options, initial=start)
    repeated = fit(Dataset(np.repeat(faithful, weights.astype(int), axis=0)), options, initial=start)

    assert weighted.mixture.means == pytest.approx(repeated.mixture.means, rel=1e-10)
    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood, rel=1e-12)
    assert weighted.bic == pytest.approx(repeated.bic, rel=1e-12)


def test_h23_identical_components_creep_but_never_fall(rng):
    truth = Mixture.from_parameters([1.0], [[0.0, 0.0]], [np.eye(2)])
    X, _ = sample(truth, 500, seed=3)
    result = fit(Dataset(X), FitOptions(4, "tied"))

    assert result.converged


def test_h24_the_floor_keeps_the_climb_monotone():
    X = np.concatenate([np.zeros((40, 2)), np.random.default_rng(1).normal(size=(60, 2))])
    from tests.engine.test_em import run

    likelihoods = np.array([it.log_likelihood for it in run(X, 2, "full")])
    assert np.all(np.diff(likelihoods) >= -1e-9 * np.maximum(1, np.abs(likelihoods[1:])))


def test_h25_the_likelihood_is_that_of_the_returned_parameters(faithful, covariance_type):
    for max_iter in (0, 1, 3):
        result = fit(Dataset(faithful), FitOptions(2, covariance_type, max_iter=max_iter, n_init=2))

        assert result.log_likelihood == pytest.approx(log_density(result.mixture, faithful).sum(), rel=1e-12)


@pytest.mark.parametrize(
    ("weights", "matrix", "field"),
    [([0.5, 0.6], np.eye(2), "weights"), ([0.5, 0.5], -np.eye(2), "covariances")],
)
def test_h27_parameters_that_are_none_are_refused_by_name(weights, matrix, field):
    with pytest.raises(ParameterError) as refused:
        Mixture.from_parameters(weights, [[0, 0], [1, 1]], [matrix] * 2)
    assert refused.value.field == field


def test_h28_working_memory_does_not_grow_with_the_rows(rng):
    mixture = Mixture.from_parameters([0.5, 0.5], [[0, 0], [3, 3]], [np.eye(2)] * 2)
    kernel = EStep(mixture, np.zeros(2)).kernel

    assert kernel.layout.rows_per_block(10**9) * (kernel.layout.P + 3) < 1_000_000


def test_components_measured_in_frames_of_their_own_give_exact_moments(rng):
    """Both paths of the kernel, side by side: about the data's origin, and about each component."""
    tight = structured(np.stack([1e-9 * np.eye(3), np.eye(3)]), "full")
    mixture = Mixture.from_parameters([0.5, 0.5], [[10.0, -7.0, 3.0], [0.0, 0.0, 0.0]], tight)
    X, _ = sample(mixture, 2000, seed=5)
    e_step = EStep(mixture, np.zeros(3))
    assert list(e_step.kernel.own) == [0]

    moments = e_step.moments(e_step(X, None, 500))
    mine = labels(mixture, X) == 0
    about = X[mine].astype(np.longdouble)
    exact = ((about - about.mean(axis=0)).T @ (about - about.mean(axis=0)) / mine.sum()).astype(float)
    assert moments.sigma[0] == pytest.approx(exact, rel=1e-7, abs=1e-16)
