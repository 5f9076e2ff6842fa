"""Routes and schemas -> one OpenAPI 3.1 document."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import msgspec
from flask import Flask
from werkzeug.routing import Rule

from gmm import __version__
from gmm.api.contract.examples import fits as example_fits
from gmm.api.contract.operation import BYTES, JSON, NDJSON, TABLES, Operation, operation_of
from gmm.api.observation.watch import template
from gmm.api.schemas.problem import ProblemDocument
from gmm.api.wire.requests import query_of

DESCRIPTION = """\
Fit Gaussian mixtures by expectation maximisation and use them: to cluster, to estimate a density, to find
anomalies.

All JSON is snake_case and every number in it is finite. Log-likelihoods are totals in natural logs; `bic`,
`aic` and `icl` are smaller for better models. A request that cannot be answered gets a problem document
(RFC 9457, `application/problem+json`) that says what is wrong, where, and what to do. Unknown fields are
refused, so that a misspelt option never passes unnoticed.

Rows may be sent as JSON (`data`), or as a table: CSV (`text/csv`), Parquet
(`application/vnd.apache.parquet`), an Arrow stream (`application/vnd.apache.arrow.stream`) or NumPy's .npy
(`application/x-npy`), with the other fields in the query; gzip is understood. Of a table those columns are
taken that hold numbers, or those of the mixture, or those chosen by `columns`. Floats stay what they are,
NaN and null being missing; integers and decimals become the nearest double; infinities are refused. Text,
truth values, dates and times are no numbers. `POST /datasets` keeps rows, and `dataset_id` stands for them
everywhere."""

# Of tables no schema says more than that they are bytes.
_TABLE = {"schema": {"type": "string", "format": "binary"}}
PROBLEM_TITLES = {
    400: "The body is no JSON.",
    404: "There is no such thing.",
    406: "The answer has none of the media types that the Accept header asks for.",
    413: "The body is larger than the limit.",
    415: "The body has a media type that this route does not take.",
    422: "A field, row or cell cannot be used.",
    503: "Something that the service needs is not available.",
    501: "The service lacks a package that this takes.",
    429: "The service computes for others; the Retry-After header says when to try again.",
}


def openapi_document(app: Flask) -> dict[str, Any]:
    """The whole contract of the application's routes."""
    routes = [(rule, app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules()]
    schemas = _Schemas([operation for _, view in routes if (operation := operation_of(view))])
    paths: dict[str, Any] = {}
    for rule, view in routes:
        if operation_of(view) is None:
            continue
        method = min((rule.methods or set()) - {"HEAD", "OPTIONS"}).lower()
        paths.setdefault(template(rule.rule), {})[method] = _operation_object(rule, view, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Gaussian mixtures",
            "version": __version__,
            "description": DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "http://localhost:8000", "description": "where `python app.py` serves"}],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "responses": {str(status): _problem_response(status) for status in PROBLEM_TITLES},
        },
    }


class _Schemas:
    """The JSON Schema of every type that some operation mentions, by reference."""

    def __init__(self, operations: list[Operation]) -> None:
        answers = [kind for operation in operations for kinds in operation.answers.values() for kind in kinds]
        bodies = [operation.body for operation in operations if operation.body]
        mentioned = [*bodies, *answers, *{operation.refusal for operation in operations if operation.refusal}]
        schemas, components = msgspec.json.schema_components(
            [*mentioned, ProblemDocument], ref_template="#/components/schemas/{name}"
        )
        self._by_type = dict(zip(map(repr, mentioned), schemas[: len(mentioned)], strict=True))
        self.components = components
        for schema in components.values():
            if "enum" in schema:
                schema.pop("description", None)  # written for readers of the Python code
            elif "description" in schema:
                schema["description"] = inspect.cleandoc(schema["description"])

    def of(self, kinds: tuple[Any, ...]) -> dict[str, Any]:
        """One schema for a body of any of these kinds."""
        schemas = [self._by_type[repr(kind)] for kind in kinds]
        return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _operation_object(rule: Rule, view: Callable[..., Any], schemas: _Schemas) -> dict[str, Any]:
    operation = operation_of(view)
    assert operation is not None
    summary, _, description = inspect.cleandoc(view.__doc__ or "").partition("\n\n")
    described: dict[str, Any] = {
        "operationId": view.__name__,
        "summary": summary,
        "description": description.replace("\n", " "),
        "tags": [rule.endpoint.partition(".")[0]],
    }
    parameters = [_path_parameter(name, operation) for name in sorted(rule.arguments)]
    if operation.query is not None:
        parameters += _query_parameters(operation.query)
    if operation.takes_tables:
        parameters += _beside_tables(query_of(operation.body))
    if parameters:
        described["parameters"] = parameters
    if operation.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {
                operation.accepts: _content(operation.accepts, (operation.body,), operation.example, schemas)
            },
        }
    if operation.takes_tables:
        described["requestBody"]["content"] |= dict.fromkeys(TABLES, _TABLE)
    described["responses"] = {str(operation.status): _success_response(operation, schemas)} | {
        str(status): _refusal_response(status, operation, schemas) for status in sorted(operation.problems)
    }
    return described


def _path_parameter(name: str, operation: Operation) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
        "example": operation.path[name],
    }


def _query_parameters(query: type[msgspec.Struct]) -> list[dict[str, Any]]:
    """One parameter for each field; of a list, it may be given several times."""
    (reference,), components = msgspec.json.schema_components([query])
    schema = components[reference["$ref"].rpartition("/")[2]]
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", []),
            "description": each.pop("description", ""),
            "schema": each,
        }
        for name, each in schema["properties"].items()
    ]


def _refusal_response(status: int, operation: Operation, schemas: _Schemas) -> dict[str, Any]:
    if operation.refusal is None:
        return {"$ref": f"#/components/responses/{status}"}
    content = {JSON: {"schema": schemas.of((operation.refusal,))}}
    return {"description": PROBLEM_TITLES[status], "content": content}


def _beside_tables(query: type[msgspec.Struct]) -> list[dict[str, Any]]:
    """The same of what stands in the query beside a body that is a table, and in the body if that is JSON."""
    return [
        {
            **each,
            "required": False,
            "description": f"Beside a table: {each['description']}"
            if each["description"]
            else "Beside a table.",
        }
        for each in _query_parameters(query)
    ]


def _success_response(operation: Operation, schemas: _Schemas) -> dict[str, Any]:
    if not operation.answers:
        return {"description": "Done; there is nothing to say."}
    example = operation.example_answer
    content = {
        media: _content(media, kinds, example if _has_example(media, operation) else None, schemas)
        for media, kinds in operation.answers.items()
    }
    return {"description": "The answer.", "content": content}


def _has_example(media: str, operation: Operation) -> bool:
    """Whether the example is of this media type: beside JSON, other answers have none."""
    return media in (JSON, NDJSON) or not {JSON, BYTES} & {media, *operation.answers}


def _content(media: str, kinds: tuple[Any, ...], example: Any, schemas: _Schemas) -> dict[str, Any]:
    """The schema of a body, or of one line of it when it is NDJSON, with an example."""
    if media == NDJSON:
        lines = "\n".join(msgspec.json.encode(event).decode() for event in example_fits.EVENTS)
        return {"schema": schemas.of(kinds), "example": lines + "\n"}
    schema = schemas.of(kinds) if media == JSON else {"type": "string"}
    return (
        {"schema": schema} if example is None else {"schema": schema, "example": msgspec.to_builtins(example)}
    )


def _problem_response(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ProblemDocument"}
    return {
        "description": PROBLEM_TITLES[status],
        "content": {"application/problem+json": {"schema": schema}},
    }
