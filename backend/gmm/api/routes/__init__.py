"""The routes, in the order in which the docs show them: one file per resource, named after the URL."""

from __future__ import annotations

from gmm.api.routes import (
    anomalies,
    bootstrap,
    density,
    diagnose,
    examples,
    fit,
    merge,
    models,
    predict,
    sample,
    service,
    table,
)

BLUEPRINTS = (
    fit.blueprint,
    predict.blueprint,
    density.blueprint,
    sample.blueprint,
    bootstrap.blueprint,
    merge.blueprint,
    anomalies.blueprint,
    diagnose.blueprint,
    table.blueprint,
    examples.blueprint,
    models.blueprint,
    service.blueprint,
)
