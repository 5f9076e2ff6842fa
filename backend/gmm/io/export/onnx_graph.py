"""A mixture as an ONNX graph in double precision, of plain operators that every runtime knows.

It needs the package onnx: the extra ``gmm[onnx]``.
"""

from __future__ import annotations

import json

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from gmm import __version__
from gmm.engine import NOISE, Mixture
from gmm.engine.arrays import Array
from gmm.engine.form import DENSE
from gmm.engine.form.base import LOG_2PI

# Old enough for every runtime of the last years, new enough for all operators in double precision.
_OPSET, _IR_VERSION = 17, 8


def onnx_graph(mixture: Mixture) -> bytes:
    """The graph: rows (N, D) in, log_density (N,), responsibilities (N, K) and labels (N,) out.

    With noise the responsibilities have a last column for it, and its label is −1. The names of the columns
    are among the metadata, as JSON.
    """
    means, whiteners, heights = _parameters(mixture)
    constants = {
        "means": means[:, None, :],
        "whiteners": whiteners.transpose(0, 2, 1),
        "heights": heights[:, None],
        "minus_half": np.array(-0.5),
        "first": np.array([0]),
        "last": np.array([2]),
        "noise": np.array(mixture.n_components),
        "label_of_noise": np.array(NOISE),
    }
    nodes = [
        helper.make_node("Unsqueeze", ["rows", "first"], ["of_every_component"]),
        helper.make_node("Sub", ["of_every_component", "means"], ["apart"]),
        helper.make_node("MatMul", ["apart", "whiteners"], ["white"]),
        helper.make_node("Mul", ["white", "white"], ["squares"]),
        helper.make_node("ReduceSum", ["squares", "last"], ["distances"], keepdims=0),
        helper.make_node("Mul", ["distances", "minus_half"], ["exponents"]),
        helper.make_node("Add", ["exponents", "heights"], ["joint_of_components"]),
        helper.make_node("Transpose", ["joint_of_components"], ["joint"], perm=[1, 0]),
        helper.make_node("ReduceLogSumExp", ["joint"], ["log_density"], axes=[1], keepdims=0),
        helper.make_node("Softmax", ["joint"], ["responsibilities"], axis=1),
        helper.make_node("ArgMax", ["joint"], ["place"], axis=1, keepdims=0),
        helper.make_node("Equal", ["place", "noise"], ["is_noise"]),
        helper.make_node("Where", ["is_noise", "label_of_noise", "place"], ["labels"]),
    ]
    N, C = "N", len(means)
    graph = helper.make_graph(
        nodes,
        "gaussian_mixture",
        [helper.make_tensor_value_info("rows", TensorProto.DOUBLE, [N, mixture.n_features])],
        [
            helper.make_tensor_value_info("log_density", TensorProto.DOUBLE, [N]),
            helper.make_tensor_value_info("responsibilities", TensorProto.DOUBLE, [N, C]),
            helper.make_tensor_value_info("labels", TensorProto.INT64, [N]),
        ],
        [numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in constants.items()],
    )
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", _OPSET)],
        ir_version=_IR_VERSION,
        producer_name="gmm",
        producer_version=__version__,
    )
    helper.set_model_props(model, {"columns": json.dumps(list(mixture.columns))})
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _parameters(mixture: Mixture) -> tuple[Array, Array, Array]:
    """Means (C, D), whiteners (C, D, D) and heights (C,) of all components, the noise as the last.

    Noise is a Gaussian to the graph that no distance makes less likely: a whitener of zeros.
    """
    factor = DENSE.factor(mixture.covariances)
    D = mixture.n_features
    heights = np.log(mixture.weights) - 0.5 * (DENSE.log_determinant(factor) + D * LOG_2PI)
    means, whiteners = mixture.means, DENSE.whiteners(factor)
    if mixture.noise is None:
        return means, whiteners, heights
    uniform = np.log(mixture.noise.weight) + mixture.noise.box.log_density
    return (
        np.concatenate([means, np.zeros((1, D))]),
        np.concatenate([whiteners, np.zeros((1, D, D))]),
        np.concatenate([heights, [uniform]]),
    )
