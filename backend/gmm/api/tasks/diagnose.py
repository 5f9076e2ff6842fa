"""A diagnosis, from the request to the answer."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from gmm.api.limits import refuse_large_prediction
from gmm.api.schemas.base import Answer
from gmm.api.schemas.diagnose import DiagnoseRequest, Diagnosis, FindingDocument
from gmm.api.schemas.models import StoredFit
from gmm.api.tasks.base import AbstractTask
from gmm.api.tasks.requested_mixture import requested_mixture, stored_model
from gmm.engine import AbstractDataset, Mixture, Notice, Optimum
from gmm.engine import diagnosis as engine
from gmm.engine.cost import Shape
from gmm.io.samples import partial_dataset_of, refuse_other_width

# All the looks that a diagnosis takes at the data cost about so many EM steps.
_STEPS = 20


@dataclass(frozen=True)
class DiagnoseTask(AbstractTask):
    """A fit to be doubted: the mixture, its data, and what the fit itself reported, if it is stored."""

    dataset: AbstractDataset
    mixture: Mixture
    optima: tuple[Optimum, ...]
    warnings: tuple[Notice, ...]
    seed: int

    answer = Diagnosis
    costly = "data"

    @property
    def seconds(self) -> float:
        shape = Shape.of(self.dataset, self.mixture.n_components, self.mixture.covariance_type)
        return _STEPS * shape.step

    def events(self) -> Iterator[object]:
        """None now and then as a sign of life, and all the findings last."""
        return engine.diagnosis_events(self.dataset, self.mixture, self.optima, self.warnings, seed=self.seed)

    def told(self, event: object) -> Answer | None:
        """All the findings, and what they come to."""
        if not isinstance(event, tuple):
            return None
        return Diagnosis(summary=engine.summary(event), findings=[_document(each) for each in event])


def diagnose_task(wanted: DiagnoseRequest) -> DiagnoseTask:
    """The diagnosis that a request asks for; raises what the limits, the reader or the engine object to."""
    mixture = requested_mixture(wanted)
    refuse_large_prediction(mixture, wanted.data)
    refuse_other_width(wanted.data, mixture.columns)
    dataset = partial_dataset_of(wanted.data, mixture.columns, wanted.weights)
    optima: tuple[Optimum, ...] = ()
    warnings: tuple[Notice, ...] = ()
    if wanted.model_id:
        stored = stored_model(wanted.model_id)
        if isinstance(stored, StoredFit):  # of a model that was brought along nobody knows how it was found
            optima = msgspec.convert(stored.optima, tuple[Optimum, ...], from_attributes=True)
            warnings = msgspec.convert(stored.warnings, tuple[Notice, ...], from_attributes=True)
    return DiagnoseTask(dataset, mixture, optima, warnings, wanted.seed)


def _document(finding: Notice) -> FindingDocument:
    told = msgspec.convert(finding, FindingDocument, from_attributes=True)
    if told.number is None or math.isfinite(told.number):
        return told
    return msgspec.structs.replace(told, number=None)  # JSON has no infinity
