"""What the EM loop promises, whatever the structure and the data."""

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.special import logsumexp
from scipy.stats import multivariate_normal

from gmm.engine import (
    STRUCTURES,
    Dataset,
    FitError,
    FitOptions,
    Mixture,
    OptionError,
    StartedIteration,
    StopReason,
    fit,
    fit_events,
    iterate,
)
from gmm.engine.em import EMRules, Iteration
from gmm.engine.starts import start_mixture
from gmm.engine.stopping import Climb, gain_left
from tests.engine.strategies import awkward_samples, random_mixture


def run(
    samples: np.ndarray, K: int, covariance_type: str, max_iter: int = 200, seed: int = 0
) -> list[Iteration]:
    dataset = Dataset(samples)
    m_step = FitOptions(K, covariance_type=covariance_type).m_step(dataset)
    start = start_mixture(dataset, K, "k-means++", m_step, np.random.default_rng(seed))
    return list(iterate(dataset, start, EMRules(max_iter, 1e-10, m_step)))


def condition(mixture) -> float:
    """The worst condition number of a component's correlation matrix."""
    sd = np.sqrt(np.einsum("kdd->kd", mixture.covariances))
    return float(np.linalg.cond(mixture.covariances / (sd[:, :, None] * sd[:, None, :])).max())


def naive_log_likelihood(mixture, samples: np.ndarray) -> float:
    terms = [
        np.log(w) + multivariate_normal(m, c).logpdf(samples)
        for w, m, c in zip(mixture.weights, mixture.means, mixture.covariances, strict=True)
    ]
    return float(logsumexp(np.array(terms).reshape(len(terms), -1), axis=0).sum())


def test_the_likelihood_never_falls(iris, covariance_type):
    likelihoods = [it.log_likelihood for it in run(iris, 4, covariance_type)]

    gains = np.diff(likelihoods)
    assert len(gains) > 3
    assert gains.min() > -1e-9 * abs(likelihoods[-1])


@settings(max_examples=60, deadline=None)
@given(samples=awkward_samples())
def test_the_likelihood_never_falls_on_awkward_data(samples):
    K = min(3, len(np.unique(samples, axis=0)))
    for covariance_type in STRUCTURES:
        iterations = run(samples, K, covariance_type, 60)
        likelihoods = np.array([it.log_likelihood for it in iterations])
        rounding = np.array([1e-15 * condition(it.mixture) * len(samples) for it in iterations])
        noise = np.maximum(rounding[:-1], rounding[1:])

        assert np.all(np.isfinite(likelihoods))
        assert np.all(np.diff(likelihoods) >= -1e-9 * np.maximum(1, np.abs(likelihoods[1:])) - noise)


def test_each_iteration_carries_the_likelihood_of_its_own_mixture(faithful, covariance_type):
    for it in run(faithful, 3, covariance_type, max_iter=5):
        assert it.log_likelihood == pytest.approx(naive_log_likelihood(it.mixture, faithful), abs=1e-8)


def test_a_converged_mixture_stays_where_it_is(faithful, covariance_type):
    end = run(faithful, 2, covariance_type, max_iter=2000)[-1]
    dataset = Dataset(faithful)
    m_step = FitOptions(2, covariance_type=covariance_type).m_step(dataset)
    again = list(iterate(dataset, end.mixture, EMRules(3, 0.0, m_step)))[-1]

    assert again.mixture.means == pytest.approx(end.mixture.means, rel=1e-3)
    assert again.log_likelihood == pytest.approx(end.log_likelihood, abs=1e-5)


def test_no_iterations_returns_the_start_and_says_so(faithful):
    result = fit(Dataset(faithful), FitOptions(2, max_iter=0))

    assert result.n_iterations == 0
    assert result.stop_reason is StopReason.ITERATION_LIMIT
    assert "not_converged" in [warning.code for warning in result.warnings]
    assert result.log_likelihood == pytest.approx(naive_log_likelihood(result.mixture, faithful), abs=1e-8)


def test_the_events_of_a_fit_are_its_iterations_its_starts_and_the_fit(faithful):
    *events, result = fit_events(Dataset(faithful), FitOptions(3, n_init=4, seed=1))
    best = [e for e in events if isinstance(e, StartedIteration) and e.start == result.best_start]

    assert [it.iteration for it in best] == list(range(result.n_iterations + 1))
    assert best[-1].log_likelihood == result.log_likelihood
    assert best[-1].mixture.means[list(result.component_order)] == pytest.approx(result.mixture.means)
    assert len([e for e in events if not isinstance(e, Iteration)]) == len(result.starts) >= 4


def test_one_component_is_the_mean_and_covariance_of_the_data(iris):
    mixture = fit(Dataset(iris), FitOptions(1)).mixture

    assert mixture.means[0] == pytest.approx(iris.mean(axis=0), rel=1e-12)
    assert mixture.covariances[0] == pytest.approx(np.cov(iris.T, bias=True), rel=1e-9)


def test_parameters_are_recovered_from_many_samples(rng):
    from gmm.engine import sample

    truth = random_mixture(rng, 3, 2)
    samples, _ = sample(truth, 60_000, seed=3)
    found = fit(Dataset(samples), FitOptions(3)).mixture
    truth = truth.reordered(truth.canonical_order())

    assert found.weights == pytest.approx(truth.weights, abs=0.03)
    assert found.means == pytest.approx(truth.means, abs=0.15)


def test_a_fall_of_the_likelihood_is_an_error_and_not_convergence():
    for fallen in (-100.1, float("nan")):
        climb = Climb(max_iter=10, enough=0.0)
        climb.reach(np.array([-100.0, -300.0]), noise=0.0, rate=0.5)
        with pytest.raises(FitError, match="fell"):
            climb.reach(np.array([fallen, -200.0]), noise=0.0, rate=0.5)  # whatever another one gains


def test_rounding_is_no_fall():
    climb = Climb(max_iter=10, enough=0.0)
    climb.reach(np.array([-100.0]), noise=0.0, rate=0.5)
    climb.reach(np.array([-100.0 - 1e-8]), noise=0.0, rate=0.5)  # the rounding of a sum
    climb.reach(np.array([-100.1]), noise=0.2, rate=0.5)  # nearly singular covariances


def test_what_is_left_to_gain_is_the_tail_of_a_geometric_series():
    gains = 0.5 ** np.arange(1, 60)

    assert gain_left(1.0, rate=np.sqrt(0.5)) == pytest.approx(gains.sum())
    assert gain_left(1e-12, rate=1.0) == np.inf  # on a plateau
    assert gain_left(1.0, rate=0.0) > 0.3  # not believed


def test_leaps_end_at_the_same_optimum_in_fewer_iterations(faithful):
    plain = fit(Dataset(faithful), FitOptions(3, "tied", n_init=1, accelerate=False))
    leaping = fit(Dataset(faithful), FitOptions(3, "tied", n_init=1))

    assert leaping.log_likelihood == pytest.approx(-1126.315928, abs=1e-5)
    assert leaping.log_likelihood >= plain.log_likelihood - 1e-5
    assert leaping.n_iterations < plain.n_iterations / 2


def test_a_fit_from_given_parameters_is_one_run_from_there(faithful):
    start = Mixture.from_parameters([0.5, 0.5], [[2.0, 55.0], [4.3, 80.0]], [np.diag([0.2, 40.0])] * 2)
    result = fit(Dataset(faithful), FitOptions(2), initial=start)

    assert result.log_likelihood == pytest.approx(-1130.263960, abs=1e-5)
    assert [report.init for report in result.starts] == ["given"]
    with pytest.raises(OptionError, match="2 components") as refused:
        fit(Dataset(faithful), FitOptions(3), initial=start)
    assert refused.value.field == "initial"


@pytest.mark.parametrize("accelerate", [True, False])
def test_well_separated_groups_converge_at_once(accelerate):
    for seed in range(30):
        rng = np.random.default_rng(seed)
        X = np.concatenate([rng.normal(size=(500, 1)), rng.normal(size=(500, 1)) + 30])
        for K in (1, 2):
            result = fit(Dataset(X), FitOptions(K, n_init=1, seed=seed, accelerate=accelerate))
            assert result.converged
            assert result.n_iterations < 20


def test_parameters_narrower_than_the_floor_are_widened_before_the_climb(faithful):
    narrow = fit(Dataset(faithful), FitOptions(2)).mixture

    assert fit(Dataset(faithful), FitOptions(2, covariance_floor=0.5), initial=narrow).converged


def test_a_tight_component_beside_wide_ones_does_not_end_the_climb_early():
    rng = np.random.default_rng(3)
    tight = 5 + 1e-6 * rng.normal(size=(60, 2))
    X = np.concatenate([rng.normal(size=(200, 2)), rng.normal(size=(200, 2)) + 1.5, tight])
    start = Mixture.from_parameters(
        [0.4, 0.4, 0.2], [[0, 0], [1.5, 1.5], [5, 5]], [np.eye(2), np.eye(2), 1e-12 * np.eye(2)], "diag"
    )
    once = fit(Dataset(X), FitOptions(3, "diag"), initial=start)
    again = fit(Dataset(X), FitOptions(3, "diag", tol=1e-11), initial=once.mixture)

    assert again.log_likelihood - once.log_likelihood < 1e-4


def test_rows_that_repeat_with_a_period_are_seen_whole():
    rng = np.random.default_rng(4)
    centres = 10 * np.arange(10)
    cycling = np.tile(centres, 20_000)[:, None] + rng.normal(size=(200_000, 1))
    options = FitOptions(10, n_init=8)
    in_order, shuffled = fit(Dataset(cycling), options), fit(Dataset(rng.permutation(cycling)), options)

    assert in_order.log_likelihood == pytest.approx(shuffled.log_likelihood, rel=2e-3)
