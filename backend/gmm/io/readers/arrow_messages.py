"""How many rows an Arrow stream holds and how large its buffers become, looked up before any is unpacked.

A batch of a hundred bytes may say that it unpacks to gigabytes. A message's metadata are a FlatBuffers table
(Message.fbs of Arrow's format): a batch has a length, and buffers that start with their unpacked size where
they are packed.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.types as types

from gmm.io.errors import SizeError, TableError

# Bytes that one number takes at the most (a decimal of 256 bits), and what a buffer may be padded with.
_WIDEST, _SLACK = 32, 4096
# Dictionaries are unpacked whatever columns are chosen.
_MOST_DICTIONARY_BYTES = 32 * 2**20
_DICTIONARY, _RECORDS = 2, 3


def rows_announced(buffer: pa.Buffer, schema: pa.Schema, columns: Collection[int]) -> int:
    """The rows of all batches. Raises SizeError if a buffer unpacks to more than its rows can take.

    columns, the numbers of those that are to be read: of the others nothing is unpacked. Raises what pyarrow
    and struct raise for what is no stream, the latter as TableError.
    """
    n_rows = dictionary_bytes = 0
    try:
        for batch in _batches(buffer):
            if batch.is_dictionary:
                dictionary_bytes += sum(batch.unpacked_sizes())
                if dictionary_bytes > _MOST_DICTIONARY_BYTES:
                    raise SizeError("The Arrow stream's dictionaries are too large. Write plain columns.")
                continue
            if batch.n_rows < 0:
                raise TableError("The Arrow stream is broken: a batch has a negative number of rows.")
            n_rows += batch.n_rows
            sizes = batch.unpacked_sizes()
            most = _WIDEST * batch.n_rows + _SLACK
            for index in _buffers_of(schema, columns, batch.view_buffers()):
                if index < len(sizes) and sizes[index] > most:
                    raise SizeError(
                        f"A buffer of the Arrow stream unpacks to {sizes[index]} bytes, more than "
                        f"{batch.n_rows} numbers can take. Write the stream anew."
                    )
    except (struct.error, IndexError) as error:
        raise TableError("The Arrow stream is broken: a message cannot be understood.") from error
    return n_rows


@dataclass(frozen=True)
class _Batch:
    """A record batch, perhaps a dictionary's: metadata, where in it the batch's table lies, and its body."""

    metadata: memoryview
    table: int
    body: memoryview
    is_dictionary: bool

    @property
    def n_rows(self) -> int:
        place = _field(self.metadata, self.table, 0)
        return 0 if place is None else _int64(self.metadata, place)

    def unpacked_sizes(self) -> list[int]:
        """The bytes of each buffer, unpacked."""
        is_packed = _field(self.metadata, self.table, 3) is not None
        buffers = _vector(self.metadata, self.table, 2, 16)
        sizes = []
        for at in buffers:
            offset, length = _int64(self.metadata, at), _int64(self.metadata, at + 8)
            size = _int64(self.body, offset) if is_packed and length >= 8 and offset >= 0 else -1
            sizes.append(length if size < 0 else size)
        return sizes

    def view_buffers(self) -> Iterator[int]:
        """How many buffers more each column of views has, one after the other."""
        for at in _vector(self.metadata, self.table, 4, 8):
            yield _int64(self.metadata, at)


def _batches(buffer: pa.Buffer) -> Iterator[_Batch]:
    for message in pa.ipc.MessageReader.open_stream(pa.BufferReader(buffer)):
        metadata = memoryview(message.metadata)
        root = _uint32(metadata, 0)
        kind, header = _field(metadata, root, 1), _field(metadata, root, 2)
        if kind is None or header is None or metadata[kind] not in (_DICTIONARY, _RECORDS):
            continue
        is_dictionary = metadata[kind] == _DICTIONARY
        table = header + _uint32(metadata, header)
        if is_dictionary:
            data = _field(metadata, table, 1)
            if data is None:
                continue
            table = data + _uint32(metadata, data)
        body = memoryview(b"" if message.body is None else message.body)
        yield _Batch(metadata, table, body, is_dictionary)


def _buffers_of(schema: pa.Schema, columns: Collection[int], of_views: Iterator[int]) -> Iterator[int]:
    """The numbers of the buffers of these columns among all."""
    at = 0
    for index, field in enumerate(schema):
        n = _n_buffers(field.type, of_views)
        if index in columns:
            yield from range(at, at + n)
        at += n


def _n_buffers(kind: pa.DataType, of_views: Iterator[int]) -> int:
    if types.is_dictionary(kind):
        return 2
    if types.is_null(kind):
        return 0
    if types.is_union(kind):
        own = kind.num_buffers - 1  # since version 1.0 of the format without a buffer of what is missing
    elif types.is_string_view(kind) or types.is_binary_view(kind):
        own = 2 + next(of_views, 0)
    else:
        own = kind.num_buffers
    return int(own) + sum(_n_buffers(kind.field(i).type, of_views) for i in range(kind.num_fields))


def _field(metadata: memoryview, table: int, index: int) -> int | None:
    """Where a field of a table lies; None where it is left out."""
    vtable = table - struct.unpack_from("<i", metadata, table)[0]
    if vtable < 0 or 4 + 2 * index >= struct.unpack_from("<H", metadata, vtable)[0]:
        return None
    offset: int = struct.unpack_from("<H", metadata, vtable + 4 + 2 * index)[0]
    return table + offset if offset else None


def _vector(metadata: memoryview, table: int, index: int, size: int) -> range:
    """Where the entries of a vector lie, each of so many bytes."""
    place = _field(metadata, table, index)
    if place is None:
        return range(0)
    vector = place + _uint32(metadata, place)
    n = min(_uint32(metadata, vector), len(metadata) // size)
    return range(vector + 4, vector + 4 + n * size, size)


def _uint32(bytes_: memoryview, at: int) -> int:
    value: int = struct.unpack_from("<I", bytes_, at)[0]
    return value


def _int64(bytes_: memoryview, at: int) -> int:
    value: int = struct.unpack_from("<q", bytes_, at)[0]
    return value
