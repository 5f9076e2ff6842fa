"""kill -9 of two writers at any moment, on both databases: what was acknowledged is there, and whole.

Each round two processes open the same store and write to it, telling us of every model once the store says
that it is safe; some they tag or delete again. Both are killed at a moment that chance chooses, while they
still open the store, too. Then everything they ever told is looked for. In every fifth round Postgres' own
first process is killed as well.

    python -m benchmarks.reliability "killed writers"
    python -m benchmarks.reliability.killed_writers sqlite:///some.sqlite3 10
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import func
from sqlalchemy import select as query_of

from benchmarks.postgres import Cluster, running_cluster, why_there_is_none
from benchmarks.reliability.figure import Figure, none_of
from gmm.api.contract.examples.fits import MODEL
from gmm.api.schemas.models import ModelChange, ModelQuery, UploadedModel
from gmm.api.store.database import Database
from gmm.api.store.failures import StoreError
from gmm.api.store.models import ModelStore, new_model_id, stored_now
from gmm.api.store.tables import model_columns
from gmm.io.model_document import ModelDocument

ROUNDS, QUICK_ROUNDS = 100, 8
_WRITERS = 2
_LONGEST_SECONDS = 0.3
_SHARE_OF_EARLY_KILLS = 0.25
_STUCK_SECONDS = 30
_TAG = "tagged"
Fates = dict[str, str]


@dataclass
class Writer:
    """A process that writes until it is killed, and what it has told us on a pipe so far."""

    pid: int
    pipe: int
    lines: bytes = b""

    def fileno(self) -> int:
        """To be waited for."""
        return self.pipe

    def hear(self) -> bool:
        """Take in what has come; False at the end."""
        part = os.read(self.pipe, 65_536)
        self.lines += part
        return bool(part)

    def fates(self) -> dict[str, str]:
        """By the model's id, what became of it last; a line that was cut off was not acknowledged."""
        told = [line.split() for line in self.lines.decode().split("\n")[:-1]]
        return {model_id: fate for fate, model_id in told}

    def kill(self) -> None:
        """kill -9, and hear what it had still to tell."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        while self.hear():
            pass
        os.close(self.pipe)


def figures(quick: bool) -> Iterator[Figure]:
    """On SQLite and, where there is one, on Postgres."""
    n_rounds = QUICK_ROUNDS if quick else ROUNDS
    with tempfile.TemporaryDirectory(prefix="gmm-kill-nine-") as directory:
        yield from _figures("SQLite", n_rounds, f"sqlite:///{Path(directory, 'models.sqlite3')}", None)
    if why_there_is_none() is None:
        with running_cluster() as cluster:
            yield from _figures("Postgres", n_rounds, cluster.url_of_new_database(), cluster)


def _figures(where: str, n_rounds: int, url: str, cluster: Cluster | None) -> Iterator[Figure]:
    told, faults = rounds(n_rounds, url, cluster)
    what = f"acknowledged models lost or torn, {n_rounds} rounds of kill -9 with {_WRITERS} writers, {where}"
    yield none_of(what, faults, len(told))


def rounds(n_rounds: int, url: str, cluster: Cluster | None = None, seed: int = 0) -> tuple[Fates, list[str]]:
    """All that was acknowledged, and what of it is not so; ``cluster``, the Postgres to kill as well."""
    chance = random.Random(seed)
    told: Fates = {}
    for number in range(n_rounds):
        writers = [_start_writer(url, chance.getrandbits(32)) for _ in range(_WRITERS)]
        if chance.random() < _SHARE_OF_EARLY_KILLS:  # amid opening the store, the first time amid making it
            _listen(writers, seconds=chance.uniform(0, _LONGEST_SECONDS))
        else:
            _wait_for_all(writers)
            _listen(writers, seconds=chance.uniform(0, _LONGEST_SECONDS))
        kills_postgres = cluster is not None and number % 5 == 4
        if cluster is not None and kills_postgres:
            cluster.kill()
            _listen(writers, seconds=0.05)
        for writer in writers:
            writer.kill()
        if cluster is not None and kills_postgres:
            cluster.start_again()
        now = {model_id: fate for writer in writers for model_id, fate in writer.fates().items()}
        told |= now
        if faults := faults_of(url, now):
            return told, [f"round {number + 1}: {fault}" for fault in faults]
    return told, [*faults_of(url, told), *torn(url)]


def faults_of(url: str, told: Fates) -> list[str]:
    """What is not as it was acknowledged, looked for as a newly started program would."""
    database = Database(url)
    store = ModelStore(database)
    faults = []
    for model_id, fate in told.items():
        found = store.get(model_id)
        if fate != "doomed" and (found is None) != (fate == "deleted"):
            faults.append(f"{model_id} was {fate} and is {'gone' if found is None else 'there'}")
        elif found is not None and found != _model(model_id, found, fate):
            faults.append(f"{model_id} was {fate} and reads {found}")
    database.close()
    return faults


def torn(url: str) -> list[str]:
    """What is there, acknowledged or not, but not whole."""
    database = Database(url)
    store = ModelStore(database)
    entries = store.page(ModelQuery(), limit=10**6).models
    faults = [f"{entry.model_id} cannot be read" for entry in entries if store.get(entry.model_id) is None]
    counted = query_of(func.count()).select_from(model_columns)
    n_columns = database.read(lambda connection: connection.execute(counted).scalar_one())
    if n_columns != len(MODEL["columns"]) * len(entries):
        faults.append(f"{len(entries)} models have {n_columns} columns")
    database.close()
    return faults


def _model(model_id: str, found: UploadedModel | object, fate: str) -> UploadedModel:
    """The model as it was stored: its note is its id, so that no two could be mistaken for one another."""
    assert isinstance(found, UploadedModel)
    return UploadedModel(
        model_id=model_id,
        model=msgspec.convert(MODEL, ModelDocument),
        n_parameters=9,
        created_at=found.created_at,
        program_version=found.program_version,
        name=model_id,
        tags=(_TAG,) if fate == "tagged" else found.tags if fate == "stored" else (),
        note=model_id,
    )


def _start_writer(url: str, seed: int) -> Writer:
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid:
        os.close(theirs)
        return Writer(pid, ours)
    try:
        os.close(ours)
        _write_for_ever(url, random.Random(seed), theirs)
    finally:
        os._exit(1)  # nothing of the parent's is tidied up here


def _write_for_ever(url: str, chance: random.Random, pipe: int) -> None:
    while True:
        try:
            store = ModelStore(Database(url))
            while True:
                _write(store, chance, pipe)
        except StoreError:  # Postgres has been killed; it may come back
            time.sleep(0.01)


def _write(store: ModelStore, chance: random.Random, pipe: int) -> None:
    model_id = new_model_id()
    document = msgspec.convert(MODEL, ModelDocument)
    label = stored_now(model_id, (), model_id)
    store.put(UploadedModel(model_id=model_id, model=document, n_parameters=9, **label))
    os.write(pipe, f"stored {model_id}\n".encode())
    what = chance.random()
    if what < 0.1:
        store.change(model_id, ModelChange(tags=(_TAG,)))
        os.write(pipe, f"tagged {model_id}\n".encode())
    elif what < 0.2:
        os.write(pipe, f"doomed {model_id}\n".encode())  # from here on it may be there or not
        store.delete(model_id)
        os.write(pipe, f"deleted {model_id}\n".encode())


def _wait_for_all(writers: list[Writer]) -> None:
    until = time.monotonic() + _STUCK_SECONDS
    while not all(writer.lines for writer in writers):
        _listen(writers, seconds=0.01)
        if time.monotonic() > until:
            raise RuntimeError("The writers do not write.")


def _listen(writers: list[Writer], seconds: float) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        for writer in select.select(writers, [], [], left)[0]:
            if not writer.hear():
                time.sleep(left)  # it has died by itself, which is found out below
                return


if __name__ == "__main__":
    _told, _faults = rounds(int(sys.argv[2]), url=sys.argv[1])
    print(f"{len(_told)} acknowledged, {len(_faults)} lost or torn", *_faults[:10], sep="\n")
    sys.exit(1 if _faults else 0)
