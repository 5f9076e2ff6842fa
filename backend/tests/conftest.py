"""Data and structures that many tests share."""

import gmm  # noqa: F401, I001 - holds BLAS to one thread before NumPy is imported

import numpy as np
import pytest

from gmm.engine import STRUCTURES
from gmm.io.examples import example_named


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20)


@pytest.fixture(params=sorted(STRUCTURES))
def covariance_type(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def faithful() -> np.ndarray:
    return np.array(example_named("old-faithful").samples)


@pytest.fixture(scope="session")
def iris() -> np.ndarray:
    return np.array(example_named("iris").samples)
