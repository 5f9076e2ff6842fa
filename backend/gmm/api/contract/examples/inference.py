"""Worked calls of the Open Inference Protocol."""

from __future__ import annotations

from gmm import __version__
from gmm.api.contract.examples.fits import MODEL_ID, PREDICTED, Json

SERVER: Json = {"name": "gaussian-mixtures", "version": __version__, "extensions": ["binary_tensor_data"]}
READY: Json = {"name": MODEL_ID, "ready": True}
MODEL: Json = {
    "name": MODEL_ID,
    "platform": "gaussian-mixture",
    "inputs": [{"name": "rows", "datatype": "FP64", "shape": [-1, 2]}],
    "outputs": [
        {"name": "labels", "datatype": "INT64", "shape": [-1]},
        {"name": "responsibilities", "datatype": "FP64", "shape": [-1, 2]},
        {"name": "log_density", "datatype": "FP64", "shape": [-1]},
    ],
}
REQUEST: Json = {
    "id": "42",
    "inputs": [
        {"name": "rows", "shape": [3, 2], "datatype": "FP64", "data": [3.6, 79, 1.8, 54, 2.9, 66]},
    ],
    "outputs": [{"name": "labels"}, {"name": "log_density"}],
}
ANSWER: Json = {
    "model_name": MODEL_ID,
    "id": "42",
    "outputs": [
        {"name": "labels", "datatype": "INT64", "shape": [3], "data": PREDICTED["labels"]},
        {"name": "log_density", "datatype": "FP64", "shape": [3], "data": PREDICTED["log_density"]},
    ],
}
