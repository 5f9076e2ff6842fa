"""The service from Python: its routes as methods, arrays in and arrays out.

    from gmm.client import Client

    with Client("http://localhost:8000") as client:
        fit = client.fit(rows, n_components=3)
        print(client.predict(rows, model_id=fit.model_id).labels)

A refusal is a `Problem`, which says what is wrong, where, and what to do.
"""

from gmm.client.client import Client
from gmm.client.connection import Problem

__all__ = ["Client", "Problem"]
