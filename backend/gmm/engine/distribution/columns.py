"""Which columns somebody means who names or numbers them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral

from gmm.engine.errors import OptionError
from gmm.engine.mixture import Mixture

Column = int | str
# Values of columns, each by name or number.
Given = Mapping[int, float] | Mapping[str, float] | Mapping[Column, float]


def column_numbers(known: Sequence[str], wanted: Iterable[Column], field: str) -> list[int]:
    """The numbers of the wanted columns, each by its name or by its number, counted from 0.

    Raises ``OptionError`` naming ``field`` where none is wanted, or one that is unknown or stands twice.
    """
    if not isinstance(wanted, Iterable):
        raise OptionError(
            f"{field} must name columns by text or by whole numbers, not {wanted!r}; there are "
            f"{_listed(known)}.",
            field=field,
        )
    index = [_column_number(known, column, field) for column in wanted]
    if not index:
        raise OptionError(f"{field} must name at least one column: {_listed(known)}.", field=field)
    repeated = next((i for i in index if index.count(i) > 1), None)
    if repeated is not None:
        raise OptionError(
            f"{field} names column {known[repeated]!r} twice; name each once.",
            field=field,
            column=known[repeated],
        )
    return index


def other_columns(known: Sequence[str], index: Sequence[int], field: str) -> list[int]:
    """The numbers of the columns that are not in ``index``. Raises ``OptionError`` where there are none."""
    rest = [i for i in range(len(known)) if i not in set(index)]
    if not rest:
        raise OptionError(
            f"{field} names all columns, so that none is left to say something about; leave one out.",
            field=field,
        )
    return rest


def along(mixture: Mixture, column: Column | None) -> Mixture:
    """The mixture of one column alone; which one need not be said where there is but one.

    Raises ``OptionError`` for a column that is unknown, or not said.
    """
    if column is not None:
        return mixture.marginal(column_numbers(mixture.columns, [column], "column"))
    if mixture.n_features > 1:
        raise OptionError(
            f"The mixture has {mixture.n_features} columns: {_listed(mixture.columns)}. Say which one.",
            field="column",
        )
    return mixture


def _column_number(known: Sequence[str], column: Column, field: str) -> int:
    if isinstance(column, str):
        if column in known:
            return list(known).index(column)
        raise OptionError(
            f"{field} names {column!r}, which is no column; there are {_listed(known)}.", field=field
        )
    if isinstance(column, Integral) and not isinstance(column, bool):
        if 0 <= column < len(known):
            return int(column)
        raise OptionError(
            f"{field} names column {column}, but columns are numbered from 0 to {len(known) - 1}.",
            field=field,
        )
    raise OptionError(f"{field} must name columns by text or by whole numbers, not {column!r}.", field=field)


def _listed(columns: Sequence[str], most: int = 6) -> str:
    return ", ".join(columns[:most]) + (", …" if len(columns) > most else "")
