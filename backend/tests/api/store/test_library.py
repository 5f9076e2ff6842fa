"""`/models` as people use it: stored, found, renamed, taken away and brought back."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from gmm import __version__
from gmm.api.contract.examples import fits as example_fits
from gmm.io.fingerprint import fingerprint_of
from tests.api.conftest import Json

MODEL: Json = example_fits.MODEL


def upload(client: FlaskClient, **label: Any) -> Json:
    answer = client.post("/models", json={"model": MODEL, **label})
    assert answer.status_code == 201, answer.data
    return answer.get_json()


def listed(client: FlaskClient, **query: Any) -> list[str]:
    answer = client.get("/models", query_string=query)
    assert answer.status_code == 200, answer.data
    return [entry["model_id"] for entry in answer.get_json()["models"]]


def test_a_fit_is_kept_with_its_name_tags_data_and_options(
    client: FlaskClient, faithful_request: Json
) -> None:
    asked = {**faithful_request, "name": "Geyser", "tags": ["b", "a", "b"], "tol": 1e-6, "seed": 3}
    fitted = client.post("/fit", json=asked).get_json()
    stored = client.get(f"/models/{fitted['model_id']}").get_json()

    assert stored["origin"] == "fit" and stored["program_version"] == __version__
    assert (stored["name"], stored["tags"], stored["note"]) == ("Geyser", ["a", "b"], None)
    rows = np.array(faithful_request["data"])
    assert stored["fingerprint"] == fitted["fingerprint"] == fingerprint_of(rows, faithful_request["columns"])
    assert stored["options"] == fitted["options"]
    assert (stored["options"]["tol"], stored["options"]["seed"]) == (1e-6, 3)
    assert stored["model"] == fitted["model"]
    assert not any(stored["options"][name] for name in ("weighted", "partly_known", "initial"))


def test_options_say_what_else_a_fit_was_told(client: FlaskClient) -> None:
    rows = [[1.0], [2.0], [4.0], [8.0]]
    first = client.post("/fit", json={"data": rows, "n_components": 1, "weights": [1, 1, 2, 1]}).get_json()
    again = {"initial_model_id": first["model_id"], "known_components": [0, None, None, None]}
    second = client.post("/fit", json={"data": rows, "n_components": 1, **again}).get_json()

    assert first["options"]["weighted"] and not first["options"]["initial"]
    assert second["options"]["initial"] and second["options"]["partly_known"]
    assert first["fingerprint"] == second["fingerprint"], "weights are no data"


def test_the_options_of_a_fit_are_all_it_takes_to_repeat_it(
    client: FlaskClient, faithful_request: Json
) -> None:
    fitted = client.post("/fit", json={**faithful_request, "covariance_type": "EEV", "seed": 7}).get_json()
    options = client.get(f"/models/{fitted['model_id']}").get_json()["options"]
    told = {
        name: value for name, value in options.items() if name not in ("weighted", "partly_known", "initial")
    }
    repeated = client.post(
        "/fit", json={"data": faithful_request["data"], "columns": ["eruptions", "waiting"], **told}
    )

    assert repeated.get_json()["model"] == fitted["model"]


def test_a_download_uploaded_again_is_the_same_mixture_to_the_last_bit(
    client: FlaskClient, fitted: Json
) -> None:
    document = client.get(f"/models/{fitted['model_id']}/document")
    assert document.headers["Content-Disposition"] == f"attachment; filename={fitted['model_id']}.json"

    copied = client.post("/models", json={"model": json.loads(document.data)})

    assert copied.status_code == 201
    assert copied.get_json()["model"] == fitted["model"] == json.loads(document.data)
    assert client.get(f"{copied.headers['Location']}/document").data == document.data
    for model_id in (fitted["model_id"], copied.get_json()["model_id"]):
        answer = client.post("/predict", json={"model_id": model_id, "data": [[3.6, 79], [1.8, 54]]})
        assert answer.get_json()["labels"] == [0, 1]


@pytest.mark.parametrize(
    ("name", "filename"),
    [
        ("Old Faithful, 2 kinds", "Old_Faithful_2_kinds.json"),
        ("../../etc/passwd", "etc_passwd.json"),
        ("ガイザー", None),
        ('a"; filename="b', "a_filenameb.json"),
    ],
)
def test_a_file_is_named_after_the_model_and_leads_nowhere_else(
    client: FlaskClient, name: str, filename: str | None
) -> None:
    model_id = upload(client, name=name)["model_id"]
    header = client.get(f"/models/{model_id}/document").headers["Content-Disposition"]

    assert header == f"attachment; filename={filename or f'{model_id}.json'}"


def test_other_names_of_structures_are_understood_and_stored_as_ours(client: FlaskClient) -> None:
    answer = client.post("/models", json={"model": {**MODEL, "covariance_type": "VVI"}})
    assert answer.get_json()["model"]["covariance_type"] == "diag"


def test_an_upload_says_that_of_its_data_nothing_is_known(client: FlaskClient) -> None:
    stored = upload(client, name="Brought along")
    (entry,) = client.get("/models").get_json()["models"]

    assert stored["origin"] == entry["origin"] == "upload"
    assert [entry[name] for name in ("n_samples", "log_likelihood", "bic", "fingerprint")] == [None] * 4
    diagnosed = client.post("/diagnose", json={"model_id": stored["model_id"], "data": example_fits.ROWS})
    assert diagnosed.status_code == 200
    warm = {
        "data": example_fits.ROWS,
        "columns": MODEL["columns"],
        "n_components": 2,
        "covariance_type": "diag",
    }
    assert client.post("/fit", json={**warm, "initial_model_id": stored["model_id"]}).status_code == 200


def test_a_model_is_renamed_tagged_and_annotated_and_nothing_else_changes(
    client: FlaskClient, fitted: Json
) -> None:
    at = f"/models/{fitted['model_id']}"
    before = client.get(at).get_json()

    named = client.patch(at, json={"name": "Zwei Arten", "note": "line one\nline two"}).get_json()
    tagged = client.patch(at, json={"tags": ["x", "ä", "x"]}).get_json()

    assert named["name"] == "Zwei Arten" and named["tags"] == []
    assert (tagged["name"], tagged["tags"]) == ("Zwei Arten", ["x", "ä"])
    after = client.get(at).get_json()
    labelled = {"name": "Zwei Arten", "tags": ["x", "ä"], "note": "line one\nline two"}
    assert after == {**before, **labelled}
    assert client.get("/models").get_json()["models"] == [tagged]

    assert client.patch(at, json={"name": None, "tags": [], "note": None}).status_code == 200
    assert client.get(at).get_json() == before
    assert client.patch(at, json={}).get_json()["name"] is None


def test_what_is_deleted_is_gone_everywhere(client: FlaskClient, fitted: Json) -> None:
    at = f"/models/{fitted['model_id']}"
    client.patch(at, json={"tags": ["a"]})
    rows = {"model_id": fitted["model_id"], "data": [[3.6, 79]]}
    assert client.post("/predict", json=rows).status_code == 200

    gone = client.delete(at)

    assert (gone.status_code, gone.data) == (204, b"")
    for answer in (
        client.get(at),
        client.delete(at),
        client.patch(at, json={"name": "x"}),
        client.get(f"{at}/document"),
        client.post("/predict", json=rows),
    ):
        assert answer.status_code == 404 and answer.get_json()["type"] == "/problems/unknown-model"
    assert listed(client) == listed(client, tag="a") == listed(client, column="waiting") == []


def test_models_are_found_by_name_tags_columns_and_data(client: FlaskClient, fitted: Json) -> None:
    client.patch(
        f"/models/{fitted['model_id']}", json={"tags": ["Old", "100%"], "name": "ÉRUPTIONS of a geyser"}
    )
    other_columns = {**MODEL, "columns": ["Waiting", "a,b"]}
    other = client.post(
        "/models", json={"model": other_columns, "name": "50 % of a_b", "tags": ["Old", "new"]}
    )
    geyser, brought = fitted["model_id"], other.get_json()["model_id"]

    assert listed(client, tag="Old") == [brought, geyser] and listed(client, tag="old") == []
    assert listed(client, tag=["Old", "new"]) == [brought] and listed(client, tag="100%") == [geyser]
    assert listed(client, name="éRuptions") == [geyser] and listed(client, name="GEYSER") == [geyser]
    assert (
        listed(client, name="%")
        == listed(client, name="_")
        == listed(client, name="50 % of A_B")
        == [brought]
    )
    assert listed(client, column="waiting") == [geyser] and listed(client, column="Waiting") == [brought]
    assert listed(client, column=["waiting", "eruptions"]) == [geyser]
    assert listed(client, column=["waiting", "Waiting"]) == listed(client, column=",") == []
    assert listed(client, column="a,b", name="a_b", tag="new") == [brought]
    assert listed(client, fingerprint=fitted["fingerprint"]) == [geyser]
    assert listed(client, fingerprint="0" * 64) == []


def test_a_tag_and_a_name_are_the_same_however_their_accents_are_typed(client: FlaskClient) -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    model_id = upload(client, name=decomposed, tags=[decomposed, composed])["model_id"]

    assert client.get(f"/models/{model_id}").get_json()["tags"] == [composed]
    for typed in (composed, decomposed, composed.upper()):
        assert listed(client, name=typed) == [model_id]
    assert listed(client, tag=decomposed) == listed(client, tag=composed) == [model_id]


ORDERS = ["created_at", "name", "n_components", "n_samples", "log_likelihood", "bic"]


@pytest.mark.parametrize("sort", [*ORDERS, *(f"-{name}" for name in ORDERS)])
def test_pages_of_any_size_make_up_the_whole_list_in_its_order(client: FlaskClient, sort: str) -> None:
    names = ["b", None, "a", "B", "ä", "b"]
    for name in names:
        upload(client, name=name)
    for K in (1, 2):
        client.post("/fit", json={**example_fits.FIT, "n_components": K, "name": f"fit {K}"})
    entries = client.get("/models", query_string={"sort": sort}).get_json()["models"]
    field = sort.removeprefix("-")
    values = [entry[field] for entry in entries if entry[field] is not None]
    keys = [value.casefold() for value in values] if field == "name" else values

    assert len(entries) == len(names) + 2
    assert keys == sorted(keys, reverse=sort.startswith("-"))
    assert all(entry[field] is None for entry in entries[len(values) :]), "those without it come last"
    whole = [entry["model_id"] for entry in entries]
    for limit in (1, 3, 7, 8, 9):
        assert paged(client, sort=sort, limit=limit) == whole


def paged(client: FlaskClient, **query: Any) -> list[str]:
    """All pages one after the other."""
    found: list[str] = []
    after: Json = {}
    while True:
        page = client.get("/models", query_string={**query, **after}).get_json()
        assert len(page["models"]) <= query["limit"]
        found += [entry["model_id"] for entry in page["models"]]
        if page["next"] is None:
            return found
        after = {"after": page["next"]}


def test_paging_goes_on_where_it_was_though_models_come_and_go(client: FlaskClient) -> None:
    stored = [upload(client)["model_id"] for _ in range(6)][::-1]
    first = client.get("/models", query_string={"limit": 3}).get_json()
    assert [entry["model_id"] for entry in first["models"]] == stored[:3]

    for model_id in stored[:3]:
        client.delete(f"/models/{model_id}")  # the mark's own model, too
    upload(client)
    second = client.get("/models", query_string={"limit": 3, "after": first["next"]}).get_json()

    assert [entry["model_id"] for entry in second["models"]] == stored[3:] and second["next"] is None


def test_models_stored_one_after_the_other_have_different_times(client: FlaskClient) -> None:
    times = [upload(client)["created_at"] for _ in range(5)]
    assert all(earlier < later for earlier, later in pairwise(times))
