"""From a request to verdicts on its rows: by fits to them, by calibration rows, or by an earlier detector."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import msgspec
import numpy as np
from msgspec import UNSET
from numpy.typing import NDArray

from gmm.api.errors import INVALID_VALUE, Problem, inside
from gmm.api.limits import (
    refuse_large_explanations,
    refuse_large_model,
    refuse_large_settings,
    refuse_many_folds,
)
from gmm.api.schemas.anomalies import (
    RATE,
    AnomaliesAnswer,
    AnomaliesRequest,
    ColumnSurprise,
    CrossFit,
    Explanation,
)
from gmm.api.schemas.base import Answer
from gmm.api.schemas.fit import FitWarning
from gmm.api.tasks.base import AbstractTask
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import finite_list
from gmm.engine import Dataset, EngineError, FitOptions, ParameterError
from gmm.engine.anomalies.detector import (
    CrossCalibration,
    Detector,
    Verdicts,
    calibrated,
    cross_calibration_events,
)
from gmm.engine.anomalies.surprise import Surprises, surprises
from gmm.engine.cost import Shape, seconds_of_fit
from gmm.engine.dataset import PartialDataset
from gmm.io.detector_document import detector_of, document_of_detector
from gmm.io.number_table import Matrix
from gmm.io.samples import partial_dataset_of, partial_samples_of

_Rows = NDArray[np.intp]

# What verdicts and their explanations cost, in EM steps.
_STEPS_OF_A_VERDICT = 4


@dataclass(frozen=True)
class CrossFitTask(AbstractTask):
    """Rows to be judged by fits to others of them."""

    dataset: Dataset | PartialDataset
    options: FitOptions
    n_folds: int
    false_alarm_rate: float
    confidence: float | None
    max_explanations: int

    answer = AnomaliesAnswer
    costly = "fit.n_components"

    @property
    def seconds(self) -> float:
        shape = Shape.of(self.dataset, self.options.n_components, self.options.covariance_type)
        return self.n_folds * seconds_of_fit(shape, self.options)

    def events(self) -> Iterator[object]:
        """The fits to the parts as they happen, and last what they say."""
        with _about_the_fit():
            yield from cross_calibration_events(
                self.dataset, self.options, self.false_alarm_rate, self.confidence, self.n_folds
            )

    def told(self, event: object) -> Answer | None:
        """The verdicts, and the detector for new rows."""
        if not isinstance(event, CrossCalibration):
            return None
        warnings = msgspec.convert(event.fits[0].warnings, list[FitWarning], from_attributes=True)
        return _answer(event.verdicts, event.detector, event.surprises, self.max_explanations, warnings)


@dataclass(frozen=True)
class DetectorTask(AbstractTask):
    """Rows to be judged by a detector. samples (N, D)."""

    detector: Detector
    samples: Matrix
    false_discovery_rate: float | None
    max_explanations: int

    answer = AnomaliesAnswer
    costly = "data"

    @property
    def seconds(self) -> float:
        mixture = self.detector.mixture
        N, D = self.samples.shape
        shape = Shape(N, D, mixture.n_components, mixture.covariance_type)
        return _STEPS_OF_A_VERDICT * shape.step

    def events(self) -> Iterator[Verdicts]:
        """The verdicts, all at once."""
        yield self.detector.judge(self.samples, self.false_discovery_rate)

    def told(self, event: object) -> Answer:
        """The verdicts, and the detector as it was."""
        assert isinstance(event, Verdicts)

        def explained(rows: _Rows) -> Surprises:
            return surprises(self.detector.mixture, self.samples[rows])

        return _answer(event, self.detector, explained, self.max_explanations)


def anomalies_task(wanted: AnomaliesRequest) -> AbstractTask:
    """The judging that a request asks for. Raises Problem unless it says by which one thing to judge."""
    refuse_large_explanations(min(wanted.max_explanations, wanted.data.n_rows), wanted.data.n_columns)
    ways = [name for name in ("fit", "calibration", "detector") if getattr(wanted, name) is not UNSET]
    has_mixture = wanted.model is not UNSET or wanted.model_id is not UNSET
    if len(ways) != 1 or has_mixture != (ways == ["calibration"]):
        raise Problem(
            INVALID_VALUE,
            "Give one of three: fit (what to fit to the data), calibration with a mixture (model_id or "
            "model), or detector.",
            field=ways[-1] if len(ways) > 1 else "calibration" if has_mixture else "fit",
        )
    return _by_fits(wanted) if wanted.fit else _by_detector(wanted)


def _by_fits(wanted: AnomaliesRequest) -> CrossFitTask:
    assert wanted.fit
    if wanted.false_discovery_rate is not None:
        raise Problem(
            INVALID_VALUE,
            "Rows that are ranked among themselves hold no discoveries: leave false_discovery_rate out, or "
            "give calibration rows that are known to be ordinary.",
            field="false_discovery_rate",
        )
    refuse_large_settings(wanted.fit, wanted.data.n_columns, "fit.")
    refuse_many_folds(wanted.fit)
    settings = msgspec.structs.asdict(wanted.fit)
    columns, n_folds = settings.pop("columns"), settings.pop("n_folds")
    with _about_the_fit():
        options = FitOptions(**settings)
        dataset = partial_dataset_of(wanted.data, columns)
    return CrossFitTask(
        dataset,
        options,
        n_folds,
        wanted.false_alarm_rate or RATE,
        wanted.confidence or None,
        wanted.max_explanations,
    )


@contextmanager
def _about_the_fit() -> Iterator[None]:
    """What the engine says of an option is said of that field of ``fit``."""
    try:
        yield
    except EngineError as error:
        if error.field not in CrossFit.__struct_fields__:
            raise
        raise inside("fit", error) from error


def _by_detector(wanted: AnomaliesRequest) -> DetectorTask:
    detector = _stored(wanted) if wanted.detector else _calibrated(wanted)
    samples = partial_samples_of(wanted.data, detector.mixture.columns)
    return DetectorTask(detector, samples, wanted.false_discovery_rate, wanted.max_explanations)


def _calibrated(wanted: AnomaliesRequest) -> Detector:
    assert wanted.calibration
    mixture = requested_mixture(wanted)
    held_out = partial_samples_of(wanted.calibration, mixture.columns)
    return calibrated(mixture, held_out, wanted.false_alarm_rate or RATE, wanted.confidence or None)


def _stored(wanted: AnomaliesRequest) -> Detector:
    """The detector sent along, with the rate and the confidence that the request prefers."""
    assert wanted.detector
    refuse_large_model(wanted.detector.model, "detector.model")
    try:
        detector = detector_of(wanted.detector)
    except EngineError as error:
        owner = "detector.model" if isinstance(error, ParameterError) else "detector"
        raise inside(owner, error) from error
    return replace(
        detector,
        false_alarm_rate=wanted.false_alarm_rate or detector.false_alarm_rate,
        confidence=detector.confidence if wanted.confidence is UNSET else wanted.confidence,
    )


def _answer(
    verdicts: Verdicts,
    detector: Detector,
    explained: Callable[[_Rows], Surprises],
    max_explanations: int,
    warnings: list[FitWarning] | None = None,
) -> AnomaliesAnswer:
    alarms = _most_unusual(verdicts.alarms, verdicts)
    told = alarms[:max_explanations]
    found = None if verdicts.discovered is None else _most_unusual(verdicts.discovered, verdicts)
    return AnomaliesAnswer(
        scores=finite_list(verdicts.scores, "log-density"),
        p_values=finite_list(verdicts.p_values, "p-value"),
        alarms=alarms.tolist(),
        discoveries=None if found is None else found.tolist(),
        explanations=_explanations(explained(told), told, detector.mixture.columns) if len(told) else [],
        threshold=detector.threshold,
        average_rate=detector.average_rate,
        rate_bound=detector.rate_bound,
        promise=detector.promise,
        detector=document_of_detector(detector),
        warnings=warnings or [],
    )


def _most_unusual(chosen: NDArray[np.bool_], verdicts: Verdicts) -> _Rows:
    """The numbers of the chosen rows, those of the highest scores first."""
    rows = np.flatnonzero(chosen)
    return rows[np.argsort(-verdicts.scores[rows], kind="stable")]


def _explanations(found: Surprises, rows: _Rows, columns: tuple[str, ...]) -> list[Explanation]:
    observed = ~np.isnan(found.values)
    parts = {
        name: finite_list(np.where(observed, getattr(found, name), 0.0), name)  # no place of NaN is told
        for name in ("values", "expected", "spread", "likeliest", "surprise", "tail")
    }

    def of_value(i: int, j: int) -> ColumnSurprise:
        return ColumnSurprise(
            column=columns[j],
            value=parts["values"][i][j],
            expected=parts["expected"][i][j],
            spread=parts["spread"][i][j],
            likeliest=parts["likeliest"][i][j],
            surprise=parts["surprise"][i][j],
            tail_probability=parts["tail"][i][j],
            sentence=found.sentence(i, j, columns[j]),
        )

    return [
        Explanation(
            index=index, columns=[of_value(i, j) for j in found.ranking[i].tolist() if observed[i, j]]
        )
        for i, index in enumerate(rows.tolist())
    ]
