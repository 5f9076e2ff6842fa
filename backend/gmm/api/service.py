"""What every handler can reach: the settings and the model store of the application it runs in."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import cast

from flask import Flask, current_app

from gmm.api.observation.metrics import Metrics
from gmm.api.observation.readiness import Readiness
from gmm.api.schemas.models import StoredFit
from gmm.api.settings import Limits, Settings
from gmm.api.store.models import ModelStore
from gmm.api.store.prepared import PreparedMixtures

_EXTENSION = "gmm"


@dataclass(frozen=True)
class Service:
    """The parts of one running service."""

    settings: Settings
    store: ModelStore
    computing_slots: BoundedSemaphore
    metrics: Metrics
    readiness: Readiness
    prepared: PreparedMixtures = field(default_factory=PreparedMixtures)

    def keep(self, fit: StoredFit) -> None:
        """Store a fit, and count its rows; raises StoreError."""
        self.store.put(fit)
        self.metrics.count_fitted(fit.n_samples)


def install(app: Flask, service: Service) -> None:
    """Make the service known to the application's handlers."""
    app.extensions[_EXTENSION] = service


def service() -> Service:
    """The service that handles the present request."""
    return cast(Service, current_app.extensions[_EXTENSION])


def limits() -> Limits:
    """The limits in force."""
    return service().settings.limits


def metrics() -> Metrics:
    """What is counted."""
    return service().metrics


def store() -> ModelStore:
    """The stored models."""
    return service().store
