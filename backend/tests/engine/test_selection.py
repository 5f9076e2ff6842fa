"""The sweep over K x structure: what it reaches, that nothing but the data decides it, and what it says."""

from dataclasses import replace
from threading import Barrier, get_ident

import numpy as np
import pytest

from gmm.engine import (
    STRUCTURES,
    DataError,
    Dataset,
    FitError,
    FitOptions,
    OptionError,
    SelectionOptions,
    fit,
    log_density,
    responsibilities,
    select,
    select_events,
)
from gmm.engine.form import Moments
from gmm.engine.selection import ascent, sweep
from gmm.engine.selection.cost import estimated_seconds
from gmm.engine.selection.cross_validation import Folds
from gmm.engine.selection.nesting import is_nested
from gmm.engine.selection.sweep import Abandoned, Sweep
from gmm.engine.selection.verdict import choices, strength
from gmm.engine.threads import thread_limit
from tests.engine.strategies import random_mixture

SCIKIT_LEARNS = ("full", "tied", "diag", "spherical")


@pytest.fixture(scope="module")
def groups() -> Dataset:
    """Three groups of 60 rows that nobody could mistake."""
    rng = np.random.default_rng(3)
    return Dataset(np.concatenate([rng.normal(size=(60, 2)) + centre for centre in ((0, 0), (9, 0), (0, 9))]))


@pytest.fixture(scope="module")
def table(faithful):
    """All structures with up to four components on Old Faithful."""
    return select(Dataset(faithful), SelectionOptions(range(1, 5)))


def likelihoods(selection) -> dict[tuple[int, str], float]:
    return {(cell.n_components, cell.covariance_type): cell.log_likelihood for cell in selection.cells}


@pytest.mark.parametrize("special", STRUCTURES)
def test_what_is_called_nested_is_nested(special, rng):
    """An M-step under the general structure leaves covariances of the special one as they are."""

    def structured(matrices: np.ndarray, name: str) -> np.ndarray:
        form = STRUCTURES[name].form
        moments = Moments(np.ones(3), np.zeros((3, 3)), form.of_dense(matrices))
        return form.dense(STRUCTURES[name].estimate(moments, np.full(3, 1e-9)))

    A = rng.normal(size=(3, 3, 3)) + 2.0 * np.eye(3)
    covariances = structured(A @ A.transpose(0, 2, 1), special)
    nesting = [name for name in STRUCTURES if is_nested(special, name)]

    assert nesting or special == "full"
    for general in nesting:
        assert structured(covariances, general) == pytest.approx(covariances, rel=1e-5, abs=1e-7)


def test_no_mixture_is_less_likely_than_one_it_contains(table):
    reached = likelihoods(table)
    assert len(reached) == 4 * len(STRUCTURES)
    sound = {(cell.n_components, cell.covariance_type) for cell in table.cells if cell.passed_over is None}
    for K, name in sound:
        contained = [(K - 1, name), *((K, one) for one in STRUCTURES if is_nested(one, name))]
        for other in sound.intersection(contained):
            assert reached[K, name] >= reached[other] - 1e-6, ((K, name), other)


@pytest.mark.parametrize("covariance_type", SCIKIT_LEARNS)
def test_a_cell_holds_what_a_fit_finds(faithful, table, covariance_type):
    for K in (1, 2, 3):
        alone = fit(Dataset(faithful), FitOptions(K, covariance_type))
        cell = table.cell(K, covariance_type)

        assert cell.log_likelihood >= alone.log_likelihood - 1e-4
        assert cell.n_parameters == alone.mixture.n_parameters
        if cell.log_likelihood == pytest.approx(alone.log_likelihood, abs=1e-4):
            for name in ("bic", "aic", "icl", "icl_entropy"):
                assert getattr(cell, name) == pytest.approx(getattr(alone, name), abs=5e-3)


def test_the_numbers_are_those_of_the_mixture(faithful, table):
    for cell in table.cells:
        assert cell.log_likelihood == pytest.approx(log_density(cell.mixture, faithful).sum(), abs=1e-6)
        resp, _ = responsibilities(cell.mixture, faithful)
        entropy = -np.sum(resp * np.log(np.maximum(resp, 1e-300)))
        assert cell.icl - cell.bic == pytest.approx(-2 * np.log(resp.max(axis=1)).sum(), abs=1e-6)
        assert cell.icl_entropy - cell.bic == pytest.approx(2 * entropy, abs=1e-6)
        assert cell.bic - 1e-9 <= cell.icl <= cell.icl_entropy + 1e-9


def test_the_order_of_what_is_asked_for_does_not_matter(groups):
    one = select(groups, SelectionOptions([3, 1, 2, 1], ["full", "spherical", "tied"]))
    other = select(groups, SelectionOptions([1, 2, 3], ["tied", "full", "spherical"]))

    assert one.verdict == other.verdict
    assert likelihoods(one) == likelihoods(other)


def test_the_number_of_threads_does_not_change_a_bit(monkeypatch, faithful):
    monkeypatch.setattr(sweep, "_WORTH_THREADS", 1)
    options = SelectionOptions(range(1, 5), ["EII", "tied", "diag", "full"], n_folds=3)
    tables = []
    for n in (1, 3):
        with thread_limit(n):
            tables.append(select(Dataset(faithful), options))

    assert likelihoods(tables[0]) == likelihoods(tables[1])
    assert [cell.cross_validation for cell in tables[0].cells] == [
        cell.cross_validation for cell in tables[1].cells
    ]


@pytest.mark.parametrize(("worth_threads", "n_threads"), [(10**9, 1), (1, 2)])
def test_cells_go_side_by_side_only_where_the_rows_are_worth_threads(
    monkeypatch, groups, worth_threads, n_threads
):
    climbing, together = set(), Barrier(n_threads, timeout=20)
    highest = ascent.Ascent.highest

    def noted(self, starts):
        climbing.add(get_ident())
        together.wait()  # for another cell on another thread, where there are two
        return highest(self, starts)

    monkeypatch.setattr(sweep, "_WORTH_THREADS", worth_threads)
    monkeypatch.setattr(ascent.Ascent, "highest", noted)
    with thread_limit(2):
        select(groups, SelectionOptions([1], ["EVI", "VEI"]))

    assert len(climbing) == n_threads


def test_a_row_of_weight_two_is_a_row_that_stands_there_twice(groups):
    rows = groups.samples[::3]
    options = SelectionOptions([1, 2, 3], ["tied", "diag"])
    weighted = select(Dataset(rows, weights=np.full(len(rows), 2.0)), options)
    repeated = select(Dataset(np.repeat(rows, 2, axis=0)), options)

    for a, b in zip(weighted.cells, repeated.cells, strict=True):
        assert (a.log_likelihood, a.bic) == pytest.approx((b.log_likelihood, b.bic), rel=1e-7)


def test_of_one_column_structures_of_one_volume_are_alike(faithful):
    selection = select(Dataset(faithful[:, 1]), SelectionOptions([1, 2]))
    letters = {cell.mixture.structure.letters[0] for cell in selection.cells}

    assert len(selection.cells) == 4 and letters == {"E", "V"}


def test_cross_validation_is_that_of_fits_without_each_part_of_the_rows(groups):
    options = SelectionOptions([1, 3], ["full", "EII"], criterion="cross_validation", n_folds=4, seed=7)
    selection = select(groups, options)
    fold = Folds(groups, 4, 7).fold_of_row
    assert np.bincount(fold).tolist() == [45] * 4

    for cell in selection.cells:
        said = np.empty(groups.n_samples)
        for i in range(4):
            seen = Dataset(groups.samples[fold != i])
            alone = fit(seen, FitOptions(cell.n_components, cell.covariance_type))
            said[fold == i] = log_density(alone.mixture, groups.samples[fold == i])
        assert cell.cross_validation.log_likelihood == pytest.approx(said.sum(), abs=1e-3)
        assert cell.cross_validation.standard_error == pytest.approx(
            said.std() * np.sqrt(len(said)), rel=1e-4
        )
    assert selection.best.n_components == 3


def test_a_cell_that_fails_is_reported_and_the_sweep_finishes(monkeypatch, groups):
    original = ascent.Ascent.highest

    def failing(self, starts):
        if self._m_step.structure.name == "diag" and starts[0].counts.shape[-1] == 2:
            raise FitError("The log-likelihood fell.")
        return original(self, starts)

    monkeypatch.setattr(ascent.Ascent, "highest", failing)
    selection = select(groups, SelectionOptions([1, 2, 3], ["EII", "diag", "full"]))

    (failed,) = selection.failures
    assert (failed.n_components, failed.covariance_type) == (2, "diag")
    assert failed.reason == "The log-likelihood fell."
    assert len(selection.cells) == 8 and selection.best.n_components == 3
    assert any("1 cell was not fitted" in sentence for sentence in selection.verdict)


def test_more_components_than_different_rows_fail_by_themselves():
    rows = np.repeat(np.arange(8.0).reshape(4, 2) ** 2, 5, axis=0)
    selection = select(Dataset(rows), SelectionOptions([1, 4, 5], ["EII"]))

    assert [cell.n_components for cell in selection.cells] == [1, 4]
    assert "only 4 of the 20 rows differ" in selection.failures[0].reason


def test_a_mixture_with_more_parameters_than_there_are_numbers_is_not_tried(rng):
    selection = select(Dataset(rng.normal(size=(10, 2))), SelectionOptions([1, 3, 4], ["EII", "full"]))

    assert [(cell.n_components, cell.covariance_type) for cell in selection.failures] == [(4, "full")]
    assert "would have 23 parameters, but the data hold only 20 numbers" in selection.failures[0].reason


def test_if_every_cell_fails_that_is_an_error():
    with pytest.raises(FitError, match=r"No mixture could be fitted\. 3 components need at least 3 rows"):
        select(Dataset([[0.0], [1.0]]), SelectionOptions([3, 4]))


def test_each_event_is_the_last_word_on_its_cell_and_the_table_holds_the_last_words(faithful):
    *told, selection = select_events(Dataset(faithful), SelectionOptions([1, 2, 3], SCIKIT_LEARNS))
    last = {(cell.n_components, cell.covariance_type): cell for cell in told}

    assert sorted(map(id, last.values())) == sorted(map(id, selection.cells))
    for i, cell in enumerate(told):
        before = [one for one in told[:i] if one.mixture.structure is cell.mixture.structure]
        before = [one for one in before if one.n_components == cell.n_components]
        assert all(one.log_likelihood < cell.log_likelihood or one.spurious for one in before)


def test_a_sweep_that_nobody_waits_for_stops(groups):
    wanted = Sweep(groups, SelectionOptions([1, 2], ["full"]))
    events = wanted.events()
    next(events)
    events.close()

    with pytest.raises(Abandoned):
        wanted._step()


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (0.0, "not worth more than a bare mention"),
        (2.0, "not worth more than a bare mention"),
        (2.1, "positive evidence"),
        (6.1, "strong evidence"),
        (10.1, "very strong evidence"),
        (1e6, "very strong evidence"),
    ],
)
def test_differences_of_bic_are_put_in_the_words_of_kass_and_raftery(difference, words):
    assert strength(difference) == words


def test_the_choice_is_the_least_criterion_and_the_runner_up_another_mixture(table):
    for choice in table.choices:
        costs = sorted(cell.cost(choice.criterion) for cell in table.cells if cell.sound)
        assert choice.cell.cost(choice.criterion) == pytest.approx(costs[0], abs=1e-4)
        assert choice.margin >= -1e-4
        assert abs(choice.runner_up.log_likelihood - choice.cell.log_likelihood) > 1e-5


def test_one_component_is_the_same_mixture_under_several_names(rng):
    selection = select(Dataset(rng.normal(size=(300, 2)) @ [[1, 1], [0, 1]]), SelectionOptions([1, 2]))

    best, second = selection.choice.cell, selection.choice.runner_up
    assert best.n_components == 1
    assert second.n_components == 2 or second.n_parameters != best.n_parameters


def test_spurious_cells_are_never_chosen(table):
    best = table.best
    others = [replace(cell, spurious=True) if cell is best else cell for cell in table.cells]

    assert best not in [choice.cell for choice in choices(others)]
    assert choices([replace(cell, spurious=True) for cell in table.cells]) == ()


def test_a_choice_at_the_edge_of_the_table_and_criteria_that_disagree_are_said(groups, iris):
    at_the_edge = select(groups, SelectionOptions([1, 2], ["EII"]))
    disagreeing = select(Dataset(iris), SelectionOptions([2, 3, 4], ["VEV", "tied"]))

    assert any("largest number of components tried" in sentence for sentence in at_the_edge.verdict)
    assert any(sentence.startswith("The criteria disagree") for sentence in disagreeing.verdict)
    assert any("bare mention" in sentence for sentence in disagreeing.verdict)


def test_of_iris_it_says_what_is_known(iris):
    """Fraley & Raftery (2007): BIC takes two components of VEV, and three are next to as good."""
    choice = select(Dataset(iris), SelectionOptions([1, 2, 3], ["EII", "tied", "VEV", "full"])).choice

    assert (choice.cell.n_components, choice.cell.covariance_type) == (2, "VEV")
    assert choice.cell.bic == pytest.approx(561.7285, abs=1e-3)
    assert (choice.runner_up.n_components, choice.runner_up.covariance_type) == (3, "VEV")


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"n_components": 0}, "n_components"),
        ({"n_components": []}, "n_components"),
        ({"n_components": [1, 2.5]}, "n_components"),
        ({"n_components": [True]}, "n_components"),
        ({"n_components": "3"}, "n_components"),
        ({"covariance_type": []}, "covariance_type"),
        ({"covariance_type": ["full", "round"]}, "covariance_type"),
        ({"criterion": "wic"}, "criterion"),
        ({"criterion": "cross_validation"}, "n_folds"),
        ({"n_folds": 1}, "n_folds"),
        ({"n_folds": -2}, "n_folds"),
        ({"n_replicates": 1.5}, "n_replicates"),
        ({"level": 1}, "level"),
        ({"n_init": 0}, "n_init"),
        ({"max_iter": -1}, "max_iter"),
        ({"tol": -1.0}, "tol"),
        ({"covariance_floor": 0.0}, "covariance_floor"),
        ({"seed": -1}, "seed"),
    ],
)
def test_a_bad_option_is_refused_by_name(wanted, field):
    with pytest.raises(OptionError) as refused:
        SelectionOptions(**wanted)
    assert refused.value.field == field


def test_more_folds_than_rows_are_refused():
    with pytest.raises(DataError, match="5 folds need at least 5 rows, but there are 4") as refused:
        select(Dataset(np.arange(4.0)), SelectionOptions([1], n_folds=5))
    assert refused.value.field == "n_folds"


def test_a_sweep_beyond_its_budget_is_refused_with_the_estimate_and_the_limit(groups):
    options = SelectionOptions(max_seconds=0.5)
    with pytest.raises(OptionError, match=r"about [\d.]+ seconds; the limit is 0.5") as refused:
        select(groups, options)
    assert refused.value.field == "max_seconds"


def test_the_estimate_grows_with_everything_that_costs():
    def estimate(N=1000, D=3, **asked) -> float:
        return estimated_seconds(N, D, SelectionOptions(**{"n_components": [1, 2, 3], **asked}))

    least = estimate()
    assert 0 < least < estimate(N=100_000)
    assert least < estimate(D=30)
    for more in ({"n_components": [1, 2, 9]}, {"n_folds": 5}, {"n_replicates": 19}, {"n_init": 90}):
        assert least < estimate(**more)
    assert estimate(covariance_type=["full"]) < least


def test_mixtures_made_from_a_mixture_keep_its_moments(rng):
    from gmm.engine.selection.relatives import halves_together, merges, restructured, split

    mixture = random_mixture(rng, 3, 2)
    form = mixture.structure.form
    made = [
        restructured(mixture, form),
        split(mixture, 1, form),
        halves_together(mixture, form),
        *merges(mixture, 2, form),
    ]
    assert [len(moments.counts) for moments in made] == [3, 4, 4, 2, 2]
    for moments in made:
        mean = moments.counts @ moments.means
        apart = moments.means - mean
        second = np.einsum("k,kij->ij", moments.counts, moments.sigma + apart[:, :, None] * apart[:, None])
        assert moments.counts.sum() == pytest.approx(1)
        assert mean == pytest.approx(mixture.mean)
        assert second == pytest.approx(mixture.covariance)


def test_where_nothing_varies_the_verdict_says_so_instead_of_choosing():
    same = select(Dataset(np.full((20, 2), 3.0)), SelectionOptions([1, 2], ["EII", "full"]))
    columns = np.column_stack([np.arange(20.0) ** 1.3, np.full(20, 2.0)])
    partly = select(Dataset(columns, ["u", "v"]), SelectionOptions([1, 2], ["EII", "full"]))

    assert same.verdict == (
        "All rows are the same: one component holds them, and there is nothing to choose between.",
    )
    assert partly.verdict[0].startswith("'v' has the same value in every row")
