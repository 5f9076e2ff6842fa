"""The two forms a Gaussian's exponent can take: with products of columns, or with squares alone."""

from gmm.engine.form.base import AbstractForm, Moments
from gmm.engine.form.dense import DENSE, NARROWEST
from gmm.engine.form.diagonal import DIAGONAL

__all__ = ["DENSE", "DIAGONAL", "NARROWEST", "AbstractForm", "Moments"]
