"""Files of rows, a format each behind one interface, found by their names."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from pathlib import Path

from gmm.io.errors import ReadError
from gmm.io.files.arrow import ArrowFile
from gmm.io.files.base import AbstractFile
from gmm.io.files.csv import CsvFile
from gmm.io.files.npy import NpyFile
from gmm.io.files.parquet import ParquetFile
from gmm.io.files.source import FileSource, Missing

__all__ = ["FORMATS", "AbstractFile", "FileSource", "Missing", "files_named", "opened"]

# By the end of the name, in the order in which they are told to people.
FORMATS: dict[str, type[AbstractFile]] = {
    ".csv": CsvFile,
    ".tsv": CsvFile,
    ".txt": CsvFile,
    ".parquet": ParquetFile,
    ".pq": ParquetFile,
    ".arrow": ArrowFile,
    ".feather": ArrowFile,
    ".npy": NpyFile,
}
_COMPRESSED = (".gz", ".bz2", ".zst")


def files_named(names: Sequence[str]) -> list[AbstractFile]:
    """The files of these names, patterns and directories, those of one directory in order of their names.

    Raises ``ReadError`` where there is none, or none that can be read.
    """
    return [opened(path) for name in names for path in _paths(name)]


def opened(path: Path) -> AbstractFile:
    """One file, to be read as its name says. Raises ``ReadError`` for a name that says nothing."""
    kind = FORMATS.get(_ending(path))
    if kind is None:
        raise ReadError(f"{path}: what it holds is told by its ending, one of {', '.join(FORMATS)}.")
    return kind(path)


def _paths(name: str) -> list[Path]:
    path = Path(name)
    if path.is_dir():
        found = sorted(each for each in path.rglob("*") if each.is_file() and _ending(each) in FORMATS)
        what = "holds no file with such an ending as " + ", ".join(FORMATS)
    elif glob.has_magic(name) and not path.exists():
        found, what = sorted(_matching(path)), "matches no file"
    else:
        return [path]
    if not found:
        raise ReadError(f"{name}: it {what}.")
    return found


def _matching(pattern: Path) -> list[Path]:
    anchor = Path(pattern.anchor)
    return [each for each in anchor.glob(str(pattern.relative_to(anchor))) if each.is_file()]


def _ending(path: Path) -> str:
    endings = [each.lower() for each in path.suffixes]
    if endings and endings[-1] in _COMPRESSED:
        endings.pop()
    return endings[-1] if endings else ""
