"""A mixture as a versioned JSON document, and back, without losing a bit.

Python writes the shortest decimal that reads back as the same double, so the document *is* the model:
weights, means and dense covariances, whatever the structure. Never a pickle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import numpy as np
from msgspec import UNSET, Meta, UnsetType

from gmm.engine import ALIASES, STRUCTURES, Box, Mixture, Noise, ParameterError

_STRUCTURES = (
    "What covariances may look like: `full` (each component its own), `tied` (all share one), `diag` (own "
    "variances, no correlation), `spherical` (one variance a component); or three letters for volume, shape "
    "and orientation, each equal (E) or varying (V) between components, or I: round, or along the columns."
)
# The engine's register of structures is the only list of them; a type checker cannot follow it.
if TYPE_CHECKING:
    StructureName = str
    GivenStructureName = str
else:
    StructureName = Annotated[Literal[tuple(STRUCTURES)], Meta(description=_STRUCTURES)]
    GivenStructureName = Annotated[
        Literal[(*STRUCTURES, *ALIASES)],
        Meta(
            description=f"{_STRUCTURES} Other names for "
            + ", ".join(f"`{name}`: `{alias}`" for alias, name in ALIASES.items())
            + "; answers do not use these."
        ),
    ]
# The engine takes data up to this size; a mixture of such data has variances up to its square.
LARGEST_VALUE = 1e100
_FAR_FROM_ONE = 2.0
_LARGEST_COVARIANCE = LARGEST_VALUE**2
# No characters that end a line, move a cursor or turn the direction of what follows (Trojan source).
_ON_ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]+$"
ColumnName = Annotated[str, Meta(min_length=1, max_length=128, pattern=_ON_ONE_LINE)]
ColumnNames = Annotated[list[ColumnName], Meta(min_length=1, description="Names of the D columns.")]
NumberRow = Annotated[list[float], Meta(min_length=1)]


class NoiseDocument(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A component of constant density for rows that belong to no Gaussian.

    The density is one over the volume of the box that `low` and `high` span, outside of it as well.
    """

    weight: Annotated[float, Meta(gt=0, lt=1, description="Its share; with `weights` the sum is 1.")]
    low: Annotated[NumberRow, Meta(description="D: the least value of each column, in the data fitted to.")]
    high: Annotated[NumberRow, Meta(description="D: the greatest value of each column, above `low`.")]


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
        Meta(
            min_length=1,
            description="K positive numbers: each component's share. They sum to 1, with noise's.",
        ),
    ]
    means: Annotated[list[NumberRow], Meta(min_length=1, description="K x D: the centre of each component.")]
    covariances: Annotated[
        list[Annotated[list[NumberRow], Meta(min_length=1)]],
        Meta(min_length=1, description="K x D x D: each symmetric and positive definite."),
    ]
    noise: (
        Annotated[NoiseDocument, Meta(description="Where rows that belong to no component come from.")]
        | UnsetType
    ) = UNSET


class GivenModelDocument(ModelDocument, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A Gaussian mixture as requests may give it: other names of structures are understood too."""

    covariance_type: GivenStructureName


def document_of(mixture: Mixture) -> ModelDocument:
    """The document that describes this mixture, to the last bit."""
    return ModelDocument(
        schema_version=1,
        covariance_type=mixture.covariance_type,
        columns=list(mixture.columns),
        weights=mixture.weights.tolist(),
        means=mixture.means.tolist(),
        covariances=mixture.covariances.tolist(),
        noise=UNSET if mixture.noise is None else _document_of_noise(mixture.noise),
    )


def mixture_of(document: ModelDocument) -> Mixture:
    """The mixture that a document describes.

    Raises ParameterError naming the field that no mixture can have, or whose numbers are too large to compute
    with.
    """
    _check_numbers(document)
    return Mixture.from_parameters(
        document.weights,
        document.means,
        document.covariances,
        covariance_type=document.covariance_type,
        columns=document.columns,
        noise=_noise_of(document.noise) if document.noise else None,
    )


def _document_of_noise(noise: Noise) -> NoiseDocument:
    return NoiseDocument(weight=float(noise.weight), low=noise.box.low.tolist(), high=noise.box.high.tolist())


def _noise_of(document: NoiseDocument) -> Noise:
    return Noise(np.array(document.weight), Box(np.array(document.low), np.array(document.high)))


def _check_numbers(document: ModelDocument) -> None:
    """Name the component whose numbers are too few, too many or too large: arrays cannot tell any more.

    Too large ones would overflow in the middle of a computation, and some row would be blamed.
    """
    if not sum(map(abs, document.weights)) < _FAR_FROM_ONE:
        raise _refusal("weights", "weights must be positive and sum to 1.")
    D = len(document.means[0])
    for number, mean in enumerate(document.means, start=1):
        if len(mean) != D:
            raise _refusal("means", f"Mean {number} has length {len(mean)}, but mean 1 has length {D}.")
        _refuse_beyond(LARGEST_VALUE, mean, "means", f"Mean {number}")
    for number, covariance in enumerate(document.covariances, start=1):
        if len(covariance) != D or any(len(row) != D for row in covariance):
            raise _refusal("covariances", f"Covariance {number} is not {D} x {D}, as the means ask for.")
        entries = [value for row in covariance for value in row]
        _refuse_beyond(_LARGEST_COVARIANCE, entries, "covariances", f"Covariance {number}")


def _refuse_beyond(largest: float, values: list[float], field: str, subject: str) -> None:
    if max(map(abs, values)) > largest:
        raise _refusal(field, f"{subject} holds a number beyond ±{largest:g}. Rescale the columns.")


def _refusal(field: str, message: str) -> ParameterError:
    return ParameterError(message, field=field)
