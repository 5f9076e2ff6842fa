"""The same fit on a Dask cluster: data stay on the workers, parameters and sums travel.

    from dask.distributed import Client
    from gmm.distributed import distributed
    from gmm.engine import FitOptions, fit

    with Client() as client:
        found = fit(distributed("parts/*.parquet", client), FitOptions(10))

Needs the extra `gmm[dask]`.
"""

import gmm  # noqa: F401, I001 - holds BLAS to one thread before NumPy is imported

from gmm.distributed.dataset import DistributedDataset
from gmm.distributed.partitions import distributed

__all__ = ["DistributedDataset", "distributed"]
