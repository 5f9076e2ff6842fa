"""The best log-likelihoods known for small data sets, those of spurious optima left out.

Converged totals in natural logs, to six decimals. Those of iris were found by mclust, by direct maximisation
with the R package norMmix, or both, and lie beyond what either found where many restarts of EM agree on
more: full covariances are mclust's VVV, tied EEE, diagonal VVI, spherical VII. Three components of Old
Faithful with tied covariances, acidity, galaxies and diabetes are the examples of mclust's vignette, run to a
tolerance of 1e-13; two of the waiting times alone are mixtools' (Benaglia et al. 2009).
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gmm.io.examples import example_named

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class KnownOptimum:
    """The best known log-likelihood of K components of a structure on a data set, nats."""

    data: str
    structure: str
    K: int
    log_likelihood: float

    @property
    def name(self) -> str:
        """A name for tables."""
        return f"{self.data}, {self.structure}, K = {self.K}"


def samples_of(data: str) -> np.ndarray:
    """The samples (N, D) of one of the data sets below."""
    if data == "acidity":
        with (_DATA / "acidity.csv").open(newline="") as file:
            return np.array(list(csv.reader(file))[1:], dtype=float)
    name, _, variant = data.partition(", ")
    example = example_named({"Old Faithful": "old-faithful"}.get(name, name))
    assert example is not None
    X = np.array(example.samples)
    if variant == "waiting":
        return X[:, 1:]
    if variant == "corrected":
        X[103, 1] = 455.0  # printed as 45 in the first edition of the data (Reaven & Miller 1979)
    return X


KNOWN = tuple(
    KnownOptimum(data, structure, K, log_likelihood)
    for data, structure, K, log_likelihood in (
        ("Old Faithful", "full", 1, -1289.796745),
        ("Old Faithful", "full", 2, -1130.263960),
        ("Old Faithful", "tied", 2, -1140.186759),
        ("Old Faithful", "tied", 3, -1126.315928),
        ("Old Faithful", "diag", 2, -1147.806353),
        ("Old Faithful, waiting", "tied", 2, -1034.001760),
        ("Old Faithful, waiting", "full", 2, -1034.001750),
        ("iris", "full", 1, -379.914630),
        ("iris", "full", 2, -214.354704),
        ("iris", "full", 3, -180.185477),
        ("iris", "tied", 2, -296.447575),
        ("iris", "tied", 3, -256.354043),
        ("iris", "tied", 4, -223.048640),
        ("iris", "tied", 5, -212.763559),
        ("iris", "diag", 2, -386.185347),
        ("iris", "diag", 3, -306.860461),
        ("iris", "diag", 4, -264.847566),
        ("iris", "spherical", 2, -478.559096),
        ("iris", "spherical", 3, -384.314095),
        ("iris", "spherical", 4, -334.286077),
        ("acidity", "tied", 2, -185.949264),
        ("galaxies", "full", 3, -203.179228),
        ("galaxies", "full", 4, -197.453764),
        ("diabetes, corrected", "full", 1, -2540.664042),
        ("diabetes, corrected", "full", 2, -2343.011715),
        ("diabetes, corrected", "full", 3, -2295.093456),
        ("diabetes, corrected", "full", 4, -2281.257035),
        ("diabetes", "full", 3, -2303.491843),
    )
)
