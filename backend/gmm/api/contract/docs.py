"""The contract as one page for people: no script, one style sheet, nothing fetched from elsewhere."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import msgspec
from flask import render_template
from markupsafe import Markup, escape

from gmm.api.contract.operation import CSV, JSON, NDJSON, PARQUET
from gmm.api.errors import KINDS
from gmm.api.settings import PREFIX, Limits, Settings

_LONGEST_LINE = 88


@dataclass(frozen=True)
class FieldRow:
    """One line of a table of fields."""

    name: str
    kind: Markup
    presence: Markup
    meaning: Markup


@dataclass(frozen=True)
class RouteSection:
    """One route: what it does, what goes in, what comes out, how to call it."""

    anchor: str
    method: str
    path: str
    summary: str
    description: Markup
    request: str | None
    query: list[FieldRow]
    fields: list[FieldRow]
    answers: list[Markup]
    calls: list[str]
    example: str | None
    statuses: list[str]


@dataclass(frozen=True)
class ObjectSection:
    """One kind of JSON object that routes share."""

    name: str
    description: Markup
    fields: list[FieldRow]


def docs_page(document: dict[str, Any], address: str) -> str:
    """The page, with examples that work against the service at ``address``."""
    schemas = document["components"]["schemas"]
    routes = [
        _route(method, path, operation, schemas, address)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    objects = [
        ObjectSection(name, _meaning(schema), _fields(schema))
        for name, schema in sorted(schemas.items())
        if not name.endswith("Request")
    ]
    introduction = [prose(paragraph) for paragraph in document["info"]["description"].split("\n\n")]
    return render_template(
        "docs.html",
        info=document["info"],
        introduction=introduction,
        routes=routes,
        objects=objects,
        problems=KINDS,
        settings=_settings(),
        prose=prose,
        address=address,
    )


def prose(text: str) -> Markup:
    """Text whose `code` is marked as such."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _meaning(schema: dict[str, Any]) -> Markup:
    return type_words(schema) if "enum" in schema else prose(schema.get("description", ""))


def type_words(schema: dict[str, Any]) -> Markup:
    """What a JSON Schema admits, in words, with links to the objects it names."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        # A request is shown with the route that takes it.
        anchor = name.removesuffix("Request").lower() if name.endswith("Request") else name
        return Markup('<a href="#{}">{}</a>').format(anchor, name)
    if "anyOf" in schema:
        return Markup(" or ").join(type_words(each) for each in schema["anyOf"])
    if "enum" in schema:
        return Markup(" | ").join(Markup("<code>{}</code>").format(json.dumps(v)) for v in schema["enum"])
    if "prefixItems" in schema:
        return Markup("[{}]").format(Markup(", ").join(type_words(each) for each in schema["prefixItems"]))
    if schema.get("type") == "array":
        return Markup("list of {}").format(type_words(schema.get("items", {})))
    return escape(schema.get("type", "anything")) + _bounds(schema)


def _bounds(schema: dict[str, Any]) -> str:
    signs = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
    return "".join(
        f" {sign} {schema[bound]:g}"
        for bound, sign in signs.items()
        if bound in schema and abs(schema[bound]) < 2**53 - 1
    )


def _fields(schema: dict[str, Any]) -> list[FieldRow]:
    needed = schema.get("required", [])
    return [
        FieldRow(name, type_words(each), _presence(each, name in needed), prose(each.get("description", "")))
        for name, each in schema.get("properties", {}).items()
    ]


def _presence(schema: dict[str, Any], is_needed: bool) -> Markup:
    if is_needed:
        return Markup("always")
    default = schema.get("default")
    if default is None:
        return Markup("optional")
    several = isinstance(default, list | tuple) and default
    written = ", ".join(map(str, default)) if several else json.dumps(default)
    return Markup("default <code>{}</code>").format(written)


def _route(
    method: str, path: str, operation: dict[str, Any], schemas: dict[str, Any], address: str
) -> RouteSection:
    body = operation.get("requestBody", {}).get("content", {})
    request = next((_reference(content) for content in body.values()), None)
    success = _success(operation)
    content = operation["responses"][success].get("content", {})
    answers = [Markup("<code>{}</code>: {}").format(m, _answer_words(m, c)) for m, c in content.items()]
    example = next((each["example"] for each in content.values() if "example" in each), None)
    return RouteSection(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=prose(operation["description"]),
        request=request,
        query=_query_fields(operation),
        fields=_fields(schemas[request]) if request else [],
        answers=answers,
        calls=_calls(method, path, operation, address),
        example=None if example is None else compact(example),
        statuses=[status for status in operation["responses"] if status != success],
    )


def _success(operation: dict[str, Any]) -> str:
    statuses: list[str] = list(operation["responses"])
    return next(status for status in statuses if status < "300")


def _query_fields(operation: dict[str, Any]) -> list[FieldRow]:
    return [
        FieldRow(
            each["name"],
            type_words(each["schema"]),
            _presence(each["schema"], each["required"]),
            prose(each["description"]),
        )
        for each in operation.get("parameters", [])
        if each["in"] == "query"
    ]


def _settings() -> list[FieldRow]:
    """Every environment variable, its default and its meaning."""
    rows = []
    for owner in (Settings, Limits):
        (schema,), components = msgspec.json.schema_components([owner])
        properties = components[schema["$ref"].rpartition("/")[2]]["properties"]
        rows += [
            FieldRow(
                f"{PREFIX}{name.upper()}",
                type_words(each),
                _presence(each, False),
                prose(each["description"]),
            )
            for name, each in properties.items()
            if name != "limits"
        ]
    return rows


def _reference(content: dict[str, Any]) -> str | None:
    reference: str = content["schema"].get("$ref", "")
    return reference.rpartition("/")[2] or None


def _answer_words(media: str, content: dict[str, Any]) -> Markup:
    words = type_words(content["schema"])
    return Markup("one object a line, {}").format(words) if media == NDJSON else words


def _calls(method: str, path: str, operation: dict[str, Any], address: str) -> list[str]:
    """Commands to paste into a shell: one, and another where the answer may be a stream."""
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", parameter["example"])
    if method not in ("get", "post"):
        path = f"{path} -X {method.upper()}"
    content = operation.get("requestBody", {}).get("content", {})
    if CSV in content and JSON not in content:
        text = content[CSV]["example"].replace("\n", r"\n")
        return [f"printf '{text}' |\n  curl {address}{path} -H 'Content-Type: {CSV}' --data-binary @-"]
    if JSON not in content:
        return [f"curl {address}{path}"]
    body = f"-H 'Content-Type: {JSON}' -d '{compact(content[JSON]['example'])}'"
    calls = [f"curl {address}{path} {body}"]
    if NDJSON in operation["responses"][_success(operation)].get("content", {}):
        calls.append(f"curl -N {address}{path} -H 'Accept: {NDJSON}' {body}")
    if (
        PARQUET in content
        and "columns" in content[JSON]["example"]
        and "model" not in content[JSON]["example"]
    ):
        calls.append(_call_with_table(address + path, content[JSON]["example"], operation))
    return calls


def _call_with_table(url: str, example: dict[str, Any], operation: dict[str, Any]) -> str:
    """The same as a call with JSON, its rows as CSV and its other fields in the query."""
    in_query = {each["name"] for each in operation.get("parameters", [])} - {"columns"}
    query = urlencode({name: value for name, value in example.items() if name in in_query}, doseq=True)
    lines = [",".join(map(str, row)) for row in (example["columns"], *example["data"])]
    text = "".join(line + r"\n" for line in lines)
    return f"printf '{text}' |\n  curl '{url}?{query}' -H 'Content-Type: {CSV}' --data-binary @-"


def compact(value: Any, indent: int = 0) -> str:
    """JSON that breaks lines only where one would be too long."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent <= _LONGEST_LINE or not isinstance(value, dict | list) or not value:
        return line
    inner = " " * (indent + 2)
    if isinstance(value, list):
        parts = [inner + compact(each, indent + 2) for each in value]
    else:
        parts = [f"{inner}{json.dumps(key)}: {compact(each, indent + 2)}" for key, each in value.items()]
    opening, closing = "[]" if isinstance(value, list) else "{}"
    return f"{opening}\n" + ",\n".join(parts) + f"\n{' ' * indent}{closing}"
