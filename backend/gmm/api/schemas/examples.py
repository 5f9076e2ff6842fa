"""`GET /examples` and `GET /examples/{id}`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from gmm.api.schemas.base import Answer, Rows
from gmm.io.model_document import ColumnNames, StructureName


class Suggestion(Answer, frozen=True, kw_only=True):
    """A first fit and a first view that show what the example teaches."""

    n_components: Annotated[int, Meta(ge=1)]
    covariance_type: StructureName
    x: Annotated[str, Meta(description="The column for the horizontal axis.")]
    y: Annotated[
        str | None, Meta(description="The column for the vertical axis; null when there is one column.")
    ]


class ExampleEntry(Answer, frozen=True, kw_only=True):
    """One example data set, without its rows."""

    id: str
    name: str
    description: Annotated[str, Meta(description="What the data are and what fitting them teaches.")]
    source: str
    n_samples: Annotated[int, Meta(ge=1)]
    columns: ColumnNames
    suggested: Suggestion


class ExampleList(Answer, frozen=True, kw_only=True):
    """The example data sets, the simplest first."""

    examples: list[ExampleEntry]


class ExampleData(ExampleEntry, frozen=True, kw_only=True):
    """One example data set with its rows."""

    data: Rows
    labels: Annotated[
        list[str] | None, Meta(description="Known classes, for comparison; they are never used in a fit.")
    ]
