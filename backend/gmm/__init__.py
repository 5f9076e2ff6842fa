"""Gaussian mixture models: one hand-written NumPy EM engine with four faces.

``gmm.engine`` fits and evaluates; ``gmm.io`` turns bytes into data sets and mixtures into documents;
``gmm.api`` serves both over HTTP; ``gmm.GaussianMixture`` is scikit-learn's interface to the engine.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

# The engine spreads blocks of rows over threads itself. BLAS threads beneath them fight for the same cores
# and make results depend on the machine, so BLAS is held to one thread before NumPy is first imported.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_variable, "1")

__version__ = "0.1.0"

# Imported when they are first asked for: scikit-learn takes longer to import than most programs run.
_OF_THE_ESTIMATOR = ("FitWarning", "GaussianMixture", "MixtureSelection", "select")

if TYPE_CHECKING:  # what a type checker and an editor see
    from gmm.estimator import FitWarning as FitWarning
    from gmm.estimator import GaussianMixture as GaussianMixture
    from gmm.estimator import MixtureSelection as MixtureSelection
    from gmm.estimator import select as select
else:

    def __getattr__(name):
        if name not in _OF_THE_ESTIMATOR:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module("gmm.estimator"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_OF_THE_ESTIMATOR])
