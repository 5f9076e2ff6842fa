"""``partial_fit``: rows that come once."""

from __future__ import annotations

import numpy as np
import pytest

from gmm import GaussianMixture
from gmm.engine import DataError, OptionError


@pytest.fixture
def X(rng: np.random.Generator) -> np.ndarray:
    return rng.permutation(np.concatenate([rng.normal(m, 1.0, (5_000, 2)) for m in (0.0, 6.0)]))


def test_batches_lead_near_the_fit_to_all_rows(X: np.ndarray) -> None:
    learner = GaussianMixture(2, random_state=0)
    for batch in np.array_split(X, 10):
        assert learner.partial_fit(batch) is learner
    whole = GaussianMixture(2, random_state=0).fit(X)

    assert learner.score(X) == pytest.approx(whole.score(X), abs=1e-3)
    assert np.sort(learner.means_[:, 0]) == pytest.approx(np.sort(whole.means_[:, 0]), abs=0.1)


def test_weight_two_is_the_row_twice(X: np.ndarray) -> None:
    first, rest = X[:1_000], X[1_000:1_500]
    once = (
        GaussianMixture(2, random_state=0)
        .partial_fit(first)
        .partial_fit(rest, sample_weight=np.full(500, 2.0))
    )
    twice = GaussianMixture(2, random_state=0).partial_fit(first).partial_fit(np.repeat(rest, 2, axis=0))

    np.testing.assert_allclose(once.means_, twice.means_, rtol=1e-10)


def test_fit_begins_anew(X: np.ndarray) -> None:
    learner = GaussianMixture(2, random_state=0).partial_fit(X[:500]).partial_fit(X[500:1_000])
    learner.fit(X[:300])

    np.testing.assert_array_equal(learner.means_, GaussianMixture(2, random_state=0).fit(X[:300]).means_)


def test_what_cannot_come_once_is_refused(X: np.ndarray) -> None:
    with pytest.raises(OptionError, match="set noise=False"):
        GaussianMixture(2, noise=True).partial_fit(X)
    gappy = X[:200].copy()
    gappy[3, 1] = np.nan
    with pytest.raises(DataError, match="must be complete"):
        GaussianMixture(2).partial_fit(gappy)
    with pytest.raises(DataError, match="row 4, column 'x2' is missing"):
        GaussianMixture(2).partial_fit(X[:200]).partial_fit(gappy)
    with pytest.raises(ValueError, match="features"):
        GaussianMixture(2).partial_fit(X).partial_fit(X[:, :1])
