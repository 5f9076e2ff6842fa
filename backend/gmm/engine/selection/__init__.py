"""Choosing a mixture: the number of components and the structure of the covariances.

A sweep fills a table of K x structure; criteria compare its cells; nothing is chosen without saying how
decided the choice is. sweep.py visits the cells, ascent.py climbs for one of them, verdict.py says what the
table means; cross_validation.py and likelihood_ratio.py are done on request.
"""

from __future__ import annotations

from gmm.engine.selection.cell import Cell, FailedCell, Held
from gmm.engine.selection.likelihood_ratio import LikelihoodRatioTest
from gmm.engine.selection.options import SelectionOptions
from gmm.engine.selection.selection import Selection, select, select_events
from gmm.engine.selection.verdict import Choice

__all__ = [
    "Cell",
    "Choice",
    "FailedCell",
    "Held",
    "LikelihoodRatioTest",
    "Selection",
    "SelectionOptions",
    "select",
    "select_events",
]
