"""A conjugate prior against degeneracy: Fraley & Raftery (2007), "Bayesian regularization for normal mixture
estimation and model-based clustering".

A component's mean is normal about the data's, its covariance inverse Wishart (in structures without
correlations, its variances inverse gamma) about the data's divided among the components. It acts as a few
samples more would, so that no component can shrink onto a point, and hardly matters where a component has
many samples.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.form import AbstractForm, Moments
from gmm.engine.mixture import Mixture

# Of the mean: so many samples at the mean of the data.
_SHRINKAGE = 0.01


@dataclass(frozen=True)
class Prior:
    """What is believed of each component's mean and covariance before there are samples.

    mean (D,), of the means, data units; shrinkage, for how many samples that counts; scale, of the
    covariances, in the structure's form; degrees, for how many samples that counts beside the mean's one.
    """

    mean: Array
    scale: Array
    degrees: float
    shrinkage: float = _SHRINKAGE

    def added_to(self, moments: Moments, form: AbstractForm, fixed_means: Array | None = None) -> Moments:
        """Moments of which those of greatest likelihood are the mode of the posterior.

        Their counts are those of the covariances; the weights have no prior. Where the means are fixed, the
        covariances are about these.
        """
        counts, kappa = moments.counts[..., None], self.shrinkage
        if fixed_means is None:
            means = (counts * moments.means + kappa * self.mean) / (counts + kappa)
        else:
            means = fixed_means
        of_samples = form.scatter(np.sqrt(counts) * (moments.means - means))
        of_means = form.scatter(np.sqrt(kappa) * (means - self.mean))
        more = moments.counts + self.degrees + 1.0
        wide = moments.sigma.ndim - moments.counts.ndim
        n, total = (each.reshape(*each.shape, *[1] * wide) for each in (moments.counts, more))
        sigma = (n * moments.sigma + of_samples + of_means + self.scale) / total
        return replace(moments, counts=more, means=means, sigma=sigma)

    def log_density(self, mixture: Mixture) -> Array:
        """The log of the prior density of the mixture, or of each of a stack (n,), but for a constant."""
        form = mixture.structure.form
        D = mixture.n_features
        sigma = mixture.sigma.reshape(-1, *mixture.sigma.shape[mixture.means.ndim - 1 :])
        apart = mixture.means.reshape(-1, D) - self.mean
        wide = self.scale + self.shrinkage * form.scatter(apart)
        factor = mixture.factor.reshape(sigma.shape)
        trace = form.trace_of_ratio(wide, factor)
        of_each = -0.5 * ((self.degrees + 1.0) * form.log_determinant(factor) + trace)
        return np.asarray(of_each.reshape(-1, mixture.n_components).sum(axis=1))
