"""The JSON Schema of the model document, for whoever writes or checks one without this package."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from gmm.io.model_document import ModelDocument


def model_schema() -> dict[str, Any]:
    """What a model document may hold, as JSON Schema (draft 2020-12).

    It says what a document looks like. That numbers make a mixture (weights that sum to 1, matrices that are
    positive definite, as many of everything) no schema can say: reading the document checks that.
    """
    schema = msgspec.json.schema(ModelDocument)
    for definition in schema["$defs"].values():
        definition["description"] = inspect.cleandoc(definition["description"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Gaussian mixture",
        **schema,
    }
