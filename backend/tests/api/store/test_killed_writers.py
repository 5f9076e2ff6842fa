"""A few rounds of kill -9 (`make reliability` does a hundred), and a proof that a loss would be noticed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
from sqlalchemy import create_engine, text

from benchmarks.reliability.killed_writers import MODEL, faults_of, torn
from gmm.api.schemas.models import UploadedModel
from gmm.api.store.models import ModelStore, new_model_id, stored_now
from gmm.io.model_document import ModelDocument

BACKEND = Path(__file__).parents[3]


def test_what_was_acknowledged_survives_writers_that_are_killed(database_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.reliability.killed_writers", database_url, "4"],
        cwd=BACKEND,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lost or torn" in done.stdout and not done.stdout.startswith("0 acknowledged")


def test_what_is_lost_changed_or_torn_is_noticed(store: ModelStore, database_url: str) -> None:
    told = {}
    for fate in ("stored", "stored", "tagged", "deleted"):
        model_id = new_model_id()
        model = msgspec.convert(MODEL, ModelDocument)
        store.put(
            UploadedModel(
                model_id=model_id, model=model, n_parameters=9, **stored_now(model_id, (), model_id)
            )
        )
        told[model_id] = fate
    whole, changed, _, _ = told
    told[new_model_id()] = "stored"
    plain = create_engine(database_url)
    with plain.begin() as connection:
        there = {"id": changed}
        connection.execute(text("UPDATE models SET note = 'another' WHERE model_id = :id"), there)
        connection.execute(text("DELETE FROM model_columns WHERE model_id = :id"), there)
    plain.dispose()

    faults = faults_of(database_url, told)
    assert len(faults) == 4 and not any(whole in fault for fault in faults)
    assert len(torn(database_url)) == 1
