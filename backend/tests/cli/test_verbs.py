"""Every verb on real files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from gmm.engine import Dataset, FitOptions, fit, responsibilities
from gmm.engine.arrays import Array
from gmm.io.files.writing import WRITERS
from tests.cli.conftest import FAITHFUL, Gmm, write_rows


@pytest.fixture
def model(gmm: Gmm, tmp_path: Path) -> Path:
    """Old Faithful's two components, kept."""
    path = tmp_path / "faithful.json"
    assert gmm("fit", FAITHFUL, "-k", 2, "-o", path, "-q").code == 0
    return path


def read(path: Path) -> Array:
    """The numbers of a file that a verb has written, a column each."""
    if path.suffix == ".npy":
        return np.load(path)
    if path.suffix == ".csv":
        return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)
    if path.suffix == ".parquet":
        table = pq.read_table(path)
    else:
        import pyarrow as pa

        with pa.memory_map(str(path)) as source:
            table = pa.ipc.open_file(source).read_all()
    return np.column_stack([column.to_numpy() for column in table.columns])


def test_fit_says_what_it_found_and_keeps_the_document_that_the_api_reads(gmm: Gmm, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    ended = gmm("fit", FAITHFUL, "-k", 2, "-o", path)

    assert ended.code == 0
    assert "log-likelihood -1,130.264" in ended.err and "64.4%" in ended.err
    document = json.loads(path.read_bytes())
    assert document["columns"] == ["eruptions", "waiting"] and len(document["weights"]) == 2


def test_without_a_name_the_model_goes_to_standard_output(gmm: Gmm) -> None:
    document = json.loads(gmm("fit", FAITHFUL, "-k", 3, "-t", "tied", "-q").out)

    assert document["covariance_type"] == "tied" and len(document["means"]) == 3


def test_json_is_one_object_for_programs(gmm: Gmm) -> None:
    ended = gmm("fit", FAITHFUL, "-k", 2, "--json", "--columns", "waiting")
    told = json.loads(ended.out)

    assert told["model"]["columns"] == ["waiting"] and told["converged"] is True
    assert told["log_likelihood"] == pytest.approx(-1034.00, abs=0.01)
    assert ended.err == ""


def test_a_fit_goes_on_from_a_model(gmm: Gmm, model: Path) -> None:
    told = json.loads(gmm("fit", FAITHFUL, "-k", 2, "--initial", model, "--json").out)

    assert told["n_iterations"] <= 4 and told["log_likelihood"] == pytest.approx(-1130.2640, abs=1e-4)


@pytest.mark.parametrize("ending", WRITERS)
def test_predictions_are_written_in_every_format(gmm: Gmm, model: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out{ending}"
    assert gmm("predict", model, FAITHFUL, "-o", path, "-q").code == 0

    found = read(path)
    X = np.loadtxt(FAITHFUL, delimiter=",", skiprows=1)
    mixture = fit(Dataset(X), FitOptions(2)).mixture
    resp, log_density = responsibilities(mixture, X)
    np.testing.assert_array_equal(found[:, 0], resp.argmax(axis=1))
    np.testing.assert_allclose(found[:, 1], log_density, rtol=1e-12)
    np.testing.assert_allclose(found[:, 2:], resp, atol=1e-12)
    assert [each.name for each in tmp_path.iterdir() if "unfinished" in each.name] == []


def test_density_and_labels_go_to_standard_output_as_csv(gmm: Gmm, model: Path) -> None:
    density = gmm("density", model, FAITHFUL).out.splitlines()
    labels = gmm("predict", model, FAITHFUL, "--labels-only").out.splitlines()

    assert density[0] == '"log_density"' and float(density[1]) == pytest.approx(-4.6368, abs=1e-3)
    assert labels[:3] == ['"label"', "0", "1"] and len(labels) == len(density) == 273


def test_select_says_how_decided_the_choice_is_and_keeps_it(gmm: Gmm, tmp_path: Path) -> None:
    path = tmp_path / "best.json"
    ended = gmm("select", FAITHFUL, "-k", "1-3", "-t", "full,diag", "-o", path)

    assert ended.code == 0 and "BIC prefers 2 components" in ended.out.replace("\n", " ")
    assert len(json.loads(path.read_bytes())["weights"]) == 2
    told = json.loads(gmm("select", FAITHFUL, "-k", "2,3", "-t", "full", "--json").out)
    assert [cell["n_components"] for cell in told["cells"]] == [2, 3]


def test_a_kept_detector_judges_as_the_calibrated_model_did(gmm: Gmm, model: Path, tmp_path: Path) -> None:
    detector, first, later = tmp_path / "d.json", tmp_path / "a.csv", tmp_path / "b.csv"
    ordinary = ["--calibration", FAITHFUL, "--rate", 0.1, "--keep", detector]
    assert gmm("anomalies", model, FAITHFUL, *ordinary, "-o", first).code == 0
    assert gmm("anomalies", detector, FAITHFUL, "-o", later).code == 0

    assert first.read_bytes() == later.read_bytes()
    assert read(first)[:, 2].mean() == pytest.approx(0.1, abs=0.01)


def test_a_sample_is_the_same_for_the_same_seed(gmm: Gmm, model: Path) -> None:
    first, again, other = (gmm("sample", model, "-n", 5, "--seed", seed).out for seed in (1, 1, 2))

    assert first == again != other
    assert first.splitlines()[0] == '"eruptions","waiting","label"'


def test_a_column_called_label_is_not_lost(gmm: Gmm, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("label,b\n" + "".join(f"{i % 7},{i % 5}\n" for i in range(50)))
    assert gmm("fit", tmp_path / "x.csv", "-k", 1, "-q", "-o", tmp_path / "m.json").code == 0
    header, row = gmm("sample", tmp_path / "m.json", "-n", 1).out.splitlines()

    assert header.startswith('"label","b",') and len(set(header.split(","))) == len(row.split(",")) == 3


def test_describe_shows_models_and_files(gmm: Gmm, model: Path, tmp_path: Path) -> None:
    assert "64.4%" in gmm("describe", model).out
    (tmp_path / "x.csv").write_text("a,name,b\n1,u,\n2,v,5\n")
    told = json.loads(gmm("describe", tmp_path / "x.csv", "--json").out)

    assert told["n_rows"] == 2 and told["other_columns"] == ["name"]
    assert told["columns"][1] == {"name": "b", "n_missing": 1, "minimum": 5, "mean": 5, "maximum": 5}


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".arrow", ".npy"])
def test_every_format_gives_the_same_mixture(gmm: Gmm, tmp_path: Path, groups: Array, ending: str) -> None:
    path = write_rows(tmp_path / f"rows{ending}", groups)
    told = json.loads(gmm("fit", path, "-k", 3, "--json").out)
    wanted = fit(Dataset(groups), FitOptions(3))

    assert told["log_likelihood"] == pytest.approx(wanted.log_likelihood, rel=1e-12)


def test_directories_and_patterns_are_their_files_in_order(gmm: Gmm, tmp_path: Path, groups: Array) -> None:
    parts = tmp_path / "parts"
    parts.mkdir()
    for number, part in enumerate(np.array_split(groups, 3)):
        write_rows(parts / f"{number}.parquet", part)
    of_directory = gmm("fit", parts, "-k", 3, "--json").out
    of_pattern = gmm("fit", f"{parts}/*.parquet", "-k", 3, "--json").out

    assert of_directory == of_pattern
    assert json.loads(of_directory)["n_samples"] == len(groups)


def test_missing_values_are_kept_dropped_or_refused(gmm: Gmm, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("a;b\n" + "".join(f"{i % 7},5;{i * i % 11}\n" for i in range(60)) + ";3\nNA;4\n")
    n = {
        each: json.loads(gmm("fit", path, "-k", 1, "--json", "--missing", each).out)["n_samples"]
        for each in ("keep", "drop")
    }

    assert n == {"keep": 62, "drop": 60}
    refused = gmm("fit", path, "-k", 1, "--missing", "refuse")
    assert refused.code == 3 and "row 61, column 'a' is missing" in refused.err


def test_help_teaches(gmm: Gmm) -> None:
    assert "gmm fit faithful.csv -k 2" in gmm("--help").out
    for verb in ("fit", "select", "predict", "density", "anomalies", "sample", "describe", "serve"):
        ended = gmm(verb, "--help")
        assert ended.code == 0 and "Usage: gmm" in ended.out


def test_shell_completion_knows_the_verbs(gmm: Gmm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_GMM_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "gmm de")
    monkeypatch.setenv("COMP_CWORD", "1")

    assert {line.partition(",")[2] for line in gmm().out.splitlines()} == {"density", "describe"}
