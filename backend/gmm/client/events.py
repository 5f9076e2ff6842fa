"""What the client's streams tell: `queued` and `progress` in all of them, and the result last."""

from __future__ import annotations

from gmm.api.schemas import anomalies, bootstrap, diagnose, fit, merge, select
from gmm.api.schemas.progress import StreamEvent

FitEvent = fit.IterationEvent | fit.StartEvent | StreamEvent | fit.ResultEvent
SelectEvent = (
    select.CellEvent
    | select.FailedCellEvent
    | select.TestReplicateEvent
    | select.TestEvent
    | StreamEvent
    | select.SelectionEvent
)
BootstrapEvent = bootstrap.ReplicateEvent | StreamEvent | bootstrap.BootstrapResultEvent
MergeEvent = StreamEvent | merge.MergeResultEvent
AnomaliesEvent = StreamEvent | anomalies.AnomaliesResultEvent
DiagnoseEvent = StreamEvent | diagnose.DiagnosisEvent
