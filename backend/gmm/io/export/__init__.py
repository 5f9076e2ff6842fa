"""A mixture as something that works without this package: code in a language, or an ONNX graph.

What is written holds every number in as many digits as it takes to read the same double back.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from gmm.engine import Mixture, OptionError
from gmm.io.errors import MissingExtraError
from gmm.io.export.python_code import python_code
from gmm.io.export.r_code import r_code

# Every language there is code in.
LANGUAGES: dict[str, Callable[[Mixture], str]] = {"python": python_code, "r": r_code}


def code_of(mixture: Mixture, language: str) -> str:
    """The mixture as a program text. Raises ``OptionError`` for a language there is no code in."""
    if not isinstance(language, str) or language not in LANGUAGES:
        known = ", ".join(f"'{name}'" for name in LANGUAGES)
        raise OptionError(f"There is no code in {language!r}; choose one of {known}.", field="language")
    return LANGUAGES[language](mixture)


def onnx_of(mixture: Mixture) -> bytes:
    """The mixture as an ONNX graph. Raises ``MissingExtraError`` where the package onnx is not installed."""
    if find_spec("onnx") is None:
        raise MissingExtraError(
            "An ONNX graph takes the package onnx, which is not installed here; install gmm[onnx]."
        )
    from gmm.io.export.onnx_graph import onnx_graph

    return onnx_graph(mixture)
