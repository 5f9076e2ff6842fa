"""The EM engine: samples in, a Gaussian mixture out. NumPy and SciPy only.

Notation throughout: N samples of D columns, K components; X (N, D) samples in data units, z the same in
the kernel's frame; resp, responsibilities; sigma, covariances in the form their structure keeps; all
log-likelihoods are totals in natural logs.

em.py is the EM loop; e_step.py and m_step.py its two halves; covariance/ what differs between structures.
"""

import gmm  # noqa: F401, I001 - holds BLAS to one thread before NumPy is imported

from gmm.engine.covariance import STRUCTURES
from gmm.engine.dataset import AbstractDataset, Dataset
from gmm.engine.density import density_levels, labels, log_density, responsibilities
from gmm.engine.em import Iteration, iterate
from gmm.engine.errors import DataError, EngineError, FitError, OptionError, ParameterError
from gmm.engine.fit import Fit, fit, fit_events
from gmm.engine.mixture import Mixture
from gmm.engine.notices import Notice
from gmm.engine.options import FitOptions
from gmm.engine.run import Optimum, StartedIteration, StartReport
from gmm.engine.sampling import sample
from gmm.engine.search import SWAP
from gmm.engine.starts import STARTS
from gmm.engine.starts.given import start_from_labels, start_from_responsibilities
from gmm.engine.stopping import StopReason

__all__ = [
    "STARTS",
    "STRUCTURES",
    "SWAP",
    "AbstractDataset",
    "DataError",
    "Dataset",
    "EngineError",
    "Fit",
    "FitError",
    "FitOptions",
    "Iteration",
    "Mixture",
    "Notice",
    "Optimum",
    "OptionError",
    "ParameterError",
    "StartReport",
    "StartedIteration",
    "StopReason",
    "density_levels",
    "fit",
    "fit_events",
    "iterate",
    "labels",
    "log_density",
    "responsibilities",
    "sample",
    "start_from_labels",
    "start_from_responsibilities",
]
