"""Route of a publication made again: the same hash, what differs, or what is missing."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import ADMINS, HR, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import agency
from api.month.replay.service import replay_within
from api.month.replay.shapes import ReplayOut, replay_out
from api.web.answer import MOST
from api.web.child_process import turn
from api.web.problems import refusals

router = Router(prefix="/api/v1/rh/registre", tags=["publications"])


@router.get("/{number}/rejeu", may=agency(Role.ADMIN, Role.RH), responses=refusals(404, 503))
def replayed(
    who: Who, session: Reading, number: Annotated[int, Path(ge=1, le=MOST, examples=[12])]
) -> ReplayOut:
    """Refait une publication de son moment : même empreinte, ce qui diffère, ou ce qui manque."""
    with turn():
        return replay_out(replay_within(Reach(who, HR | ADMINS), session, number))
