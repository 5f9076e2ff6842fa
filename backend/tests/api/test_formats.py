"""Rows in any format are the same rows, and answers about rows come in the format that is accepted."""

from __future__ import annotations

import gzip
import io
import struct
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gmm.api.contract.operation import ARROW, BYTES, CSV, JSON, NPY, PARQUET
from gmm.io.examples import example_named
from tests.api.conftest import Json

EXAMPLE = example_named("old-faithful")
assert EXAMPLE is not None
X, NAMES = np.array(EXAMPLE.samples), EXAMPLE.columns
TABLE = pa.table({"day": ["monday"] * len(X), NAMES[1]: X[:, 1].astype(int), NAMES[0]: X[:, 0]})


def parquet(table: pa.Table = TABLE, **options: object) -> bytes:
    made = io.BytesIO()
    pq.write_table(table, made, **options)
    return made.getvalue()


def arrow(table: pa.Table = TABLE, compression: str | None = None) -> bytes:
    made = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_stream(made, table.schema, options=options) as writer:
        writer.write_table(table)
    return made.getvalue()


def npy(matrix: np.ndarray) -> bytes:
    made = io.BytesIO()
    np.save(made, matrix)
    return made.getvalue()


def csv(table: pa.Table = TABLE) -> bytes:
    made = io.BytesIO()
    pacsv.write_csv(table, made)
    return made.getvalue()


CHOSEN = f"columns={NAMES[0]}&columns={NAMES[1]}"
FORMATS = {
    "csv": (CSV, csv()),
    "csv with semicolons": (CSV, csv().replace(b",", b";")),
    "csv with commas for points": (CSV, csv().replace(b",", b";").replace(b".", b",")),
    "parquet": (PARQUET, parquet()),
    "parquet in pages and groups": (PARQUET, parquet(row_group_size=50, compression="zstd")),
    "arrow": (ARROW, arrow()),
    "arrow, packed": (ARROW, arrow(compression="zstd")),
    "npy": (NPY, npy(X)),
    "npy by columns": (NPY, npy(np.asfortranarray(X))),
}


def without_id(answer: Json) -> Json:
    return {name: value for name, value in answer.items() if name != "model_id"}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_fit_to_the_bit(
    client: FlaskClient, fitted: Json, name: str, packed: bool
) -> None:
    media, body = FORMATS[name]
    headers = {"Content-Encoding": "gzip"} if packed else {}
    answer = client.post(
        f"/fit?n_components=2&{CHOSEN}",
        data=gzip.compress(body) if packed else body,
        content_type=media,
        headers=headers,
    )
    assert answer.status_code == 200, answer.data
    assert without_id(answer.get_json()) == without_id(fitted)


@pytest.mark.parametrize("name", FORMATS)
def test_kept_rows_give_the_same_fit_too(client: FlaskClient, fitted: Json, name: str) -> None:
    media, body = FORMATS[name]
    kept = client.post(f"/datasets?{CHOSEN}&name=eruptions", data=body, content_type=media)
    assert kept.status_code == 201, kept.data
    dataset_id = kept.get_json()["dataset_id"]
    assert kept.headers["Location"] == f"/datasets/{dataset_id}"

    answer = client.post("/fit", json={"dataset_id": dataset_id, "n_components": 2})

    assert without_id(answer.get_json()) == without_id(fitted)


def test_the_same_rows_have_the_same_fingerprint_whatever_they_came_in(client: FlaskClient) -> None:
    kept = [
        client.post(f"/datasets?{CHOSEN}", data=body, content_type=media).get_json()
        for media, body in FORMATS.values()
    ]
    assert len({each["fingerprint"] for each in kept}) == 1
    assert len(client.get("/datasets").get_json()["datasets"]) == len(FORMATS)


def test_a_mixtures_columns_are_found_by_name_among_others(client: FlaskClient, fitted: Json) -> None:
    query = f"/predict?model_id={fitted['model_id']}"
    for media, body in (FORMATS["csv"], FORMATS["parquet"], FORMATS["arrow"], FORMATS["npy"]):
        assert client.post(query, data=body, content_type=media).get_json()["labels"] == fitted["labels"]
    other = client.post(query, data=csv(TABLE.drop([NAMES[0]])), content_type=CSV).get_json()
    assert "There is no column eruptions" in other["detail"] and other["field"] == "columns"


def test_data_sets_are_told_of_expire_and_are_forgotten(
    client_with: Callable[..., FlaskClient],
) -> None:
    client = client_with(max_datasets=2)
    first, second, third = (
        client.post("/datasets", json={"data": [[1, None], [2, n]]}).get_json() for n in range(3)
    )
    assert (first["removed"], third["removed"]) == ([], [first["dataset_id"]])
    assert client.get(f"/datasets/{first['dataset_id']}").status_code == 404
    told = client.get(f"/datasets/{second['dataset_id']}").get_json()
    assert told["preview"] == [[1.0, None], [2.0, 1.0]]
    assert [column["n_missing"] for column in told["columns"]] == [0, 1]
    assert client.delete(f"/datasets/{second['dataset_id']}").status_code == 204
    gone = client.post("/fit", json={"dataset_id": second["dataset_id"], "n_components": 1})
    assert (gone.status_code, gone.get_json()["type"]) == (404, "/problems/unknown-dataset")
    for path in ("../models", "..%2fmodels", "nobody"):
        assert client.get(f"/datasets/{path}").status_code == 404


def test_rows_that_lack_a_value_are_kept_dropped_or_refused(client: FlaskClient) -> None:
    body = b"a,b\n1,2\n3,NA\n5,6\n7,9\n9,1\n"
    kept, dropped, refused = (
        client.post(f"/fit?n_components=1&missing={how}", data=body, content_type=CSV).get_json()
        for how in ("keep", "drop", "refuse")
    )
    assert (kept["n_samples"], "rows" in kept) == (5, False)
    assert (dropped["n_samples"], dropped["rows"]) == (4, [0, 2, 3, 4])
    assert (refused["status"], refused["row"], refused["column"]) == (422, 2, "b")
    weighted = {
        "data": [[1], [None], [2], [4]],
        "weights": [1, 5, 1, 2],
        "n_components": 1,
        "missing": "drop",
    }
    assert client.post("/fit", json=weighted).get_json()["model"]["means"] == [[2.75]]


@pytest.mark.parametrize(
    ("query", "media", "body", "says"),
    [
        ("", CSV, b"a,b\n1,x\n2,3\n4,5\n", "Row 1 (line 2), column b, holds 'x'"),
        ("&columns=day", PARQUET, parquet(), "holds text, not numbers"),
        ("&columns=week", ARROW, arrow(), "There is no column week"),
        ("", PARQUET, b"PAR1", "no Parquet file"),
        ("", ARROW, b"ARROW1\0\0", "This is an Arrow file"),
        ("", NPY, npy(X)[:-8], "Send all of it"),
        ("", NPY, npy(np.array([[1.0, np.inf], [2, 3]])), "row 1, column 'x2' is infinite"),
        ("", NPY, npy(np.array([["a"]])), "float64, float32 or integers"),
        ("", NPY, npy(np.zeros((2, 2, 2))), "3 dimensions"),
        ("", PARQUET, parquet(pa.table({"a": [True, False]})), "No column of the table holds numbers"),
        ("&delimiter=x", CSV, csv(), "Choose one of"),
        ("&n_componets=3", CSV, csv(), "Did you mean n_components"),
        ("&decimal=.", NPY, npy(X), "There is no field decimal"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    client: FlaskClient, query: str, media: str, body: bytes, says: str
) -> None:
    answer = client.post(f"/fit?n_components=1{query}", data=body, content_type=media)
    assert answer.status_code == 422 and says in answer.get_json()["detail"], answer.data


def test_a_name_that_is_no_text_is_refused(client: FlaskClient) -> None:
    for media, body in ((ARROW, arrow()), (PARQUET, parquet())):
        broken = body.replace(b"waiting", b"wai\x80ing")
        answer = client.post("/fit?n_components=1", data=broken, content_type=media)
        assert answer.status_code == 422, answer.data


def test_whole_numbers_decimals_and_dictionaries_become_the_nearest_double(client: FlaskClient) -> None:
    from decimal import Decimal

    table = pa.table(
        {
            "whole": pa.array([2**53 + 1, 0, 5]),
            "decimal": pa.array([Decimal("0.1"), Decimal("123456789.123456789"), None]),
            "coded": pa.array([0.5, 0.5, 7.5]).dictionary_encode(),
            "when": pa.array([0, 1, 2], pa.timestamp("s")),
        }
    )
    for media, body in ((PARQUET, parquet(table)), (ARROW, arrow(table))):
        kept = client.post("/datasets", data=body, content_type=media).get_json()
        assert kept["left_out"] == ["when"]
        told = client.get(f"/datasets/{kept['dataset_id']}").get_json()
        assert told["preview"] == [[2.0**53, 0.1, 0.5], [0.0, 123456789.123456789, 0.5], [5.0, None, 7.5]]


def test_bombs_are_refused_by_what_they_would_become(client: FlaskClient) -> None:
    zeros = pa.table({"a": np.zeros(5_000_000)})
    swollen = bytearray(parquet(pa.table({"a": np.zeros(1000)}), compression="zstd", use_dictionary=False))
    for media, body in (
        (PARQUET, parquet(zeros, compression="zstd")),
        (ARROW, arrow(zeros, compression="zstd")),
    ):
        assert len(body) < 1_000_000
        problem = client.post("/fit?n_components=1", data=body, content_type=media).get_json()
        assert problem["type"] == "/problems/over-limit" and "max_rows" in problem["detail"]
        few = client.post("/density?model_id=x&row_limit=3", data=body, content_type=media)
        assert few.status_code == 404  # three rows of it are no bomb
    at = swollen.index(b"\x15") + 3  # the first page says that it unpacks to more
    swollen[at - 1 : at + 1] = b"\xfe\xff"
    answer = client.post("/fit?n_components=1", data=bytes(swollen), content_type=PARQUET)
    assert answer.status_code == 422
    packed = gzip.compress(b"a,b\n" + b" " * 300_000_000, 1)
    answer = client.post(
        "/fit?n_components=1", data=packed, content_type=CSV, headers={"Content-Encoding": "gzip"}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("name", ["csv", "parquet", "arrow, packed", "npy"])
def test_no_mutated_file_is_a_mistake_of_the_service(client: FlaskClient, name: str) -> None:
    media, whole = FORMATS[name]

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        body = bytearray(whole)
        for _ in range(data.draw(st.integers(1, 6))):
            body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
        cut = data.draw(st.one_of(st.just(len(body)), st.integers(0, len(body))))
        answer = client.post("/datasets", data=bytes(body[:cut]), content_type=media)
        assert answer.status_code < 500, answer.data

    holds()


@pytest.mark.parametrize("path", ["/predict", "/density"])
def test_answers_about_rows_say_the_same_in_every_format(
    client: FlaskClient, fitted: Json, path: str
) -> None:
    def ask(accept: str) -> bytes:
        asked = {"model_id": fitted["model_id"], "data": X.tolist()}
        answer = client.post(path, json=asked, headers={"Accept": accept})
        assert answer.status_code == 200 and "Accept" in answer.headers["Vary"], answer.data
        assert answer.mimetype == accept.partition(";")[0]
        assert answer.mimetype in (JSON, BYTES) or "attachment" in answer.headers["Content-Disposition"]
        if answer.mimetype == BYTES:
            layout = "label:1,responsibility:2,log_density:1" if path == "/predict" else "log_density:1"
            assert f'layout="{layout}"' in answer.headers["Content-Type"]
        return answer.data

    told = pa.py_buffer(ask(JSON))
    import json

    whole = json.loads(told.to_pybytes())
    columns = [whole["log_density"]]
    if path == "/predict":
        columns = [whole["labels"], *zip(*whole["responsibilities"], strict=True), *columns]
    matrix = np.array(columns).T
    assert np.array_equal(np.load(io.BytesIO(ask(NPY))), matrix)
    for table in (pacsv.read_csv(io.BytesIO(ask(CSV))), pa.ipc.open_stream(ask(ARROW)).read_all()):
        assert np.array_equal(np.column_stack([np.array(c.to_pylist()) for c in table.columns]), matrix)
    fields = [matrix[:, :1], matrix[:, 1:3], matrix[:, 3:]] if path == "/predict" else [matrix]
    for dtype, kind in (("float64", "<f8"), ("float32", "<f4")):
        raw = np.frombuffer(ask(f"{BYTES}; dtype={dtype}"), kind)
        assert np.array_equal(raw, np.concatenate([field.ravel() for field in fields]).astype(kind))


def test_what_is_not_offered_is_a_406_that_names_what_is(client: FlaskClient, fitted: Json) -> None:
    asked = {"model_id": fitted["model_id"], "data": [[1, 2]]}
    for accept in ("image/png", f"{BYTES}; dtype=int8", "text/html;q=0.5, application/json;q=0"):
        problem = client.post("/predict", json=asked, headers={"Accept": accept})
        assert problem.status_code == 406 and "text/csv" in problem.get_json()["detail"]
    for accept in ("*/*", "image/png, */*;q=0.1"):
        assert client.post("/predict", json=asked, headers={"Accept": accept}).mimetype == JSON


def test_a_spreadsheet_finds_no_formula_in_samples(client: FlaskClient) -> None:
    model = {
        "schema_version": 1,
        "covariance_type": "full",
        "columns": ["=HYPERLINK(1)", "b"],
        "weights": [1.0],
        "means": [[-1.0, 2.0]],
        "covariances": [[[1e-6, 0.0], [0.0, 1e-6]]],
    }
    asked = {"model": model, "n_samples": 3}
    answer = client.post("/sample", json=asked, headers={"Accept": CSV})
    lines = answer.text.splitlines()
    assert lines[0] == '"\'=HYPERLINK(1)","b","label"' and lines[1].startswith("-")


def test_a_bomb_in_one_buffer_of_an_arrow_stream_is_refused(client: FlaskClient) -> None:
    body = bytearray(arrow(pa.table({"a": np.arange(1000.0)}), compression="zstd"))
    at = body.index(struct.pack("<q", 8000))  # what the buffer says it unpacks to
    at = body.rindex(struct.pack("<q", 8000))
    body[at : at + 8] = struct.pack("<q", 2**33)
    answer = client.post("/fit?n_components=1", data=bytes(body), content_type=ARROW)
    assert answer.status_code == 422 and "unpacks to" in answer.get_json()["detail"], answer.data
