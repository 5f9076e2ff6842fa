"""Drawing samples from a mixture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.errors import OptionError
from gmm.engine.mixture import Mixture


def sample(
    mixture: Mixture, n_samples: int, seed: int | np.random.Generator = 0
) -> tuple[Array, NDArray[np.intp]]:
    """``n_samples`` draws from the mixture (N, D) in random order, and the component of each (N,).

    The same seed gives the same samples. Raises ``OptionError`` for fewer than one sample.
    """
    if n_samples < 1:
        raise OptionError(f"n_samples must be at least 1, not {n_samples}.", field="n_samples")
    rng = np.random.default_rng(seed)
    component = rng.choice(mixture.n_components, size=n_samples, p=mixture.weights)
    samples = rng.standard_normal((n_samples, mixture.n_features))
    form = mixture.structure.form
    for k in range(mixture.n_components):
        of_k = component == k
        samples[of_k] = form.colour(mixture.factor, k, samples[of_k])
    return samples + mixture.means[component], component
