"""Drawing samples from a mixture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.errors import OptionError
from gmm.engine.mixture import Mixture
from gmm.engine.noise import NOISE


def sample(
    mixture: Mixture, n_samples: int, seed: int | np.random.Generator = 0
) -> tuple[Array, NDArray[np.intp]]:
    """``n_samples`` draws from the mixture (N, D) in random order, and the component of each (N,).

    Those of a uniform component lie in its box and have the label ``NOISE``.

    The same seed gives the same samples. Raises ``OptionError`` for fewer than one sample.
    """
    if n_samples < 1:
        raise OptionError(f"n_samples must be at least 1, not {n_samples}.", field="n_samples")
    rng = np.random.default_rng(seed)
    component = rng.choice(mixture.shares.size, size=n_samples, p=mixture.shares)
    samples = rng.standard_normal((n_samples, mixture.n_features))
    form = mixture.structure.form
    for k in range(mixture.n_components):
        of_k = component == k
        samples[of_k] = form.colour(mixture.factor, k, samples[of_k])
        samples[of_k] += mixture.means[k]
    if mixture.noise is not None:
        uniform, box = component == mixture.n_components, mixture.noise.box
        samples[uniform] = rng.uniform(box.low, box.high, size=(int(uniform.sum()), mixture.n_features))
        component[uniform] = NOISE
    return samples, component
