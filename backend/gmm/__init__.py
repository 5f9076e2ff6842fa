"""Gaussian mixture models: one hand-written NumPy EM engine with four faces.

``gmm.engine`` fits and evaluates; ``gmm.io`` turns bytes into data sets and mixtures into documents;
``gmm.api`` serves both over HTTP.
"""

import os

# The engine spreads blocks of rows over threads itself. BLAS threads beneath them fight for the same cores
# and make results depend on the machine, so BLAS is held to one thread before NumPy is first imported.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_variable, "1")

__version__ = "0.1.0"
