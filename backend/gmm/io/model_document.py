"""A mixture as a versioned JSON document, and back, without losing a bit.

Python writes the shortest decimal that reads back as the same double, so the document *is* the model:
weights, means and dense covariances, whatever the structure. Never a pickle.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import numpy as np
from msgspec import Meta

from gmm.engine import STRUCTURES, Mixture

# The engine's register of structures is the only list of them; a type checker cannot follow it.
if TYPE_CHECKING:
    StructureName = str
else:
    StructureName = Annotated[
        Literal[tuple(STRUCTURES)],
        Meta(
            description="What covariances may look like: `full` (each component its own), `tied` (all share "
            "one), `diag` (own variances, no correlation), `spherical` (one variance a component)."
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


def document_of(mixture: Mixture) -> ModelDocument:
    """The document that describes this mixture, to the last bit."""
    return ModelDocument(
        schema_version=1,
        covariance_type=mixture.covariance_type,
        columns=list(mixture.columns),
        weights=mixture.weights.tolist(),
        means=mixture.means.tolist(),
        covariances=mixture.covariances.tolist(),
    )


def mixture_of(document: ModelDocument) -> Mixture:
    """The mixture that a document describes.

    Raises ParameterError naming the field that no mixture can have.
    """
    mixture = Mixture.from_parameters(
        document.weights,
        document.means,
        document.covariances,
        covariance_type=document.covariance_type,
        columns=document.columns,
    )
    weights = np.array(document.weights)
    if abs(weights.sum() - 1) > len(weights) * np.finfo(np.float64).eps:
        return mixture
    # Weights that sum to 1 but for rounding have been normalised before: again would change last bits.
    return replace(mixture, weights=weights)
