"""Answers with an entry for each row: as JSON, or as a table in the format that the client accepts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
from flask import Response, request
from numpy.typing import NDArray

from gmm.api.contract.operation import ARROW, BYTES, CSV, JSON, NPY
from gmm.api.errors import NOT_ACCEPTABLE, Problem
from gmm.api.wire.answers import json_answer, refuse_not_finite
from gmm.io.number_table import NumberTable
from gmm.io.writers.rows import as_arrow, as_csv, as_npy, as_raw, layout_of

# What a route with an answer for each row may answer with, beside JSON.
ROWS_ANSWERS: dict[str, tuple[type, ...]] = {CSV: (str,), ARROW: (bytes,), NPY: (bytes,), BYTES: (bytes,)}
_OFFERS = (JSON, *ROWS_ANSWERS)
_ANY = {"*/*": JSON, "application/*": JSON, "text/*": CSV}
_ENDINGS = {CSV: "csv", ARROW: "arrows", NPY: "npy"}


def rows_answer(
    fields: dict[str, NDArray[Any]], answer: Callable[[], msgspec.Struct], name: str, rows: NumberTable | None
) -> Response:
    """The fields, (N,) or (N, K), as the client accepts them; as JSON it is what ``answer`` makes.

    ``rows``, what they are said of: where some of its rows were left out, a field tells which these are.
    Raises Problem for a number that is not finite, and if nothing acceptable is offered.
    """
    media, dtype = _accepted()
    if media == JSON:
        response = json_answer(answer())
    else:
        for field, values in fields.items():
            refuse_not_finite(values, field.replace("_", " "))
        if rows is not None and rows.source_rows is not None:
            fields = {"row": rows.source_rows} | fields
        response = _table(fields, media, dtype, name)
    response.vary.add("Accept")
    return response


def taken_rows(rows: NumberTable) -> list[int] | msgspec.UnsetType:
    """The numbers of the rows spoken of, from 0, where some were left out."""
    return msgspec.UNSET if rows.source_rows is None else np.asarray(rows.source_rows).tolist()


def _table(fields: dict[str, NDArray[Any]], media: str, dtype: str, name: str) -> Response:
    if media == BYTES:
        body = as_raw(fields, "float32" if dtype == "float32" else "float64")
        kind = f'{BYTES}; dtype={dtype}; layout="{layout_of(fields)}"'
        return Response(body, content_type=kind)
    body = {CSV: as_csv, ARROW: as_arrow, NPY: as_npy}[media](fields)
    disposition = f'attachment; filename="{name}.{_ENDINGS[media]}"'
    return Response(body, mimetype=media, headers={"Content-Disposition": disposition})


def _accepted() -> tuple[str, str]:
    """The media type that the client prefers of those offered, and the type of numbers it asks for."""
    wanted = list(request.accept_mimetypes)
    if not wanted:
        return JSON, ""
    for value, quality in wanted:
        main, _, parameters = value.partition(";")
        media = _ANY.get(main.strip(), main.strip())
        given = dict(part.strip().partition("=")[::2] for part in parameters.split(";") if part.strip())
        dtype = given.get("dtype", "float64").strip('"')
        if quality > 0 and media in _OFFERS and (media != BYTES or dtype in ("float32", "float64")):
            return media, dtype
    raise Problem(
        NOT_ACCEPTABLE,
        f"This route answers with {', '.join(_OFFERS)}; of the last with dtype=float32 or dtype=float64. "
        "Set the Accept header to one of them.",
    )
