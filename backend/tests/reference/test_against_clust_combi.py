"""The merge trees of mclust's clustCombi, for the mixtures that mclust fitted.

clust_combi.R beside this file made clust_combi.json.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gmm.engine import Dataset, Mixture, merge_tree
from gmm.io.examples import example_named

TREES = json.loads((Path(__file__).parent / "clust_combi.json").read_text("utf-8"))


@pytest.mark.parametrize("known", TREES, ids=lambda known: known["data"])
def test_the_tree_is_that_of_mclust(known: dict[str, Any]) -> None:
    X = np.array(example_named(known["data"]).samples)
    mixture = Mixture.from_parameters(known["weights"], known["means"], known["covariances"])
    tree = merge_tree(Dataset(X), mixture)

    assert tree.entropies == pytest.approx(known["entropies"], abs=1e-6)
    for n, clusters in enumerate(known["clusters"], start=1):
        assert {frozenset(cluster) for cluster in tree.clusters(n)} == set(map(frozenset, clusters))
    assert tree.elbow == known["elbow"]
    pairs = set(zip(tree.labels(X, tree.elbow).tolist(), known["labels"], strict=True))
    assert len(pairs) == tree.elbow  # the same clusters, whatever they are called
