"""The warning a fit gives about its result."""

from __future__ import annotations

from dataclasses import replace

from gmm.engine import Finding, Notice


class FitWarning(UserWarning):
    """The fitted mixture should not be trusted as it is; the message says why and what would help."""


# Codes of the engine's notices that are warned of; the others stand in ``warnings_`` for whoever looks.
# ("not_converged" is warned of as scikit-learn's ConvergenceWarning.)
SERIOUS = frozenset({"collapsed_component", "tiny_component", "empty_component"})


def in_our_words(notice: Notice) -> Notice:
    """The engine's notice with the estimator's name for the engine's option."""
    message = notice.message.replace("covariance_floor", "reg_covar")
    if isinstance(notice, Finding):
        return replace(notice, message=message, remedy=notice.remedy.replace("covariance_floor", "reg_covar"))
    return replace(notice, message=message)
