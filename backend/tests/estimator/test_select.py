"""``gmm.select``: arrays and data frames in, a choice that explains itself out."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from gmm import GaussianMixture, select
from gmm.engine import DataError, OptionError

STRUCTURES = ["full", "tied", "diag"]


@pytest.fixture(scope="module")
def selection(faithful):
    return select(faithful, range(1, 5), STRUCTURES, random_state=0)


def test_the_best_is_a_fitted_estimator(selection, faithful):
    best = selection.best_estimator_

    assert isinstance(best, GaussianMixture)
    assert selection.best_params_ == {"n_components": 3, "covariance_type": "tied"}
    assert best.get_params()["n_components"] == 3 and best.n_features_in_ == 2
    assert best.bic(faithful) == pytest.approx(selection.selection_.best.bic)
    assert best.lower_bound_ == pytest.approx(best.score(faithful))
    assert best.converged_ and best.predict(faithful).shape == (272,)


def test_every_cell_can_be_had_as_an_estimator(selection, faithful):
    two = selection.estimator(2, "full")

    assert two.score(faithful) * 272 == pytest.approx(-1130.263960, abs=1e-5)
    with pytest.raises(KeyError):
        selection.estimator(2, "spherical")


def test_the_table_is_one_for_pandas(selection):
    frame = pd.DataFrame(selection.table_)

    assert len(frame) == 12 and set(frame["letters"]) == {"VVV", "EEE", "VVI"}
    assert frame.loc[frame["bic"].idxmin(), "covariance_type"] == "tied"


def test_printed_it_says_what_it_found(selection):
    assert repr(selection).startswith("BIC prefers 3 components of EEE (tied), then ")
    assert selection.verdict_[0] in repr(selection)


def test_a_failed_cell_has_its_reason_in_the_table():
    (row,) = [row for row in select([[1.0], [2.0]], [1, 3], "full").table_ if row["n_components"] == 3]

    assert "at least 3 rows" in row["failure"] and row["sound"] is False


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_data_frames_give_their_names(frame, faithful):
    X = frame({"eruptions": faithful[:, 0], "waiting": faithful[:, 1]})
    best = select(X, [2], ["tied"]).best_estimator_

    assert best.feature_names_in_.tolist() == ["eruptions", "waiting"]
    assert best.mixture_.columns == ("eruptions", "waiting")
    best.predict(X)


def test_the_same_random_state_gives_the_same_bits(faithful):
    one, other = (select(faithful, [3], STRUCTURES, n_folds=2, random_state=5) for _ in range(2))

    assert one.table_ == other.table_


def test_weights_count_rows(faithful):
    weights = np.r_[np.full(100, 2.0), np.ones(172)]
    weighted = select(faithful, [1, 2], ["tied"], sample_weight=weights, random_state=0)
    repeated = select(np.r_[faithful[:100], faithful], [1, 2], ["tied"], random_state=0)

    for a, b in zip(weighted.table_, repeated.table_, strict=True):
        assert a["bic"] == pytest.approx(b["bic"], rel=1e-7)


def test_options_and_data_are_refused_by_name(faithful):
    for wanted, error in (
        ({"covariance_type": "round"}, OptionError),
        ({"n_components": 0}, OptionError),
        ({"criterion": "cross_validation"}, OptionError),
        ({"sample_weight": [1.0]}, DataError),
    ):
        with pytest.raises(error):
            select(faithful, **wanted)
    with pytest.raises(DataError, match="row 2"):
        select([[1.0, 2.0], [np.inf, 3.0]])


def test_the_chosen_estimator_has_the_options_it_was_fitted_with(faithful):
    holed = faithful.copy()
    holed[::7, 0] = np.nan
    best = select(holed, [1, 2], ["full"], noise=True, prior=True, random_state=0).best_estimator_

    assert best.get_params()["noise"] and best.get_params()["prior"]
    assert best.mixture_.noise is not None
    assert len(best.predict(holed)) == len(holed)
