"""A Postgres to be thrown away, for tests and trials: files, socket and all in a temporary directory."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

# Debian keeps the programs out of everybody's path.
_DEBIANS = tuple(Path("/usr/lib/postgresql").glob("*/bin"))
_ATTEMPTS, _SECONDS_BETWEEN = 50, 0.2
_OPTIONS = "-c listen_addresses= -c max_connections=60 -c shared_buffers=16MB"


def why_there_is_none() -> str | None:
    """Why there cannot be one on this machine; None if there can."""
    if _program("initdb") is None:
        return "Postgres is not installed (on Debian: apt install postgresql)"
    if os.geteuid() == 0 and _servant() is None:
        return "Postgres does not run as root, and there is no user postgres or nobody"
    return None


class Cluster:
    """A Postgres of one's own. What it acknowledges is on disk, as it is by default."""

    def __init__(self, directory: Path) -> None:
        """Write its files; it does not run yet."""
        self._directory = directory
        self._names = (f"store_{n}" for n in count(1))
        if servant := _servant():
            shutil.chown(directory, servant)
        self._run("initdb", "-D", self._data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")

    @property
    def _data(self) -> str:
        return str(self._directory / "data")

    def url_of_new_database(self) -> str:
        """The address of an empty database."""
        name = next(self._names)
        self._run("createdb", "-h", str(self._directory), "-U", "tester", name)
        return f"postgresql+psycopg://tester@/{name}?host={self._directory}"

    def start(self) -> None:
        """Serve, on a socket in its directory and nowhere else."""
        log = str(self._directory / "log")
        options = f"-k {self._directory} {_OPTIONS}"
        self._run("pg_ctl", "-D", self._data, "-w", "-l", log, "-o", options, "start")

    def crash(self) -> None:
        """End as in a crash: nothing is tidied up, the journal is read at the next start."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    def kill(self) -> None:
        """kill -9 of its first process, after which the others end by themselves."""
        pid = int(Path(self._data, "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)

    def start_again(self) -> None:
        """Serve again after a kill, once the processes that were left are gone."""
        for _ in range(_ATTEMPTS):
            try:
                return self.start()
            except RuntimeError:
                time.sleep(_SECONDS_BETWEEN)
        return self.start()

    def _run(self, name: str, *arguments: str) -> None:
        program = _program(name)
        assert program is not None, name
        done = subprocess.run(
            [program, *arguments],
            user=_servant(),
            cwd=self._directory,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL
            if name == "pg_ctl"
            else subprocess.PIPE,  # its child would hold the pipe
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{name} {' '.join(arguments)} failed: {done.stderr}")


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """A cluster that runs, and is gone afterwards."""
    with TemporaryDirectory(prefix="gmm-postgres-") as directory:
        cluster = Cluster(Path(directory))
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.crash()


def _program(name: str) -> str | None:
    found = max((directory / name for directory in _DEBIANS), default=None)
    return str(found) if found is not None and found.exists() else shutil.which(name)


def _servant() -> str | None:
    """Who runs it in the place of root, as whom it refuses to run."""
    if os.geteuid() != 0:
        return None
    known = {each.pw_name for each in pwd.getpwall()}
    return next((user for user in ("postgres", "nobody") if user in known), None)
