"""Requests whose length is a matter of opinion, or whose bytes are more than they seem: over real sockets."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.live import Running, running

JSON = {"Content-Type": "application/json"}
LIMIT = 20_000
SMALL = b'{"data": [[1], [2], [4]], "n_components": 1}'
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(SMALL), SMALL)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    store: Path = tmp_path_factory.mktemp("store") / "models.sqlite3"
    with running(database_url=f"sqlite:///{store}", max_body_bytes=LIMIT) as service:
        yield service


def request(*headers: bytes, body: bytes = b"", version: bytes = b"1.1") -> bytes:
    head = [b"POST /fit HTTP/" + version, b"Host: localhost", b"Content-Type: application/json", *headers]
    return b"\r\n".join([*head, b"", body])


def is_status(status: int, answer: bytes) -> bool:
    return answer.startswith((b"HTTP/1.1 %d" % status, b"HTTP/1.0 %d" % status))


@pytest.mark.parametrize(
    "misleading",
    [
        request(b"Content-Length: 5", b"Transfer-Encoding: chunked", body=CHUNKED),
        request(b"Transfer-Encoding: chunked", b"Content-Length: %d" % len(CHUNKED), body=CHUNKED),
        request(b"Content-Length: %d" % len(SMALL), b"Content-Length: 5", body=SMALL),
        request(b"Content-Length: 5, 5", body=SMALL),
        request(b"Content-Length: +%d" % len(SMALL), body=SMALL),
        request(b"Content-Length: -1", body=SMALL),
        request(b"Content-Length: 0x2c", body=SMALL),
        request(b"Content-Length: " + b"9" * 5_000, body=SMALL),
        request(b"Transfer-Encoding: chunked, identity", body=CHUNKED),
        request(b"Transfer-Encoding: xchunked", body=CHUNKED),
        request(b"Transfer-Encoding: chunked", body=CHUNKED, version=b"1.0"),
        request(b"Transfer-Encoding : chunked", body=CHUNKED),
        request(b"Transfer-Encoding: chunked", body=b"zz\r\n" + SMALL + b"\r\n0\r\n\r\n"),
        request(b"Transfer-Encoding: chunked", body=b"-5\r\n" + SMALL + b"\r\n0\r\n\r\n"),
        request(b"X-Bare: 1\nX-Other: 2", b"Content-Length: %d" % len(SMALL), body=SMALL),
    ],
    ids=lambda each: each.partition(b"\r\n\r\n")[0].decode().splitlines()[-1][:40],
)
def test_a_request_whose_end_is_unclear_is_refused_and_nothing_after_it_is_read(
    service: Running, misleading: bytes
) -> None:
    hidden = b"GET /models HTTP/1.1\r\nHost: localhost\r\n\r\n"
    answer = service.raw(misleading + hidden)

    head, _, content = answer.partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400", b"HTTP/1.1 413")), head
    assert len(re.findall(rb"HTTP/1\.[01] ", answer)) == 1 and json.loads(content)["status"] in (400, 413)


@pytest.mark.parametrize("size", [LIMIT + 1, 2 * LIMIT, 3 * LIMIT])
def test_a_chunked_body_over_the_limit_is_refused_whole(service: Running, size: int) -> None:
    # Cut at the limit this would be a valid request for fewer rows: what must never be fitted.
    body = SMALL.ljust(LIMIT) + b" " * (size - LIMIT)
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(part), part)
        for part in (body[first : first + 1_000] for first in range(0, len(body), 1_000))
    )
    answer = service.raw(
        request(b"Transfer-Encoding: chunked", b"Connection: close", body=chunks + b"0\r\n\r\n")
    )
    assert is_status(413, answer) and b"/problems/body-too-large" in answer


@pytest.mark.parametrize("header", [b"X-Long: " + b"x" * 200_000, b"\r\n".join([b"X-Short: x"] * 20_000)])
def test_huge_headers_are_refused(service: Running, header: bytes) -> None:
    answer = service.raw(request(header))
    assert answer == b"" or (is_status(431, answer) and b"/problems/headers-too-large" in answer)


def test_a_huge_address_is_refused(service: Running) -> None:
    answer = service.raw(b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer == b"" or is_status(431, answer)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
def test_a_body_that_is_larger_than_it_seems_is_not_unpacked(service: Running, coding: str) -> None:
    bomb = gzip.compress(SMALL + b" " * 10_000_000)
    assert len(bomb) < LIMIT
    answer, content = service.ask("POST", "/fit", bomb, {**JSON, "Content-Encoding": coding})
    status, kind = (413, "body-too-large") if coding == "gzip" else (415, "unsupported-media-type")
    assert answer.status == status and json.loads(content)["type"] == f"/problems/{kind}"


@pytest.mark.parametrize(
    "line",
    [
        b"GET /healthz",
        b"GET  /healthz HTTP/1.1",
        b"\x16\x03\x01\x02\x00\x01",
        b"GET /healthz HTTP/9.9",
        b"X" * 200,
    ],
)
def test_what_is_no_request_is_answered_or_cut_off_and_the_service_goes_on(
    service: Running, line: bytes
) -> None:
    answer = service.raw(line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert b"Traceback" not in answer and b" 500 " not in answer[:20]
    assert service.ask("GET", "/healthz")[0].status == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "DEBUG"])
def test_methods_that_no_route_takes_are_refused(service: Running, method: str) -> None:
    answer, content = service.ask(method, "/models")
    assert answer.status == 405 and json.loads(content)["type"] == "/problems/method-not-allowed"
