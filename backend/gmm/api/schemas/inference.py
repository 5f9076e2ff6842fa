"""`/v2`: the Open Inference Protocol's words for servers, models and tensors."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import Answer, Request

Parameters = Annotated[
    dict[str, str | bool | int | float],
    Meta(description="What servers may be told beside; `binary_data_size` and `binary_data` are heeded."),
]
Identifier = Annotated[str, Meta(max_length=256, description="Given back as it came.")]
Datatype = Literal["FP64", "FP32", "INT64", "INT32"]
Shape = Annotated[list[Annotated[int, Meta(ge=0, le=2**53 - 1)]], Meta(min_length=1, max_length=2)]
# Read once shape and type are known.
_Data = Annotated[
    msgspec.Raw,
    Meta(
        description="The numbers, row by row, in one list or in a list for each row.",
        extra_json_schema={
            "type": "array",
            "items": {
                "anyOf": [{"type": "number"}, {"type": "array", "items": {"type": "number"}}],
            },
        },
    ),
]


class InferenceError(Answer, frozen=True, kw_only=True):
    """A refusal as the protocol wants it."""

    error: Annotated[str, Meta(description="What is wrong, where, and what to do.")]


class ServerMetadata(Answer, frozen=True, kw_only=True):
    """What answers here."""

    name: str
    version: str
    extensions: list[str]


class ServerLive(Answer, frozen=True, kw_only=True):
    """The server answers."""

    live: bool


class ServerReady(Answer, frozen=True, kw_only=True):
    """The server can do its work."""

    ready: bool


class ModelReady(Answer, frozen=True, kw_only=True):
    """A model can be asked."""

    name: str
    ready: bool


class TensorMetadata(Answer, frozen=True, kw_only=True):
    """An array that goes in or comes out; -1 stands for as many as there are rows."""

    name: str
    datatype: Datatype
    shape: list[int]


class ModelMetadata(Answer, frozen=True, kw_only=True):
    """What a model takes and what it gives."""

    name: str
    platform: str
    inputs: list[TensorMetadata]
    outputs: list[TensorMetadata]


class InputTensor(Request, frozen=True, kw_only=True):
    """An array of numbers that goes in."""

    name: Annotated[
        str, Meta(max_length=128, description="`rows`, of shape N x D, or a column, of shape N or N x 1.")
    ]
    shape: Shape
    datatype: Datatype
    parameters: Parameters | UnsetType = UNSET
    data: _Data | UnsetType = UNSET


class WantedOutput(Request, frozen=True, kw_only=True):
    """An array that is to come out."""

    name: Annotated[str, Meta(max_length=128)]
    parameters: Parameters | UnsetType = UNSET


class InferenceRequest(Request, frozen=True, kw_only=True):
    """Rows for a stored mixture, as `rows` or as one input for each column, and what to say of them."""

    id: Identifier | UnsetType = UNSET
    parameters: Parameters | UnsetType = UNSET
    inputs: Annotated[list[InputTensor], Meta(min_length=1)]
    outputs: (
        Annotated[
            list[WantedOutput],
            Meta(max_length=16, description="Which outputs; all that the model has, if none is named."),
        ]
        | UnsetType
    ) = UNSET


class OutputTensor(Answer, frozen=True, kw_only=True):
    """An array that comes out, row by row in one list; its bytes follow the JSON if they were asked for."""

    name: str
    datatype: Datatype
    shape: list[int]
    parameters: dict[str, Any] | UnsetType = UNSET
    data: list[int | float] | UnsetType = UNSET


class InferenceAnswer(Answer, frozen=True, kw_only=True):
    """What the model says of the rows."""

    model_name: str
    id: Identifier | UnsetType = UNSET
    outputs: list[OutputTensor]
