"""The data sets and starts that every program is given."""

from dataclasses import dataclass, replace

import numpy as np

# With so many columns some programs give no answer within any reasonable time.
_WIDE = 64


@dataclass(frozen=True)
class Case:
    """N samples of D columns from K components, to be fitted with K components.

    apart, the standard deviation of the components' means in each column, where theirs are about 1; slow,
    whether measuring it takes minutes.
    """

    N: int
    D: int
    K: int
    covariance_type: str = "full"
    apart: float = 3.0
    slow: bool = False

    @property
    def name(self) -> str:
        """A short name for tables."""
        close = "" if self.apart == Case.apart else ", overlapping"
        return f"{self.N:,} x {self.D}, K = {self.K}, {self.covariance_type}{close}"

    @property
    def patience(self) -> int:
        """How many seconds one program may take for all its iterations."""
        return 120 if self.D >= _WIDE else 300

    def cut(self, rows: int) -> "Case":
        """The same with at most so many samples."""
        return replace(self, N=min(self.N, rows))

    def samples(self) -> np.ndarray:
        """The samples (N, D), the same at every call."""
        rng = np.random.default_rng([self.N, self.D, self.K])
        means = self.apart * rng.normal(size=(self.K, self.D))
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
    Case(1_000_000, 2, 20, slow=True),
    Case(200_000, 10, 10),
    Case(50_000, 30, 20, slow=True),
    Case(20_000, 64, 16, slow=True),
    Case(10_000, 128, 8, slow=True),
    Case(1_000_000, 10, 10, "diag", slow=True),
    Case(1_000_000, 10, 10, "spherical", slow=True),
    Case(1_000_000, 10, 10, "tied", slow=True),
    Case(1_000_000, 10, 10, "full", slow=True),
)
# With many columns, means three standard deviations apart in each of them leave nothing to find: k-means has
# the answer at once. So there are components that overlap as well, as those of two columns do in any case.
FIT_CASES = (
    Case(1_000_000, 2, 5, slow=True),
    Case(200_000, 10, 10, apart=1.0, slow=True),
    Case(100_000, 20, 15, apart=0.7, slow=True),
    Case(200_000, 10, 10, slow=True),
    Case(100_000, 20, 15, slow=True),
)
ROOFLINE_CASES = (Case(1_000_000, 2, 5), Case(200_000, 10, 10), Case(50_000, 30, 20))
OLD_FAITHFUL = "Old Faithful, 272 x 2, K = 2, full"
