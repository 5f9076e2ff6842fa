"""One method a route, named as in the contract: what it takes and answers, `openapi.json` and `/docs` say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from gmm.api.schemas import bootstrap, inference, jobs, select
from gmm.api.schemas.conditional import ConditionalAnswer
from gmm.api.schemas.datasets import Dataset, DatasetList, KeptDataset
from gmm.api.schemas.diagnose import Diagnosis
from gmm.api.schemas.entropy import AverageAnswer
from gmm.api.schemas.examples import ExampleData, ExampleList
from gmm.api.schemas.marginal import MarginalAnswer
from gmm.api.schemas.merge import MergeAnswer
from gmm.api.schemas.models import ModelEntry, ModelList, StoredModel, UploadedModel
from gmm.api.schemas.quantiles import QuantilesAnswer
from gmm.api.schemas.regions import RegionsAnswer
from gmm.api.schemas.service import Health, Readiness
from gmm.api.schemas.table import TableAnswer
from gmm.api.settings import Limits
from gmm.client import arrays, events
from gmm.client.asking import Asking, part
from gmm.client.encoding import JSON, Data, media_of
from gmm.io.model_document import ModelDocument


class Client(Asking):
    """The service at an address; threads may share it.

    ``data`` are rows of numbers, NaN where a value is missing, or a ``Path`` to a file; options are the
    fields of the route's request. What the service refuses is a ``Problem``.
    """

    def fit(self, data: Data | None = None, **options: Any) -> arrays.Fitted:
        """Fit a mixture"""
        return self._post("/fit", arrays.Fitted, data, options)

    def fit_events(self, data: Data | None = None, **options: Any) -> Iterator[events.FitEvent]:
        """A fit told as it happens; the last event is the result. To close the iterator ends the fit."""
        return self._events("/fit", events.FitEvent, data, options)

    def select(self, data: Data | None = None, **options: Any) -> select.SelectAnswer:
        """Choose the number of components and their structure"""
        return self._post("/select", select.SelectAnswer, data, options)

    def select_events(self, data: Data | None = None, **options: Any) -> Iterator[events.SelectEvent]:
        """A sweep told as it happens."""
        return self._events("/select", events.SelectEvent, data, options)

    def bootstrap(self, data: Data | None = None, **options: Any) -> bootstrap.BootstrapAnswer:
        """Say how sure the parameters are"""
        return self._post("/bootstrap", bootstrap.BootstrapAnswer, data, options)

    def bootstrap_events(self, data: Data | None = None, **options: Any) -> Iterator[events.BootstrapEvent]:
        """A bootstrap told as it happens."""
        return self._events("/bootstrap", events.BootstrapEvent, data, options)

    def merge(self, data: Data | None = None, **options: Any) -> MergeAnswer:
        """Merge components into clusters"""
        return self._post("/merge", MergeAnswer, data, options)

    def merge_events(self, data: Data | None = None, **options: Any) -> Iterator[events.MergeEvent]:
        """A tree of merges told as it goes on."""
        return self._events("/merge", events.MergeEvent, data, options)

    def anomalies(self, data: Data | None = None, **options: Any) -> arrays.Judged:
        """Find unusual rows, at a stated rate of false alarms"""
        return self._post("/anomalies", arrays.Judged, data, options)

    def anomalies_events(self, data: Data | None = None, **options: Any) -> Iterator[events.AnomaliesEvent]:
        """A judgement of rows told as it goes on."""
        return self._events("/anomalies", events.AnomaliesEvent, data, options)

    def diagnose(self, data: Data | None = None, **options: Any) -> Diagnosis:
        """Say in plain words what about a fit deserves doubt"""
        return self._post("/diagnose", Diagnosis, data, options)

    def diagnose_events(self, data: Data | None = None, **options: Any) -> Iterator[events.DiagnoseEvent]:
        """A diagnosis told as it goes on."""
        return self._events("/diagnose", events.DiagnoseEvent, data, options)

    def start_job(self, **task: Any) -> jobs.JobEntry:
        """Start long work and be answered at once"""
        return self._post("/jobs", jobs.JobEntry, None, task)

    def list_jobs(self) -> jobs.JobList:
        """List the jobs"""
        return self._decoded(jobs.JobList, "GET", "/jobs")

    def get_job(self, job_id: str) -> jobs.JobDocument:
        """Ask how a job stands"""
        return self._decoded(jobs.JobDocument, "GET", f"/jobs/{part(job_id)}")

    def follow_job(self, job_id: str) -> Iterator[dict[str, Any]]:
        """Follow a job"""
        return map(msgspec.json.decode, self._connection.lines("GET", f"/jobs/{part(job_id)}/events"))

    def cancel_job(self, job_id: str) -> jobs.JobEntry:
        """Cancel a job"""
        return self._decoded(jobs.JobEntry, "DELETE", f"/jobs/{part(job_id)}")

    def predict(self, data: Data | None = None, **options: Any) -> arrays.Prediction:
        """Assign rows to components"""
        return self._post("/predict", arrays.Prediction, data, options)

    def density(self, data: Data | None = None, **options: Any) -> arrays.Densities:
        """Evaluate the density"""
        return self._post("/density", arrays.Densities, data, options)

    def regression(self, data: Data | None = None, **options: Any) -> arrays.Regressed:
        """Predict some columns from others"""
        return self._post("/regression", arrays.Regressed, data, options)

    def sample(self, **options: Any) -> arrays.Samples:
        """Draw rows from a mixture"""
        return self._post("/sample", arrays.Samples, None, options)

    def marginal(self, **options: Any) -> MarginalAnswer:
        """Keep some columns of a mixture"""
        return self._post("/marginal", MarginalAnswer, None, options)

    def conditional(self, **options: Any) -> ConditionalAnswer:
        """Condition a mixture on known values"""
        return self._post("/conditional", ConditionalAnswer, None, options)

    def cdf(self, **options: Any) -> arrays.Probabilities:
        """Say how probable smaller or greater values are"""
        return self._post("/cdf", arrays.Probabilities, None, options)

    def quantiles(self, **options: Any) -> QuantilesAnswer:
        """Find the values with given probabilities below them"""
        return self._post("/quantiles", QuantilesAnswer, None, options)

    def regions(self, **options: Any) -> RegionsAnswer:
        """Find where most of the probability lies"""
        return self._post("/regions", RegionsAnswer, None, options)

    def entropy(self, **options: Any) -> AverageAnswer:
        """Say how uncertain the rows of a mixture are"""
        return self._post("/entropy", AverageAnswer, None, options)

    def divergence(self, **options: Any) -> AverageAnswer:
        """Say how far one mixture is from another"""
        return self._post("/divergence", AverageAnswer, None, options)

    def read_table(self, file: Path | bytes) -> TableAnswer:
        """Read a CSV file"""
        body, media = (file, "text/csv") if isinstance(file, bytes) else (file.read_bytes(), media_of(file))
        return self._decoded(TableAnswer, "POST", "/table", body=body, headers={"Content-Type": media})

    def keep_dataset(self, data: Data, **options: Any) -> KeptDataset:
        """Keep rows, so that they travel once"""
        return self._post("/datasets", KeptDataset, data, options)

    def list_datasets(self) -> DatasetList:
        """List the data sets kept"""
        return self._decoded(DatasetList, "GET", "/datasets")

    def get_dataset(self, dataset_id: str) -> Dataset:
        """Get what there is to say of a data set"""
        return self._decoded(Dataset, "GET", f"/datasets/{part(dataset_id)}")

    def delete_dataset(self, dataset_id: str) -> None:
        """Delete a data set"""
        self._connection.ask("DELETE", f"/datasets/{part(dataset_id)}")

    def list_examples(self) -> ExampleList:
        """List the example data sets"""
        return self._decoded(ExampleList, "GET", "/examples")

    def get_example(self, example_id: str) -> ExampleData:
        """Get an example data set"""
        return self._decoded(ExampleData, "GET", f"/examples/{part(example_id)}")

    def list_models(self, **query: Any) -> ModelList:
        """List the stored models"""
        return self._decoded(ModelList, "GET", "/models", query=query)

    def upload_model(self, **options: Any) -> UploadedModel:
        """Store a mixture"""
        return self._post("/models", UploadedModel, None, options)

    def get_model(self, model_id: str) -> StoredModel:
        """Get a stored model"""
        kinds: Any = StoredModel
        found: StoredModel = self._decoded(kinds, "GET", f"/models/{part(model_id)}")
        return found

    def change_model(self, model_id: str, **options: Any) -> ModelEntry:
        """Rename a stored model"""
        headers = {"Content-Type": JSON}  # and None is null: it takes the name or the note away
        body = msgspec.json.encode(options)
        return self._decoded(ModelEntry, "PATCH", f"/models/{part(model_id)}", body=body, headers=headers)

    def delete_model(self, model_id: str) -> None:
        """Delete a stored model"""
        self._connection.ask("DELETE", f"/models/{part(model_id)}")

    def get_document(self, model_id: str) -> ModelDocument:
        """Download a stored mixture"""
        return self._decoded(ModelDocument, "GET", f"/models/{part(model_id)}/document")

    def server_metadata(self) -> inference.ServerMetadata:
        """Say what answers here"""
        return self._decoded(inference.ServerMetadata, "GET", "/v2")

    def server_live(self) -> inference.ServerLive:
        """Say that the server answers"""
        return self._decoded(inference.ServerLive, "GET", "/v2/health/live")

    def server_ready(self) -> inference.ServerReady:
        """Say that the server can do its work"""
        return self._decoded(inference.ServerReady, "GET", "/v2/health/ready")

    def model_metadata(self, model_id: str) -> inference.ModelMetadata:
        """Say what a model takes and gives"""
        return self._decoded(inference.ModelMetadata, "GET", f"/v2/models/{part(model_id)}")

    def model_ready(self, model_id: str) -> inference.ModelReady:
        """Say that a model can be asked"""
        return self._decoded(inference.ModelReady, "GET", f"/v2/models/{part(model_id)}/ready")

    def infer(self, model_id: str, **options: Any) -> inference.InferenceAnswer:
        """Ask a model about rows"""
        return self._post(f"/v2/models/{part(model_id)}/infer", inference.InferenceAnswer, None, options)

    def get_code(self, model_id: str, language: str) -> str:
        """Get a stored mixture as code"""
        return self._text(f"/models/{part(model_id)}/code/{part(language)}")

    def get_onnx(self, model_id: str) -> bytes:
        """Get a stored mixture as an ONNX graph"""
        return self._connection.ask("GET", f"/models/{part(model_id)}/onnx")

    def get_model_schema(self) -> dict[str, Any]:
        """Get the JSON Schema of mixture documents"""
        return self._decoded(dict, "GET", "/schemas/model")

    def healthz(self) -> Health:
        """Say that the service is up"""
        return self._decoded(Health, "GET", "/healthz")

    def readyz(self) -> Readiness:
        """Say that the service can do its work"""
        return self._decoded(Readiness, "GET", "/readyz")

    def metrics(self) -> str:
        """Get counts and sizes, for Prometheus"""
        return self._text("/metrics")

    def limits(self) -> Limits:
        """Show the limits in force"""
        return self._decoded(Limits, "GET", "/limits")

    def openapi(self) -> dict[str, Any]:
        """Get this contract"""
        return self._decoded(dict, "GET", "/openapi.json")

    def docs(self) -> str:
        """Read this contract"""
        return self._text("/docs")
