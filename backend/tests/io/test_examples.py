"""The examples are what they say they are."""

from __future__ import annotations

import numpy as np
import pytest

from gmm.engine import STRUCTURES, Dataset, FitOptions, fit
from gmm.io.examples import Example, all_examples, example_named


@pytest.fixture(params=all_examples(), ids=lambda example: example.id)
def example(request: pytest.FixtureRequest) -> Example:
    return request.param


def test_an_example_is_usable_data_with_a_lesson(example: Example) -> None:
    dataset = Dataset(example.samples, example.columns)

    assert dataset.n_samples >= 80 and not dataset.constant_columns
    assert example.description.endswith(".") and example.source and example.name
    assert example.labels is None or len(example.labels) == dataset.n_samples


def test_the_suggested_fit_works(example: Example) -> None:
    options = FitOptions(example.n_components, example.covariance_type)
    found = fit(Dataset(example.samples, example.columns), options)

    assert example.covariance_type in STRUCTURES
    assert example.x in example.columns
    assert (example.y in example.columns) if len(example.columns) > 1 else example.y is None
    assert found.converged and np.isfinite(found.bic)


def test_made_examples_are_the_same_in_every_process(example: Example) -> None:
    assert example.samples == example_named(example.id).samples


def test_full_covariances_follow_the_cigars_where_spheres_cut_across_them() -> None:
    cigars = example_named("cigars")
    dataset = Dataset(cigars.samples)

    assert purity(dataset, "full", cigars.labels) > 0.98
    assert purity(dataset, "spherical", cigars.labels) < 0.8


def test_in_noise_bic_asks_for_components_where_icl_sees_no_clusters() -> None:
    dataset = Dataset(example_named("noise").samples)
    one, three = (fit(dataset, FitOptions(K)) for K in (1, 3))

    assert three.bic < one.bic
    assert one.icl < three.icl


def test_strangers_lie_where_the_density_is_low() -> None:
    from gmm.engine import log_density

    outliers = example_named("outliers")
    dataset = Dataset(outliers.samples)
    lowest = np.argsort(log_density(fit(dataset, FitOptions(2)).mixture, dataset.samples))[:12]

    assert sum(outliers.labels[row] == "outlier" for row in lowest) >= 9


def purity(dataset: Dataset, covariance_type: str, classes: list[str]) -> float:
    """The share of rows whose component's most frequent class is their own."""
    from gmm.engine import labels

    found = labels(fit(dataset, FitOptions(3, covariance_type)).mixture, dataset.samples)
    hits = 0
    for component in range(3):
        members = [name for name, label in zip(classes, found, strict=True) if label == component]
        hits += max((members.count(name) for name in set(members)), default=0)
    return hits / len(classes)
