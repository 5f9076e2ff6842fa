"""The samples a mixture is fitted to: complete ones, those not all known, those that are streamed."""

from gmm.engine.dataset.base import AbstractDataset, Part
from gmm.engine.dataset.complete import Dataset, matrix
from gmm.engine.dataset.partial import UNKNOWN, InMemoryDataset, PartialDataset, dataset_of
from gmm.engine.dataset.patterns import patterns
from gmm.engine.dataset.sampled import AbstractSampledDataset
from gmm.engine.dataset.streamed import AbstractSource, StreamedDataset

__all__ = [
    "UNKNOWN",
    "AbstractDataset",
    "AbstractSampledDataset",
    "AbstractSource",
    "Dataset",
    "InMemoryDataset",
    "Part",
    "PartialDataset",
    "StreamedDataset",
    "dataset_of",
    "matrix",
    "patterns",
]
