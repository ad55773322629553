"""Ask for an appointment or enter one; accept, refuse, move or cancel it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import PydanticCustomError
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.journal import note
from api.access.reach import FUNDERS, PLANNERS, Reach
from api.asking.errors import ConflictError, PassedError, WrongValuesError
from api.data.association import Association
from api.data.rows.demand import AppointmentRow
from api.data.stored.association import read
from api.data.stored.entries import RefusedRowsError, StaleRowError
from api.data.stored.rows import KINDS, Entry, add, change, get, page
from api.database.errors import NotThereError
from api.month.errors import Wrong
from calendars.appointments import LIVE, Appointment, AppointmentState
from calendars.templates.template import Template
from scheduler.domain.people import StaffRole
from scheduler.domain.time import at
from scheduler.errors import InvalidProblemError

KIND = KINDS["rendez_vous"]
NUMBERED = "RV-{}-{}"
"""The id that an appointment gets: its dispositif, and its number there."""

TAKEN_BACK = "Retiré par le commanditaire"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """An appointment as somebody types it; `minutes`, `day` and `start` are read as cells are."""

    dispositif: str
    site: str
    place: str = ""
    day: str
    start: str
    minutes: str
    binome: bool = False
    mediator: str = ""
    reference: str = ""


def planned_by(caller: Caller, association: Association) -> frozenset[str]:
    """Return the dispositifs whose appointments a caller decides: as responsable or référent."""
    reach = Reach(caller, PLANNERS)
    dispositifs = {each.id for each in reach.dispositifs(association.dispositifs)}
    me = association.mediator_of.get(caller.person)
    if me is not None and me.role is StaffRole.REFERENT:
        dispositifs |= me.dispositifs
    return frozenset(dispositifs)


def funded_by(caller: Caller, association: Association) -> frozenset[str]:
    """Return the dispositifs for which a caller asks for appointments, as commanditaire."""
    reached = Reach(caller, FUNDERS).dispositifs(association.dispositifs)
    return frozenset(each.id for each in reached)


def read_by(caller: Caller, association: Association) -> frozenset[str]:
    """Return the dispositifs whose appointments a caller reads: as above, or in their team."""
    me = association.mediator_of.get(caller.person)
    team = frozenset() if me is None else me.dispositifs
    return planned_by(caller, association) | funded_by(caller, association) | team


def places_of(association: Association, dispositif: str) -> tuple[str, ...]:
    """Return the sites where a dispositif is held, or those of its agency where none is yet."""
    makers: tuple[Template | Appointment, ...] = (
        *association.templates,
        *association.appointments,
    )
    used = {maker.site for maker in makers if maker.dispositif == dispositif and maker.site}
    agency = association.dispositif_of[dispositif].agency
    near = {site.id for site in association.sites if site.agency in ("", agency)}
    return tuple(site.id for site in association.sites if site.id in (used or near))


def rows_of(session: Session, dispositifs: frozenset[str]) -> list[Entry]:
    """Return the appointments of these dispositifs, by day and start."""
    entries = page(session, KIND, limit=MOST)
    chosen = [entry for entry in entries if row_in(entry).dispositif in dispositifs]
    return sorted(chosen, key=lambda entry: (row_in(entry).day, row_in(entry).start, entry.key))


MOST = 100_000
"""Appointments that are read at once: more than an association has in a century."""


def row_in(entry: Entry) -> AppointmentRow:
    """Return the appointment's row of an entry."""
    assert isinstance(entry.row, AppointmentRow)  # noqa: S101 - of its kind
    return entry.row


def enter(session: Session, caller: Caller, wanted: Wanted, now: datetime) -> Entry:
    """
    Enter an appointment, in a `writing` session: asked for by who pays, accepted by who plans.

    It raises `WrongValuesError`: a value can't be read, the appointment is past, lies outside the
    caller's dispositifs or their places, or the association doesn't allow it: all faults at once.
    """
    association = read(session)
    plans = wanted.dispositif in planned_by(caller, association)
    if not plans and wanted.dispositif not in funded_by(caller, association):
        raise WrongValuesError([_wrong("dispositif", wanted.dispositif, "l’un de vos dispositifs")])
    if wanted.site not in places_of(association, wanted.dispositif):
        raise WrongValuesError([_wrong("site", wanted.site, "un lieu de ce dispositif")])
    typed = vars(wanted) | {"mediator": wanted.mediator if plans else ""}
    values = _read(typed)
    _check_ahead(values, now)
    state = AppointmentState.ACCEPTED if plans else AppointmentState.ASKED
    numbers = _numbers(session, wanted.dispositif)
    name = NUMBERED.format(wanted.dispositif, max(numbers, default=0) + 1)
    try:
        entry = add(session, KIND, {**values, "id": name, "state": state.value}, by=caller.user)
    except RefusedRowsError as error:
        raise _refused(error) from None
    _note(session, caller, "saisir" if plans else "demander", entry)
    return entry


def opened(session: Session, caller: Caller, key: int) -> Entry:
    """
    Return an appointment that the caller reads.

    It raises `UnknownError` if there is none, or its dispositif isn't theirs.
    """
    association = read(session)
    try:
        entry = get(session, KIND, key)
    except NotThereError:
        raise UnknownError from None
    if row_in(entry).dispositif not in read_by(caller, association):
        raise UnknownError
    return entry


def accept(
    session: Session, caller: Caller, key: int, number: int, now: datetime, *, mediator: str = ""
) -> Entry:
    """
    Accept what a commanditaire asks for, in a `writing` session; `mediator`: who must hold it.

    Raises
    ------
    UnknownError
        See `opened`; who only pays doesn't decide either.
    PassedError
        Somebody changed it meanwhile: two never accept it both.
    ConflictError
        It was decided already.
    WrongValuesError
        It is past, or the person named can't hold it.
    """
    entry = _decided(session, caller, key, number, {AppointmentState.ASKED})
    _check_ahead({"day": row_in(entry).day, "start": row_in(entry).start}, now)
    changes = {"state": AppointmentState.ACCEPTED.value, "mediator": mediator}
    return _write(session, caller, "accepter", entry, changes)


def refuse(session: Session, caller: Caller, key: int, number: int, *, reply: str) -> Entry:
    """Refuse what a commanditaire asks for, and say why; see `accept` for what it raises."""
    entry = _decided(session, caller, key, number, {AppointmentState.ASKED})
    changes = {"state": AppointmentState.REFUSED.value, "reply": reply.strip()}
    return _write(session, caller, "refuser", entry, changes)


def move(
    session: Session,
    caller: Caller,
    key: int,
    number: int,
    wanted: Mapping[str, str],
    *,
    now: datetime,
) -> Entry:
    """
    Move an appointment that hasn't begun: `day`, `start`, `minutes`, `place`, who must hold it.

    See `accept` for what it raises.
    """
    entry = _decided(session, caller, key, number, LIVE)
    _check_not_begun(entry, now)
    values = _read(wanted)
    _check_ahead(values, now)
    return _write(session, caller, "deplacer", entry, values)


def cancel(
    session: Session, caller: Caller, key: int, number: int, now: datetime, *, reply: str
) -> Entry:
    """Cancel an appointment that hasn't begun, and say why; see `accept` for what it raises."""
    entry = _decided(session, caller, key, number, LIVE)
    _check_not_begun(entry, now)
    changes = {"state": AppointmentState.CANCELLED.value, "reply": reply.strip()}
    return _write(session, caller, "annuler", entry, changes)


def withdraw(session: Session, caller: Caller, key: int, number: int) -> Entry:
    """Take back what one asks for as a commanditaire; see `accept` for what it raises."""
    entry = opened(session, caller, key)
    if row_in(entry).dispositif not in funded_by(caller, read(session)):
        raise UnknownError
    _check_state(entry, number, {AppointmentState.ASKED})
    changes = {"state": AppointmentState.CANCELLED.value, "reply": TAKEN_BACK}
    return _write(session, caller, "retirer", entry, changes)


def _decided(
    session: Session,
    caller: Caller,
    key: int,
    number: int,
    states: Collection[AppointmentState],
) -> Entry:
    """Return an appointment that the caller decides, in one of these states."""
    entry = opened(session, caller, key)
    if row_in(entry).dispositif not in planned_by(caller, read(session)):
        raise UnknownError
    _check_state(entry, number, states)
    return entry


def _check_state(entry: Entry, number: int, states: Collection[AppointmentState]) -> None:
    if entry.number != number:
        raise PassedError(entry.number, number)
    if row_in(entry).state not in states:
        raise ConflictError(
            "rendez_vous_decide",
            f"Ce rendez-vous n’attend plus cette réponse : {STATES[row_in(entry).state]}.",
        )


STATES = {
    AppointmentState.ASKED: "demandé",
    AppointmentState.ACCEPTED: "accepté",
    AppointmentState.REFUSED: "refusé",
    AppointmentState.CANCELLED: "annulé",
}


def _check_not_begun(entry: Entry, now: datetime) -> None:
    row = row_in(entry)
    if row.state is AppointmentState.ACCEPTED and at(row.day, row.start) <= now:
        raise ConflictError(
            "rendez_vous_commence", "Ce rendez-vous a commencé : il ne se déplace ni ne s’annule."
        )


def _check_ahead(values: Mapping[str, Any], now: datetime) -> None:
    day, start = values["day"], values["start"]
    try:
        begun = at(day, start) <= now
    except InvalidProblemError:
        return  # such an hour doesn't exist: the rows say so
    if begun:
        text = "un jour et une heure à venir"
        raise WrongValuesError([_wrong("day", f"{day:%d/%m/%Y} {start:%H:%M}", text)])


def _read(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return values typed as cells by field; every one that can't be read is told at once."""
    values, faults = {}, []
    for field, text in typed.items():
        column = KIND.columns[field]
        if not isinstance(text, str):
            values[field] = text
            continue
        try:
            values[field] = column.read(text.strip())
        except PydanticCustomError as error:
            faults.append(_wrong(field, text, error.message()))
    if faults:
        raise WrongValuesError(faults)
    return values


def _write(
    session: Session, caller: Caller, action: str, entry: Entry, changes: Mapping[str, Any]
) -> Entry:
    values = {**row_in(entry).__dict__, **changes}
    try:
        entry_now = change(session, KIND, entry.key, entry.number, values, by=caller.user)
    except StaleRowError as error:
        raise PassedError(error.current.number, error.expected) from None
    except RefusedRowsError as error:
        raise _refused(error) from None
    _note(session, caller, action, entry_now)
    return entry_now


def _refused(error: RefusedRowsError) -> WrongValuesError:
    return WrongValuesError(
        _wrong(fault.field or "day", fault.received, fault.expected) for fault in error.faults
    )


def _wrong(field: str, value: str, expected: str) -> Wrong:
    return Wrong(field=field, received=value, expected=expected)


def _numbers(session: Session, dispositif: str) -> Iterator[int]:
    before = NUMBERED.format(dispositif, "")
    for appointment in read(session).appointments:
        tail = appointment.id.removeprefix(before)
        if tail != appointment.id and tail.isdecimal():
            yield int(tail)


def _note(session: Session, caller: Caller, action: str, entry: Entry) -> None:
    agency = read(session).dispositif_of[row_in(entry).dispositif].agency
    note(session, caller, action, "rendez-vous", str(entry.key), agency=agency)
