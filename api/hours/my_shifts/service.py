"""Give a person their own published shifts: where, with whom, and what changed of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.journal import note
from api.data.association import Published
from api.database.tables.access import TrailRow, UserRow
from api.database.tables.asking import WorkedRow
from api.database.tables.ledger import EntryRow, PublicationRow, ReceiptRow, SubjectRow
from api.feeds.rendering.sources import companies, supervised, watched
from api.hours.service import current_entries
from api.ledger.history import head, whole
from api.ledger.removals import SWAP
from api.planning.names import Names, names_of
from calendars.appearance import short_name
from scheduler.domain.duty import DutyKind
from scheduler.domain.people import Mediator
from scheduler.domain.time import PARIS

SEEN = ("voir", "publication")
"""How the journal notes that somebody has seen what a publication changed for them."""


@dataclass(frozen=True, kw_only=True)
class OwnShift:
    """
    A published shift of one's own, with the names that one reads; people as « Prénom N. ».

    `team_time`: what it is called, if it is a team's own (else empty). `said`: the last word on the
    hours really worked (None: none yet). `numbers`: of those on call who gave one to be called.
    """

    row: Published
    team_time: str
    dispositif: str
    site: str
    address: str
    appointment: str
    partners: tuple[str, ...]
    referents: tuple[str, ...]
    on_call: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    said: WorkedRow | None


@dataclass(frozen=True, kw_only=True)
class When:
    """When a shift is, and the name of where."""

    start: datetime
    end: datetime
    site: str


@dataclass(frozen=True, kw_only=True)
class OwnChange:
    """
    What publications changed of a shift: as it was (None: there was none), as it is (None: gone).

    `publication`: the last of them; `first`: the shift came with the month's first publication that
    names its person, other than a swap.
    """

    publication: int
    slot: str
    dispositif: str
    dispositif_name: str
    kind: str
    old: When | None
    new: When | None
    first: bool


def own_shifts(session: Session, me: Mediator, month: str) -> list[OwnShift]:
    """
    Return a person's published shifts of a month (`2026-12`), by start.

    Those after their contract's end aren't theirs any more, unless they said what they worked.
    """
    association = whole(session)
    rows = association.history.get(month, ())
    said = _said(session, month, {me.id})
    own = [
        row
        for row in rows
        if row.worked.mediator == me.id and (row.uid in said or not association.has_left(row))
    ]
    slots = {row.worked.duty.id for row in own}
    people = association.mediator_of
    supervises = supervised(association)
    company_at = companies(
        [row for row in rows if _is_near(row, slots) and not association.has_left(row)],
        people,
        lambda duty: watched(duty, supervises),
        lambda duty: duty.template in association.team_times,
    )
    names = names_of(association)
    on_call = _numbers(session)

    def shift(row: Published) -> OwnShift:
        duty, company = row.worked.duty, company_at(row)
        return OwnShift(
            row=row,
            team_time=association.team_times.get(duty.template, ""),
            dispositif=names.dispositif(duty.dispositif),
            site=names.site(duty.site),
            address=names.address(duty.site),
            appointment="" if duty.template in association.team_times else names.purpose(duty.id),
            partners=_short(company.partners, people),
            referents=_short(company.referents, people),
            on_call=_short(company.on_call, people),
            numbers=tuple(
                (short_name(people[who].name), on_call[who])
                for who in company.on_call
                if who in people and who in on_call
            ),
            said=said.get(row.uid),
        )

    return [shift(row) for row in own]


def shifts_beyond(
    session: Session, month: str, people: Collection[str]
) -> Mapping[str, Sequence[Published]]:
    """
    Return the published shifts of a month that `own_shifts` leaves out, by person.

    Those are the shifts after the end of a contract of which their person said nothing. `people`:
    of these, by id.
    """
    association = whole(session)
    over = [
        row
        for row in association.history.get(month, ())
        if row.worked.mediator in people and association.has_left(row)
    ]
    said = _said(session, month, {row.worked.mediator for row in over}) if over else {}
    table: dict[str, list[Published]] = {}
    for row in over:
        if row.uid not in said:
            table.setdefault(row.worked.mediator, []).append(row)
    return table


def _said(session: Session, month: str, people: Collection[str]) -> dict[str, WorkedRow]:
    """Return what people said of their published shifts of a month, by uid."""
    entries = current_entries(session, months=[month], people=people)
    return {row.uid: row for row in entries if row.uid}


def coming_shift(
    session: Session, me: Mediator, shifts: Sequence[OwnShift], now: datetime
) -> OwnShift | None:
    """
    Return the shift that a person is on, or their next one of any month (None: there is none).

    `shifts`: what `own_shifts` returns of the present month. The company of others is read for the
    month of that shift alone.
    """
    association = whole(session)
    rows = association.published_of.get(me.id, ())
    spans = (row.worked.duty.span for row in rows if not association.has_left(row))
    # The one that began last month may not be over.
    month = min((f"{span.day:%Y-%m}" for span in spans if span.end > now), default="")
    if month and month != f"{now.astimezone(PARIS):%Y-%m}":
        shifts = own_shifts(session, me, month)
    return next((shift for shift in shifts if shift.row.worked.duty.span.end > now), None)


def unseen(session: Session, caller: Caller, me: Mediator, now: datetime) -> list[OwnChange]:
    """
    Return what changed of a person's shifts since they last said that they had seen it, by start.

    A change is left out if the shift is over, both as it was and as it is now: nobody can act on it
    any more.
    """
    rows = session.execute(
        select(
            ReceiptRow.publication,
            PublicationRow.month,
            PublicationRow.origin == SWAP,
            ReceiptRow.changes,
        )
        .join(PublicationRow, PublicationRow.number == ReceiptRow.publication)
        .join(SubjectRow, SubjectRow.id == ReceiptRow.subject)
        .where(SubjectRow.mediator == me.id)
        .order_by(ReceiptRow.publication)
    ).all()
    first = _first_publications(session, me)
    last = _last_seen(session, caller)
    shifts: dict[str, list[tuple[int, bool, Mapping[str, Any]]]] = {}
    for number, month, swapped, lines in rows:
        if number > last:
            came = first.get(month) == number and not swapped
            for change in lines:
                at_first = came and change["old"] is None
                shifts.setdefault(change["uid"], []).append((number, at_first, change))
    names = names_of(whole(session))
    changes = [_change(steps, names) for steps in shifts.values()]
    ahead = [c for c in changes if any(w is not None and w.end > now for w in (c.old, c.new))]
    moved = [c for c in ahead if c.old != c.new]
    return sorted(moved, key=lambda change: (_start(change), change.slot))


def _first_publications(session: Session, me: Mediator) -> Mapping[date, int]:
    """
    Return the first publication that names a person in each month.

    Of an import, nobody is notified: the first one that notifies them may be a later one.
    """
    rows = session.execute(
        select(PublicationRow.month, func.min(EntryRow.publication).label("first"))
        .join(EntryRow, EntryRow.publication == PublicationRow.number)
        .join(SubjectRow, SubjectRow.id == EntryRow.subject)
        .where(SubjectRow.mediator == me.id)
        .group_by(PublicationRow.month)
    )
    return {row.month: row.first for row in rows}


def mark_seen(session: Session, caller: Caller, publication: int) -> None:
    """
    Note, in a `writing` session, that the caller has seen what changed up to a publication.

    It is written to the journal: that somebody knew of a change may have to be proved.
    """
    number = min(publication, head(session).number)
    if number > _last_seen(session, caller):
        note(session, caller, *SEEN, str(number))


def _last_seen(session: Session, caller: Caller) -> int:
    action, about = SEEN
    deeds = select(TrailRow.object).where(
        TrailRow.user == caller.user, TrailRow.action == action, TrailRow.about == about
    )
    return max((int(number) for number in session.scalars(deeds)), default=0)


def _change(steps: Iterable[tuple[int, bool, Mapping[str, Any]]], names: Names) -> OwnChange:
    """
    Return all changes of a shift as one, from its first state to its last.

    Of what came and changed or went before anybody saw it, a calendar may have shown the first
    state: it is shown as it was.
    """
    states = list(steps)
    (_, first, begin), (number, _, end) = states[0], states[-1]
    old = begin["old"]
    if old is None and end["new"] is None:
        old = end["old"]
    elif first and begin["new"] != end["new"]:
        old, first = begin["new"], False
    return OwnChange(
        publication=number,
        slot=end["slot"],
        dispositif=end["dispositif"],
        dispositif_name=names.dispositif(end["dispositif"]),
        kind=end["kind"],
        old=_when(old, names),
        new=_when(end["new"], names),
        first=first and end["new"] is not None,
    )


def _when(shift: Mapping[str, str] | None, names: Names) -> When | None:
    if shift is None:
        return None
    return When(
        start=datetime.fromisoformat(shift["start"]).astimezone(PARIS),
        end=datetime.fromisoformat(shift["end"]).astimezone(PARIS),
        site=names.site(shift["site"]),
    )


def _start(change: OwnChange) -> datetime:
    return min(when.start for when in (change.old, change.new) if when is not None)


def _numbers(session: Session) -> dict[str, str]:
    """Return the numbers to call, by person: of those who gave one for when they are on call."""
    theirs = (UserRow.on_call_phone != "", UserRow.closed.is_(None))
    rows = session.execute(select(UserRow.person, UserRow.on_call_phone).where(*theirs))
    return {row.person: row.on_call_phone for row in rows}


def _is_near(row: Published, slots: set[str]) -> bool:
    duty = row.worked.duty
    return duty.id in slots or duty.kind is DutyKind.STANDBY


def _short(ids: Iterable[str], people: Mapping[str, Mediator]) -> tuple[str, ...]:
    return tuple(sorted(short_name(people[who].name) for who in ids if who in people))
