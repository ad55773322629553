"""Rows of a week for tests, and what a writer's changes make of the rows that were there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

from api.data.entering.editor import Deed
from api.data.rows.columns import Row
from api.data.rows.demand import BreakRow
from api.week.form import blank_row
from api.week.matrix import Cells, Stored, WeekRow, changed
from api.week.writing import RowEdit, Writer
from scheduler.domain.duty import BreakKind

DAY = date(2026, 3, 2)
EMPTY = Stored(templates={}, needs={}, breaks={}, exceptions={})


def row(
    start: str = "09:00",
    end: str = "12:00",
    days: Cells = ((1, 2),) * 5 + (None, None),
    *,
    pause: int = 0,
    since: date = DAY,
    **values: Any,
) -> WeekRow:
    """Return a row of the week of `P`, on its place from Monday to Friday."""
    blank = blank_row("P", since)
    hours = {"start": time.fromisoformat(start), "end": time.fromisoformat(end)}
    breaks = (
        BreakRow.model_construct(None, template="", minutes=pause, at=None, kind=BreakKind.UNPAID),
    )
    return replace(
        blank,
        template=changed(blank.template, site="place", **hours, **values),
        cells=days,
        breaks=breaks if pause else (),
    )


def writer(stored: Stored = EMPTY, day: date = DAY, **more: Any) -> Writer:
    """Return a writer of changes from a day on."""
    taken = {template.id for template in stored.templates.values()}
    called = {"place": "Place du Marché"}
    return Writer(stored=stored, day=day, taken=taken, seasons={}, called=called, **more)


def edits(before: Sequence[WeekRow | None], after: Sequence[WeekRow]) -> list[RowEdit]:
    """Return the changes of rows, one place each; there may be more rows after than before."""
    olds = [*before, *([None] * (len(after) - len(before)))]
    pairs = zip(olds, after, strict=True)
    return [RowEdit(where=f"r{n}", before=b, after=a) for n, (b, a) in enumerate(pairs)]


def applied(stored: Stored, deeds: Sequence[Deed]) -> Stored:
    """Return what is kept once these changes are made; a row is changed once at most."""
    places = [(deed.kind, deed.key) for deed in deeds if deed.key is not None]
    assert len(places) == len(set(places))
    tables: dict[str, dict[int, Any]] = {
        "gabarits": dict(stored.templates),
        **{
            kind: {key: each for rows in table.values() for key, each in rows}
            for kind, table in (
                ("besoins", stored.needs),
                ("pauses", stored.breaks),
                ("exceptions", stored.exceptions),
            )
        },
    }
    for deed in deeds:
        table = tables[deed.kind]
        if deed.row is None:
            del table[deed.key or 0]
        else:
            table[deed.key or max(table, default=0) + 1] = deed.row
    return Stored.read(lambda kind: tables[kind].items())


def written(rows: Sequence[WeekRow], day: date = DAY) -> Stored:
    """Return what is kept of rows that are all new."""
    return applied(EMPTY, writer(day=day).write(edits([], rows), []))


def rows_of(model: type[Row], deeds: Sequence[Deed]) -> list[Any]:
    """Return the rows of a kind that changes write."""
    return [deed.row for deed in deeds if isinstance(deed.row, model)]
