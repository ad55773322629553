"""Make values of the domain from rows, and check the dates that rows share."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, TypeVar

from api.data.rows.columns import Row
from api.data.rows.employer import DatedRow
from api.data.rows.lines import Line, Placed, Tables
from api.french.words import period_words

T = TypeVar("T")


def from_row(kind: type[T], row: Row, /, **others: Any) -> T:
    """
    Make a value from the fields that it shares with a row, and from `others`.

    InvalidProblemError: the values contradict each other.
    """
    values = row.__dict__
    shared: tuple[str, ...] = _shared(kind, type(row))  # type: ignore[arg-type]  # a class
    return kind(**{name: values[name] for name in shared} | others)


def from_rows(kind: type[T], tables: Tables, model: type[Row]) -> tuple[T, ...]:
    """Make a value from each row of a kind that could be read, in order."""
    return tuple(from_row(kind, placed.row) for placed in tables.of(model))


@cache
def _shared(kind: Any, row: type[Row]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name in row.model_fields)


COHERENT = "une ligne cohérente ({})"
"""What is expected of a row that contradicts itself, with the contradiction."""

R = TypeVar("R", bound=DatedRow)
Days = tuple[date, date | None]
"""The first and last of days in a row (None: no end)."""


def ends_in_order(
    tables: Tables,
    placed: Line,
    first: date,
    last: date | None,
    *,
    column: str = "jusqu_au",
) -> bool:
    """Whether a period ends on its first day or later; note a fault otherwise."""
    if last is None or first <= last:
        return True
    tables.refuse(placed, column, f"le {first:%d/%m/%Y} ou après")
    return False


def without_overlaps(
    tables: Tables, rows: Iterable[Placed[R]], kind: Callable[[R], Hashable] = lambda _: ""
) -> Iterator[Placed[R]]:
    """Yield rows; note those that end too soon or overlap one of their kind and agency."""
    by_agency: dict[tuple[str, Hashable], list[Placed[R]]] = {}
    for placed in rows:
        row = placed.row
        if not ends_in_order(tables, placed, row.since, row.until):
            continue
        others = by_agency.setdefault((row.agency, kind(row)), [])
        days = row.since, row.until
        clash = next((o for o in others if overlap((o.row.since, o.row.until), days)), None)
        if clash is None:
            others.append(placed)
            yield placed
            continue
        whose = f"de l’agence « {row.agency} »" if row.agency else "de toutes les agences"
        tables.refuse(
            placed,
            "depuis",
            (
                f"une période qui n’en chevauche pas une autre {whose} "
                f"(ligne {clash.line}, {period_words(clash.row.since, clash.row.until)})"
            ),
        )


def overlap(first: Days, other: Days) -> bool:
    """Whether two runs of days share one."""
    return first[0] <= (other[1] or date.max) and other[0] <= (first[1] or date.max)
