"""A fingerprint tells data apart and nothing else."""

from __future__ import annotations

import struct
from hashlib import sha256

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gmm.io.fingerprint import fingerprint_of


def test_it_is_the_sha_256_of_the_layout_that_the_docs_state() -> None:
    rows = [[3.6, 79.0], [1.8, -0.0], [float("nan"), 1e300]]
    names = ["eruptions", "Größe"]
    written = b"gmm data 1\n" + struct.pack("<QQ", 3, 2)
    for name in names:
        written += struct.pack("<Q", len(name.encode())) + name.encode()
    written += b"".join(struct.pack("<dd", *row) for row in rows)

    assert fingerprint_of(np.array(rows), names) == sha256(written).hexdigest()


@given(st.data())
def test_it_does_not_depend_on_how_the_matrix_lies_in_memory(data: st.DataObject) -> None:
    matrix = data.draw(arrays(np.float64, (7, 3)))
    names = ["a", "b", "c"]
    wide = np.zeros((7, 6))
    wide[:, ::2] = matrix

    found = fingerprint_of(matrix, names)

    assert fingerprint_of(np.asfortranarray(matrix), names) == found
    assert fingerprint_of(wide[:, ::2], names) == found
    assert fingerprint_of(matrix.astype(">f8"), names) == found


def test_every_missing_value_is_the_same() -> None:
    quiet, other = np.array([[1.0, np.nan]]), np.array([[1.0, np.nan]])
    other.view(np.uint64)[0, 1] = 0xFFF8_0000_0000_1234

    assert np.isnan(other[0, 1]) and quiet.tobytes() != other.tobytes()
    assert fingerprint_of(quiet, ["a", "b"]) == fingerprint_of(other, ["a", "b"])


def test_whatever_differs_has_another_one() -> None:
    matrix = np.arange(6.0).reshape(3, 2)
    nudged = matrix.copy()
    nudged[2, 1] = np.nextafter(5.0, 6.0)
    gap = matrix.copy()
    gap[0, 0] = np.nan
    several = [
        (matrix, ["a", "b"]),
        (matrix, ["b", "a"]),
        (matrix, ["ab", ""]),
        (matrix, ["a", "b "]),
        (matrix[::-1], ["a", "b"]),
        (matrix[:2], ["a", "b"]),
        (matrix.reshape(2, 3), ["a", "b", "c"]),
        (nudged, ["a", "b"]),
        (gap, ["a", "b"]),
        (-matrix, ["a", "b"]),
    ]

    assert len({fingerprint_of(*each) for each in several}) == len(several)


def test_parts_hashed_one_after_the_other_are_the_whole() -> None:
    matrix = np.random.default_rng(0).normal(size=(300_000, 2))
    matrix[123_456, 1] = np.nan
    written = b"gmm data 1\n" + struct.pack("<QQQ1sQ1s", 300_000, 2, 1, b"a", 1, b"b") + matrix.tobytes()

    assert fingerprint_of(matrix, ["a", "b"]) == sha256(written).hexdigest()
