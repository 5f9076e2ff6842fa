"""A mixture as R code: plain R, and the parameters as the package mclust takes them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gmm.engine import Mixture

_FUNCTIONS = """
log_joint <- function(x) {
  # The log of weight times density, a row for each row of x, a column for each component.
  x <- t(matrix(as.matrix(x), ncol = length(columns)))
  of_component <- function(k) {
    root <- chol(matrix(covariances[, , k], length(columns)))
    white <- backsolve(root, x - means[, k], transpose = TRUE)
    log(weights[k]) - sum(log(diag(root))) - colSums(white^2) / 2 - length(columns) * log(2 * pi) / 2
  }
  matrix(vapply(seq_along(weights), of_component, numeric(ncol(x))), ncol(x))
}

log_sum_exp <- function(joint) {
  peak <- apply(joint, 1, max)
  peak + log(rowSums(exp(joint - peak)))
}
"""
_ANSWERS = """
log_density <- function(x) log_sum_exp(log_joint(x))

responsibilities <- function(x) {
  joint <- log_joint(x)
  exp(joint - log_sum_exp(joint))
}

# Components are counted from 1, as everywhere in R.
component <- function(x) max.col(log_joint(x), ties.method = "first")
"""
_ANSWERS_WITH_NOISE = """
# The noise is the last column; its density counts everywhere.
with_noise <- function(x) {
  joint <- log_joint(x)
  cbind(joint, log(noise_weight) - sum(log(noise_high - noise_low)))
}

log_density <- function(x) log_sum_exp(with_noise(x))

responsibilities <- function(x) {
  joint <- with_noise(x)
  exp(joint - log_sum_exp(joint))
}

# Components are counted from 1, as everywhere in R; 0 is the noise.
component <- function(x) max.col(with_noise(x), ties.method = "first") %% (length(weights) + 1)
"""
_MCLUST = """
# For mclust: dens(x, model_name, mclust_parameters, logarithm = TRUE).
model_name <- if (length(columns) == 1) "V" else "VVV"
mclust_parameters <- list(
  pro = {pro},
  mean = if (length(columns) == 1) means[1, ] else means,
  variance = if (length(columns) == 1) {{
    list(modelName = "V", d = 1, G = length(weights), sigmasq = covariances[1, 1, ])
  }} else {{
    list(
      modelName = "VVV", d = length(columns), G = length(weights), sigma = covariances,
      cholsigma = array(apply(covariances, 3, chol), dim(covariances))
    )
  }}{volume}
)
"""


def r_code(mixture: Mixture) -> str:
    """R code with functions of the mixture's density and responsibilities, which needs no package."""
    K, D = mixture.means.shape
    names = ", ".join(_quoted(name) for name in mixture.columns)
    noise = mixture.noise
    parts = [
        "# A Gaussian mixture; every number is exact to the last bit.\n\n",
        f"columns <- c({names})\n",
        f"weights <- {_vector(mixture.weights.tolist())}\n",
        "# A column for each component.\n",
        f"means <- matrix({_vector(mixture.means.ravel().tolist())}, {D}, {K})\n",
        "# A matrix for each component.\n",
        f"covariances <- array({_vector(mixture.covariances.ravel().tolist())}, c({D}, {D}, {K}))\n",
    ]
    if noise is not None:
        parts += [
            f"noise_weight <- {float(noise.weight)!r}\n",
            f"noise_low <- {_vector(noise.box.low.tolist())}\n",
            f"noise_high <- {_vector(noise.box.high.tolist())}\n",
        ]
    parts += [
        _FUNCTIONS,
        _ANSWERS if noise is None else _ANSWERS_WITH_NOISE,
        _MCLUST.format(
            pro="weights" if noise is None else "c(weights, noise_weight)",
            volume="" if noise is None else ",\n  Vinv = 1 / prod(noise_high - noise_low)",
        ),
    ]
    return "".join(parts)


def _vector(values: Iterable[float]) -> str:
    return f"c({', '.join(map(repr, values))})"


def _quoted(name: str) -> str:
    """A string literal; R knows JSON's escapes but has no strings with a zero in them."""
    return json.dumps(name.replace("\0", ""), ensure_ascii=False).replace("\\/", "/")
