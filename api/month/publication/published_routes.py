"""The route of a published month: its shifts, and who holds them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Query, Request, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import NUMBERED, Reading, Who
from api.access.rights.rule import agency
from api.month.drafts.access import published_frame
from api.month.reading.drawing import slots_by_start, tag_reading
from api.web.answering.answer import Items
from api.web.answering.unchanged import RESPONSES
from api.web.clock import Now
from api.web.months import MonthPath
from api.web.paging import Page
from api.web.refusing.problems import refusals
from scheduler.domain.posts import posts_of
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot

router = Router(
    prefix="/api/v1/responsable/mois",
    tags=["mois publiés"],
    dependencies=[NUMBERED],
    caller="l’écran d’un hall et le portail",
)
Agency = Annotated[
    str, Query(max_length=120, description="Cette agence ; sans elle, toute l’association.")
]


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Somebody who holds a shift."""

    person: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PublishedShift:
    """
    A shift and who holds it.

    `open_posts`: people whom it wants and hasn't; `under_minimum`: those of them under a minimum.
    """

    slot: str
    dispositif: str
    agency: str
    site: str
    kind: str
    start: datetime
    end: datetime
    people: tuple[Holder, ...]
    open_posts: int
    under_minimum: int


@router.get(
    "/{month}",
    may=agency(Role.RH, Role.RESPONSABLE),
    responses={**RESPONSES, **refusals(404)},
)
def shifts(
    request: Request,
    response: Response,
    who: Who,
    session: Reading,
    month: MonthPath,
    *,
    page: Page,
    now: Now,
    agency: Agency = "",
    dispositif: Annotated[str, Query(max_length=120, description="Ce dispositif seul.")] = "",
    day: Annotated[date | None, Query(description="Ce jour seul.")] = None,
) -> Items[PublishedShift]:
    """Énumère les services publiés d’un mois, par début, et qui les tient."""
    frame = published_frame(who, session, month, agency)
    tag_reading(request, response, session, frame, now, month, agency)
    rota = frame.rota(frame.published)
    slots = slots_by_start(rota, dispositif, day)
    return page.part(slots, lambda slot: _shift(rota, slot))


def _shift(rota: Rota, slot: Slot) -> PublishedShift:
    team = rota.team_of[slot.id]
    posts = posts_of(slot, team)
    return PublishedShift(
        slot=slot.id,
        dispositif=slot.dispositif,
        agency=slot.agency,
        site=slot.site,
        kind=slot.kind.value,
        start=slot.span.start,
        end=slot.span.end,
        people=tuple(Holder(person=person.id, name=person.name) for person in team),
        open_posts=posts.open,
        under_minimum=posts.under,
    )
