"""`POST /divergence`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from gmm.api.schemas.base import ModelRequest, Seed
from gmm.api.schemas.entropy import NumberOfSamples


class OtherMixture(ModelRequest, frozen=True, kw_only=True):
    """The mixture to compare with: give either the id of a stored one or the document of any one."""


class DivergenceRequest(ModelRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`), and another of the same columns."""

    other: Annotated[OtherMixture, Meta(description="The mixture to compare with.")]
    n_samples: NumberOfSamples = 100_000
    seed: Seed = 0
