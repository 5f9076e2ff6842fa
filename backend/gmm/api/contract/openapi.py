"""`python -m gmm.api.contract.openapi` writes `backend/openapi.json`, from which the page has its types.

It also writes the table of settings in `docs/operations.md`.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from flask import Flask

from gmm.api.contract.document import openapi_document
from gmm.api.contract.settings_table import OPERATIONS, with_settings
from gmm.api.routes import BLUEPRINTS

CONTRACT_FILE = Path(__file__).parents[3] / "openapi.json"


def contract_bytes() -> bytes:
    """The contract as the file holds it; it depends on the code alone, not on settings."""
    app = Flask(__name__)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return msgspec.json.format(msgspec.json.encode(openapi_document(app)), indent=2) + b"\n"


if __name__ == "__main__":
    CONTRACT_FILE.write_bytes(contract_bytes())
    OPERATIONS.write_text(with_settings(OPERATIONS.read_text("utf-8")), "utf-8")
