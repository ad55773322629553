"""Regrouper ce soir: who can go where people are needed today, and the draft of one option."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Annotated, Any

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Caller, Role
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.access.request import Reading, TheEngine, TheSettings, Who
from api.access.rights.rule import agency
from api.database.engine import reading
from api.french.words import alphabetical
from api.mail.after_publication import mailable
from api.month.drafts.access import own_agency, published_frame
from api.month.errors import BadRequestError, BlockedError, Wrong
from api.month.frames import Frame
from api.planning.names import names_of
from api.regrouping.emergency import MOST_PEOPLE
from api.regrouping.opening import open_option
from api.regrouping.proposing import Proposed, propose
from api.regrouping.search import Move
from api.regrouping.tonight import Incident
from api.regrouping.wording import (
    asked_words,
    exception_words,
    option_words,
    outcome_words,
    refused_words,
    title_words,
)
from api.settings import Settings
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.preparing import PREPARED
from api.shell.screens import Screens
from api.web.clock import Now
from api.web.months import Day, MonthPath, first_of
from scheduler.domain.slots import IN_THE_FIELD
from scheduler.domain.time import PARIS, civil_day, next_month
from scheduler.errors import InvalidProblemError

GUIDES = (
    Guide(
        address="/aide/regrouper",
        title="Regrouper des équipes le jour même",
        file="planning/regroup",
        screens=("/mois/{month}/regrouper",),
    ),
)

router = Screens(dependencies=[PREPARED])
HOUR = r"^([01]\d|2[0-3]):[0-5]\d$|^$"
COUNT = r"^\d{1,2}$|^$"

SEPARATOR = "|"
"""Between the parts of a move in a form: no id has it."""

FIELDS = {
    "day": "Jour",
    "to": "Où il faut du monde",
    "people": "Combien de personnes en tout",
    "sources": "Équipes à prendre",
}
"""The fields of the form, by what is asked for."""


@router.get("/mois/{month}/regrouper", may=agency(Role.RH, Role.RESPONSABLE))
def regroup_page(
    request: Request,
    who: Who,
    session: Reading,
    settings: TheSettings,
    month: MonthPath,
    *,
    now: Now,
    agency: Annotated[str, Query(max_length=120)] = "",
    jour: Annotated[Day | None, Query()] = None,
    heure: Annotated[str, Query(pattern=HOUR)] = "",
    vers: Annotated[str, Query(max_length=160)] = "",
    personnes: Annotated[str, Query(pattern=COUNT)] = "",
    de: Annotated[str, Query(max_length=160)] = "",
) -> Response:
    """Show who can go somewhere on a day of a published month; nothing is written."""
    day = jour or _day_of(month, now)
    incident = _incident(day, vers, _since(day, heure, now), personnes, de)
    agency = own_agency(who, agency)
    return _page(
        request, who, session, incident, settings=settings, month=month, agency=agency, now=now
    )


@router.post("/mois/{month}/regrouper", may=agency(Role.RESPONSABLE))
def choose_option(
    request: Request,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    month: MonthPath,
    *,
    now: Now,
    jour: Annotated[Day, Form()],
    heure: Annotated[str, Form(pattern=HOUR)],
    vers: Annotated[str, Form(min_length=1, max_length=160)],
    move: Annotated[list[Annotated[str, Form(max_length=500)]], Form(max_length=MOST_PEOPLE)],
    agency: Annotated[str, Form(max_length=120)] = "",
    personnes: Annotated[str, Form(pattern=COUNT)] = "",
) -> Response:
    """Begin the draft of an option, and go to its publication; or say what is possible by now."""
    if f"{jour:%Y-%m}" != month:
        raise BadRequestError(
            [Wrong(field="jour", received=f"{jour}", expected=f"un jour de {month}")]
        )
    incident = _incident(jour, vers, _since(jour, heure, now), personnes)
    agency = own_agency(who, agency)
    try:
        draft = open_option(who, engine, incident, moves_in(move), agency=agency, now=now)
    except (BadRequestError, BlockedError) as error:
        status = 422 if isinstance(error, BadRequestError) else 409
        with reading(engine) as session:
            return _page(
                *(request, who, session, incident),
                settings=settings,
                month=month,
                agency=agency,
                now=now,
                late=status,
            )
    return RedirectResponse(f"/plannings/{draft.id}/publier", status_code=303)


def _page(
    request: Request,
    who: Caller,
    session: Reading,
    incident: Incident,
    *,
    settings: Settings,
    month: str,
    agency: str,
    now: datetime,
    late: int = 0,
) -> Response:
    """Show what can be done; `late`: the status, where an option that was chosen no longer can."""
    # A month opens to who has some dispositifs of an agency; its teams are regrouped as one.
    if not Reach(who, OVERSEERS).teams(agency):
        raise UnknownError
    frame = published_frame(who, session, month, agency)
    values: dict[str, Any] = {"regroup": None}
    refusal = ""
    if any(incident.to):
        try:
            proposed = propose(
                frame,
                incident,
                now=now,
                urgent_hours=settings.urgent_hours,
                link=settings.shown_url,
            )
        except BadRequestError as error:
            refusal = error.by(FIELDS)
        except InvalidProblemError as error:
            refusal = str(error)
        else:
            values = _answer(proposed)
    return render(
        request,
        "regrouping/regroup.html",
        status=late or 200,
        month=month,
        agency=agency,
        day=incident.day,
        hour=f"{incident.since.astimezone(PARIS):%H:%M}",
        to=incident.to[0],
        people="" if incident.people is None else incident.people,
        places=places_of(frame, incident.day, incident.to),
        origins=places_of(frame, incident.day, incident.sources),
        most=MOST_PEOPLE,
        mailable=mailable(session),
        decides=Reach(who, PLANNERS).area(agency),
        refusal=refusal,
        late=late,
        **values,
    )


def _answer(proposed: Proposed) -> dict[str, Any]:
    """Return what the template shows of an answer, and how it words each of its ways."""
    regroup, problem = proposed.regroup, proposed.frame.problem
    names = names_of(proposed.frame.association)
    return {
        "regroup": regroup,
        "letters": proposed.letters,
        "sentences": [asked_words(regroup, names), *outcome_words(regroup)],
        "exceptions": [exception_words(each) for each in regroup.emergency.exceptions],
        "title_words": lambda way: title_words(way, problem, names),
        "option_words": lambda option: option_words(option, regroup.emergency, names),
        "refused_words": lambda refused: refused_words(refused, names),
        "separator": SEPARATOR,
    }


def places_of(frame: Frame, day: date, chosen: Iterable[str]) -> list[tuple[str, str, bool]]:
    """
    Return the places of a month's templates that are in force on a day, by name.

    Each with its id, its name, and whether it is chosen.
    """
    names, wanted = names_of(frame.association), set(chosen)
    sites = {
        template.site
        for template in frame.association.templates
        if template.kind in IN_THE_FIELD
        and template.site
        and (frame.own is None or template.dispositif in frame.own)
        and template.since <= day <= (template.until or day)
    }
    by_name = sorted(sites, key=lambda site: (alphabetical(names.site(site)), site))
    return [(site, names.site(site), site in wanted) for site in by_name]


def moves_in(fields: Iterable[str]) -> list[Move]:
    """Read the moves that a form sent; what lacks a part names nothing, and is refused as such."""
    parts = (f"{field}{2 * SEPARATOR}".split(SEPARATOR) for field in fields)
    return [Move(person, source, target) for person, source, target, *_ in parts]


def _incident(day: date, to: str, since: datetime, people: str, source: str = "") -> Incident:
    return Incident(
        day=day,
        to=(to,),
        since=since,
        people=int(people) if people else None,
        sources=(source,) if source else (),
    )


def _day_of(month: str, now: datetime) -> date:
    """Return today if it is of the month, else its first day."""
    today, first = civil_day(now), first_of(month)
    return today if first <= today < next_month(first) else first


def _since(day: date, hour: str, now: datetime) -> datetime:
    """Return the instant from which on shifts of a day may change: the hour asked for, else all."""
    wanted = time.fromisoformat(hour) if hour else time.min
    # What began since somebody listed options stays as it is, too.
    return max(datetime.combine(day, wanted, PARIS), now)
