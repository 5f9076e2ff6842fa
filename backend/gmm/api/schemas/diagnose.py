"""`POST /diagnose`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from gmm.api.schemas.base import Answer, ModelDataRequest, RowWeights, Seed


class DiagnoseRequest(ModelDataRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`) and the rows it was fitted to."""

    weights: RowWeights = None
    seed: Seed = 0


class FindingDocument(Answer, frozen=True, kw_only=True):
    """Something about the mixture that deserves doubt, how much of it there is, and what helps."""

    code: Annotated[str, Meta(description="A stable name for programs.", examples=["overlapping_components"])]
    message: Annotated[str, Meta(description="A sentence for people, who count from 1.")]
    remedy: Annotated[str, Meta(description="What to do; empty where the message says it.")] = ""
    components: Annotated[
        list[int], Meta(description="The components concerned, counted from 0, the worst first.")
    ] = field(default_factory=list)
    rows: Annotated[list[int], Meta(description="The rows concerned, counted from 0, the worst first.")] = (
        field(default_factory=list)
    )
    number: Annotated[float | None, Meta(description="What the check measures, in its own unit.")] = None


class Diagnosis(Answer, frozen=True, kw_only=True):
    """Everything found; nothing if the mixture looks as it should."""

    summary: Annotated[str, Meta(description="How many findings there are, as a sentence.")]
    findings: list[FindingDocument]


class DiagnosisEvent(Diagnosis, frozen=True, kw_only=True, tag_field="event", tag="result"):
    """The last line of a stream that went well: the whole answer."""
