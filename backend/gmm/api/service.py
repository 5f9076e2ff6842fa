"""What every handler can reach: the settings and the model store of the application it runs in."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

from gmm.api.observation.metrics import Metrics
from gmm.api.observation.readiness import Readiness
from gmm.api.schemas.models import StoredFit
from gmm.api.settings import Limits, Settings
from gmm.api.store.datasets import DatasetStore
from gmm.api.store.models import ModelStore
from gmm.api.store.prepared import PreparedMixtures

if TYPE_CHECKING:  # they ask for the service in their turn
    from gmm.api.work.computing import ComputingSlots
    from gmm.api.work.jobs import Jobs
    from gmm.api.work.workshop import Workshop

_EXTENSION = "gmm"


@dataclass(frozen=True)
class Service:
    """The parts of one running service."""

    settings: Settings
    store: ModelStore
    slots: ComputingSlots
    workshop: Workshop
    jobs: Jobs
    metrics: Metrics
    readiness: Readiness
    datasets: DatasetStore
    prepared: PreparedMixtures = field(default_factory=PreparedMixtures)
    stopping: Event = field(default_factory=Event)

    def stop(self) -> None:
        """End all work, here and in children, with a problem that says so."""
        self.stopping.set()
        self.workshop.stop()

    def keep(self, fit: StoredFit) -> None:
        """Store a fit, and count its rows; raises StoreError."""
        self.store.put(fit)
        self.metrics.count_fitted(fit.n_samples)


def install(app: Flask, service: Service) -> None:
    """Make the service known to the application's handlers."""
    app.extensions[_EXTENSION] = service


def service() -> Service:
    """The service that handles the present request."""
    return service_of(current_app)


def service_of(app: Flask) -> Service:
    """The service that an application is."""
    return cast(Service, app.extensions[_EXTENSION])


def limits() -> Limits:
    """The limits in force."""
    return service().settings.limits


def metrics() -> Metrics:
    """What is counted."""
    return service().metrics


def store() -> ModelStore:
    """The stored models."""
    return service().store


def datasets() -> DatasetStore:
    """The data sets kept."""
    return service().datasets
