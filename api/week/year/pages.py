"""Calendrier: a year of an agency, a month a block; a day opens what can be done with it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.reach import OVERSEERS
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rows import writes
from api.access.rights.rule import role
from api.data.association import Agency
from api.data.entering.editor import Deed, RowEditor, Wanted, invalid, wanted_of
from api.data.entering.reader import RowReader
from api.data.rows.columns import Row
from api.data.rows.forms import DAY, refusal
from api.data.stored.entries import identifier
from api.database.engine import reading
from api.french.words import alphabetical
from api.ledger.history import whole
from api.page.data.form import Problem
from api.page.data.saving import (
    DEED,
    DONE,
    FREE,
    SEEN,
    Done,
    HeldBack,
    Sent,
    Typed,
    first,
    save,
)
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.screens import Screens
from api.web.clock import Now
from api.web.refusing.problems import Fault, Refusal, not_found
from api.week.form import unreadable
from api.week.year.service import closed, closures, opened, slots_of, year_of
from scheduler.domain.time import civil_day

HERE = "/calendrier"
ENTRY = Entry(rank=14, address=HERE, title="Calendrier", roles=OVERSEERS, icon="calendar-range")
GUIDES = (
    Guide(
        address="/aide/calendrier",
        title="Calendrier",
        file="planning/year",
        screens=(HERE, f"{HERE}/{{day}}"),
    ),
)
router = Screens(prefix=HERE)

CLOSE, OPEN, SPECIAL, SCHOOL, SEASON = "fermer", "rouvrir", "exceptionnel", "ecole", "saison"
UNTIL, WHY, WHERE, EVERY = "jusqu_au", "motif", "dispositif", "tous"
NAME, OPENED = "nom", "classe"
LABELS = {"why": "Motif", "name": "Nom", WHERE: "Dispositifs", UNTIL: "Jusqu’au"}
LABELS |= {WHY: LABELS["why"], NAME: LABELS["name"]}
LONGEST, A_YEAR = timedelta(days=62), timedelta(days=366)
"""How long a closure may last, and a season: a longer closure is the end of a row of the week."""

AgencyId = Annotated[str, Query(alias="agence", max_length=120)]
YearNumber = Annotated[int | None, Query(alias="annee", ge=2019, le=2099)]
DayText = Annotated[str, Path(pattern=r"^20\d\d-\d\d-\d\d$")]


@router.get("", may=role(Role.RH, Role.RESPONSABLE))
def year_page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    agence: AgencyId = "",
    annee: YearNumber = None,
) -> Response:
    """Show a year of an agency, the current one if none is named."""
    today = civil_day(now)
    reader, number = RowReader(who, session), annee or today.year
    agencies = _agencies(reader)
    ends = date(number, 1, 1), date(number, 12, 31)
    agency = _agency(agencies, agence) if agencies else None
    return render(
        request,
        "week/year.html",
        year=year_of(reader, agency, *ends) if agency else None,
        closures=[
            each
            for each in (closures(reader, agency) if agency else ())
            if each.first <= ends[1] and each.last >= ends[0]
        ],
        agencies=agencies,
        number=number,
        today=today,
        seasons=[
            (season.name, first_day, last_day)
            for season in whole(session).seasons
            for first_day, last_day in season.spans
            if first_day <= ends[1] and last_day >= ends[0]
        ],
    )


@router.get("/{day}", may=role(Role.RH, Role.RESPONSABLE))
def day_page(
    request: Request,
    day: DayText,
    who: Who,
    session: Reading,
    *,
    agence: AgencyId = "",
    fait: Done = "",
) -> Response:
    """Show a day of an agency: what is known of it, and the forms that make it otherwise."""
    return _day(request, RowReader(who, session), _read(day), agence, typed={}, done=fait)


@router.post("/{day}", may=role(Role.RH, Role.RESPONSABLE))
def change_day(
    request: Request,
    day: DayText,
    who: Who,
    engine: TheEngine,
    *,
    typed: Sent,
    now: Now,
    agence: AgencyId = "",
) -> Response:
    """Do what one of the forms of a day asks, or show them again with why it is held back."""
    on = _read(day)
    with reading(engine) as session:
        agency = _agency(_agencies(RowReader(who, session)), agence)

    def wanted(editor: RowEditor) -> Wanted:
        return wanted_of(editor, _deeds(editor, agency, on, typed))

    try:
        save(engine, who, wanted, now=now, shown=first(typed, SEEN))
    except HeldBack as outcome:
        with reading(engine) as session:
            return _day(request, RowReader(who, session), on, agence, typed=typed, outcome=outcome)
    return RedirectResponse(f"{HERE}/{day}?agence={agency.id}&{DONE}=change", status_code=303)


def _day(
    request: Request,
    reader: RowReader,
    day: date,
    agence: str,
    *,
    typed: Typed,
    outcome: HeldBack = FREE,
    done: str = "",
) -> Response:
    agency = _agency(_agencies(reader), agence)
    shown = year_of(reader, agency, day, day).days[day]
    there = [each for each in closures(reader, agency) if each.first <= day <= each.last]
    shut = {name for each in there for name in each.names}
    return render(
        request,
        "week/day.html",
        status=outcome.status,
        day=shown,
        agency=agency,
        address=f"{HERE}/{day.isoformat()}?agence={agency.id}",
        dispositifs=_dispositifs(reader, agency),
        closures=there,
        reduced=[name for name in shown.closed if name not in shut],
        plans=writes(reader.who, "exceptions"),
        typed={name: first(typed, name) for name in typed},
        chosen=typed.get(WHERE, ()),
        problem=outcome.problem and _problem(outcome.problem),
        outcome=outcome,
        done=done,
    )


def _problem(refusal: Refusal) -> Problem:
    """Return a refusal for the top of the page: each form has the same few fields."""
    said = (
        f"{LABELS.get(fault.field, fault.field)}, attendu : {fault.expected}"
        f"{f' (lu : « {fault.received} »)' if fault.received else ''}"
        for fault in refusal.errors
    )
    return Problem(detail=refusal.detail, items=[("", text) for text in said])


def _deeds(editor: RowEditor, agency: Agency, day: date, typed: Typed) -> Iterator[Deed]:
    """Yield the changes that a form asks for."""
    if faults := unreadable(typed):
        raise invalid(faults)
    deed, why = first(typed, DEED), first(typed, WHY)
    last = _last(day, typed, LONGEST if deed in (CLOSE, OPEN) else A_YEAR)
    days = {"first": day.isoformat(), "last": last.isoformat()}
    if deed in (CLOSE, OPEN):
        there = _slots(editor, agency, typed, day, last)
        yield from closed(editor, there, why) if deed == CLOSE else opened(editor, there)
    elif deed == SPECIAL:
        values = {"day": day.isoformat(), "why": why, "agency": agency.id}
        yield Deed(kind="jours_exceptionnels", row=values)
    elif deed == SCHOOL:
        school = {"agency": agency.id, "open": bool(first(typed, OPENED)), "why": why}
        yield Deed(kind="calendrier_scolaire", row={**school, **days})
    elif deed == SEASON:
        name, seasons = first(typed, NAME), whole(editor.session).seasons
        ident = identifier(name, {season.id for season in seasons})
        yield Deed(kind="saisons", row={"id": ident, "name": name, **days})
    else:
        raise invalid([Fault(field=DEED, expected="l’un des boutons de la page")])


def _slots(
    editor: RowEditor, agency: Agency, typed: Typed, first_day: date, last: date
) -> list[tuple[str, date]]:
    """Return the slots of the chosen dispositifs, each of which has some, or of all there are."""
    association, every = whole(editor.session), bool(first(typed, EVERY))
    names = {row.__dict__["id"]: row.__dict__["name"] for row in _dispositifs(editor, agency)}
    chosen = list(names) if every else typed.get(WHERE, ())
    slots = {
        each: slots_of(association, each, first_day, last) if each in names else []
        for each in chosen
    }
    idle = [names.get(each, each) for each, there in slots.items() if not there and not every]
    if idle or not any(slots.values()):
        expected = "au moins un dispositif, qui a un créneau ces jours-là"
        raise invalid([Fault(field=WHERE, received=", ".join(idle)[:60], expected=expected)])
    return [slot for there in slots.values() for slot in there]


def _dispositifs(reader: RowReader, agency: Agency) -> list[Row]:
    """Return an agency's dispositifs that a caller sees, by name."""
    rows = (row for _, row in reader.rows("dispositifs", agency=agency.id))
    return sorted(rows, key=lambda row: alphabetical(row.__dict__["name"]))


def _last(day: date, typed: Typed, longest: timedelta) -> date:
    """Return the last day that a form says (nothing: the same day)."""
    text = first(typed, UNTIL)
    expected = refusal(DAY.read, text) if text else ""
    last = DAY.read(text) if text and not expected else day
    if not expected and not day <= last <= day + longest:
        expected = f"un jour à partir du {DAY.write(day)}, {longest.days} jours plus tard au plus"
    if expected:
        raise invalid([Fault(field=UNTIL, received=text[:20], expected=expected)])
    return last


def _agencies(reader: RowReader) -> list[Agency]:
    """Return the agencies that a caller sees, by name."""
    seen = {row.__dict__["id"] for _, row in reader.rows("agences")}
    agencies = [each for each in whole(reader.session).agencies if each.id in seen]
    return sorted(agencies, key=lambda each: alphabetical(each.name))


def _agency(agencies: list[Agency], wanted: str) -> Agency:
    """Return the agency that an address names, or the first; refused (404) if it isn't there."""
    agency = next((each for each in agencies if wanted in ("", each.id)), None)
    if agency is None:
        raise not_found()
    return agency


def _read(day: str) -> date:
    """Return the day of an address; refused (404) if there is none."""
    if refusal(DAY.read, day):
        raise not_found()
    return date.fromisoformat(day)
