"""One program's sweep over 1 to 9 components of all structures: its time and the likelihoods it reaches.

    python -m benchmarks.one_selection PROGRAM SAMPLES

prints a row as JSON: "seconds", and "cells", the total log-likelihoods by number of components and structure,
null where a cell has none or a spurious one. PROGRAM is ours or mclust. It is called by bench_select.
"""

import gmm  # noqa: F401, I001 - holds BLAS to one thread before NumPy is imported

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from gmm.engine import Dataset, SelectionOptions, select

MOST = 9
SCRIPT = Path(__file__).parent / "peers/mclust_bic.R"


def ours(X: np.ndarray) -> dict[str, object]:
    """The best of three sweeps, after a small one that warms up."""
    dataset, options = Dataset(X), SelectionOptions(range(1, MOST + 1))
    select(Dataset(X[:100]), SelectionOptions([1, 2]))
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        selection = select(dataset, options)
        seconds.append(time.perf_counter() - began)
    cells = {
        f"{cell.n_components} {cell.mixture.structure.letters}": cell.log_likelihood if cell.sound else None
        for cell in selection.cells
    }
    return {"seconds": min(seconds), "cells": cells}


def mclust(X: np.ndarray) -> dict[str, object]:
    """mclustBIC with its defaults: one start a cell, from its own hierarchical clustering."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "samples"
        file.write_bytes(np.ascontiguousarray(X, dtype=np.float64).tobytes())
        command = ["Rscript", str(SCRIPT), str(file), str(len(X)), str(X.shape[1]), str(MOST)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    cells = {}
    for line in told[1:]:
        K, model, log_likelihood = line.split()
        cells[f"{K} {model}"] = None if log_likelihood == "NA" else float(log_likelihood)
    return {"seconds": float(told[0]), "cells": cells}


if __name__ == "__main__":
    measure = {"ours": ours, "mclust": mclust}[sys.argv[1]]
    print(json.dumps(measure(np.load(sys.argv[2]))))
