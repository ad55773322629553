"""
Write what a form asks for, or hold it back and say why; nothing is half written.

What a change will upset, templates and shifts that people have, is shown before it is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import OVERSEERS, Reach
from api.data.association import Association
from api.data.entering.editor import RowEditor
from api.data.rows.kinds import KINDS
from api.data.stored.entries import Add, Change, Entry, Remove
from api.database.engine import writing
from api.french.moments import hours_words
from api.french.words import brief_date, capital
from api.ledger.history import whole
from api.month.places.drafts import assignments_of, drafts
from api.planning.names import Names, names_of
from api.planning.upset import Posting, Touched, UpsetShift, drafted, published, upset_shifts
from api.web.problems import Refusal
from scheduler.domain.problem import Assignment
from scheduler.domain.time import PARIS

Rows = Sequence[tuple[str, Mapping[str, Any]]]
"""Rows that a change concerns, as they were and as they will be: kind, values."""

LISTED = 12
"""How many shifts are listed; the rest are counted."""

DRAFTS = 100
"""The most drafts that are looked at, the newest first."""


Wanted = tuple[Sequence[Add | Change | Remove], Sequence[str], Rows]
"""Changes to make together, the place of each in the form, and the rows that they concern."""


@dataclass
class HeldBack(Exception):  # noqa: N818 - what is shown again, more than an error
    """Changes that were not made: refused, or upsetting something that wasn't shown yet."""

    problem: Refusal | None = None
    surprises: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        """Return the status of the page that shows it (409: what it upsets is to be chosen)."""
        return 409 if self.problem is None else self.problem.status

    @property
    def mark(self) -> str:
        """Return what says, when the form comes again, that these surprises were shown."""
        if not self.surprises:
            return ""
        return sha256("\n".join(self.surprises).encode()).hexdigest()[:16]


def save(
    engine: Engine,
    who: Caller,
    wanted: Callable[[RowEditor], Wanted],
    *,
    now: datetime,
    shown: str,
    also: Callable[[Session], object] | None = None,
    more: Sequence[str] = (),
) -> Sequence[Entry]:
    """
    Make changes in one transaction, and return the rows as written; or raise `HeldBack`.

    `shown`: the mark of the surprises that the caller has seen; changes with others are held back.
    `also`: what is done with them, in their transaction.
    `more`: what the form itself has to warn of.
    """
    try:
        with writing(engine) as session:
            editor = RowEditor(who, session)
            changes, where, touched = wanted(editor)
            watch = Watch(editor, now, touched)
            entries = editor.apply(changes, where)
            outcome = HeldBack(surprises=(*more, *watch.surprises()))
            if outcome.surprises and outcome.mark != shown:
                raise outcome  # the transaction undoes what was written
            if also is not None:
                also(session)
            return entries
    except Refusal as refusal:
        raise HeldBack(problem=refusal) from None


class Watch:
    """Snapshot before a change, to list its side effects in the same transaction."""

    def __init__(self, editor: RowEditor, now: datetime, rows: Rows) -> None:
        self.editor, self.now, self.rows = editor, now, rows
        self.before = whole(editor.session)
        self.remarks = frozenset(editor.remarks(rows))

    def surprises(self) -> tuple[str, ...]:
        """Return in French what the change upsets."""
        after = whole(self.editor.session)
        touched = _touched(self.rows, self.before, after)
        postings = list(self._postings(touched)) if touched else ()
        upset = upset_shifts(self.before, after, postings)
        remarks = (r for r in self.editor.remarks(self.rows) if r not in self.remarks)
        return (*map(capital, remarks), *_lines(upset, self.before))

    def _postings(self, touched: Touched) -> Iterable[Posting]:
        """Yield the shifts that are published, and the drafts' others that the caller reads."""
        shifts = tuple(published(self.before, self.now, touched))
        yield from shifts
        posted = {Assignment(shift.mediator, shift.slot) for shift in shifts}
        month = self.now.astimezone(PARIS).date().replace(day=1)
        reach = Reach(self.editor.who, OVERSEERS)
        for row in drafts(self.editor.session, limit=DRAFTS):
            if row.month >= month and reach.planning(row, self.before):
                version = assignments_of(self.editor.session, row.id, row.head)
                title = row.title or "Planning"
                yield from drafted(self.before, self.now, touched, title, version - posted)


def _touched(rows: Rows, before: Association, after: Association) -> Touched:
    people, templates = set[str](), set[str]()
    for kind, values in rows:
        people |= set(_ids(kind, values, "personnes"))
        for source in ("gabarits", "temps_equipe", "rendez_vous"):
            templates |= set(_ids(kind, values, source))
        for cohort in _ids(kind, values, "cohortes"):
            people |= {who for a in (before, after) for c, who in a.members if c == cohort}
        for season in _ids(kind, values, "saisons"):
            templates |= {t.id for t in before.templates if t.season == season}
    return Touched(people=people, templates=templates)


def _ids(kind: str, values: Mapping[str, Any], source: str) -> Iterable[str]:
    """Yield the ids of a kind that a row has or names."""
    if kind == source and values.get("id"):
        yield values["id"]
    for column in KINDS[kind].columns.values():
        if column.names == source:
            value = values.get(column.field) or ()
            yield from (value,) if isinstance(value, str) else value


def _lines(upset: Sequence[UpsetShift], association: Association) -> Iterable[str]:
    names = names_of(association)
    for shift in upset[:LISTED]:
        yield _words(shift, names)
    if len(upset) > LISTED:
        yield f"Et {len(upset) - LISTED} autres services."


def _words(shift: UpsetShift, names: Names) -> str:
    posting = shift.posting
    start, end = (moment.astimezone(PARIS) for moment in (posting.span.start, posting.span.end))
    when = f"{brief_date(start.date())} {start.year}, {hours_words(start, end)}"
    place = f", {names.site(posting.site)}" if posting.site else ""
    where = "publié" if posting.draft is None else f"du brouillon « {posting.draft} »"
    return f"Service {where} de {shift.person}, {when}{place} : {shift.why}."
