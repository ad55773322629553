"""Commencer: from an empty service to a month on phones, in six steps left and come back to."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import RedirectResponse, Response

from api.access.accounts.first import EVERYTHING
from api.access.caller import Role
from api.access.request import Reading, the_engine
from api.access.rights.rule import role
from api.asking.visit import Visit, Visiting
from api.beginning.service import (
    LINES,
    Step,
    association_rows,
    begin,
    begun,
    check_reach,
    choose,
    is_chosen,
    months,
    progress,
    site_rows,
    stands,
)
from api.data.entering.editor import RowEditor, Wanted
from api.data.stored.association import read
from api.database.engine import reading, writing
from api.page.data.saving import FREE, SEEN, HeldBack, Readable, Typed, first, save
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.saved import NAME, SAVED
from api.shell.screens import Screens
from api.web.months import PATTERN
from constraints.registry import agreements
from scheduler.domain.time import civil_day
from scheduler.errors import RoulementError

HERE = "/commencer"
ALL = frozenset(EVERYTHING)
ENTRY = Entry(
    rank=1,
    address=HERE,
    title="Commencer",
    roles=ALL,
    landing=ALL,
    stands=lambda request, caller: stands(the_engine(request), caller, request.app.state.now()),
    icon="flag",
    # What there is to read of months and people isn't there yet: the menu stays short.
    meanwhile=frozenset(
        {"/plannings", "/equipe", "/semaine-type", "/calendrier", "/admin/comptes", "/donnees"}
    ),
)

GUIDES = (
    Guide(
        address="/aide/commencer",
        title="Commencer",
        file="entry/beginning",
        screens=(HERE, f"{HERE}/association", f"{HERE}/lieux", f"{HERE}/mois"),
    ),
)

ADDRESSES: Mapping[Step, str] = {
    Step.ASSOCIATION: f"{HERE}/association",
    Step.PLACES: f"{HERE}/lieux",
    Step.TEAM: "/equipe",
    Step.WEEK: "/semaine-type",
    Step.MONTH: f"{HERE}/mois",
    Step.PHONES: "/telephones",
}
"""Where each step is done."""

router = Screens(prefix=HERE)
Flag = Annotated[str, Form(max_length=8)]


@router.get("", may=role(*ALL), dependencies=[SAVED])
def beginning_page(visit: Visiting) -> Response:
    """Show the six steps, what is there of each, and what is missing."""
    check_reach(visit.caller)
    with reading(visit.engine) as session:
        return render(
            visit.request,
            "beginning/steps.html",
            **_steps(visit, session),
            closed=is_chosen(session),
        )


@router.get("/suite", may=role(*ALL))
def go_on(visit: Visiting, apres: Step = Step.ASSOCIATION) -> Response:
    """Go from a step that is done on a page of its own to the one that misses something next."""
    check_reach(visit.caller)
    return RedirectResponse(_next(visit, apres), status_code=303)


@router.post("/passer", may=role(*ALL))
def pass_over(visit: Visiting, step: Annotated[Step, Form()], *, retour: Flag = "") -> Response:
    """Pass over a step, or take it up again."""
    check_reach(visit.caller)
    with writing(visit.engine) as session:
        choose(session, visit.caller, step, chosen=not retour)
    return RedirectResponse(HERE, status_code=303)


@router.post("/fermeture", may=role(*ALL))
def end(visit: Visiting, *, retour: Flag = "") -> Response:
    """Close the beginning, which leaves the menu, or open it again."""
    check_reach(visit.caller)
    with writing(visit.engine) as session:
        choose(session, visit.caller, chosen=not retour)
    return RedirectResponse(HERE if retour else "/", status_code=303)


@router.get("/association", may=role(Role.RH), dependencies=[SAVED])
def association_page(visit: Visiting) -> Response:
    """Ask for what isn't there yet of the association."""
    return _entry(visit, Step.ASSOCIATION)


@router.post("/association", may=role(Role.RH))
def add_association(visit: Visiting, typed: Readable) -> Response:
    """Add what was typed of the association; or show it again, and why it is refused."""
    today = civil_day(visit.now)
    return _added(
        visit, Step.ASSOCIATION, typed, lambda editor: association_rows(editor, typed, today)
    )


@router.get("/lieux", may=role(Role.RESPONSABLE), dependencies=[SAVED])
def places_page(visit: Visiting) -> Response:
    """Ask for places, several at once."""
    return _entry(visit, Step.PLACES)


@router.post("/lieux", may=role(Role.RESPONSABLE))
def add_places(visit: Visiting, typed: Readable) -> Response:
    """Add the places that were typed; or show them again, and why they are refused."""
    return _added(visit, Step.PLACES, typed, lambda editor: site_rows(editor, typed))


@router.get("/mois", may=role(Role.RESPONSABLE), dependencies=[SAVED])
def month_page(visit: Visiting) -> Response:
    """Show what is begun of the first month, and offer to begin one."""
    return _month(visit)


@router.post("/mois", may=role(Role.RESPONSABLE))
def begin_month(
    visit: Visiting, month: Annotated[str, Form(pattern=PATTERN, max_length=7)]
) -> Response:
    """Begin a month and calculate it; or say why that can't be."""
    check_reach(visit.caller)
    try:
        address = begin(visit.caller, visit.engine, visit.settings, month, visit.now)
    except RoulementError as error:
        return _month(visit, chosen=month, problem=str(error))
    return RedirectResponse(address, status_code=303)


def _added(
    visit: Visit, step: Step, typed: Typed, wanted: Callable[[RowEditor], Wanted]
) -> Response:
    """Write what a step's form adds, and go to what is missing next; or show the form again."""
    check_reach(visit.caller)
    try:
        added = save(visit.engine, visit.caller, wanted, now=visit.now, shown=first(typed, SEEN))
    except HeldBack as outcome:
        return _entry(visit, step, typed, outcome)
    return RedirectResponse(f"{_next(visit, step)}?{NAME}={step}-{len(added)}", status_code=303)


def _next(visit: Visit, step: Step) -> str:
    """Return where the step is done that misses something next, from one on (none: their list)."""
    with reading(visit.engine) as session:
        shown, order = _steps(visit, session), list(Step)
    steps = shown["steps"][order.index(step) :] + shown["steps"][: order.index(step)]
    missing = (shown["addresses"].get(each.step) for each in steps if each.open)
    return next(filter(None, missing), HERE)


def _steps(visit: Visit, session: Reading, current: Step | None = None) -> dict[str, Any]:
    """Return what all pages of the beginning show of the steps."""
    rights, roles = visit.request.app.state.rights, visit.caller.roles()
    return {
        "steps": progress(session, visit.now),
        "current": current,
        "addresses": {
            step: address
            for step, address in ADDRESSES.items()
            if rights["GET", address].opens_to(roles)
        },
    }


def _entry(
    visit: Visit, step: Step, typed: Typed | None = None, outcome: HeldBack = FREE
) -> Response:
    """Show a step whose form adds rows, with what was typed and why it was held back."""
    check_reach(visit.caller)
    with reading(visit.engine) as session:
        association, texts = read(session), agreements()
        return render(
            visit.request,
            f"beginning/{step}.html",
            status=outcome.status,
            **_steps(visit, session, step),
            association=association,
            agreements=texts,
            agreement_options=[(a.id, f"{a.name}, IDCC {a.idcc}") for a in texts.values()],
            agency_options=[(agency.id, agency.name) for agency in association.agencies],
            lines=LINES,
            typed={name: first(typed, name) for name in typed} if typed else {},
            outcome=outcome,
            problem=outcome.problem,
        )


def _month(visit: Visit, *, chosen: str = "", problem: str = "") -> Response:
    check_reach(visit.caller)
    with reading(visit.engine) as session:
        return render(
            visit.request,
            "beginning/mois.html",
            status=422 if problem else 200,
            **_steps(visit, session, Step.MONTH),
            months=months(visit.now),
            chosen=chosen,
            begun=begun(session, visit.now),
            problem=problem,
        )
