"""Say what a change of rows will upset, before it is saved: templates, and published shifts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from api.data.rows.kinds import KINDS
from api.french.words import brief_date, clock_time
from api.ledger.history import whole
from api.planning.names import names_of
from api.planning.upset import UpsetShift, upset_shifts
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from api.data.association import Association
    from api.data.entering.editor import RowEditor
    from api.planning.names import Names

Touched = Sequence[tuple[str, Mapping[str, Any]]]
"""Rows that a change concerns, as they were and as they will be: kind, values."""

LISTED = 12
"""How many shifts are listed; the rest are counted."""


class Watch:
    """What stood before a change, to tell afterwards, in the same transaction, what it upsets."""

    def __init__(
        self, editor: RowEditor, session: Session, now: datetime, touched: Touched
    ) -> None:
        self.editor, self.session, self.now, self.touched = editor, session, now, touched
        self.before = whole(session)
        self.remarks = frozenset(editor.remarks(touched))

    def surprises(self) -> tuple[str, ...]:
        """Return in French what the change upsets."""
        after = whole(self.session)
        people, templates = set[str](), set[str]()
        for kind, values in self.touched:
            people |= set(_named(kind, values, "personnes"))
            templates |= set(_named(kind, values, "gabarits"))
            for cohort in _named(kind, values, "cohortes"):
                people |= {who for a in (self.before, after) for c, who in a.members if c == cohort}
            for season in _named(kind, values, "saisons"):
                templates |= {t.id for t in self.before.templates if t.season == season}
        upset = upset_shifts(self.before, after, self.now, people=people, templates=templates)
        remarks = (r for r in self.editor.remarks(self.touched) if r not in self.remarks)
        return (*(f"{r[:1].upper()}{r[1:]}" for r in remarks), *_listed(upset, self.before))


def mark(surprises: Iterable[str]) -> str:
    """Return what tells that these surprises were shown, and no others."""
    return sha256("\n".join(surprises).encode()).hexdigest()[:16]


def _named(kind: str, values: Mapping[str, Any], source: str) -> Iterable[str]:
    """Return the ids of a kind that a row has or names."""
    if kind == source and values.get("id"):
        yield values["id"]
    for column in KINDS[kind].columns.values():
        if column.names == source:
            value = values.get(column.field) or ()
            yield from (value,) if isinstance(value, str) else value


def _listed(upset: Sequence[UpsetShift], association: Association) -> Iterable[str]:
    names = names_of(association)
    for shift in upset[:LISTED]:
        yield _words(shift, names)
    if len(upset) > LISTED:
        yield f"Et {len(upset) - LISTED} autres services publiés."


def _words(shift: UpsetShift, names: Names) -> str:
    duty = shift.published.worked.duty
    start, end = (moment.astimezone(PARIS) for moment in (duty.span.start, duty.span.end))
    when = f"{brief_date(start.date())} {start.year}, {clock_time(start)} – {clock_time(end)}"
    place = f", {names.site(duty.site)}" if duty.site else ""
    return f"Service publié de {shift.person}, {when}{place} : {shift.why}."
