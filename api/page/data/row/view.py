"""What a row's page shows beside its form and lists: its facts, a conflict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from api.french.words import short_date
from api.page.data.form.inputs import label_of
from api.page.data.form.typed import cell

if TYPE_CHECKING:
    from api.data.rows.columns import Column, Row
    from api.data.stored.entries import Entry
    from api.page.data.form.typed import Typed
    from api.page.data.names import Names
    from api.page.data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A value of a row that isn't to be changed."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field that somebody else changed meanwhile: what is kept of it, and what was typed."""

    label: str
    theirs: str
    mine: str


def facts_of(visit: Visit, row: Row) -> tuple[Fact, ...]:
    """Return the values of a row that an account sees, those that are empty left out."""
    facts = (
        Fact(label=label_of(column), text=visit.shown(column, row)) for column in visit.seen(row)
    )
    return tuple(fact for fact in facts if fact.text)


def minor_until(visit: Visit, entry: Entry) -> str:
    """Write the last day on which a person is a minor, where the birth is hidden (empty: past)."""
    last = visit.editor.view(entry).get("minor_until")
    return short_date(date.fromisoformat(last)) if last else ""


def differences(visit: Visit, row: Row, typed: Typed) -> tuple[Difference, ...]:
    """Return what differs between a row as it is now and what was typed."""
    both = ((c, visit.shown(c, row), _words(c, typed, visit.names)) for c in visit.seen(row))
    return tuple(
        Difference(label=label_of(c), theirs=theirs or "rien", mine=mine or "rien")
        for c, theirs, mine in both
        if theirs != mine
    )


def _words(column: Column, typed: Typed, names: Names) -> str:
    """Write a typed text as pages write its value; as it was typed if it can't be read."""
    text = cell(column, typed)
    try:
        return names.written(column, column.read(text))
    except PydanticCustomError:
        return text
