"""The Open Inference Protocol's tensors <-> arrays: numbers in JSON, or as bytes behind the JSON.

Bytes are what its clients send unless told otherwise (the binary tensor data extension): the header says
where the JSON ends, each tensor how many bytes are its own, in little-endian order.
"""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np
from flask import Response, request
from msgspec import UNSET
from numpy.typing import NDArray

from gmm.api.contract.operation import BYTES, JSON
from gmm.api.errors import INVALID_VALUE, MALFORMED_JSON, Problem
from gmm.api.schemas.inference import InferenceAnswer, InferenceRequest, InputTensor, OutputTensor
from gmm.api.wire.body import read_body, read_within_limit
from gmm.api.wire.decoding import decode_json

Matrix = NDArray[np.float64]
LENGTH_OF_JSON = "Inference-Header-Content-Length"
_DTYPES = {"FP64": "<f8", "FP32": "<f4", "INT64": "<i8", "INT32": "<i4"}
_SIZE = "binary_data_size"


def read_inference() -> tuple[InferenceRequest, bytes]:
    """The request and the bytes behind it, most often none; raises Problem.

    No web page can send that header to us without having asked, so the media type does not matter with it.
    """
    length = request.headers.get(LENGTH_OF_JSON)
    if length is None:
        return decode_json(read_body(JSON), InferenceRequest, lambda _: []), b""
    body = read_within_limit()
    if not (length.isascii() and length.isdigit()) or int(length) > len(body):
        raise Problem(MALFORMED_JSON, f"{LENGTH_OF_JSON} must be the number of bytes of JSON in the body.")
    return decode_json(body[: int(length)], InferenceRequest, lambda _: []), body[int(length) :]


def arrays_of(inputs: list[InputTensor], behind: bytes) -> dict[str, Matrix]:
    """The inputs by name, as doubles in their shapes; raises Problem for one that is not what it says."""
    found: dict[str, Matrix] = {}
    for tensor in inputs:
        if tensor.name in found:
            raise _refusal(f"Input {tensor.name} is given twice.")
        size = tensor.parameters.get(_SIZE) if tensor.parameters else None
        if size is None:
            found[tensor.name] = _from_json(tensor)
        else:
            content = _bytes_of(tensor, behind, size)
            behind = behind[len(content) :]
            numbers = np.frombuffer(content, _DTYPES[tensor.datatype]).astype(np.float64)
            found[tensor.name] = numbers.reshape(tensor.shape)
    if behind:
        raise _refusal(f"Behind the JSON are {len(behind)} bytes that belong to no input.")
    return found


def answer_with(answer: InferenceAnswer, arrays: list[NDArray[Any]], as_bytes: list[bool]) -> Response:
    """The answer, each output's numbers in its JSON or, where asked for, as bytes behind it."""
    outputs, behind = [], []
    for tensor, array, wanted in zip(answer.outputs, arrays, as_bytes, strict=True):
        if wanted:
            content = np.ascontiguousarray(array, _DTYPES[tensor.datatype]).tobytes()
            behind.append(content)
            outputs.append(msgspec.structs.replace(tensor, parameters={_SIZE: len(content)}))
        else:
            outputs.append(msgspec.structs.replace(tensor, data=array.ravel().tolist()))
    text = msgspec.json.encode(msgspec.structs.replace(answer, outputs=outputs))
    if not any(as_bytes):
        return Response(text, mimetype=JSON)
    return Response(b"".join([text, *behind]), headers={LENGTH_OF_JSON: str(len(text))}, mimetype=BYTES)


def described(name: str, datatype: str, array: NDArray[Any]) -> OutputTensor:
    """An output, its numbers still to come."""
    return OutputTensor(name=name, datatype=datatype, shape=list(array.shape))  # type: ignore[arg-type]


def _bytes_of(tensor: InputTensor, behind: bytes, size: object) -> bytes:
    """The first of the bytes, as many as the tensor takes."""
    wanted = math.prod(tensor.shape) * np.dtype(_DTYPES[tensor.datatype]).itemsize
    if size != wanted or isinstance(size, bool) or tensor.data is not UNSET or len(behind) < wanted:
        raise _refusal(
            f"Input {tensor.name} of shape {tensor.shape} and type {tensor.datatype} takes {wanted} bytes "
            f"behind the JSON and no data in it; {_SIZE} is {size}, and {len(behind)} bytes are left."
        )
    return behind[:wanted]


def _from_json(tensor: InputTensor) -> Matrix:
    if tensor.data is UNSET:
        raise _refusal(f"Input {tensor.name} has no data.")
    number: type = int if tensor.datatype.startswith("INT") else float
    numbers = _decoded(bytes(tensor.data), number, tensor)
    try:
        with np.errstate(over="ignore"):
            array = np.array(numbers, np.float64 if number is float else np.int64)
            typed = array.astype(_DTYPES[tensor.datatype])
    except OverflowError as error:
        raise _refusal(f"Input {tensor.name} holds a number beyond {tensor.datatype}.") from error
    if (number is float and not np.isfinite(typed).all()) or (number is int and (typed != array).any()):
        raise _refusal(f"Input {tensor.name} holds a number beyond {tensor.datatype}.")
    return typed.astype(np.float64).reshape(tensor.shape)


def _decoded(text: bytes, number: type, tensor: InputTensor) -> list[Any]:
    """The numbers, of which there are as many as the shape says, in one list."""
    flat: Any = list[number]  # type: ignore[valid-type]  # known when it runs
    try:
        numbers: list[Any] = msgspec.json.decode(text, type=flat)
    except msgspec.ValidationError as error:
        numbers = _from_nested(text, flat, tensor, error)
    if len(numbers) != math.prod(tensor.shape):
        raise _refusal(
            f"Input {tensor.name} of shape {tensor.shape} takes {math.prod(tensor.shape)} numbers; "
            f"there are {len(numbers)}."
        )
    return numbers


def _from_nested(text: bytes, flat: Any, tensor: InputTensor, error: Exception) -> list[Any]:
    try:
        rows = msgspec.json.decode(text, type=list[flat])
    except msgspec.ValidationError:
        numbers = "whole numbers" if tensor.datatype.startswith("INT") else "finite numbers"
        raise _refusal(
            f"The data of input {tensor.name} must be {numbers}, in one list or in a list for each row."
        ) from error
    width = tensor.shape[1] if len(tensor.shape) == 2 else 1
    for index, row in enumerate(rows):
        if len(row) != width:
            raise _refusal(
                f"Row {index + 1} of input {tensor.name} has {len(row)} numbers; its shape says {width}."
            )
    return [value for row in rows for value in row]


def _refusal(detail: str) -> Problem:
    return Problem(INVALID_VALUE, detail, field="inputs")
