"""`/v2`: stored mixtures for clients of the Open Inference Protocol (KServe, Triton, Seldon)."""

from __future__ import annotations

from typing import Any

import numpy as np
from flask import Blueprint, Response
from numpy.typing import NDArray

from gmm import __version__
from gmm.api.contract.examples import fits as example_fits
from gmm.api.contract.examples import inference as example_inference
from gmm.api.contract.operation import BYTES, COMPUTED, JSON, operation
from gmm.api.errors import INVALID_VALUE, Problem
from gmm.api.limits import refuse_large_prediction, refuse_large_table
from gmm.api.schemas.inference import (
    InferenceAnswer,
    InferenceError,
    InferenceRequest,
    ModelMetadata,
    ModelReady,
    ServerLive,
    ServerMetadata,
    ServerReady,
    TensorMetadata,
)
from gmm.api.service import service
from gmm.api.tasks.requested_mixture import stored_mixture
from gmm.api.wire.answers import json_answer, refuse_not_finite
from gmm.api.wire.tensors import answer_with, arrays_of, described, read_inference
from gmm.api.work.computing import computing
from gmm.engine import NOISE, Mixture, responsibilities
from gmm.io.number_table import NumberTable
from gmm.io.samples import samples_of

blueprint = Blueprint("inference", __name__, url_prefix="/v2")

ROWS = "rows"
_ONE = {"model_id": example_fits.MODEL_ID}


@blueprint.get("")
@operation(answers={JSON: (ServerMetadata,)}, example_answer=example_inference.SERVER)
def server_metadata() -> Response:
    """Say what answers here

    The routes below `/v2` are the Open Inference Protocol, so that its clients can use stored mixtures: a
    model's name is its `model_id`. Refusals are `{"error": ...}`, as the protocol has it.
    """
    return json_answer(
        ServerMetadata(name="gaussian-mixtures", version=__version__, extensions=["binary_tensor_data"])
    )


@blueprint.get("/health/live")
@operation(answers={JSON: (ServerLive,)}, example_answer={"live": True})
def server_live() -> Response:
    """Say that the server answers"""
    return json_answer(ServerLive(live=True))


@blueprint.get("/health/ready")
@operation(
    answers={JSON: (ServerReady,)}, problems=(503,), refusal=InferenceError, example_answer={"ready": True}
)
def server_ready() -> Response:
    """Say that the server can do its work"""
    service().readiness.checked()
    return json_answer(ServerReady(ready=True))


@blueprint.get("/models/<model_id>")
@operation(
    path=_ONE,
    answers={JSON: (ModelMetadata,)},
    problems=(404, 503),
    refusal=InferenceError,
    example_answer=example_inference.MODEL,
)
def model_metadata(model_id: str) -> Response:
    """Say what a model takes and gives

    It takes `rows`, N x D, or instead one input for each column. It gives `labels`, `responsibilities`
    and `log_density` and, of a mixture with noise, `noise`, the probability that a row belongs to it.
    """
    mixture = stored_mixture(model_id)
    K, D = mixture.n_components, mixture.n_features
    outputs = [
        ("labels", "INT64", [-1]),
        ("responsibilities", "FP64", [-1, K]),
        ("log_density", "FP64", [-1]),
    ]
    if mixture.noise:
        outputs.append(("noise", "FP64", [-1]))
    return json_answer(
        ModelMetadata(
            name=model_id,
            platform="gaussian-mixture",
            inputs=[TensorMetadata(name=ROWS, datatype="FP64", shape=[-1, D])],
            outputs=[TensorMetadata(name=n, datatype=t, shape=s) for n, t, s in outputs],  # type: ignore[arg-type]
        )
    )


@blueprint.get("/models/<model_id>/ready")
@operation(
    path=_ONE,
    answers={JSON: (ModelReady,)},
    problems=(404, 503),
    refusal=InferenceError,
    example_answer=example_inference.READY,
)
def model_ready(model_id: str) -> Response:
    """Say that a model can be asked"""
    stored_mixture(model_id)
    return json_answer(ModelReady(name=model_id, ready=True))


@blueprint.post("/models/<model_id>/infer")
@operation(
    path=_ONE,
    body=InferenceRequest,
    answers={JSON: (InferenceAnswer,), BYTES: (bytes,)},
    problems=(*COMPUTED, 404, 503),
    refusal=InferenceError,
    example=example_inference.REQUEST,
    example_answer=example_inference.ANSWER,
)
@computing
def infer(model_id: str) -> Response:
    """Ask a model about rows

    What `/predict` says, in the protocol's tensors: FP64, FP32, INT64 or INT32 in, row by row in one list or
    in a list for each row. Numbers may also follow the JSON as bytes (the binary tensor data extension),
    which clients do unless told otherwise.
    """
    wanted, behind = read_inference()
    mixture = stored_mixture(model_id)
    table = NumberTable(_rows(arrays_of(wanted.inputs, behind), mixture), mixture.columns, field="inputs")
    refuse_large_table(table.n_rows, table.n_columns, "inputs")
    refuse_large_prediction(mixture, table)
    found = _found(mixture, table)
    names, as_bytes = _asked_for(wanted, found)
    return answer_with(
        InferenceAnswer(
            model_name=model_id, id=wanted.id, outputs=[described(name, *found[name]) for name in names]
        ),
        [found[name][1] for name in names],
        as_bytes,
    )


def _rows(arrays: dict[str, NDArray[np.float64]], mixture: Mixture) -> NDArray[np.float64]:
    """The inputs as a matrix (N, D): all of it, or a column from each."""
    D = mixture.n_features
    if set(arrays) == {ROWS}:
        rows = arrays[ROWS]
        if rows.ndim == 2 and rows.shape[1] == D and len(rows):
            return rows
        raise _refusal(f"Input {ROWS} must have the shape [N, {D}], N at least 1, not {list(rows.shape)}.")
    if set(arrays) != set(mixture.columns):
        known = ", ".join(mixture.columns)
        raise _refusal(f"Give one input, {ROWS}, of shape [N, {D}], or one for each of the columns: {known}.")
    columns = [arrays[name] for name in mixture.columns]
    N = len(columns[0])
    for name, column in zip(mixture.columns, columns, strict=True):
        if column.shape not in ((N,), (N, 1)) or not N:
            raise _refusal(
                f"Input {name} has the shape {list(column.shape)}; all need the same, [N] or [N, 1]."
            )
    return np.column_stack([column.ravel() for column in columns])


def _found(mixture: Mixture, table: NumberTable) -> dict[str, tuple[str, NDArray[Any]]]:
    """All outputs by name: the type and the numbers of each."""
    resp, log_density = responsibilities(mixture, samples_of(table, mixture.columns))
    refuse_not_finite(log_density, "log-density")
    K = mixture.n_components
    labels = resp.argmax(axis=1)
    labels[labels == K] = NOISE
    found = {
        "labels": ("INT64", labels),
        "responsibilities": ("FP64", resp[:, :K]),
        "log_density": ("FP64", log_density),
    }
    return found | ({"noise": ("FP64", resp[:, K])} if mixture.noise else {})


def _asked_for(wanted: InferenceRequest, found: dict[str, Any]) -> tuple[list[str], list[bool]]:
    """The outputs to answer with, and for each whether as bytes."""
    by_default = bool(wanted.parameters and wanted.parameters.get("binary_data_output"))
    if not wanted.outputs:
        return list(found), [by_default] * len(found)
    names = [output.name for output in wanted.outputs]
    if unknown := [name for name in names if name not in found]:
        raise Problem(
            INVALID_VALUE,
            f"There is no output {unknown[0]!r}. There are {', '.join(found)}.",
            field="outputs",
        )
    as_bytes = [
        bool(output.parameters.get("binary_data", by_default)) if output.parameters else by_default
        for output in wanted.outputs
    ]
    return names, as_bytes


def _refusal(detail: str) -> Problem:
    return Problem(INVALID_VALUE, detail, field="inputs")
