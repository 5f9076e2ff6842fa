"""`POST /entropy`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from gmm.api.schemas.base import Answer, ModelRequest, Seed

NumberOfSamples = Annotated[
    int, Meta(ge=2, description="How many samples to average over; four times as many halve the error.")
]


class EntropyRequest(ModelRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`)."""

    n_samples: NumberOfSamples = 100_000
    seed: Seed = 0


class AverageAnswer(Answer, frozen=True, kw_only=True):
    """An average over samples of the mixture."""

    value: Annotated[float, Meta(description="In nats.")]
    standard_error: Annotated[float, Meta(description="0 where the value is exact: of one component.")]
    n_samples: Annotated[int, Meta(description="How many were drawn; 0 where none was needed.")]
