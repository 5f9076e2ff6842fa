"""How a client asks: what its methods have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self, TypeVar
from urllib.parse import quote

import msgspec

from gmm.api.schemas import fit
from gmm.client import arrays
from gmm.client.connection import Connection, Problem
from gmm.client.encoding import Data, encoded

T = TypeVar("T")

NDJSON = "application/x-ndjson"


class Asking:
    """A connection to the service, and answers in the types that are asked for."""

    def __init__(
        self, address: str = "http://localhost:8000", *, token: str | None = None, timeout: float = 600.0
    ) -> None:
        """``token``, where the service asks for one; ``timeout``, seconds without a byte to give up after."""
        self._connection = Connection(address, token, timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection that is kept."""
        self._connection.close()

    def _post(self, path: str, kind: type[T], data: Data | None, options: dict[str, Any]) -> T:
        body, media, query = encoded(data, options)
        return self._decoded(kind, "POST", path, query=query, body=body, headers={"Content-Type": media})

    def _events(self, path: str, kinds: Any, data: Data | None, options: dict[str, Any]) -> Iterator[Any]:
        body, media, query = encoded(data, options)
        headers = {"Content-Type": media, "Accept": NDJSON}
        decoder = msgspec.json.Decoder(kinds | fit.ProblemEvent)
        for line in self._connection.lines("POST", path, query=query, body=body, headers=headers):
            event = decoder.decode(line)
            if isinstance(event, fit.ProblemEvent):
                raise Problem(event)
            yield event

    def _decoded(self, kind: type[T], method: str, path: str, **sent: Any) -> T:
        content = self._connection.ask(method, path, **sent)
        return msgspec.json.decode(content, type=kind, dec_hook=arrays.array_of)

    def _text(self, path: str) -> str:
        return self._connection.ask("GET", path).decode()


def part(text: str) -> str:
    """A part of a path, whatever it holds."""
    return quote(text, safe="")
