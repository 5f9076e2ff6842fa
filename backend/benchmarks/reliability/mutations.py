"""Uploads of every format with bytes changed, removed, repeated: no answer is a 5xx, and the process lives.

    python -m benchmarks.reliability.mutations parquet 5 1000

asks an application with a thousand inputs of one format, the random numbers starting from 5.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from benchmarks.reliability.figure import Figure, at_least, none_of
from benchmarks.reliability.originals import FORMATS
from benchmarks.reliability.service import BACKEND
from gmm.api.app import create_app
from gmm.api.settings import Settings

INPUTS = 1_000_000
_SHARE = 20_000  # inputs that a process is given at a time
_WORKERS = 2
_MOST_SHOWN = 5
_MOST_SECONDS = 1_800
# What breaks readers most often: lengths, signs, quotes, ends.
_BYTES = b"\x00\x01\x7f\x80\xff\"'[]{},;.\t\r\n-+eE09"


def figures(quick: bool) -> Iterator[Figure]:
    """How many inputs there were, those answered with a 5xx, and processes that died."""
    n_inputs = 5_000 if quick else INPUTS
    share = min(_SHARE, n_inputs // len(FORMATS))
    shares = [(name, seed) for seed in range(-(-n_inputs // (share * len(FORMATS)))) for name in FORMATS]
    statuses: Counter[str] = Counter()
    wrong: list[str] = []
    dead: list[str] = []
    with ThreadPoolExecutor(_WORKERS) as workers:
        for found in workers.map(lambda each: _apart(*each, share), shares):
            statuses.update(found.get("statuses", {}))
            wrong += found.get("wrong", [])
            dead += found.get("dead", [])
    asked = sum(statuses.values())
    spread = ", ".join(f"{number:,} x {status}" for status, number in sorted(statuses.items()))
    yield at_least(f"mutated uploads ({', '.join(FORMATS)}: {spread})", asked, n_inputs, "inputs")
    yield none_of("mutated uploads answered with a 5xx", wrong, asked)
    yield none_of("processes that died of them", dead, len(shares))


def _apart(name: str, seed: int, n_inputs: int) -> dict[str, Any]:
    """What a process of its own found; that it died, if it did."""
    command = [sys.executable, "-m", __name__, name, str(seed), str(n_inputs)]
    try:
        ran = subprocess.run(command, cwd=BACKEND, capture_output=True, text=True, timeout=_MOST_SECONDS)
    except subprocess.TimeoutExpired:
        return {"dead": [f"{name}, seed {seed}: not done in {_MOST_SECONDS} s"]}
    if ran.returncode:
        last = ran.stderr.strip().splitlines()[-1:]
        return {"dead": [f"{name}, seed {seed}: exit status {ran.returncode} {last}"]}
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def asked_here(name: str, seed: int, n_inputs: int) -> dict[str, Any]:
    """Ask an application in this process with so many mutations of files of one format."""
    media, files = FORMATS[name]
    random = Random(f"{name} {seed}")
    originals = files()
    statuses: Counter[int] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as directory:
        store = f"sqlite:///{Path(directory) / 'models.sqlite3'}"
        ask = _Asking(create_app(Settings(database_url=store)), media)
        for number in range(n_inputs):
            body = mutated(random, random.choice(originals))
            status = ask.status_of(body)
            statuses[status] += 1
            if status >= 500 and len(wrong) < _MOST_SHOWN:
                wrong.append(f"{name}, seed {seed}, input {number}: {status} {body[:200]!r}")
    return {"statuses": {str(status): count for status, count in statuses.items()}, "wrong": wrong}


class _Asking:
    """`POST /predict` as the server calls it, without what the server does itself."""

    def __init__(self, app: Any, media: str) -> None:
        self._app = app
        rows = np.random.default_rng(0).standard_normal((40, 3)).tolist()
        fitted = app.test_client().post(
            "/fit", json={"data": rows, "columns": list("xyz"), "n_components": 1}
        )
        self._media = media
        self._query = "" if media == "application/json" else f"model_id={fitted.get_json()['model_id']}"

    def status_of(self, body: bytes) -> int:
        """The status of the answer; 500 for an exception that the application lets through."""
        statuses: list[str] = []
        environment = {
            "REQUEST_METHOD": "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": "/predict",
            "QUERY_STRING": self._query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "CONTENT_TYPE": self._media,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        answer = self._app.wsgi_app(environment, lambda status, *_: statuses.append(status))
        for _ in answer:
            pass
        answer.close()
        return int(statuses[0][:3])


def mutated(random: Random, body: bytes) -> bytes:
    """The same bytes but for one change or a few."""
    changed = bytearray(body)
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        random.choice(_CHANGES)(random, changed)
    return bytes(changed)


def _place(random: Random, body: bytearray) -> int:
    """Anywhere, but half of the time near an end, where headers and footers are."""
    size = len(body)
    near = random.choice((size, size, min(64, size), -min(64, size)))
    return random.randrange(near) if near > 0 else size - 1 - random.randrange(-near or 1)


def _set(random: Random, body: bytearray) -> None:
    if body:
        body[_place(random, body)] = random.choice((random.randrange(256), random.choice(_BYTES)))


def _flip(random: Random, body: bytearray) -> None:
    if body:
        body[_place(random, body)] ^= 1 << random.randrange(8)


def _insert(random: Random, body: bytearray) -> None:
    at = _place(random, body) if body else 0
    body[at:at] = bytes(random.choices(_BYTES, k=random.choice((1, 1, 4, 16))))


def _remove(random: Random, body: bytearray) -> None:
    if body:
        at = _place(random, body)
        del body[at : at + random.choice((1, 1, 4, 8, 64))]


def _repeat(random: Random, body: bytearray) -> None:
    if body:
        at = _place(random, body)
        body[at:at] = body[at : at + random.choice((1, 4, 16, 256))]


def _cut(random: Random, body: bytearray) -> None:
    if body:
        del body[_place(random, body) :]


def _number(random: Random, body: bytearray) -> None:
    """Four or eight bytes that are a length far too large, or a negative one."""
    if len(body) > 8:
        at = _place(random, body)
        value = random.choice((2**31 - 1, 2**31, 2**32 - 1, 2**62, 2**63 - 1, 2**64 - 1, 0))
        size = 4 if value < 2**32 else 8
        body[at : at + size] = value.to_bytes(size, "little")


_CHANGES: tuple[Callable[[Random, bytearray], None], ...] = (
    _set,
    _flip,
    _insert,
    _remove,
    _repeat,
    _cut,
    _number,
)


if __name__ == "__main__":
    print(json.dumps(asked_here(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
