"""Demandes, a swap: both sides with their hours, rest and findings; approve it or refuse it."""

from contextlib import suppress
from typing import Annotated

from fastapi import Form
from fastapi.responses import Response

from api.access.accounts.service import names_of as account_names
from api.access.caller import Role
from api.access.reach import PLANNERS, Reach
from api.access.rights.rule import agency
from api.asking.errors import ConflictError
from api.asking.shapes import Revision
from api.asking.visit import Visit, Visiting
from api.database.engine import reading
from api.database.tables.asking import SwapState
from api.ledger.history import whole
from api.shell.counts import REQUESTS
from api.shell.document import render
from api.shell.screens import Screens
from api.swaps.bearing import bearings_of
from api.swaps.exchange import SwapAnswer
from api.swaps.pages import STATES, swap_words
from api.swaps.rows import LIVE, get, state_of, weighed
from api.swaps.service import Publishing, respond
from api.swaps.sides import awaited, count_waiting, missing, part_of, shown_to
from api.web.addresses import Id
from api.web.refusing.problems import Refusal

WAITING = count_waiting

router = Screens(prefix="/demandes/echanges/{swap_id}")


class DecisionForm(SwapAnswer):
    """The form that approves a swap or refuses it, on the revision that was shown."""

    number: Revision


@router.get("", may=agency(Role.RESPONSABLE))
def swap_page(visit: Visiting, swap_id: Id) -> Response:
    """Show a swap, and what it adds for both."""
    return _page(visit, swap_id)


@router.post("", may=agency(Role.RESPONSABLE))
def answer_swap(visit: Visiting, swap_id: Id, form: Annotated[DecisionForm, Form()]) -> Response:
    """Approve and publish, or refuse; or show the swap as it is now, the note kept."""

    def deed() -> str:
        row = respond(
            visit.engine,
            visit.caller,
            swap_id,
            form.number,
            answer=form,
            publishing=Publishing(settings=visit.settings),
            now=visit.now,
        )
        done = {SwapState.REFUSED.value: "refuse", SwapState.APPROVED.value: "approuve"}
        return f"{REQUESTS}?fait={done.get(row.state, 'accord')}"

    return visit.submit(deed, lambda problem: _page(visit, swap_id, form.answer, problem))


def _page(visit: Visit, swap: str, typed: str = "", problem: Refusal | None = None) -> Response:
    with reading(visit.engine) as session:
        row, association = get(session, swap), whole(session)
        accounts = account_names(session, [row.decided_by])
    part = part_of(Reach(visit.caller, PLANNERS), association, row)
    state, words = state_of(row, association, visit.now), swap_words(association)
    view, awaits, decides = None, list[str](), False
    if state in LIVE:
        with suppress(ConflictError):  # one of the two can't hold it any more: nothing to judge
            judged = weighed(association, row, visit.now)
            view = shown_to(part, row, judged)
            if state is SwapState.ACCEPTED:
                shown = judged.whole().seen
                awaits = [words["names"].agency(each) for each in awaited(row, association, shown)]
                decides = bool(part.sides & missing(row, shown))
    bearings = bearings_of(association, row.shifts, (row.mediator, row.other))
    return render(
        visit.request,
        "requests/swap.html",
        status=problem.status if problem else 200,
        row=row,
        state=STATES[state].format(other=words["short"](row.other)),
        live=state in LIVE,
        accepted=state is SwapState.ACCEPTED,
        decides=decides,
        awaits=awaits,
        view=view,
        findings=view.findings if view else (),
        bearings=bearings if state in LIVE else (),
        theirs=part.subjects,
        accounts=accounts,
        now=visit.now,
        typed=typed,
        problem=problem,
        **words,
    )
