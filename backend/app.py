"""`python app.py` serves the API on http://localhost:8000; `--page ../frontend/dist` the page as well."""

import gmm  # noqa: F401, I001 - holds BLAS to one thread before NumPy is imported

from gmm.api.server.serve import main

if __name__ == "__main__":
    raise SystemExit(main())
