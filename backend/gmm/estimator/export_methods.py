"""A fitted mixture for other programs: as code, as an ONNX graph."""

from __future__ import annotations

from sklearn.utils.validation import check_is_fitted

from gmm.estimator.fitted_mixture import AbstractFittedMixture
from gmm.io.export import code_of, onnx_of


class AbstractExportMethods(AbstractFittedMixture):
    """A fitted estimator that can be taken elsewhere, exact to the last bit."""

    def to_code(self, language: str = "python") -> str:
        """A program text with these parameters: "python" for scikit-learn's estimator, "r" for R.

        Raises ``OptionError`` for any other language.
        """
        check_is_fitted(self)
        return code_of(self.mixture_, language)

    def to_onnx(self) -> bytes:
        """An ONNX graph in double precision: rows in, log_density, responsibilities and labels out.

        Raises ``MissingExtraError``, an ``ImportError``, where the package onnx is not installed.
        """
        check_is_fitted(self)
        return onnx_of(self.mixture_)
