"""A mixture as a versioned JSON document, and back, without losing a bit.

Python writes the shortest decimal that reads back as the same double, so the document *is* the model:
weights, means and dense covariances, whatever the structure. Never a pickle.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from gmm.engine import Mixture

SCHEMA_VERSION = 1

StructureName = Annotated[
    Literal["full", "tied", "diag", "spherical"],
    Meta(
        description="What the covariances may differ in: `full` (each component its own), `tied` (all components "
        "share one), `diag` (own variances, no correlation), `spherical` (one variance a component)."
    ),
]
ColumnName = Annotated[str, Meta(min_length=1, max_length=128)]
ColumnNames = Annotated[list[ColumnName], Meta(min_length=1, description="Names of the D columns.")]
NumberRow = Annotated[list[float], Meta(min_length=1)]


class ModelDocument(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A Gaussian mixture: K weights, means and covariances over D named columns.

    Components come by weight, the heaviest first. The covariances are always written densely, K x D x D,
    whatever the structure.
    """

    schema_version: Annotated[Literal[1], Meta(description="Version of this document's layout.")]
    covariance_type: StructureName
    columns: ColumnNames
    weights: Annotated[
        list[float],
        Meta(min_length=1, description="K positive numbers that sum to 1: each component's share."),
    ]
    means: Annotated[list[NumberRow], Meta(min_length=1, description="K x D: the centre of each component.")]
    covariances: Annotated[
        list[Annotated[list[NumberRow], Meta(min_length=1)]],
        Meta(min_length=1, description="K x D x D: each symmetric and positive definite."),
    ]
