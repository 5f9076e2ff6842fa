"""The data sets and starts that every program is given."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Case:
    """N samples of D columns from K overlapping components, to be fitted with K components."""

    N: int
    D: int
    K: int
    covariance_type: str = "full"

    @property
    def name(self) -> str:
        """A short name for tables."""
        return f"{self.N:,} x {self.D}, K = {self.K}, {self.covariance_type}"

    def samples(self) -> np.ndarray:
        """The samples (N, D), the same at every call."""
        rng = np.random.default_rng([self.N, self.D, self.K])
        means = 3.0 * rng.normal(size=(self.K, self.D))
        shapes = np.eye(self.D) + 0.3 * rng.normal(size=(self.K, self.D, self.D)) / np.sqrt(self.D)
        component = rng.integers(0, self.K, size=self.N)
        X = rng.normal(size=(self.N, self.D))
        for k in range(self.K):
            X[component == k] = X[component == k] @ shapes[k].T + means[k]
        return X

    def start(self, X: np.ndarray) -> dict[str, np.ndarray]:
        """Parameters to start from: random samples as means, the average variance of the data."""
        rng = np.random.default_rng(1)
        variance = X.var(axis=0).mean()
        return {
            "weights": np.full(self.K, 1.0 / self.K),
            "means": X[rng.choice(len(X), self.K, replace=False)],
            "covariances": np.repeat(variance * np.eye(self.D)[None], self.K, axis=0),
        }


ITERATION_CASES = (
    Case(100_000, 2, 5),
    Case(1_000_000, 2, 5),
    Case(1_000_000, 2, 20),
    Case(200_000, 10, 10),
    Case(50_000, 30, 20),
    Case(20_000, 64, 16),
    Case(10_000, 128, 8),
    Case(1_000_000, 10, 10, "diag"),
    Case(1_000_000, 10, 10, "spherical"),
    Case(1_000_000, 10, 10, "tied"),
    Case(1_000_000, 10, 10, "full"),
)
