"""The command line: `gmm fit`, `gmm predict` and so on, one file a verb."""

import gmm  # noqa: F401, I001 - holds BLAS to one thread before NumPy is imported

from gmm.cli.main import main

__all__ = ["main"]
