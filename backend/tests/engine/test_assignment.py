"""What is doubtful about the component of a row."""

import numpy as np
import pytest

from gmm.engine import Mixture, assignment_entropies, responsibilities, uncertainties
from tests.engine.strategies import random_mixture


def test_uncertainty_is_what_the_most_probable_component_leaves(rng):
    resp, _ = responsibilities(random_mixture(rng, 4, 2), 3 * rng.normal(size=(200, 2)))

    assert uncertainties(resp) == pytest.approx(1 - resp.max(axis=1), abs=1e-15)
    assert assignment_entropies(resp) == pytest.approx(-(resp * np.log(resp)).sum(axis=1), abs=1e-12)


def test_a_row_that_may_be_of_any_component_is_as_doubtful_as_can_be():
    resp = np.full((1, 5), 0.2)

    assert uncertainties(resp) == pytest.approx([0.8])
    assert assignment_entropies(resp) == pytest.approx([np.log(5)])


def test_little_doubt_is_not_rounded_away_and_no_doubt_is_zero():
    mixture = Mixture.from_parameters([0.5, 0.5], [[0.0], [10.0]], np.ones((2, 1, 1)))
    resp, _ = responsibilities(mixture, [[0.0], [-100.0]])

    assert uncertainties(resp)[0] == pytest.approx(np.exp(-50), rel=1e-6, abs=0)
    assert assignment_entropies(np.array([[1.0, 0.0]])) == [0.0]
    assert uncertainties(resp[1:])[0] < 1e-200
