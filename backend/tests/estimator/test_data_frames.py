"""Tables of pandas, polars and Arrow: their columns' names are kept, and held to at prediction."""

from typing import Any

import numpy as np
import pandas
import polars
import pyarrow
import pytest
from sklearn.mixture import GaussianMixture as ScikitLearns
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from gmm import GaussianMixture
from gmm.engine import DataError

MAKERS = {"pandas": pandas.DataFrame, "polars": polars.DataFrame, "Arrow": pyarrow.table}
METHODS = ["predict", "predict_proba", "score_samples", "score", "aic", "bic", "icl"]


@pytest.fixture(params=sorted(MAKERS))
def library(request) -> str:
    return request.param


@pytest.fixture
def frame(library, faithful) -> Any:
    return MAKERS[library]({"eruptions": faithful[:, 0], "waiting": faithful[:, 1]})


def fitted(X: Any) -> GaussianMixture:
    return GaussianMixture(2, n_init=2, random_state=0).fit(X)


def test_a_table_of_any_library_is_the_same_data(frame, faithful):
    model, plain = fitted(frame), fitted(faithful)

    assert model.feature_names_in_.tolist() == list(model.mixture_.columns) == ["eruptions", "waiting"]
    assert np.array_equal(model.means_, plain.means_)
    for method in METHODS:
        assert np.array_equal(getattr(model, method)(frame), getattr(plain, method)(faithful))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["waiting", "eruptions"], "same order"),
        (["eruptions"], "now missing:\n- waiting"),
        (["eruptions", "waiting", "height"], "unseen at fit time:\n- height"),
        (["eruptions", "height"], "unseen at fit time:\n- height"),
    ],
)
def test_other_columns_than_those_of_the_fit_are_refused_as_by_scikit_learn(
    library, faithful, frame, method, columns, said
):
    numbers = {"eruptions": faithful[:, 0], "waiting": faithful[:, 1], "height": faithful[:, 0]}
    other = MAKERS[library]({name: numbers[name] for name in columns})

    with pytest.raises(ValueError, match=said) as ours:
        getattr(fitted(frame), method)(other)
    with pytest.raises(ValueError, match=said) as theirs:
        ScikitLearns(2, random_state=0).fit(frame).predict(other)
    assert str(ours.value) == str(theirs.value)


def test_names_on_one_side_alone_are_warned_of(frame, faithful):
    with pytest.warns(UserWarning, match="does not have valid feature names"):
        nameless = fitted(frame).predict(faithful)
    with pytest.warns(UserWarning, match="was fitted without feature names"):
        named = fitted(faithful).predict(frame)

    assert np.array_equal(nameless, named)


def test_another_fit_forgets_the_names_of_the_last_one(frame, faithful):
    model = fitted(frame).fit(faithful)

    assert not hasattr(model, "feature_names_in_")
    assert model.mixture_.columns == ("x1", "x2")


@pytest.mark.parametrize("method", ["fit", "predict"])
def test_an_infinite_value_is_named_by_its_column(library, method):
    whole, endless = (
        MAKERS[library]({"minutes": [1.0, 2.0, last], "degrees": [5.0, 6.0, 7.0]}) for last in (4.0, np.inf)
    )
    model = GaussianMixture(1).fit(whole)

    with pytest.raises(DataError, match="row 3, column 'minutes' is infinite") as refused:
        getattr(model, method)(endless)
    assert (refused.value.row, refused.value.column) == (2, "minutes")


def test_a_missing_value_is_one_in_every_library(library):
    holed = MAKERS[library]({"minutes": [1.0, 2.0, None, 4.0], "degrees": [5.0, 6.5, 7.0, 9.0]})
    as_numbers = np.array([[1.0, 5.0], [2.0, 6.5], [np.nan, 7.0], [4.0, 9.0]])

    assert np.array_equal(GaussianMixture(1).fit(holed).means_, GaussianMixture(1).fit(as_numbers).means_)


def test_a_column_of_words_is_named(library):
    frame = MAKERS[library]({"degrees": [5.0, 6.0, 7.0], "colour": ["red", "green", "red"]})

    with pytest.raises(DataError, match="value 'red' in row 1, column 'colour' is no number") as refused:
        GaussianMixture(1).fit(frame)
    assert (refused.value.row, refused.value.column) == (0, "colour")


def test_columns_of_one_name_are_refused(faithful):
    twice = pyarrow.table({"a": faithful[:, 0], "b": faithful[:, 1]}).rename_columns(["minutes", "minutes"])

    for frame in (twice, pandas.DataFrame(faithful, columns=["minutes", "minutes"])):
        with pytest.raises(ValueError, match="unique column names"):
            GaussianMixture(1).fit(frame)


def test_pandas_names_that_are_no_strings_are_no_names_and_mixed_ones_are_refused(faithful):
    numbered = fitted(pandas.DataFrame(faithful))

    assert not hasattr(numbered, "feature_names_in_")
    assert numbered.predict(pandas.DataFrame(faithful, columns=[7, 8])).shape == (272,)
    with pytest.raises(TypeError, match="Feature names are only supported if all"):
        fitted(pandas.DataFrame(faithful, columns=["eruptions", 1]))


@pytest.mark.parametrize("dtype", ["Float64", "Int64", "float32", "int16", "boolean", "category"])
def test_pandas_columns_of_any_numeric_type_are_numbers(dtype):
    column = pandas.Series([0, 1, 1, 0, 1]).astype(dtype)
    frame = pandas.DataFrame({"count": column, "degrees": [5.0, 6.0, 7.5, 8.0, 9.0]})

    assert GaussianMixture(1).fit(frame).means_[0] == pytest.approx([0.6, 7.1])


def test_an_index_of_pandas_plays_no_part(faithful):
    counts = np.arange(272) % 3
    backwards = pandas.DataFrame(faithful, index=np.arange(272)[::-1])

    indexed = GaussianMixture(2, n_init=2, random_state=0).fit(backwards, sample_weight=pandas.Series(counts))
    plain = GaussianMixture(2, n_init=2, random_state=0).fit(faithful, sample_weight=counts)
    assert np.array_equal(indexed.means_, plain.means_)


@pytest.mark.parametrize("output", ["pandas", "polars"])
def test_frames_that_a_scaler_hands_on_keep_their_names(frame, faithful, output):
    pipeline = make_pipeline(StandardScaler(), GaussianMixture(2, n_init=2, random_state=0))

    labels = pipeline.set_output(transform=output).fit(frame).predict(frame)

    assert pipeline[-1].feature_names_in_.tolist() == ["eruptions", "waiting"]
    assert np.array_equal(
        labels, make_pipeline(*[step for _, step in pipeline.steps]).fit(faithful).predict(faithful)
    )
