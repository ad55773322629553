"""One account's look at the rows of a kind, and what it calls them: names, and not ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.rights.rows import reads, writes
from api.data.entering.editor import RowEditor
from api.data.entering.reader import RowReader, opened
from api.data.rows.columns import Column, Kind, Row
from api.data.rows.forms import Nature
from api.data.rows.kinds import KINDS
from api.data.rows.people import PersonRow
from api.data.stored.association import read
from api.french.plural import plural
from api.french.words import alphabetical, short_date
from api.page.data.words import label_of, shown
from scheduler.domain.people import Mediator
from scheduler.domain.time import PARIS

CALLED = ("name", "title")
"""Fields that name a row."""

NAMING = 3
"""How many values identify a row that has no name."""


class Names:
    """What the rows that an account sees are called; what it doesn't see keeps its id."""

    def __init__(self, who: Caller, session: Session) -> None:
        self.who, self.session = who, session
        self._cached: dict[str, Mapping[str, str]] = {}

    def of(self, kind: str) -> Mapping[str, str]:
        """Return what a kind's rows are called by id, in alphabetical order."""
        if kind not in self._cached:
            self._cached[kind] = {}  # a site that is part of a site
            if reads(self.who, kind):
                rows = RowReader(self.who, self.session).rows(kind)
                names = {str(row.__dict__["id"]): self._name(KINDS[kind], row) for _, row in rows}
                self._cached[kind] = dict(sorted(names.items(), key=lambda i: alphabetical(i[1])))
        return self._cached[kind]

    def labels(self, kind: str) -> Mapping[str, str]:
        """Return the same for a list of choices: namesakes have their id beside."""
        names = self.of(kind)
        count = Counter(names.values())
        return {i: name if count[name] == 1 else f"{name} ({i})" for i, name in names.items()}

    def written(self, column: Column, value: Any, most: int = 0) -> str:
        """
        Write a value, with the names of what it names.

        `most`: how many of several names are written, the others being counted (0: all).
        """
        if not column.names or not value:
            return shown(column, value)
        ids = value if column.nature is Nature.IDENTS else (value,)
        few = [self.of(column.names).get(name, name) for name in (ids[:most] if most else ids)]
        others = len(ids) - len(few)
        return " ; ".join(few) + (f" et {plural(others, 'autre')}" if others else "")

    def title(self, kind: Kind, row: Row, hidden: Collection[str] = ()) -> str:
        """Return what a row is called: its name, or the first values that identify it."""
        columns = (c for c in kind.columns.values() if c.field not in hidden)
        return title_from(kind, {c.field: self.written(c, row.__dict__[c.field]) for c in columns})

    def _name(self, kind: Kind, row: Row) -> str:
        for field in CALLED:
            if field in kind.columns:
                return str(row.__dict__[field])
        columns = [c for c in kind.columns.values() if c.names and c.nature is Nature.IDENT]
        texts = [self.written(column, row.__dict__[column.field]) for column in columns[:2]]
        return ", ".join([str(row.__dict__["id"]), *filter(None, texts)])


def title_from(kind: Kind, texts: Mapping[str, str]) -> str:
    """Return what a row of a kind is called, from the texts of the fields that one sees."""
    for field in CALLED:
        if field in kind.columns and kind.has_ids:
            return texts.get(field, "")
    needed = (text for field, text in texts.items() if kind.columns[field].needed)
    return ", ".join([text for text in needed if text][:NAMING])


class Visit:
    """
    What the pages of a kind are made of, for an account, in a transaction.

    It is refused if there is no such kind, or it isn't theirs to read (404), or if the rows
    contradict each other (409).
    """

    def __init__(
        self, who: Caller, session: Session, kind: str, names: Names | None = None
    ) -> None:
        self.who, self.session = who, session
        self.kind = opened(who, kind)
        self.editor = RowEditor(who, session)
        self.names = names or Names(who, session)
        self.writes = writes(who, kind)
        self.columns = self.editor.columns(kind)
        """The columns that the account sees of some row, in their order."""

    def at(self, kind: Kind) -> Visit:
        """Return the same account's look at another kind."""
        return Visit(self.who, self.session, kind.name, self.names)

    def seen(self, row: Row) -> list[Column]:
        """Return the columns of a row that the account sees, in their order."""
        return self.editor.seen(self.kind.name, row.__dict__)

    def rows(self, agency: str = "") -> Iterator[tuple[int, Row]]:
        """Yield the rows that the account sees, with their keys."""
        return self.editor.rows(self.kind.name, agency=agency)

    def title(self, row: Row) -> str:
        """Return what a row is called."""
        return self.names.title(self.kind, row, self.editor.hidden(self.kind.name, row.__dict__))

    def shown(self, column: Column, row: Row, most: int = 0) -> str:
        """Write a value that the account sees of a row; `most`: how many of several (0: all)."""
        private = column.declared.private
        if private and column.field in self.editor.hidden(self.kind.name, row.__dict__):
            return ""
        return self.names.written(column, row.__dict__[column.field], most)

    def facts(self, row: Row) -> list[tuple[str, str]]:
        """Return the labels and texts of what the account sees of a row, empty ones left out."""
        texts = ((label_of(column), self.shown(column, row)) for column in self.seen(row))
        return [(label, text) for label, text in texts if text]


def remarks_of(kind: Kind, session: Session, now: datetime) -> Callable[[Row], str]:
    """Return what writes a remark on each row of a kind: of people, whether they are there."""
    if kind.model is not PersonRow:
        return lambda _: ""
    people, today = read(session).mediator_of, now.astimezone(PARIS).date()
    return lambda row: presence(people.get(str(row.__dict__["id"])), today)


def presence(person: Mediator | None, today: date) -> str:
    """Say who has left, who arrives, whose contract ends (empty: there, without an end yet)."""
    contracts = sorted(person.contracts, key=lambda c: c.start) if person else []
    if not contracts:
        return ""
    if contracts[0].start > today:
        return f"arrivée le {short_date(contracts[0].start)}"
    last = contracts[-1].end
    if last is None:
        return ""
    return f"{'départ le' if last < today else 'jusqu’au'} {short_date(last)}"
