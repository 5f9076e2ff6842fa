"""What a diagnosis finds, and that it finds nothing where there is nothing: brute force and simulation."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import multivariate_normal, norm

from gmm.engine import (
    STRUCTURES,
    DataError,
    Dataset,
    FitOptions,
    Mixture,
    Notice,
    Optimum,
    dataset_of,
    diagnose,
    fit,
    sample,
    surprises,
)
from gmm.engine.diagnosis import Finding, summary
from gmm.engine.diagnosis.leverage import about_rows, influence
from gmm.engine.diagnosis.normality import about_normality, refitted
from gmm.engine.diagnosis.overlap import bhattacharyya, confusion
from gmm.engine.diagnosis.responsible import seen_by_components
from gmm.engine.diagnosis.shape import narrowest
from gmm.engine.diagnosis.stability import about_optima
from tests.engine.strategies import awkward_samples, random_mixture


def two_apart(distance: float, D: int = 2) -> Mixture:
    """Two unit Gaussians whose means lie this far from each other."""
    means = np.zeros((2, D))
    means[1, 0] = distance
    return Mixture.from_parameters([0.6, 0.4], means, [np.eye(D)] * 2)


def findings(data: np.ndarray, mixture: Mixture, code: str, **known) -> list[Finding]:
    return [finding for finding in diagnose(Dataset(data), mixture, **known) if finding.code == code]


def test_the_affinity_of_two_components_is_the_integral_of_the_root_of_their_product(rng):
    mixture = random_mixture(rng, 2, 1)
    (a, b), (va, vb) = mixture.means[:, 0], mixture.covariances[:, 0, 0]

    def root(x: float) -> float:
        return float(np.sqrt(norm.pdf(x, a, np.sqrt(va)) * norm.pdf(x, b, np.sqrt(vb))))

    assert bhattacharyya(mixture, 0, 1) == pytest.approx(quad(root, -50, 50, limit=200)[0], abs=1e-8)
    assert bhattacharyya(mixture, 0, 0) == pytest.approx(1.0)


def test_confusion_is_the_expected_share_of_rows_that_the_other_component_claims():
    mixture = two_apart(2.0, 1)
    X, _ = sample(mixture, 200_000, seed=1)
    joint = [w * norm.pdf(X[:, 0], m[0]) for w, m in zip(mixture.weights, mixture.means, strict=True)]
    resp = np.array(joint) / np.sum(joint, axis=0)
    share = confusion(mixture, Dataset(X))

    def claimed(x: float) -> float:  # of the rows of component 2, by component 1
        p, q = 0.6 * norm.pdf(x), 0.4 * norm.pdf(x, 2.0)
        return float(norm.pdf(x, 2.0) * p / (p + q))

    assert share.sum(axis=1) == pytest.approx(1.0)
    assert share[1, 0] == pytest.approx((resp[0] * resp[1]).sum() / resp[1].sum(), abs=0.005)
    assert share[1, 0] == pytest.approx(quad(claimed, -10, 12)[0], abs=0.005)


@pytest.mark.parametrize(
    ("distance", "code"),
    [(0.3, "duplicate_components"), (2.0, "overlapping_components"), (9.0, None)],
)
def test_components_are_called_the_same_overlapping_or_neither(distance, code):
    mixture = two_apart(distance)
    X, _ = sample(mixture, 2_000, seed=2)
    about = [f for f in diagnose(Dataset(X), mixture) if f.code.endswith("_components")]

    assert [finding.code for finding in about] == ([code] if code else [])
    for finding in about:
        assert set(finding.components) == {0, 1} and finding.remedy
        assert "Components 2 and 1" in finding.message or "Components 1 and 2" in finding.message


def test_the_influence_of_a_row_is_that_of_leaving_it_out(rng):
    mixture = two_apart(3.0, 3)
    X, _ = sample(mixture, 60, seed=3)
    X[7] += 6.0
    seen = next(iter(seen_by_components(mixture, X)))
    z, r, n = seen.white, seen.resp, seen.resp.sum()
    for i in (0, 7, 30):
        rest = np.delete(r, i), np.delete(z, i, axis=0)
        mean = rest[0] @ rest[1] / rest[0].sum()
        centred = rest[1] - mean
        covariance = (rest[0][:, None] * centred).T @ centred / rest[0].sum()
        divergence = 0.5 * (np.trace(covariance) + mean @ mean - 3 - np.linalg.slogdet(covariance)[1])

        assert influence(seen)[i] == pytest.approx(2 * n * divergence / 9, rel=1e-6, abs=1e-9)


def test_a_row_that_shapes_a_component_is_named_and_ordinary_rows_are_not(rng):
    named = 0
    for seed in range(20):
        X = np.random.default_rng(seed).normal(size=(200, 2))
        named += sum(map(bool, about_rows(Dataset(X), fit(Dataset(X), FitOptions(1)).mixture)))
    assert named <= 1

    X[11] = [30.0, 0.0]
    (found,) = findings(X, fit(Dataset(X), FitOptions(1)).mixture, "influential_row")
    assert found.rows == (11,) and found.components == (0,) and found.number > 10
    assert "Row 12 shapes component 1 by itself" in found.message


def test_rows_of_no_weight_do_not_shift_the_numbers_of_the_others(rng):
    X, weights = rng.normal(size=(100, 2)), np.ones(100)
    X[50], weights[:10] = [25.0, 0.0], 0.0
    dataset = Dataset(X, weights=weights)
    (found,) = [f for f in diagnose(dataset, fit(dataset, FitOptions(1)).mixture) if f.rows]

    assert found.rows == (50,)


def test_the_narrowest_combination_of_columns_is_put_in_words(rng):
    covariance = np.cov(rng.normal(size=(500, 3)).T)
    low, _ = narrowest(covariance, ("a", "b", "c"))
    a, b = rng.normal(size=(2, 500))
    flat = np.cov(np.column_stack([a, b, a - 2 * b + 1e-6 * rng.normal(size=500)]).T)
    none, words = narrowest(flat, ("a", "b", "c"))

    assert low > 0.7 and none < 1e-5
    assert words == "a - 2 b - c"


def test_a_component_flat_in_some_direction_is_told_with_that_direction(rng):
    X = rng.normal(size=(600, 2))
    X[300:] = 20 + X[300:]
    X[300:, 1] = 3 * X[300:, 0]
    mixture = fit(Dataset(X), FitOptions(2, n_init=4)).mixture
    (found,) = findings(X, mixture, "singular_direction")
    flat = int(mixture.means[:, 0].argmax())

    assert found.components == (flat,) and found.number < 1e-3
    assert "x1 - 0.333 x2" in found.message
    warnings = [Notice("collapsed_component", "…"), Notice("found_once", "…")]
    kept = {notice.code for notice in diagnose(Dataset(X), mixture, warnings=warnings)}
    assert "found_once" in kept and "collapsed_component" not in kept


def test_columns_that_depend_on_each_other_are_told_once(rng):
    X = rng.normal(size=(200, 3))
    X[:, 2] = X[:, 0] + X[:, 1]
    (found,) = findings(X, fit(Dataset(X), FitOptions(2, n_init=2)).mixture, "dependent_columns")

    assert "x1 + x2 - x3" in found.message


def test_a_component_on_fewer_rows_than_parameters_is_told():
    X, _ = sample(two_apart(9.0, 4), 100, seed=5)
    X = np.vstack([X, 40 + 0.5 * np.random.default_rng(1).normal(size=(9, 4))])
    found = findings(X, fit(Dataset(X), FitOptions(3, n_init=8)).mixture, "few_rows")

    assert [finding.components for finding in found] == [(2,)]
    assert found[0].number == pytest.approx(9.0, abs=0.1)


def optimum(log_likelihood: float, *starts: int, spurious: bool = False) -> Optimum:
    return Optimum(log_likelihood, 100, starts, spurious)


def test_a_rival_within_a_factor_of_twenty_is_told_and_a_lesser_one_is_not():
    (found,) = about_optima([optimum(-100.0, 0, 1), optimum(-101.5, 2), optimum(-110.0, 3)])

    assert found.code == "rival_optimum" and found.number == pytest.approx(1.5)
    assert "1 other mixture" in found.message and "Of the 4 starts" in found.message
    assert list(about_optima([optimum(-100.0, 0, 1), optimum(-110.0, 3)])) == []
    assert list(about_optima([])) == []


def test_optima_that_mean_nothing_are_counted():
    (found,) = about_optima([optimum(-100.0, 0, 1), optimum(-80.0, 2, 3, spurious=True)])
    assert found.code == "spurious_optima" and found.number == 0.5
    (only,) = about_optima([optimum(-80.0, 2, 3, spurious=True)])
    assert "no other optimum was found" in only.message


NOT_NORMAL = {"lopsided_component", "heavy_tails", "light_tails"}


def test_normal_components_are_suspected_in_one_case_of_twenty():
    true, suspected, n = two_apart(6.0), 0, 50
    for seed in range(n):
        X, _ = sample(true, 100, seed=seed)
        suspected += any(about_normality(Dataset(X), refitted(true, X), seed))

    assert suspected / n == pytest.approx(0.05, abs=3 * np.sqrt(0.05 * 0.95 / n))


@pytest.mark.parametrize(
    ("code", "noise"),
    [
        ("heavy_tails", lambda rng: rng.standard_t(3, size=(300, 2))),
        ("light_tails", lambda rng: rng.uniform(-2, 2, size=(300, 2))),
        ("lopsided_component", lambda rng: rng.lognormal(sigma=0.7, size=(300, 2))),
    ],
)
def test_components_that_are_not_normal_are_recognised_and_told_how(code, noise):
    for seed in range(4):
        rng = np.random.default_rng([31, seed])
        X = noise(rng) + 30.0 * rng.integers(2, size=(300, 1))
        mixture = fit(Dataset(X), FitOptions(2, n_init=2)).mixture
        told = [finding for finding in about_normality(Dataset(X), mixture, seed) if finding]
        found = [finding for finding in told if finding.code == code]

        assert found
        assert all(finding.number <= 0.05 and finding.remedy for finding in found)


def test_the_same_seed_gives_the_same_diagnosis_whatever_the_threads(iris):
    from gmm.engine.threads import thread_limit

    mixture = fit(Dataset(iris), FitOptions(3, n_init=4)).mixture
    first = diagnose(Dataset(iris), mixture, seed=3)
    with thread_limit(1):
        assert diagnose(Dataset(iris), mixture, seed=3) == first


def test_a_sound_fit_has_nothing_said_about_it():
    X, _ = sample(two_apart(8.0), 400, seed=11)
    best = fit(Dataset(X), FitOptions(2))

    assert diagnose(Dataset(X), best.mixture, best.optima, best.warnings) == ()
    assert summary(()).startswith("Nothing")
    assert summary((Notice("a", "b"),)).startswith("1 thing deserves")


def test_data_of_other_columns_are_refused(rng):
    with pytest.raises(DataError, match="3 columns, but the mixture has 2"):
        diagnose(Dataset(rng.normal(size=(20, 3))), two_apart(3.0))


def test_awkward_data_are_diagnosed_without_a_fault(rng):
    for X, K in [
        (np.repeat([[0.0, 0.0], [1.0, 1.0]], 50, axis=0), 2),
        (np.column_stack([rng.normal(size=50), np.full(50, 7.0)]), 2),
        (rng.normal(size=(3, 5)), 2),
        (np.full((10, 1), 3.0), 1),
        (1e9 + 1e-3 * rng.normal(size=(40, 2)), 1),
    ]:
        best = fit(Dataset(X), FitOptions(K, n_init=2))
        for finding in diagnose(Dataset(X), best.mixture, best.optima, best.warnings):
            assert finding.message and finding.code


def test_a_constant_column_hides_nothing_about_the_others(rng):
    X = np.column_stack([rng.normal(size=100), np.full(100, 7.0), rng.normal(size=100)])
    X[40, 2] = 30.0
    found = {
        finding.code: finding for finding in diagnose(Dataset(X), fit(Dataset(X), FitOptions(1)).mixture)
    }

    assert found["influential_row"].rows == (40,)
    assert "heavy_tails" in found and "singular_direction" not in found


def test_a_mixture_far_narrower_wider_or_away_from_the_data_is_diagnosed_all_the_same(rng):
    X = rng.normal(size=(50, 1))
    for mean, variance in [(0.0, 1e-30), (0.0, 1e150), (1e60, 1.0)]:
        mixture = Mixture.from_parameters([0.5, 0.5], [[mean], [mean]], [[[variance]]] * 2)
        assert "duplicate_components" in {finding.code for finding in diagnose(Dataset(X), mixture)}


@settings(max_examples=15, deadline=None, derandomize=True)
@given(awkward_samples(), st.integers(1, 3), st.sampled_from(sorted(STRUCTURES)))
def test_whatever_can_be_fitted_can_be_diagnosed_and_explained(X, n_components, covariance_type):
    assume(len(np.unique(X, axis=0)) >= n_components)
    best = fit(Dataset(X), FitOptions(n_components, covariance_type, n_init=1, max_iter=30))
    explained = surprises(best.mixture, X)

    assert all(f.message for f in diagnose(Dataset(X), best.mixture, best.optima, best.warnings))
    for values in (explained.expected, explained.spread, explained.log_density, explained.surprise):
        assert np.all(np.isfinite(values))


def test_a_heavy_overlap_is_not_taken_for_a_departure(rng):
    X = np.vstack([multivariate_normal(m).rvs(150, random_state=9) for m in ([0, 0], [2.0, 0])])
    mixture = fit(Dataset(X), FitOptions(2, n_init=4)).mixture

    assert {f.code for f in diagnose(Dataset(X), mixture)} & NOT_NORMAL == set()


def test_rows_with_gaps_are_counted_and_the_complete_ones_looked_at_under_their_own_numbers():
    X, _ = sample(two_apart(8.0), 300, seed=5)
    X[7] = [4.0, 60.0]
    with_gaps = np.insert(X, [0, 3, 100], np.nan, axis=0)
    with_gaps[0, 0], with_gaps[4, 1] = 1.0, 2.0
    found = {finding.code: finding for finding in diagnose(dataset_of(with_gaps), two_apart(8.0))}
    of_complete = {finding.code: finding for finding in diagnose(Dataset(X), two_apart(8.0))}

    assert found["incomplete_rows"].number == 3
    assert found["incomplete_rows"].message.startswith("3 of 303 rows have missing values, and only the 300 ")
    assert of_complete["influential_row"].rows == (7,) and found["influential_row"].rows == (9,)
    assert found["influential_row"].number == pytest.approx(of_complete["influential_row"].number)
    assert found.keys() - {"incomplete_rows"} == of_complete.keys()


def test_numbers_of_rows_hold_where_some_have_gaps_and_others_no_weight():
    X, _ = sample(two_apart(8.0), 300, seed=5)
    X[7], X[2, 0] = [4.0, 60.0], np.nan
    weights = np.ones(300)
    weights[4] = 0.0
    found = {f.code: f for f in diagnose(dataset_of(X, weights=weights), two_apart(8.0))}

    assert found["influential_row"].rows == (7,)
    assert "1 of 299 rows" in found["incomplete_rows"].message


def test_where_no_row_is_complete_it_is_said():
    X = np.array([[1.0, np.nan], [np.nan, 2.0], [3.0, np.nan]])
    found = {finding.code: finding for finding in diagnose(dataset_of(X), two_apart(8.0))}

    assert "so none is looked at" in found["incomplete_rows"].message
    assert found.keys() == {"incomplete_rows", "few_rows"}
