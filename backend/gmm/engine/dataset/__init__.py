"""The samples a mixture is fitted to: complete ones, and those with missing values or known components."""

from gmm.engine.dataset.base import AbstractDataset, Part
from gmm.engine.dataset.complete import Dataset, matrix
from gmm.engine.dataset.partial import UNKNOWN, PartialDataset, dataset_of
from gmm.engine.dataset.patterns import patterns

__all__ = [
    "UNKNOWN",
    "AbstractDataset",
    "Dataset",
    "Part",
    "PartialDataset",
    "dataset_of",
    "matrix",
    "patterns",
]
