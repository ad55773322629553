"""Begin and discard drafts; only a database keeps drafts, a folder doesn't."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.journal import note as note_deed
from api.access.reach import PLANNERS, Reach
from api.data.association import Association
from api.database.engine import reading, writing
from api.database.tables.month import RotaRow
from api.french.words import month_name
from api.ledger.history import head, whole
from api.month.drafts.access import check_agency
from api.month.drafts.exceptions import withdraw
from api.month.errors import BadRequestError, Wrong
from api.month.frames import frame_of
from api.month.places.drafts import add_version, draft
from api.web.answer import Body
from api.web.months import PATTERN, first_of
from api.web.texts import Line
from scheduler.domain.time import PARIS, minute_at, month_later
from scheduler.errors import RoulementError
from scheduler.publication import begun_slots

EMPTY, PUBLISHED = "vide", "publie"
"""What a draft can begin from."""

AHEAD = 60
"""Months ahead that are planned at most: a program may look further than a page's list does."""


def begin_draft(caller: Caller, engine: Engine, wish: NewDraft) -> RotaRow:
    """
    Begin a draft of what the caller plans, outside any transaction.

    Raises `Refusal`: the caller answers for some agencies only, and names none; `UnknownError`: the
    caller doesn't plan that; `BadRequestError` or `InvalidProblemError` as `create` does.
    """
    prepare(caller, engine, wish)
    with writing(engine) as session:
        return begin_in(session, caller, wish)


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
    row = RotaRow(
        month=month,
        agency=agency,
        dispositifs=chosen,
        title=title,
        made_by=caller.user,
        made=datetime.now(UTC),
    )
    frame = frame_of(association, row, now)
    session.add(row)
    session.flush()
    done = begun_slots(frame.problem, minute_at(now))
    assignments = frozenset(
        a for a in frame.published if frame.decides(a) and (start == PUBLISHED or a.slot in done)
    )
    version = add_version(
        session,
        row,
        assignments,
        parent=0,
        origin=start,
        by=caller.user,
        seen=head(session).number,
    )
    row.head = version.number
    note_deed(
        session,
        caller,
        "creer",
        "planning",
        row.id,
        agency=agency,
        detail={"mois": f"{month:%Y-%m}", "dispositifs": list(chosen)},
    )
    return row


def _wrong(
    association: Association, month: date, agency: str, dispositifs: Sequence[str], now: datetime
) -> list[Wrong]:
    faults = []
    if month.day != 1:
        faults.append(
            Wrong(field="month", received=f"{month}", expected="le premier jour d’un mois")
        )
    last = month_later(now.astimezone(PARIS).date().replace(day=1), AHEAD)
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

    Exceptions of the day that it brought go with it (see `api.month.drafts.exceptions`). Raises
    `UnknownDraftError`: there is none; `DiscardedError`: it was already.
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
