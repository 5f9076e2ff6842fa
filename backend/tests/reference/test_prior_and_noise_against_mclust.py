"""The conjugate prior and the noise component beside mclust's: prior_and_noise.R made the numbers."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gmm.engine import Dataset, FitOptions, Mixture, Noise, fit, iterate
from gmm.engine.em import EMRules

ENTRIES = json.loads((Path(__file__).parent / "prior_and_noise.json").read_text("utf-8"))
NAMES = {"VVV": "full", "EEE": "tied", "VVI": "diag", "VII": "spherical"}


def name_of(entry: dict[str, Any]) -> str:
    return f"{entry['kind']}-{entry['model']}"


def options_of(entry: dict[str, Any]) -> FitOptions:
    kind = entry["kind"]
    return FitOptions(3, NAMES[entry["model"]], prior=kind == "prior", noise=kind == "noise")


@pytest.mark.parametrize("entry", ENTRIES, ids=name_of)
def test_em_stays_where_mclust_has_converged(faithful, entry):
    dataset = Dataset(faithful)
    options = options_of(entry)
    theirs = _mixture(entry, dataset)
    before, after = iterate(dataset, theirs, EMRules(1, None, options.m_step(dataset)))

    assert before.log_likelihood == pytest.approx(entry["log_likelihood"], abs=1e-8)
    assert after.mixture.means == pytest.approx(theirs.means, rel=1e-6)
    assert after.mixture.covariances == pytest.approx(theirs.covariances, rel=1e-5, abs=1e-7)
    assert after.mixture.shares == pytest.approx(theirs.shares, abs=1e-7)


@pytest.mark.parametrize("entry", ENTRIES, ids=name_of)
def test_the_search_ends_no_lower_than_mclust(faithful, entry):
    dataset = Dataset(faithful)
    options = options_of(entry)
    m_step = options.m_step(dataset)
    found = fit(dataset, options)
    theirs = entry["log_likelihood"] + m_step.log_prior(_mixture(entry, dataset))[0]

    assert found.log_likelihood + m_step.log_prior(found.mixture)[0] >= theirs - 1e-4


def _mixture(entry: dict[str, Any], dataset: Dataset) -> Mixture:
    weights = np.array(entry["weights"])
    noise = None
    if entry["kind"] == "noise":
        noise, weights = Noise(np.maximum(weights[3], 1e-300), dataset.box), weights[:3]
    return Mixture.from_parameters(
        weights,
        np.reshape(entry["means"], (3, 2)),
        np.reshape(entry["covariances"], (3, 2, 2)),
        NAMES[entry["model"]],
        noise=noise,
    )
