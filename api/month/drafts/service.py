"""
Begin, list and discard drafts, with the exceptions of the day that they need.

A draft is judged on the data of the moment, so that its exceptions are recorded when it begins. If
it is discarded unpublished, what nothing else needs goes with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.journal import note as note_deed
from api.access.reach import PLANNERS, Reach
from api.data.association import Association
from api.data.entering.editor import RowEditor
from api.data.entering.reader import fields
from api.database.engine import reading, writing
from api.database.tables.month import DraftExceptionRow, RotaRow, VersionRow
from api.french.words import month_name
from api.ledger.history import head, whole
from api.month.drafts.access import check_agency
from api.month.errors import BadRequestError, Wrong
from api.month.frames import Frame, frame_of
from api.month.places.drafts import add_version, assignments_of, draft
from api.web.answering.answer import Body
from api.web.months import PATTERN, first_of
from api.web.texts import Line
from calendars.templates.template import TemplateException
from scheduler.domain.problem import Assignment
from scheduler.domain.time import civil_day, day_span, minute_at, month_later
from scheduler.errors import RoulementError
from scheduler.publication import begun_slots

EXCEPTIONS = "exceptions"
FIRST = 1
"""The number of a row that nobody has changed since it was added."""

TemplateDay = tuple[str, "date"]
"""A template's id and a day, of which there is one exception at most."""


def record(session: Session, caller: Caller, exceptions: Iterable[TemplateException]) -> None:
    """Record the exceptions that aren't there yet (`Refusal`: not allowed, or a wrong value)."""
    editor, known = RowEditor(caller, session), set(whole(session).exceptions)
    # Somebody who chose at the same moment may have recorded them just now.
    rows = [_row(exception) for exception in exceptions if exception not in known]
    if rows:
        editor.apply([editor.add(EXCEPTIONS, row, "") for row in rows], ["" for _ in rows])


def link(
    session: Session,
    draft: RotaRow,
    recorded: Iterable[TemplateException],
    used: Iterable[TemplateDay],
) -> None:
    """
    Keep which exceptions a draft brought, and which of those that it `used` others had brought.

    These are days of templates, with an exception or not.
    """
    days = {(exception.template, exception.day) for exception in recorded}
    brought = {(row.template, row.day) for row in session.scalars(select(DraftExceptionRow))}
    for template, day in sorted({*days, *(brought & {*used})}):
        session.add(DraftExceptionRow(rota=draft.id, template=template, day=day))


def withdraw(session: Session, caller: Caller, draft: RotaRow) -> None:
    """
    Take away the exceptions that a discarded draft brought and that nothing else needs.

    One stays if a publication came from the draft, if another draft of it is open or published, if
    somebody changed it, if people published on its slot wouldn't fit without it, or if the caller
    may not change it. It stays too, and is theirs from then on, with open drafts that whoever works
    on them has filled so far that people wouldn't fit.
    """
    days = set(_brought(session, draft) if draft.published is None else ())
    if not days:
        return
    editor, association = RowEditor(caller, session), whole(session)
    for other, day in list(_needing(session, association, draft, days)):
        session.add(DraftExceptionRow(rota=other.id, template=day[0], day=day[1]))
        days.discard(day)
    entries = [
        editor.entry(EXCEPTIONS, key)
        for key, row in editor.rows(EXCEPTIONS)
        if (values := row.__dict__) and (values["template"], values["day"]) in days
    ]
    changes = [
        editor.remove(entry, entry.number)
        for entry in entries
        if entry.number == FIRST
        and editor.decides(EXCEPTIONS, fields(entry))
        and _fits_without(association, fields(entry)["template"], fields(entry)["day"])
    ]
    if changes:
        editor.apply(changes, ["" for _ in changes])


def bringing(session: Session) -> frozenset[str]:
    """Return the drafts, by id, that were never published and brought exceptions."""
    rows = session.scalars(
        select(RotaRow.id)
        .join(DraftExceptionRow, DraftExceptionRow.rota == RotaRow.id)
        .where(RotaRow.published.is_(None), RotaRow.discarded.is_(None))
    )
    return frozenset(rows)


def _brought(session: Session, draft: RotaRow) -> Collection[TemplateDay]:
    """Return the days of templates that a draft brought exceptions of, and no other draft keeps."""
    query = select(DraftExceptionRow).where(DraftExceptionRow.rota == draft.id)
    mine = {(row.template, row.day) for row in session.scalars(query)}
    others = session.scalars(
        select(DraftExceptionRow)
        .join(RotaRow, RotaRow.id == DraftExceptionRow.rota)
        .where(
            RotaRow.id != draft.id,
            RotaRow.discarded.is_(None) | RotaRow.published.is_not(None),
        )
    )
    return mine - {(row.template, row.day) for row in others}


def _needing(
    session: Session, association: Association, draft: RotaRow, days: Collection[TemplateDay]
) -> Iterator[tuple[RotaRow, TemplateDay]]:
    """Yield the other open drafts whose people wouldn't fit without an exception, with its day."""
    months = {day.replace(day=1) for _, day in days}
    others = session.scalars(
        select(RotaRow).where(
            RotaRow.id != draft.id, RotaRow.month.in_(months), RotaRow.discarded.is_(None)
        )
    )
    for other in others:
        people = Counter(a.slot for a in assignments_of(session, other.id, other.head))
        for template, day in days:
            if people[f"{template}-{day}"] > _room_without(association, template, day):
                yield other, (template, day)


def _fits_without(association: Association, template: str, day: date) -> bool:
    """Whether those who are published on a template's day fit without its exception."""
    rows = association.history.get(f"{day:%Y-%m}", ())
    people = sum(row.worked.duty.id == f"{template}-{day}" for row in rows)
    return people <= _room_without(association, template, day)


def _room_without(association: Association, template: str, day: date) -> int:
    """Return how many people a template's day takes at most without its exception."""
    others = [e for e in association.exceptions if (e.template, e.day) != (template, day)]
    without = replace(association, exceptions=tuple(others))
    slots = without.slots([t for t in association.templates if t.id == template], day_span(day))
    return sum(need.maximum for slot in slots for need in slot.needs)


def _row(exception: TemplateException) -> dict[str, object]:
    """Return an exception as a row of `exceptions.csv`."""
    need = None if exception.needs is None else exception.needs[0]
    return {
        "template": exception.template,
        "day": exception.day,
        "action": exception.action,
        "start": None,
        "end": None,
        "minimum": None if need is None else need.minimum,
        "target": None if need is None else need.target,
        "maximum": None if need is None else need.maximum,
        "why": exception.why,
    }


EMPTY, PUBLISHED = "vide", "publie"
"""What a draft can begin from."""

AHEAD = 60
"""Months ahead that are planned at most: a program may look further than a page's list does."""


TWICE = timedelta(seconds=10)
"""Within which the same form again is the same click."""


def begin_draft(caller: Caller, engine: Engine, wish: NewDraft) -> RotaRow:
    """
    Begin a draft of what the caller plans, outside any transaction.

    A form that is sent twice begins one: whoever just began the same has that one, untouched.
    Raises `Refusal`: the caller answers for some agencies only, and names none; `UnknownError`: the
    caller doesn't plan that; `BadRequestError` or `InvalidProblemError` as `create` does.
    """
    prepare(caller, engine, wish)
    with writing(engine) as session:
        return _just_begun(session, caller, wish) or begin_in(session, caller, wish)


def _just_begun(session: Session, caller: Caller, wish: NewDraft) -> RotaRow | None:
    """Return the draft that the caller just began by the same wish (None: they didn't)."""
    query = (
        select(RotaRow)
        .join(VersionRow, (VersionRow.rota == RotaRow.id) & (VersionRow.number == RotaRow.head))
        .where(
            RotaRow.month == first_of(wish.month),
            RotaRow.agency == wish.agency,
            RotaRow.title == wish.title,
            RotaRow.made_by == caller.user,
            RotaRow.made >= datetime.now(UTC) - TWICE,
            RotaRow.discarded.is_(None),
            VersionRow.parent == 0,
            VersionRow.origin == wish.start,
        )
    )
    dispositifs = tuple(sorted(set(wish.dispositifs)))
    return next((row for row in session.scalars(query) if row.dispositifs == dispositifs), None)


def prepare(caller: Caller, engine: Engine, wish: NewDraft) -> None:
    """Check that the caller plans what they wish to begin (see `begin_draft`), and work it out."""
    first, reach = first_of(wish.month), Reach(caller, PLANNERS)
    with reading(engine) as session:
        association = whole(session)
    if not wish.dispositifs:
        check_agency(reach, wish.agency, "agency")
    if not reach.planning(wish, association):
        raise UnknownError
    with suppress(RoulementError):
        # Worked out before the transaction, which finds it done, or refuses it.
        sketch = RotaRow(month=first, agency=wish.agency, dispositifs=wish.dispositifs)
        frame_of(association, sketch)


def begin_in(session: Session, caller: Caller, wish: NewDraft) -> RotaRow:
    """Begin a draft that was prepared, in a `writing` session (see `create`)."""
    return create(
        session,
        caller,
        first_of(wish.month),
        agency=wish.agency,
        dispositifs=wish.dispositifs,
        title=wish.title,
        start=wish.start,
    )


def create(
    session: Session,
    caller: Caller,
    month: date,
    *,
    agency: str = "",
    dispositifs: Iterable[str] = (),
    title: str = "",
    start: str = EMPTY,
    now: datetime | None = None,
) -> RotaRow:
    """
    Begin a draft of a month, with a first version: empty, or what is published.

    What is published and has begun at `now` is in both: it was worked, whatever is planned next.
    Raises `BadRequestError`: the agency or a dispositif isn't there, or isn't of the agency;
    `InvalidProblemError`: nothing is to be held in the month, or nobody is there.
    """
    association, now = whole(session), now or datetime.now(UTC)
    chosen = tuple(sorted(set(dispositifs)))
    wrong = _wrong(association, month, agency, chosen, now)
    if wrong:
        raise BadRequestError(wrong)
    row = RotaRow(month=month, agency=agency, dispositifs=chosen, title=title)
    frame = frame_of(association, row, now)
    done = begun_slots(frame.problem, minute_at(now))
    kept = (a for a in frame.published if start == PUBLISHED or a.slot in done)
    seen, noted = head(session).number, {"dispositifs": list(chosen)}
    return begin_with(session, caller, row, frame, kept, origin=start, seen=seen, noted=noted)


def begin_with(
    session: Session,
    caller: Caller,
    row: RotaRow,
    frame: Frame,
    assignments: Iterable[Assignment],
    *,
    origin: str,
    seen: int,
    noted: Mapping[str, Any],
) -> RotaRow:
    """
    Begin a draft with a first version: those of some assignments that it decides.

    `seen`: the last publication that it takes into account; `noted`: what the journal says of it,
    beside its month.
    """
    row.made_by, row.made = caller.user, datetime.now(UTC)
    session.add(row)
    session.flush()
    kept = frozenset(assignment for assignment in assignments if frame.decides(assignment))
    version = add_version(session, row, kept, parent=0, origin=origin, by=caller.user, seen=seen)
    row.head = version.number
    detail = {"mois": f"{row.month:%Y-%m}", **noted}
    note_deed(session, caller, "creer", "planning", row.id, agency=row.agency, detail=detail)
    return row


def _wrong(
    association: Association, month: date, agency: str, dispositifs: Sequence[str], now: datetime
) -> list[Wrong]:
    faults = []
    if month.day != 1:
        faults.append(
            Wrong(field="month", received=f"{month}", expected="le premier jour d’un mois")
        )
    last = month_later(civil_day(now).replace(day=1), AHEAD)
    if month > last:
        expected = f"un mois jusqu’en {month_name(last)} : cinq ans d’avance au plus"
        faults.append(Wrong(field="month", received=f"{month:%Y-%m}", expected=expected))
    agencies = [a.id for a in association.agencies]
    if agency and agency not in agencies:
        expected = f"une agence : {', '.join(agencies) or 'aucune'}"
        faults.append(Wrong(field="agency", received=agency, expected=expected))
    there = {d.id: d.agency for d in association.dispositifs}
    for dispositif in dispositifs:
        if dispositif not in there or (agency and there[dispositif] != agency):
            known = [d for d, where in there.items() if not agency or where == agency]
            expected = f"un dispositif : {', '.join(known) or 'aucun'}"
            faults.append(Wrong(field="dispositifs", received=dispositif, expected=expected))
    return faults


def discard(session: Session, caller: Caller, rota: str) -> RotaRow:
    """
    Discard a draft; its versions stay readable.

    Exceptions of the day that it brought go with it (see `withdraw`). Raises as `draft` does.
    """
    row = draft(session, rota, alive=True)
    row.discarded = datetime.now(UTC)
    withdraw(session, caller, row)
    note_deed(session, caller, "abandonner", "planning", row.id, agency=row.agency)
    return row


Text = Annotated[str, Line(RotaRow.title)]
Ident = Annotated[str, Line(RotaRow.agency)]


class NewDraft(Body):
    """
    A draft to begin. `dispositifs` empty: all of the agency's; `agency` empty: those named.

    `start`: `vide`, or `publie` to begin from what is published; what of it has begun is in both.
    """

    month: Annotated[str, Field(pattern=PATTERN, max_length=7, examples=["2026-03"])]
    agency: Annotated[Ident, Field(examples=["ville"])] = ""
    dispositifs: Annotated[tuple[Ident, ...], Field(max_length=200, examples=[["P"]])] = ()
    title: Annotated[Text, Field(examples=["Mars"])] = ""
    start: Annotated[Literal["vide", "publie"], Field(examples=["vide"])] = "vide"
