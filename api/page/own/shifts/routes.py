"""Mes services: the next one first, then a month day by day, and what changed."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, Who, Writing
from api.access.rights.rule import own
from api.hours.my_shifts.service import mark_seen, own_shifts, unseen
from api.ledger.history import whole
from api.page.own.frame import own_page, person_of
from api.page.own.months import MonthChoice, months_near
from api.page.own.shifts.view import card_of, month_of, news_of, next_of
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.web.answer import MOST
from api.web.clock import Now
from api.web.months import first_of
from scheduler.domain.people import StaffRole
from scheduler.domain.time import PARIS

ENTRY = Entry(rank=50, address="/moi", title="Mes services", roles=frozenset({Role.MEDIATEUR}))

GUIDES = (
    Guide(
        address="/aide/services",
        title="Mes services",
        file="own/shifts",
        screens=("/moi",),
        picture="Sur un téléphone, le prochain service : jour, heures, lieu, collègues et pause.",
    ),
)

router = Router(include_in_schema=False)
Publication = Annotated[int, Form(ge=1, le=MOST)]


@router.get("/moi", may=own(Role.MEDIATEUR))
def my_shifts(
    request: Request, who: Who, session: Reading, now: Now, mois: MonthChoice = ""
) -> Response:
    """Show the next shift, what changed, and a month (this one, if none is named)."""
    me = person_of(who, session)
    association = whole(session)
    months = months_near(association, mois, now)
    changes = unseen(session, who, me, now)
    changed = frozenset(c.slot for c in changes if c.new and not c.first)
    present = months.label == f"{now.astimezone(PARIS):%Y-%m}"
    # The one that began last month may not be over.
    labels = [m for m in sorted(association.history) if m >= _before(now)]
    ahead = (next_of(own_shifts(session, me, m), now) for m in labels)
    coming = next((shift for shift in ahead if shift), None) if present else None
    return own_page(
        request,
        "own/shifts.html",
        coming=card_of(coming, now, changed) if coming else None,
        news=news_of(changes),
        month=month_of(
            association,
            me,
            own_shifts(session, me, months.label),
            first_of(months.label),
            now,
            changed=changed,
        ),
        months=months,
        present=present,
        plans_appointments=me.role is StaffRole.REFERENT,
    )


@router.post("/moi/vu", may=own(Role.MEDIATEUR))
def seen(who: Who, session: Writing, publication: Publication) -> Response:
    """Note that what changed was seen."""
    person_of(who, session)
    mark_seen(session, who, publication)
    return RedirectResponse("/moi", status_code=303)


def _before(now: Now) -> str:
    here = now.astimezone(PARIS)
    year, month = (here.year, here.month - 1) if here.month > 1 else (here.year - 1, 12)
    return f"{year}-{month:02d}"
