"""The scikit-learn face: ``GaussianMixture`` with scikit-learn's interface and this project's engine.

gaussian_mixture.py is the class and its fit, fitted_mixture.py what it says once it is fitted, uncertainty.py
how sure it is of that, judging_mixture.py what it says about anomalies and about itself, density_methods.py
what its density does: marginals, conditionals, quantiles and so on; learning_in_steps.py is ``partial_fit``;
export_methods.py, how it is written for other programs; selection.py is ``select``; options.py translates
parameters; samples.py turns tables and weights into data sets, given_start.py given weights, means and
precisions into a start; fitted_parameter.py shows the fitted mixture in scikit-learn's shapes; narration.py
is ``verbose``.
"""

import gmm  # noqa: F401, I001 - holds BLAS to one thread before NumPy is imported

from gmm.estimator.gaussian_mixture import GaussianMixture
from gmm.estimator.selection import MixtureSelection, select
from gmm.estimator.warning import FitWarning

__all__ = ["FitWarning", "GaussianMixture", "MixtureSelection", "select"]
