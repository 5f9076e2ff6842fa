"""How large a Parquet file's pages become, looked up before any of them is unpacked.

A page of a hundred bytes may say that it unpacks to two gigabytes, and the reader would ask for as much
memory first; the totals in the file's footer are whatever its writer wrote there. So the headers of all pages
to be read are visited: Thrift structures in the compact protocol, of which the second and the third field are
the sizes of the page unpacked and packed (parquet-format, `PageHeader` in parquet.thrift).

The footer is read here too: to ask pyarrow for the metadata of a column chunk can end the process, where a
broken footer makes its constructor throw.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from gmm.io.errors import SizeError, TableError

# Bytes of a value by its physical type: BOOLEAN, INT32, INT64, INT96, FLOAT, DOUBLE; and of any other.
_WIDTHS = {0: 1, 1: 4, 2: 8, 3: 12, 4: 4, 5: 8}
_WIDEST = 40
_LEVELS = 4
# What a page may hold beside values, and a dictionary of few of them.
_SLACK = 2**20
_LONGEST_FOOTER, _LONGEST_HEADER = 8 * 2**20, 2**20
_MAGIC = b"PAR1"
# Thrift's types: truth values stand in the field's header, these others behind it.
_BYTE, _I16, _I64, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 3, 4, 6, 7, 8, 9, 10, 12
_DEEPEST = 16
_BROKEN = "The Parquet file is broken: its metadata cannot be understood. Write it anew."


def refuse_swollen_pages(body: bytes, columns: Collection[str]) -> None:
    """Raise SizeError if the pages of these columns unpack to more than their values can take.

    Raises TableError for metadata that cannot be understood.
    """
    try:
        for group in _footer(body)[4]:
            for chunk in (column[3] for column in group[1]):
                name = b".".join(chunk[3]).decode(errors="replace")
                is_read = name in columns or chunk[3][0].decode(errors="replace") in columns
                most = 2 * (_WIDTHS.get(chunk[1], _WIDEST) + _LEVELS) * group[3] + _SLACK
                if is_read and _unpacked(body, chunk) > most:
                    raise SizeError(
                        f"The pages of column {name[:128]} unpack to more than {group[3]} values can take. "
                        "Write the file anew."
                    )
    except (IndexError, KeyError, TypeError, AttributeError) as error:
        raise TableError(_BROKEN) from error


def _footer(body: bytes) -> dict[int, Any]:
    """The file's metadata: row groups are its field 4."""
    length = int.from_bytes(body[-8:-4], "little")
    if not body.endswith(_MAGIC) or not 0 < length <= len(body) - 8:
        raise TableError(_BROKEN)
    if length > _LONGEST_FOOTER:
        raise SizeError("The Parquet file's footer is too large. Write it with fewer row groups or columns.")
    return _Thrift(body, len(body) - 8 - length, len(body) - 8).struct()


def _unpacked(body: bytes, chunk: dict[int, Any]) -> int:
    """The bytes that all pages of a column chunk unpack to; as many as there are when it ends too early."""
    at = min(chunk[9], chunk.get(11) or chunk[9])
    end = min(at + chunk[7], len(body))
    total = 0
    while 0 <= at < end:
        thrift = _Thrift(body, at, min(at + _LONGEST_HEADER, len(body)))
        header = thrift.struct()
        if header[2] < 0 or header[3] < 0:
            raise TableError(_BROKEN)
        total += header[2]
        at = thrift.at + header[3]
    return total


class _Thrift:
    """A reader of Thrift's compact protocol from a place to an end; IndexError where that is passed."""

    def __init__(self, body: bytes, at: int, end: int) -> None:
        self.body = body
        self.at = at
        self.end = end

    def struct(self, depth: int = 0) -> dict[int, Any]:
        """The fields of a structure by their numbers."""
        if depth > _DEEPEST:
            raise TableError(_BROKEN)
        fields: dict[int, Any] = {}
        number = 0
        while kind := (byte := self._byte()) & 15:
            step = byte >> 4
            number = number + step if step else self._zigzag()
            fields[number] = kind == 1 if kind in (1, 2) else self._value(kind, depth + 1)
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        if kind == _BYTE:
            return self._byte()
        if _I16 <= kind <= _I64:
            return self._zigzag()
        if kind == _DOUBLE:
            return self._bytes(8)
        if kind == _BINARY:
            return self._bytes(self._varint())
        if kind == _STRUCT:
            return self.struct(depth)
        if kind in (_LIST, _SET) and depth <= _DEEPEST:
            byte = self._byte()
            length = byte >> 4 if byte >> 4 < 15 else self._varint()
            of = _BYTE if byte & 15 in (1, 2) else byte & 15  # in a list a truth value takes a byte
            return [self._value(of, depth + 1) for _ in range(min(length, self.end - self.at + 1))]
        raise TableError(_BROKEN)

    def _bytes(self, length: int) -> bytes:
        if length > self.end - self.at:
            raise IndexError
        self.at += length
        return self.body[self.at - length : self.at]

    def _byte(self) -> int:
        return self._bytes(1)[0]

    def _varint(self) -> int:
        value = shift = 0
        while (byte := self._byte()) & 0x80:
            value |= (byte & 0x7F) << shift
            shift += 7
            if shift > 63:
                raise TableError(_BROKEN)
        return value | byte << shift

    def _zigzag(self) -> int:
        value = self._varint()
        return value >> 1 ^ -(value & 1)
