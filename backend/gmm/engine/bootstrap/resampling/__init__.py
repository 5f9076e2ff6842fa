"""The ways to make data again that might have been seen instead, by name. This is their only registry."""

from __future__ import annotations

from gmm.engine.bootstrap.resampling.base import AbstractResampling
from gmm.engine.bootstrap.resampling.nonparametric import NonparametricResampling
from gmm.engine.bootstrap.resampling.parametric import ParametricResampling
from gmm.engine.bootstrap.resampling.weighted_likelihood import WeightedLikelihoodResampling

RESAMPLINGS: dict[str, AbstractResampling] = {
    resampling.name: resampling
    for resampling in (NonparametricResampling(), ParametricResampling(), WeightedLikelihoodResampling())
}

__all__ = ["RESAMPLINGS", "AbstractResampling"]
