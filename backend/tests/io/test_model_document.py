"""A mixture goes into its document and comes back the same, bit for bit."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.engine import STRUCTURES, Box, Dataset, FitOptions, Mixture, Noise, ParameterError, fit, log_density
from gmm.io.model_document import ModelDocument, document_of, mixture_of


def through_json(mixture: Mixture) -> Mixture:
    encoded = msgspec.json.encode(document_of(mixture))
    return mixture_of(msgspec.json.decode(encoded, type=ModelDocument))


@settings(max_examples=25, deadline=None)
@given(
    covariance_type=st.sampled_from(sorted(STRUCTURES)),
    seed=st.integers(0, 10_000),
    K=st.integers(1, 4),
    D=st.integers(1, 4),
)
def test_a_fitted_mixture_survives_the_round_trip_bit_for_bit(
    covariance_type: str, seed: int, K: int, D: int
) -> None:
    X = np.random.default_rng(seed).standard_normal((60, D)) * np.logspace(-3, 3, D)
    fitted = fit(Dataset(X), FitOptions(K, covariance_type, n_init=1, max_iter=5)).mixture

    read = through_json(fitted)

    assert read.columns == fitted.columns and read.covariance_type == covariance_type
    for name in ("weights", "means", "covariances"):
        assert np.array_equal(getattr(read, name), getattr(fitted, name)), name
    assert np.array_equal(log_density(read, X), log_density(fitted, X))


def test_the_document_has_every_structure_by_name() -> None:
    for name in STRUCTURES:
        mixture = Mixture.from_parameters([1.0], [[0.0]], [[[1.0]]], name)
        assert document_of(mixture).covariance_type == name


def test_a_document_that_is_no_mixture_is_refused_by_its_field() -> None:
    document = document_of(Mixture.from_parameters([1.0], [[0.0]], [[[1.0]]]))
    with pytest.raises(ParameterError) as refusal:
        mixture_of(msgspec.structs.replace(document, weights=[0.7]))
    assert refusal.value.field == "weights"


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), K=st.integers(1, 4), D=st.integers(1, 3))
def test_noise_survives_the_round_trip_bit_for_bit(seed: int, K: int, D: int) -> None:
    X = np.random.default_rng(seed).standard_cauchy((60, D)) * np.logspace(-3, 3, D)
    fitted = fit(Dataset(X), FitOptions(K, n_init=1, max_iter=5, noise=True)).mixture

    read = through_json(fitted)

    assert read.noise is not None and fitted.noise is not None
    assert float(read.noise.weight) == float(fitted.noise.weight)
    assert np.array_equal(read.weights, fitted.weights)
    assert np.array_equal(read.noise.box.low, X.min(axis=0))
    assert np.array_equal(read.noise.box.high, X.max(axis=0))
    assert np.array_equal(log_density(read, X), log_density(fitted, X))


def test_a_document_without_noise_does_not_mention_it() -> None:
    plain = Mixture.from_parameters([1.0], [[0.0]], [[[1.0]]])
    noisy = Mixture.from_parameters(
        [0.9], [[0.0]], [[[1.0]]], noise=Noise(np.array(0.1), Box(np.array([-1.0]), np.array([1.0])))
    )

    assert b"noise" not in msgspec.json.encode(document_of(plain))
    assert b'"noise":{"weight":0.1,"low":[-1.0],"high":[1.0]}' in msgspec.json.encode(document_of(noisy))
