"""Every kind of long work: its name, what asks for it, and the task that a request becomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gmm.api.schemas.anomalies import AnomaliesRequest
from gmm.api.schemas.base import Request
from gmm.api.schemas.bootstrap import BootstrapRequest
from gmm.api.schemas.diagnose import DiagnoseRequest
from gmm.api.schemas.fit import FitRequest
from gmm.api.schemas.merge import MergeRequest
from gmm.api.schemas.select import SelectRequest
from gmm.api.tasks.anomalies import anomalies_task
from gmm.api.tasks.base import AbstractTask
from gmm.api.tasks.bootstrap import bootstrap_task
from gmm.api.tasks.diagnose import diagnose_task
from gmm.api.tasks.fit import fit_task
from gmm.api.tasks.merge import merge_task
from gmm.api.tasks.select import select_task

KINDS: dict[str, tuple[type[Request], Callable[[Any], AbstractTask]]] = {
    "fit": (FitRequest, fit_task),
    "select": (SelectRequest, select_task),
    "bootstrap": (BootstrapRequest, bootstrap_task),
    "merge": (MergeRequest, merge_task),
    "anomalies": (AnomaliesRequest, anomalies_task),
    "diagnose": (DiagnoseRequest, diagnose_task),
}
