"""Many starts: stepping side by side, what becomes of each, and which optimum is kept."""

import numpy as np
import pytest

import gmm.engine.search.run
from gmm.engine import STARTS, SWAP, Dataset, FitError, FitOptions, Mixture, StopReason, fit
from gmm.engine.em import EMRules, iterate
from gmm.engine.search.ladder import rungs
from gmm.engine.search.ranking import agreed
from gmm.engine.search.run import Run, step_together
from gmm.engine.search.swap import swapped
from gmm.engine.starts import start_mixtures
from tests.engine.strategies import random_mixture


@pytest.fixture
def many_groups(rng) -> Dataset:
    centres = 6 * rng.normal(size=(12, 2))
    return Dataset(np.concatenate([centre + rng.normal(size=(60, 2)) for centre in centres]))


def test_a_stack_of_mixtures_steps_as_each_of_them_does_alone(iris, covariance_type):
    dataset = Dataset(iris)
    m_step = FitOptions(3, covariance_type=covariance_type).m_step(dataset)
    starts = start_mixtures(dataset, 3, dict(enumerate(STARTS)), m_step, 0).unstacked()
    rules = EMRules(6, None, m_step, accelerate=False)
    *_, together = iterate(dataset, Mixture.stacked(starts), rules)

    for start, mixture, log_likelihood in zip(
        starts, together.mixture.unstacked(), together.log_likelihoods, strict=True
    ):
        *_, alone = iterate(dataset, start, rules)
        assert mixture.means == pytest.approx(alone.mixture.means, rel=1e-9)
        assert mixture.sigma == pytest.approx(alone.mixture.sigma, rel=1e-8, abs=1e-12)
        assert log_likelihood == pytest.approx(alone.log_likelihood, rel=1e-11)


def test_every_start_is_accounted_for_and_every_optimum_has_the_starts_that_led_to_it(iris):
    result = fit(Dataset(iris), FitOptions(4, n_init=20, seed=3))
    numbers = [report.start for report in result.starts]
    led = [start for optimum in result.optima for start in optimum.starts]

    assert numbers == list(range(len(numbers)))
    assert sorted(led) == sorted(set(led))
    assert any(result.best_start in optimum.starts for optimum in result.optima)
    assert max(o.log_likelihood for o in result.optima if not o.spurious) == pytest.approx(
        result.log_likelihood, abs=1e-3
    )
    for report in result.starts:
        gave_up = report.stop_reason in (StopReason.OUTPACED, StopReason.JOINED)
        assert gave_up or report.start in led


def test_starts_that_are_on_the_way_to_the_same_optimum_join_and_count_for_it(faithful):
    result = fit(Dataset(faithful), FitOptions(2, n_init=24))
    joined = [report.start for report in result.starts if report.stop_reason is StopReason.JOINED]

    assert joined
    assert set(joined) <= {start for optimum in result.optima for start in optimum.starts}
    assert "found_once" not in [warning.code for warning in result.warnings]


def test_variations_of_the_best_find_what_as_many_starts_did_not(many_groups):
    without = fit(many_groups, FitOptions(12, n_init=1, seed=1))
    found = fit(many_groups, FitOptions(12, n_init=12, seed=1))

    assert any(report.init == SWAP for report in found.starts)
    assert all(report.init != SWAP for report in without.starts)
    assert found.log_likelihood >= without.log_likelihood


def groups(rng, centres: np.ndarray, each: int) -> Dataset:
    return Dataset(np.concatenate([centre + rng.normal(size=(each, centres.shape[1])) for centre in centres]))


def test_of_many_rows_starts_are_left_out_where_the_first_ones_agree(rng):
    apart = fit(groups(rng, 30 * np.eye(3), 5000), FitOptions(3))
    few = fit(groups(rng, 30 * np.eye(3), 50), FitOptions(3))

    assert sum(report.init != SWAP for report in apart.starts) == len(STARTS)
    assert sum(report.init != SWAP for report in few.starts) == FitOptions.n_init
    assert sorted(apart.mixture.means.argmax(axis=1)) == [0, 1, 2]


def test_of_many_rows_all_starts_are_tried_where_they_disagree(rng):
    structureless = Dataset(rng.normal(size=(20_000, 2)))
    result = fit(structureless, FitOptions(8, max_iter=30))

    assert [report.start for report in result.starts] == list(range(len(result.starts)))
    assert sum(report.init != SWAP for report in result.starts) == FitOptions.n_init


def test_starts_that_agree_on_a_spurious_optimum_end_no_search():
    run = Run(0, "random", random_mixture(np.random.default_rng(0), 2, 4, "full"))
    run.starts = list(range(len(STARTS)))

    assert agreed([run])
    run.n_spurious = 1
    assert not agreed([run])


def test_a_run_that_has_settled_on_some_rows_steps_on_over_others(iris):
    some, others = Dataset(iris[::2]), Dataset(iris[1::2])
    m_step = FitOptions(3).m_step(some)
    start = start_mixtures(some, 3, {0: "k-means++"}, m_step, 0).unstacked()[0]
    run = Run(0, "k-means++", start)
    list(step_together([run], some, 300, 1e-4, FitOptions(3), m_step))
    assert run.settled_over(some)

    list(step_together([run], others, 2, 1e-4, FitOptions(3), m_step))

    assert run.dataset is others
    assert run.last.iteration == 2


@pytest.mark.parametrize("n_rows", [6_000, 6_001, 50_000, 1_000_000])
def test_the_ladder_leads_in_even_steps_from_a_glimpse_to_all_rows(n_rows):
    dataset = Dataset(np.arange(2.0 * n_rows).reshape(-1, 2))
    sizes = [rows.n_samples for rows in rungs(dataset, FitOptions(3))]
    growth = np.divide(sizes[1:], sizes[:-1])

    assert sizes[-1] == n_rows
    assert (len(sizes) == 1) == (n_rows == 6_000)
    assert np.all(np.abs(growth - growth.mean()) < 0.01) if len(sizes) > 1 else sizes == [n_rows]


def test_a_swap_moves_one_component_of_those_that_may_move(rng, many_groups):
    mixture = fit(many_groups, FitOptions(5, n_init=2)).mixture
    rngs = rng.spawn(6)
    variations = swapped(mixture, np.array([1, 3]), many_groups, FitOptions(5).m_step(many_groups), rngs)
    moved = [np.flatnonzero(np.any(one.means != mixture.means, axis=1)) for one in variations.unstacked()]

    assert {tuple(components) for components in moved} == {(1,), (3,)}
    for one, (k,) in zip(variations.unstacked(), moved, strict=True):
        assert one.means[k].tolist() in many_groups.samples.tolist()


def test_one_start_that_fails_leaves_the_others_their_steps(monkeypatch, iris):
    original = gmm.engine.search.run.iterate

    def failing(dataset, mixture, rules, leaps=None):
        if mixture.weights.ndim > 1 and len(mixture.weights) > 1:
            raise FitError("The log-likelihood fell.")
        yield from original(dataset, mixture, rules, leaps)

    dataset = Dataset(iris)
    runs = [Run(s, "random", random_mixture(np.random.default_rng(s), 2, 4, "full")) for s in range(4)]
    monkeypatch.setattr(gmm.engine.search.run, "iterate", failing)
    list(step_together(runs, dataset, 3, 1e-8, FitOptions(2), FitOptions(2).m_step(dataset)))

    assert [run.failure for run in runs] == [None] * 4
    assert all(2 <= run.last.iteration <= 3 for run in runs)


def test_a_start_whose_likelihood_falls_is_reported_and_the_others_go_on(monkeypatch, iris):
    original = gmm.engine.search.run.iterate

    def failing(dataset, mixture, rules, leaps=None):
        for iteration in original(dataset, mixture, rules, leaps):
            yield iteration
            if iteration.iteration == 2 and (mixture.weights.ndim > 1 or marked in mixture.means):
                raise FitError("The log-likelihood fell.")

    dataset = Dataset(iris)
    m_step = FitOptions(2).m_step(dataset)
    runs = [Run(s, "random", random_mixture(np.random.default_rng(s), 2, 4, "full")) for s in range(4)]
    marked = runs[1].mixture.means[0, 0]
    monkeypatch.setattr(gmm.engine.search.run, "iterate", failing)
    list(step_together(runs[1:2], dataset, 5, 1e-8, FitOptions(2), m_step))

    assert runs[1].report.stop_reason is StopReason.FAILED
    assert runs[1].report.n_iterations == 2
    assert np.isfinite(runs[1].report.log_likelihood)
