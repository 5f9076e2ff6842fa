"""What stands behind the URL's question mark is read as strictly as a body."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import pytest
from flask import Flask
from msgspec import UNSET, Meta, UnsetType

from gmm.api.contract.document import openapi_document
from gmm.api.contract.operation import operation
from gmm.api.errors import Problem
from gmm.api.schemas.base import Request
from gmm.api.wire.query import read_query


class Wanted(Request, frozen=True, kw_only=True):
    """All that a query may hold."""

    limit: Annotated[int, Meta(ge=1, le=10, description="How many.")] = 5
    sort: Literal["name", "-name"] = "name"
    tag: Annotated[tuple[str, ...], Meta(max_length=2, description="Each of them.")] = ()
    after: str | UnsetType = UNSET
    is_open: bool = False
    share: float = 0.5


def read(query: str) -> Wanted:
    with Flask(__name__).test_request_context(f"/?{query}"):
        return read_query(Wanted)


def test_what_is_left_out_has_its_default() -> None:
    assert read("") == Wanted()


def test_text_becomes_what_the_field_holds_and_lists_are_given_by_repeating_them() -> None:
    assert read("limit=7&sort=-name&tag=a&tag=1&after=9&is_open=true&share=0.25") == Wanted(
        limit=7, sort="-name", tag=("a", "1"), after="9", is_open=True, share=0.25
    )


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("limit=0", "limit", "at least 1"),
        ("limit=ten", "limit", "a whole number"),
        ("limit=1&limit=2", "limit", "give it once"),
        ("limit=", "limit", "a whole number"),
        ("sort=age", "sort", "Choose one of name, -name"),
        ("tags=a", "tags", "Did you mean tag?"),
        ("tag=a&tag=b&tag=c", "tag", "at most 2"),
        ("share=nan", "share", "number"),
        ("share=inf", "share", "number"),
        ("share=1e999", "share", "number"),
        ("is_open=perhaps", "is_open", "true or false"),
    ],
)
def test_what_cannot_be_used_is_named(query: str, field: str, says: str) -> None:
    with pytest.raises(Problem) as refused:
        read(query)

    document: Any = msgspec.to_builtins(refused.value.document)
    assert (document["status"], document["field"]) == (422, field) and says in document["detail"], document
    assert "pointer" not in document


def test_the_contract_shows_the_query_and_the_status_of_a_success() -> None:
    app = Flask(__name__)

    @app.delete("/things/<thing_id>")
    @operation(query=Wanted, status=204, path={"thing_id": "a"})
    def delete_thing(thing_id: str) -> str:
        """Delete a thing"""
        return thing_id

    described = openapi_document(app)["paths"]["/things/{thing_id}"]["delete"]

    assert described["responses"].keys() == {"204"} and "content" not in described["responses"]["204"]
    assert [each["name"] for each in described["parameters"]] == ["thing_id", *Wanted.__struct_fields__]
    limit = described["parameters"][1]
    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 10, "default": 5}
    assert (limit["in"], limit["required"], limit["description"]) == ("query", False, "How many.")
