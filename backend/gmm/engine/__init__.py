"""The EM engine: samples in, a Gaussian mixture out. NumPy and SciPy only.

Notation throughout: N samples of D columns, K components; X (N, D) samples in data units, z the same in
the kernel's frame; resp, responsibilities; sigma, covariances in the form their structure keeps; all
log-likelihoods are totals in natural logs.

em.py is the EM loop; e_step.py and m_step.py its two halves; covariance/ what differs between structures.
"""

import gmm  # noqa: F401, I001 - holds BLAS to one thread before NumPy is imported

from gmm.engine.merging.assignment import assignment_entropies, uncertainties
from gmm.engine.bootstrap.bootstrap import Bootstrap, BootstrapOptions, bootstrap, bootstrap_events
from gmm.engine.anomalies.detector import CrossCalibration, Detector, Verdicts, calibrated, cross_calibrated
from gmm.engine.covariance import ALIASES, STRUCTURES
from gmm.engine.dataset import UNKNOWN, AbstractDataset, Dataset, dataset_of
from gmm.engine.density import density_levels, labels, log_density, responsibilities
from gmm.engine.diagnosis import Finding, diagnose
from gmm.engine.distribution.conditional import conditional
from gmm.engine.distribution.divergence import Estimate, entropy, kl_divergence
from gmm.engine.em import Iteration, iterate
from gmm.engine.errors import DataError, EngineError, FitError, OptionError, ParameterError
from gmm.engine.fit import Fit, fit, fit_events
from gmm.engine.merging.tree import Merge, MergeTree, merge_events, merge_tree
from gmm.engine.mixture import Mixture
from gmm.engine.noise import NOISE, Box, Noise
from gmm.engine.notices import Notice
from gmm.engine.options import FitOptions
from gmm.engine.bootstrap.replicate import Fate, Replicate
from gmm.engine.bootstrap.resampling import RESAMPLINGS
from gmm.engine.distribution.regions import Interval, Region, highest_density_regions
from gmm.engine.distribution.regression import Regression, regress
from gmm.engine.search.run import Optimum, StartedIteration, StartReport
from gmm.engine.sampling import sample
from gmm.engine.search.search import SWAP
from gmm.engine.selection import (
    Cell,
    Choice,
    FailedCell,
    LikelihoodRatioTest,
    Selection,
    SelectionOptions,
    select,
    select_events,
)
from gmm.engine.starts import STARTS
from gmm.engine.starts.given import start_from_labels, start_from_responsibilities
from gmm.engine.stopping import StopReason
from gmm.engine.anomalies.surprise import Surprises, surprises
from gmm.engine.distribution.univariate import cdf, log_cdf, quantile

__all__ = [
    "ALIASES",
    "NOISE",
    "RESAMPLINGS",
    "STARTS",
    "STRUCTURES",
    "SWAP",
    "UNKNOWN",
    "AbstractDataset",
    "Bootstrap",
    "BootstrapOptions",
    "Box",
    "Cell",
    "Choice",
    "CrossCalibration",
    "DataError",
    "Dataset",
    "Detector",
    "EngineError",
    "Estimate",
    "FailedCell",
    "Fate",
    "Finding",
    "Fit",
    "FitError",
    "FitOptions",
    "Interval",
    "Iteration",
    "LikelihoodRatioTest",
    "Merge",
    "MergeTree",
    "Mixture",
    "Noise",
    "Notice",
    "Optimum",
    "OptionError",
    "ParameterError",
    "Region",
    "Regression",
    "Replicate",
    "Selection",
    "SelectionOptions",
    "StartReport",
    "StartedIteration",
    "StopReason",
    "Surprises",
    "Verdicts",
    "assignment_entropies",
    "bootstrap",
    "bootstrap_events",
    "calibrated",
    "cdf",
    "conditional",
    "cross_calibrated",
    "dataset_of",
    "density_levels",
    "diagnose",
    "entropy",
    "fit",
    "fit_events",
    "highest_density_regions",
    "iterate",
    "kl_divergence",
    "labels",
    "log_cdf",
    "log_density",
    "merge_events",
    "merge_tree",
    "quantile",
    "regress",
    "responsibilities",
    "sample",
    "select",
    "select_events",
    "start_from_labels",
    "start_from_responsibilities",
    "surprises",
    "uncertainties",
]
