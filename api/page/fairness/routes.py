"""Équité: everybody's accounts with their plot, and who is asked next."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import OVERSEERS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.fairness.reading import accounts_within
from api.fairness.service import next_in_line
from api.fairness.words import EXPLAINED
from api.ledger.history import whole
from api.month.errors import BadRequestError
from api.month.frames import framed
from api.page.fairness.choice import chosen
from api.page.fairness.view import fairness_view, next_view
from api.page.preparing import PREPARED
from api.shell.counts import COUNTED
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.web.clock import Now
from api.web.months import PATTERN, Day
from scheduler.errors import InvalidProblemError

ENTRY = Entry(rank=14, address="/equite", title="Équité", roles=OVERSEERS)

GUIDES = (
    Guide(
        address="/aide/equite",
        title="Équité",
        file="planning/fairness",
        screens=("/equite",),
    ),
)

router = Router(include_in_schema=False, dependencies=[PREPARED, COUNTED])
Month = Annotated[str, Query(pattern=f"{PATTERN}|^$", max_length=7)]
Text = Annotated[str, Query(max_length=120)]


@router.get("/equite", may=role(Role.RH, Role.RESPONSABLE))
def fairness_page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    first: Month = "",
    last: Month = "",
    dispositif: Text = "",
    kind: Text = "",
    jour: Annotated[Day | None, Query()] = None,
) -> Response:
    """Show the accounts of a kind over some months, and who is asked next on a day."""
    association = whole(session)
    choice = chosen(who, association, first=first, last=last, dispositif=dispositif, kind=kind)
    view, line, refusal = None, None, ""
    if not choice.missing:
        reach = Reach(who, OVERSEERS)
        accounts = accounts_within(
            reach,
            association,
            *choice.months,
            dispositif=choice.dispositif,
            kind=choice.kind.word,
        )
        view = fairness_view(accounts, choice)
        if jour is not None:
            own = reach.chosen(association.dispositifs, choice.dispositif)
            try:
                frame = framed(association, jour.replace(day=1), own, now)
                line = next_view(next_in_line(frame, frame.published, choice.kind, jour))
            except BadRequestError as error:
                refusal = " ; ".join(f"attendu : {wrong.expected}" for wrong in error.wrong)
            except InvalidProblemError as error:
                refusal = str(error)
    return render(
        request,
        "fairness/accounts.html",
        choice=choice,
        view=view,
        line=line,
        refusal=refusal,
        day="" if jour is None else jour.isoformat(),
        explained=EXPLAINED,
    )
