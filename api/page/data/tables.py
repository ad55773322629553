"""Show rows as a table: what each is called, and the values that matter most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any

from api.data.rows.forms import Nature
from api.french.words import alphabetical
from api.page.data.form.inputs import label_of
from api.page.data.names import CALLED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date

    from api.data.rows.columns import Column, Kind, Row
    from api.page.data.visit import Visit

    KeyedRow = tuple[int, Row]

WIDTH = 5
"""How many values a line shows beside what the row is called."""

FEW = 2
"""How many of several names a line shows."""

ENDS = ("end", "until")
"""Fields that say the last day of what would last for ever without it."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row: its address, what it is called and a remark on it, its values; `open`: no end yet."""

    key: int
    address: str
    title: str
    remark: str
    cells: tuple[str, ...]
    open: bool


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of a kind; `head` is the header of what they are called."""

    head: str
    headers: tuple[str, ...]
    lines: tuple[Line, ...]


def ending(kind: Kind) -> Column | None:
    """Return the column of a row's last day, if rows may have none."""
    columns = (kind.columns[field] for field in ENDS if field in kind.columns)
    return next((c for c in columns if c.nature is Nature.DAY and c.nullable), None)


def ordered(visit: Visit, rows: Iterable[KeyedRow]) -> list[KeyedRow]:
    """Return rows as people look for them: the latest first, else by agency and name."""
    rows, kind = list(rows), visit.kind
    dated = (
        c for c in kind.columns.values() if c.needed and c.nature in (Nature.DAY, Nature.MOMENT)
    )
    by_day = next(dated, None)
    if by_day is not None and not kind.has_ids:
        return sorted(
            rows, key=lambda r: (_instant(r[1].__dict__[by_day.field]), r[0]), reverse=True
        )
    agency = kind.columns.get("agency") if kind.has_ids else None

    def place(keyed: KeyedRow) -> tuple[str, str, int]:
        key, row = keyed
        where = visit.shown(agency, row) if agency and agency.needed else ""
        return alphabetical(where), alphabetical(visit.title(row)), key

    return sorted(rows, key=place)


def _is_filled(column: Column, rows: Sequence[KeyedRow]) -> bool:
    """Whether some row has another value than the default, in a column that isn't private."""
    return not column.declared.private and any(
        row.__dict__[column.field] != column.declared.default for _, row in rows
    )


def _instant(value: Any) -> tuple[date, time]:
    """Return the sort key of a day, or of a day with a time."""
    day, clock = value if isinstance(value, tuple) else (value, None)
    return day, clock or time.min


def table_of(
    visit: Visit,
    rows: Sequence[KeyedRow],
    *,
    without: Collection[str] = (),
    width: int = WIDTH,
    remark: Callable[[Row], str] = lambda _: "",
) -> Table:
    """
    Return the table of rows.

    `without`: fields that all of them have alike. `width`: how many values a line shows: columns
    that say something, but no birth nor home, which nobody looks for in a list.
    """
    kind = visit.kind
    columns = sorted(
        (c for c in visit.columns if c.field not in without), key=lambda column: not column.needed
    )
    called = (c for c in columns if c.field in CALLED and kind.has_ids)
    head = next(called, columns[0])
    others = [c for c in columns if c is not head]
    cells = {c.field: [visit.shown(c, row, FEW) for _, row in rows] for c in others}
    others = [c for c in others if c.needed or _is_filled(c, rows)][:width]
    end = ending(kind)
    return Table(
        head=label_of(head),
        headers=tuple(label_of(column) for column in others),
        lines=tuple(
            Line(
                key=key,
                address=f"/donnees/{kind.name}/{key}",
                title=visit.shown(head, row) or "sans nom",
                remark=remark(row),
                cells=tuple(cells[column.field][n] for column in others),
                open=end is not None and row.__dict__[end.field] is None,
            )
            for n, (key, row) in enumerate(rows)
        ),
    )
