"""One's own published shifts, for programs."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import own_person
from api.access.request import NUMBERED, Reading, Who
from api.access.rights.rule import Programs, own
from api.data.folder.history import KIND_NAMES
from api.hours.my_shifts.service import (
    OwnShift,
    own_shifts,
)
from api.hours.routes import HoursOut, hours_out
from api.ledger.history import whole
from api.web.answering.answer import Items
from api.web.months import MonthQuery
from scheduler.domain.duty import Break

router = Router(
    prefix="/api/v1/moi/services",
    tags=["mes services"],
    dependencies=[NUMBERED],
    caller="le portail ou l’application d’un médiateur",
    service=Programs.NONE,
)


class MyShiftOut(BaseModel):
    """
    A published shift; `said`: the last word on the hours really worked (null: none yet).

    `partners` and `referents` hold it too, `on_call` may be called meanwhile: as « Prénom N. ».
    """

    uid: str
    slot: str
    dispositif: str
    dispositif_name: str
    site: str
    site_name: str
    address: str
    partners: list[str] = Field(examples=[["Brice K."]])
    referents: list[str]
    on_call: list[str]
    kind: str = Field(examples=["travail"])
    start: datetime
    end: datetime
    breaks: tuple[Break, ...]
    changed: datetime | None
    said: HoursOut | None


@router.get("", may=own(Role.MEDIATEUR))
def shifts(who: Who, session: Reading, month: MonthQuery) -> Items[MyShiftOut]:
    """Énumère mes services publiés d’un mois, par début."""
    me = own_person(who, whole(session))
    return Items(items=[_shift(shift) for shift in own_shifts(session, me, month)])


def _shift(shift: OwnShift) -> MyShiftOut:
    duty = shift.row.worked.duty
    return MyShiftOut(
        uid=shift.row.uid,
        slot=duty.id,
        dispositif=duty.dispositif,
        dispositif_name=shift.dispositif,
        site=duty.site,
        site_name=shift.site,
        address=shift.address,
        partners=list(shift.partners),
        referents=list(shift.referents),
        on_call=list(shift.on_call),
        kind=KIND_NAMES[duty.kind],
        start=duty.span.start,
        end=duty.span.end,
        breaks=duty.breaks,
        changed=shift.row.changed,
        said=None if shift.said is None else hours_out(shift.said),
    )
