"""`/models`: what is kept of a mixture, in whole and in brief, and how it is named and found."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import Answer, ModelId, Request
from gmm.api.schemas.fit import Criterion, Fingerprint, FitSummary, LogLikelihood
from gmm.api.schemas.labels import Name, Note, Tags
from gmm.io.model_document import ColumnName, ColumnNames, GivenModelDocument, ModelDocument, StructureName

CreatedAt = Annotated[
    str,
    Meta(
        description="When the model was stored: UTC, ISO 8601.", examples=["2026-01-31T09:30:00.123456+00:00"]
    ),
]
GivenName = Annotated[Name | None, Meta(description="What people call the model; names may repeat.")]
GivenNote = Annotated[Note | None, Meta(description="What else there is to say about the model.")]
ProgramVersion = Annotated[
    str, Meta(description="The version of the service that stored the model; very old ones lack it.")
]


class StoredFit(FitSummary, frozen=True, kw_only=True, tag_field="origin", tag="fit"):
    """A mixture fitted here: the answer of `POST /fit` without the labels, and what it is called."""

    model_id: ModelId
    created_at: CreatedAt
    program_version: ProgramVersion | UnsetType = UNSET
    name: GivenName = None
    tags: Tags = ()
    note: GivenNote = None


class UploadedModel(Answer, frozen=True, kw_only=True, tag_field="origin", tag="upload"):
    """A mixture that somebody brought along: of its data nothing is known."""

    model_id: ModelId
    model: ModelDocument
    n_parameters: Annotated[int, Meta(ge=1, description="Free parameters of the mixture.")]
    created_at: CreatedAt
    program_version: ProgramVersion | UnsetType = UNSET
    name: GivenName = None
    tags: Tags = ()
    note: GivenNote = None


StoredModel = StoredFit | UploadedModel


class ModelUpload(Request, frozen=True, kw_only=True):
    """A mixture's document, as `GET /models/{model_id}/document` gives it, and what to call it."""

    model: Annotated[GivenModelDocument, Meta(description="The mixture: a document, never a pickle.")]
    name: GivenName = None
    tags: Tags = ()
    note: GivenNote = None


class ModelChange(Request, frozen=True, kw_only=True):
    """What to call a stored model from now on; what is left out stays as it is."""

    name: Annotated[Name | None, Meta(description="Its new name; null takes the name away.")] | UnsetType = (
        UNSET
    )
    tags: Annotated[Tags, Meta(description="All its tags, in the place of those it has.")] | UnsetType = UNSET
    note: Annotated[Note | None, Meta(description="Its new note; null takes the note away.")] | UnsetType = (
        UNSET
    )


class ModelEntry(Answer, frozen=True, kw_only=True):
    """One stored model in brief; what is known of its data, if it was fitted here."""

    model_id: ModelId
    created_at: CreatedAt
    origin: Annotated[
        Literal["fit", "upload"], Meta(description="Whether it was fitted here or brought along.")
    ]
    name: GivenName
    tags: Tags
    note: GivenNote
    covariance_type: StructureName
    n_components: Annotated[int, Meta(ge=1)]
    columns: ColumnNames
    n_samples: Annotated[int, Meta(ge=1)] | None
    log_likelihood: LogLikelihood | None
    bic: Criterion | None
    fingerprint: Fingerprint | None


class ModelList(Answer, frozen=True, kw_only=True):
    """One page of the stored models."""

    models: list[ModelEntry]
    next: Annotated[
        str | None,
        Meta(description="What to give as `after` for the next page; null where this was the last."),
    ]


SortKey = Literal[
    "created_at",
    "-created_at",
    "name",
    "-name",
    "n_components",
    "-n_components",
    "n_samples",
    "-n_samples",
    "log_likelihood",
    "-log_likelihood",
    "bic",
    "-bic",
]


_Sought = Annotated[str, Meta(max_length=128, pattern="^[^\u0000]*$")]


class ModelQuery(Request, frozen=True, kw_only=True):
    """Which stored models to list, in which order and how many at a time."""

    limit: (
        Annotated[
            int, Meta(ge=1, description="Models of one page: 100, or `max_page_models` if that is less.")
        ]
        | UnsetType
    ) = UNSET
    after: (
        Annotated[str, Meta(min_length=1, max_length=1_000, description="The `next` of the page before.")]
        | UnsetType
    ) = UNSET
    sort: Annotated[
        SortKey,
        Meta(description="What they are sorted by, `-` for the greatest first; those without it come last."),
    ] = "-created_at"
    name: Annotated[_Sought, Meta(description="A part of the name, in any case.")] = ""
    tag: Annotated[
        tuple[_Sought, ...],
        Meta(max_length=32, description="A tag they have; given several times, all of them."),
    ] = ()
    column: Annotated[
        tuple[ColumnName, ...],
        Meta(max_length=32, description="A column they have; given several times, all of them."),
    ] = ()
    fingerprint: (
        Annotated[
            str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)", description="The fingerprint of the data fitted to.")
        ]
        | UnsetType
    ) = UNSET
