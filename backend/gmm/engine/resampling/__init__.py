"""The ways to make data again that might have been seen instead, by name. This is their only registry."""

from __future__ import annotations

from gmm.engine.resampling.base import AbstractResampling
from gmm.engine.resampling.nonparametric import NonparametricResampling
from gmm.engine.resampling.parametric import ParametricResampling
from gmm.engine.resampling.weighted_likelihood import WeightedLikelihoodResampling

RESAMPLINGS: dict[str, AbstractResampling] = {
    resampling.name: resampling
    for resampling in (NonparametricResampling(), ParametricResampling(), WeightedLikelihoodResampling())
}

__all__ = ["RESAMPLINGS", "AbstractResampling"]
