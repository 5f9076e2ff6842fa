"""The routes, in the order in which the docs show them: one file per resource, named after the URL."""

from __future__ import annotations

from gmm.api.routes import (
    anomalies,
    bootstrap,
    cdf,
    conditional,
    density,
    diagnose,
    divergence,
    entropy,
    examples,
    fit,
    marginal,
    merge,
    models,
    predict,
    quantiles,
    regions,
    regression,
    sample,
    service,
    table,
)

BLUEPRINTS = (
    fit.blueprint,
    predict.blueprint,
    density.blueprint,
    sample.blueprint,
    marginal.blueprint,
    conditional.blueprint,
    regression.blueprint,
    cdf.blueprint,
    quantiles.blueprint,
    regions.blueprint,
    entropy.blueprint,
    divergence.blueprint,
    bootstrap.blueprint,
    merge.blueprint,
    anomalies.blueprint,
    diagnose.blueprint,
    table.blueprint,
    examples.blueprint,
    models.blueprint,
    service.blueprint,
)
