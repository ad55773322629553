"""Routes of trainings: what titles ask of people, and whose formation socle is due."""

from __future__ import annotations

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import OVERSEERS, Reach
from api.access.request import NUMBERED, Reading, Who
from api.access.rights.rule import role
from api.ledger.history import whole
from api.training.service import trainees
from api.training.shapes import TraineeOut, trainee_out
from api.web.answer import Items
from api.web.clock import Now
from api.web.paging import Page

router = Router(prefix="/api/v1", tags=["formations"], dependencies=[NUMBERED])


@router.get("/responsable/formations", may=role(Role.RH, Role.RESPONSABLE))
def trainings_of(who: Who, session: Reading, page: Page, now: Now) -> Items[TraineeOut]:
    """Énumère les personnes en formation : heures du titre faites, prévues, manquantes."""
    return page.part(trainees(Reach(who, OVERSEERS), whole(session), now), trainee_out)
