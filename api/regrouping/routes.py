"""Routes of regroups: the ways to move teams of a published month, and the draft of one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import Query, Response
from pydantic import AwareDatetime, Field

from api.access.caller import Role
from api.access.door import Router
from api.access.request import NUMBERED, Reading, TheEngine, TheSettings, Who, tag_of
from api.access.rights.rule import agency
from api.month.drafts.access import DraftOut
from api.month.errors import BadRequestError, Wrong
from api.month.published.access import published_frame
from api.planning.names import names_of
from api.regrouping.emergency import MOST_PEOPLE
from api.regrouping.opening import open_option
from api.regrouping.proposing import Incident, propose, since_of
from api.regrouping.search import Move
from api.regrouping.shapes import RegroupOut, regroup_out
from api.web.answer import Body
from api.web.clock import Now
from api.web.months import Day, MonthPath
from api.web.problems import refusals

router = Router(
    prefix="/api/v1/responsable/mois/{month}/regroupements",
    tags=["mois publiés"],
    dependencies=[NUMBERED],
)
Name = Annotated[str, Field(min_length=1, max_length=160, examples=["P-J"])]
Names = Annotated[list[Name], Field(max_length=20)]
PEOPLE = "Combien il y faut de personnes en tout ; sans cela, la cible de ces créneaux."
SINCE = "Ce qui a commencé à cet instant reste tel quel ; sans cela, ou s’il est passé, maintenant."
TO = "Où il faut du monde : sites, dispositifs, gabarits ou créneaux, par leurs identifiants."
SOURCES = "Ne prendre que là, nommés de même ; sans cela, celles des mêmes agences à ces heures."


class MoveIn(Body):
    """A person who leaves a slot for another one."""

    person: Name
    source: Name
    target: Name


class ChosenIn(Body):
    """An option that was chosen: what was asked for, and its moves."""

    agency: Annotated[str, Field(max_length=120)] = ""
    day: Day
    to: Annotated[list[Name], Field(min_length=1, max_length=20, examples=[["gare"]])]
    people: Annotated[int | None, Field(ge=1, le=MOST_PEOPLE)] = None
    since: AwareDatetime | None = None
    moves: Annotated[
        list[MoveIn],
        Field(
            min_length=1,
            max_length=MOST_PEOPLE,
            examples=[[{"person": "ada", "source": "P-J-2026-03-03", "target": "P-K-2026-03-03"}]],
        ),
    ]


@router.get("", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404))
def regroups(
    who: Who,
    session: Reading,
    settings: TheSettings,
    month: MonthPath,
    *,
    now: Now,
    day: Annotated[Day, Query(description="Le jour.")],
    to: Annotated[Names, Query(description=TO)],
    agency: Annotated[str, Query(max_length=120)] = "",
    people: Annotated[int | None, Query(ge=1, le=MOST_PEOPLE, description=PEOPLE)] = None,
    since: Annotated[AwareDatetime | None, Query(description=SINCE)] = None,
    sources: Annotated[Names, Query(description=SOURCES)] = [],  # noqa: B006 - never written to
) -> RegroupOut:
    """Classe les manières légales d’envoyer ailleurs, le jour même, des équipes en service."""
    frame = published_frame(who, session, month, agency)
    since = since_of(since, now)
    incident = _incident(month, day, to, since=since, people=people, sources=sources)
    proposed = propose(
        frame,
        incident,
        now=now,
        urgent_hours=settings.urgent_hours,
        link=settings.shown_url,
    )
    names = names_of(proposed.frame.association)
    return regroup_out(proposed.frame, proposed.regroup, proposed.letters, incident.since, names)


@router.post("", may=agency(Role.RESPONSABLE), status_code=201, responses=refusals(404, 409))
def choose(
    who: Who,
    engine: TheEngine,
    month: MonthPath,
    *,
    now: Now,
    body: ChosenIn,
    response: Response,
) -> DraftOut:
    """Commence le brouillon d’une option : le mois publié, ces personnes déplacées, à publier."""
    since = since_of(body.since, now)
    incident = _incident(month, body.day, body.to, since=since, people=body.people)
    moves = [Move(move.person, move.source, move.target) for move in body.moves]
    row = open_option(who, engine, incident, moves, agency=body.agency, now=now)
    response.headers["Location"] = f"/api/v1/responsable/plannings/{row.id}"
    response.headers["ETag"] = tag_of(row.id, row.head)
    return DraftOut.model_validate(row)


def _incident(
    month: str,
    day: date,
    to: list[str],
    *,
    since: datetime,
    people: int | None,
    sources: list[str] | tuple[str, ...] = (),
) -> Incident:
    """
    Return the incident that a request describes.

    Raises
    ------
    BadRequestError
        The day isn't of the month in the address.
    """
    if f"{day:%Y-%m}" != month:
        raise BadRequestError(
            [Wrong(field="day", received=f"{day}", expected=f"un jour de {month}")]
        )
    return Incident(day=day, to=tuple(to), since=since, people=people, sources=tuple(sources))
