"""How large a Parquet file's pages become, looked up before any of them is unpacked.

A page of a hundred bytes may say that it unpacks to two gigabytes, and the reader would ask for as much
memory first; the totals in the file's footer are whatever its writer wrote there. So the headers of all pages
to be read are visited: Thrift structures in the compact protocol, of which the second and the third field are
the sizes of the page unpacked and packed (parquet-format, `PageHeader` in parquet.thrift).
"""

from __future__ import annotations

from collections.abc import Collection

import pyarrow.parquet as pq

from gmm.io.errors import SizeError, TableError

_WIDTHS = {"INT32": 4, "FLOAT": 4, "INT64": 8, "DOUBLE": 8, "INT96": 12}
_WIDEST = 40
_LEVELS = 4
# What a page may hold beside values, and a dictionary of few of them.
_SLACK = 2**20
# Thrift's types: truth values stand in the field's header, these others behind it.
_BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 3, 4, 5, 6, 7, 8, 9, 10, 12
_DEEPEST = 8


def refuse_swollen_pages(body: bytes, metadata: pq.FileMetaData, columns: Collection[str]) -> None:
    """Raise SizeError if the pages of these columns unpack to more than their values can take."""
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        for chunk in map(group.column, range(group.num_columns)):
            if chunk.path_in_schema.partition(".")[0] in columns or chunk.path_in_schema in columns:
                width = _WIDTHS.get(chunk.physical_type, _WIDEST) + _LEVELS
                if _unpacked(body, chunk) > 2 * width * group.num_rows + _SLACK:
                    raise SizeError(
                        f"The pages of column {chunk.path_in_schema} unpack to more than {group.num_rows} "
                        "values can take. Write the file anew."
                    )


def _unpacked(body: bytes, chunk: pq.ColumnChunkMetaData) -> int:
    """The bytes that all pages of a column chunk unpack to; as many as there are when it ends too early."""
    offsets = [chunk.data_page_offset]
    if chunk.has_dictionary_page and chunk.dictionary_page_offset is not None:
        offsets.append(chunk.dictionary_page_offset)
    at = min(offsets)
    end = min(at + chunk.total_compressed_size, len(body))
    total = 0
    while 0 <= at < end:
        header = _Thrift(body, at)
        unpacked, packed = header.page_sizes()
        if unpacked < 0 or packed < 0:
            raise TableError("The Parquet file is broken: a page has a negative size.")
        total += unpacked
        at = header.at + packed
    return total


class _Thrift:
    """A reader of Thrift's compact protocol that goes forward from a place; IndexError where bytes end."""

    def __init__(self, body: bytes, at: int) -> None:
        self.body = body
        self.at = at

    def page_sizes(self) -> tuple[int, int]:
        """The sizes in a page header, unpacked and packed, which is read to its end."""
        sizes: dict[int, int] = {}
        number = 0
        while kind := self._field():
            number += self._step or self._zigzag() - number
            if kind == _I32:
                sizes[number] = self._zigzag()
            else:
                self._skip(kind, 0)
        return sizes.get(2, -1), sizes.get(3, -1)

    def _field(self) -> int:
        """The type of the next field, 0 at the end; how far its number is from the last one's."""
        byte = self._byte()
        self._step = byte >> 4
        return byte & 15

    def _skip(self, kind: int, depth: int) -> None:
        if depth > _DEEPEST:
            raise TableError("The Parquet file is broken: a page header is nested too deeply.")
        if kind == _BYTE:
            self.at += 1
        elif kind in (_I16, _I32, _I64):
            self._varint()
        elif kind == _DOUBLE:
            self.at += 8
        elif kind == _BINARY:
            length = self._varint()
            self.at += length
        elif kind in (_LIST, _SET):
            self._skip_list(depth)
        elif kind == _STRUCT:
            while inner := self._field():
                if not self._step:
                    self._zigzag()
                self._skip(inner, depth + 1)

    def _skip_list(self, depth: int) -> None:
        byte = self._byte()
        length = byte >> 4 if byte >> 4 < 15 else self._varint()
        for _ in range(min(length, len(self.body))):
            if byte & 15 in (1, 2):  # in a list a truth value takes a byte
                self.at += 1
            else:
                self._skip(byte & 15, depth + 1)

    def _byte(self) -> int:
        self.at += 1
        return self.body[self.at - 1]

    def _varint(self) -> int:
        value = shift = 0
        while (byte := self._byte()) & 0x80:
            value |= (byte & 0x7F) << shift
            shift += 7
        return value | byte << shift

    def _zigzag(self) -> int:
        value = self._varint()
        return value >> 1 ^ -(value & 1)
