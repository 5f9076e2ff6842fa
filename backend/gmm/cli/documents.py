"""Documents read from files and written to them, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from gmm.engine import Mixture
from gmm.io.errors import ReadError
from gmm.io.files.writing import whole_or_nothing
from gmm.io.model_document import GivenModelDocument, document_of, mixture_of

T = TypeVar("T")


def read_document(path: Path, kind: type[T], what: str) -> T:
    """The JSON document in a file. Raises ``ReadError`` naming the place where it is not one."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except msgspec.DecodeError as error:
        raise ReadError(f"{path}: this is no {what} ({error}).") from error


def read_mixture(path: Path) -> Mixture:
    """The mixture in a model's document, or in the answer of `gmm fit --json` or of the API.

    Raises ``ReadError``, or ``ParameterError`` for numbers that are no mixture's.
    """
    raw = read_document(path, dict[str, msgspec.Raw], "model")
    if "model" in raw:
        try:
            return mixture_of(msgspec.json.decode(raw["model"], type=GivenModelDocument))
        except msgspec.DecodeError as error:
            raise ReadError(f"{path}: its model is none ({error}).") from error
    return mixture_of(read_document(path, GivenModelDocument, "model"))


def write_mixture(mixture: Mixture, path: Path | None) -> None:
    """Write the model's document to a file, or to standard output if none is named."""
    write_json(document_of(mixture), path)


def write_json(document: Any, path: Path | None) -> None:
    """The same of any document."""
    written = msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
    if path is None or str(path) == "-":
        click.echo(written, nl=False)
        return
    with whole_or_nothing(path) as file:
        file.write(written)
