"""Where data sets are kept: a matrix as .npy and what there is to say of it as JSON, two files for each.

Both are written under other names first and then renamed, the JSON last: a data set is there as a whole or
not at all, whatever happens in between. They are read through the page cache, so that a data set that several
requests use is in memory once.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from uuid import uuid4

import msgspec
import numpy as np

from gmm.api.errors import OVER_LIMIT, UNKNOWN_DATASET, Problem
from gmm.api.schemas.datasets import Dataset, DatasetColumn, DatasetEntry
from gmm.api.settings import Limits
from gmm.io.fingerprint import fingerprint_of
from gmm.io.number_table import Matrix, NumberTable
from gmm.io.readers.choice import Choice, columns_of_unnamed

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PREVIEW_ROWS = 5


class DatasetStore:
    """Data sets by id, in one directory; the oldest unused make room for new ones. Threads may share it."""

    def __init__(self, directory: str, limits: Limits) -> None:
        self._directory = Path(directory)
        self._limits = limits
        self._lock = Lock()

    def put(self, table: NumberTable, name: str) -> tuple[DatasetEntry, list[str]]:
        """Keep a table; what is said of it, and the ids of those that went to make room for it.

        Raises Problem if it is larger than all of them together may be.
        """
        if table.matrix.nbytes > self._limits.max_dataset_bytes:
            raise Problem(
                OVER_LIMIT,
                f"The data set takes {table.matrix.nbytes} bytes; the limit is "
                f"{self._limits.max_dataset_bytes} for all together (`max_dataset_bytes`).",
                field="data",
            )
        entry = _entry(table, name)
        with self._lock:
            self._directory.mkdir(parents=True, exist_ok=True)
            gone = self._make_room(table.matrix.nbytes)
            self._write(entry.dataset_id, table.matrix, entry)
        return self._with_expiry(entry), gone

    def entries(self) -> list[DatasetEntry]:
        """What is said of all data sets, the newest first."""
        self._expire()
        found = [self._read(path) for path in self._directory.glob("*.json")]
        kept = [self._with_expiry(entry) for entry in found if entry]
        return sorted(kept, key=lambda entry: (entry.created_at, entry.dataset_id), reverse=True)

    def get(self, dataset_id: str, field: str | None = None) -> Dataset:
        """What is said of one, with its first rows. Raises Problem if there is none of this id."""
        entry, matrix = self._opened(dataset_id, field)
        rows = [
            [None if np.isnan(value) else value for value in row] for row in matrix[:_PREVIEW_ROWS].tolist()
        ]
        return Dataset(**msgspec.structs.asdict(self._with_expiry(entry)), preview=rows)

    def table(self, dataset_id: str, choice: Choice) -> NumberTable:
        """The part chosen of one, which counts as used; its rows stay in the file until they are read.

        Raises Problem if there is none of this id, and what ``choice`` raises.
        """
        entry, matrix = self._opened(dataset_id, "dataset_id")
        names = [column.name for column in entry.columns]
        if entry.has_names:
            found, _ = choice.numbers_of_columns(names, [None] * len(names))
            chosen: list[str] | None = [names[index] for index in found]
        else:
            found, chosen = columns_of_unnamed(choice.columns, len(names))
        n_rows = choice.rows_to_read(len(matrix), len(found))
        if found != list(range(len(names))):
            matrix = np.ascontiguousarray(matrix[:n_rows, found])
        return choice.taken(matrix, chosen, field="dataset_id", n_source=entry.n_rows)

    def delete(self, dataset_id: str) -> None:
        """Forget one. Raises Problem if there is none of this id."""
        self._opened(dataset_id, None)
        self._remove(dataset_id)

    def _opened(self, dataset_id: str, field: str | None) -> tuple[DatasetEntry, Matrix]:
        """What is said of a data set and its matrix, mapped into memory; it is used now."""
        described = self._directory / f"{dataset_id}.json"
        entry = self._read(described) if _ID.fullmatch(dataset_id) else None
        if entry is not None:
            try:
                matrix = np.load(described.with_suffix(".npy"), mmap_mode="r", allow_pickle=False)
                os.utime(described)
                return entry, np.asarray(matrix)
            except OSError:  # another process has just made room
                pass
        raise Problem(
            UNKNOWN_DATASET,
            f"No data set {dataset_id[:64]!r} is kept here; it may have expired. Send it again.",
            field=field,
            pointer=field and f"/{field}",
        )

    def _write(self, dataset_id: str, matrix: Matrix, entry: DatasetEntry) -> None:
        numbers, described = (self._directory / f"{dataset_id}.{kind}" for kind in ("npy", "json"))
        unfinished = numbers.with_suffix(".unfinished")
        try:
            with unfinished.open("wb") as file:
                np.lib.format.write_array(file, np.ascontiguousarray(matrix, dtype="<f8"), allow_pickle=False)
            unfinished.replace(numbers)
            unfinished.write_bytes(msgspec.json.encode(entry))
            unfinished.replace(described)
        finally:
            unfinished.unlink(missing_ok=True)

    def _make_room(self, n_bytes: int) -> list[str]:
        """Remove the least recently used until there is room; the ids of those that went."""
        gone = self._expire()
        kept = sorted(self._directory.glob("*.json"), key=_last_use)
        sizes = {path: _size(path.with_suffix(".npy")) for path in kept}
        while kept and (
            len(kept) >= self._limits.max_datasets
            or sum(sizes[path] for path in kept) + n_bytes > self._limits.max_dataset_bytes
        ):
            oldest = kept.pop(0)
            self._remove(oldest.stem)
            gone.append(oldest.stem)
        return gone

    def _expire(self) -> list[str]:
        """Remove what has not been used for so long."""
        latest = datetime.now(UTC).timestamp() - 3600 * self._limits.max_dataset_hours
        old = [path.stem for path in self._directory.glob("*.json") if _last_use(path) < latest]
        for dataset_id in old:
            self._remove(dataset_id)
        return old

    def _remove(self, dataset_id: str) -> None:
        for kind in ("json", "npy"):
            (self._directory / f"{dataset_id}.{kind}").unlink(missing_ok=True)

    def _read(self, described: Path) -> DatasetEntry | None:
        try:
            return msgspec.json.decode(described.read_bytes(), type=DatasetEntry)
        except OSError:
            return None

    def _with_expiry(self, entry: DatasetEntry) -> DatasetEntry:
        used = datetime.fromtimestamp(_last_use(self._directory / f"{entry.dataset_id}.json"), UTC)
        until = used + timedelta(hours=self._limits.max_dataset_hours)
        return msgspec.structs.replace(entry, expires_at=until.isoformat(timespec="seconds"))


def _entry(table: NumberTable, name: str) -> DatasetEntry:
    names = [table.column_name(column) for column in range(table.n_columns)]
    return DatasetEntry(
        dataset_id=str(uuid4()),
        name=name,
        created_at=datetime.now(UTC).isoformat(timespec="microseconds"),
        expires_at="",
        fingerprint=fingerprint_of(table.matrix, names),
        n_rows=table.n_rows,
        has_names=table.columns is not None,
        columns=[_column(name, table.matrix[:, index]) for index, name in enumerate(names)],
        left_out=list(table.left_out),
    )


def _column(name: str, values: Matrix) -> DatasetColumn:
    missing = np.isnan(values)
    present = values[~missing] if missing.any() else values
    low, high = (float(present.min()), float(present.max())) if len(present) else (None, None)
    return DatasetColumn(name=name, n_missing=int(missing.sum()), minimum=low, maximum=high)


def _last_use(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
