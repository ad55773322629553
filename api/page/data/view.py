"""What the pages of data show beside forms and lists: the kinds, a row's facts, a conflict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from api.data.entering.editor import RowEditor
from api.french.plural import plural
from api.french.words import short_date
from api.page.data.access import kinds_of, writes
from api.page.data.form.inputs import label_of
from api.page.data.form.typed import cell
from api.page.data.words import GROUPS, group_of, title_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.data.rows.columns import Column, Row
    from api.data.stored.entries import Entry
    from api.page.data.form.typed import Typed
    from api.page.data.names import Names
    from api.page.data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class KindLine:
    """A kind: its list, what its rows are, how many the account sees, whether it changes them."""

    address: str
    title: str
    words: str
    count: str
    writes: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """Kinds that stand together."""

    title: str
    kinds: tuple[KindLine, ...]


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


def groups_of(who: Caller, session: Session) -> tuple[Group, ...]:
    """Return the kinds that an account reads, in groups."""
    groups: dict[str, list[KindLine]] = {title: [] for title in GROUPS.values()}
    for kind, door in kinds_of(who):
        count = sum(1 for _ in RowEditor(door, who, session).rows(kind.name))
        line = KindLine(
            address=f"/donnees/{kind.name}",
            title=title_of(kind),
            words=kind.words,
            count=plural(count, "ligne") if count else "rien encore",
            writes=writes(who, kind.name),
        )
        groups.setdefault(group_of(kind), []).append(line)
    return tuple(Group(title=title, kinds=tuple(lines)) for title, lines in groups.items() if lines)


def facts_of(visit: Visit, row: Row) -> tuple[Fact, ...]:
    """Return the values of a row that an account sees, those that are empty left out."""
    facts = (
        Fact(label=label_of(column), text=visit.shown(column, row)) for column in visit.columns
    )
    return tuple(fact for fact in facts if fact.text)


def minor_until(visit: Visit, entry: Entry) -> str:
    """Write the last day on which a person is a minor, where the birth is hidden (empty: past)."""
    last = visit.editor.view(entry).get("minor_until")
    return short_date(date.fromisoformat(last)) if last else ""


def differences(visit: Visit, row: Row, typed: Typed) -> tuple[Difference, ...]:
    """Return what differs between a row as it is now and what was typed."""
    both = ((c, visit.shown(c, row), _words(c, typed, visit.names)) for c in visit.columns)
    return tuple(
        Difference(label=label_of(c), theirs=theirs or "rien", mine=mine or "rien")
        for c, theirs, mine in both
        if theirs != mine
    )


def _words(column: Column, typed: Typed, names: Names) -> str:
    """Write what was typed as a value is written, if it can be read as one."""
    text = cell(column, typed)
    try:
        return names.written(column, column.read(text))
    except PydanticCustomError:
        return text
