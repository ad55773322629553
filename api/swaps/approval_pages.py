"""Demandes, a swap: both sides with their hours, rest and findings; approve it or refuse it."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import Response

from api.access.accounts.service import names_of as account_names
from api.access.caller import Role
from api.access.reach import PLANNERS, Reach
from api.access.rights.rule import agency
from api.asking.errors import ConflictError
from api.asking.shapes import Revision
from api.asking.visit import Visit, Visiting
from api.data.association import Association, Published
from api.database.engine import reading
from api.database.tables.asking import SwapState
from api.french.words import after_de
from api.ledger.history import whole
from api.planning.published_shifts import shift_of
from api.shell.counts import REQUESTS
from api.shell.document import render
from api.shell.screens import Screens
from api.swaps.exchange import SwapAnswer
from api.swaps.pages import STATES, swap_words
from api.swaps.rows import LIVE, get, state_of, weighed
from api.swaps.service import Publishing, respond
from api.swaps.sides import awaited, count_waiting, missing, part_of, shown_to
from api.web.addresses import Id
from api.web.refusing.problems import Refusal
from scheduler.domain.duty import Duty, DutyKind

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
        state=STATES[state].format(other=after_de(words["short"](row.other))),
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


@dataclass(frozen=True, kw_only=True)
class Bearing:
    """
    What a person gives and takes (None: nothing), and what follows, in minutes.

    `before` and `after`: the published work of the month, without and with the swap. `rest_before`
    and `rest_after`: between the shift taken and those around it (None: no shift is published on
    that side, or none is taken). Standbys are no end of a rest here.
    """

    person: str
    gives: Duty | None
    takes: Duty | None
    before: int
    after: int
    rest_before: int | None
    rest_after: int | None


def bearings_of(
    association: Association, shifts: Iterable[Mapping[str, Any]], people: tuple[str, str]
) -> tuple[Bearing, Bearing]:
    """Return what a swap of these published shifts does to each of the two people."""
    rows = {
        shift["person"]: row
        for shift in shifts
        if (row := shift_of(association, shift["person"], shift["slot"])) is not None
    }
    first, second = people
    return (
        _bearing(association, first, rows.get(first), rows.get(second)),
        _bearing(association, second, rows.get(second), rows.get(first)),
    )


def _bearing(
    association: Association, person: str, gives: Published | None, takes: Published | None
) -> Bearing:
    lost = None if gives is None else gives.worked.duty
    taken = None if takes is None else takes.worked.duty
    kept = [row.worked.duty for row in association.published_of.get(person, ()) if row is not gives]
    month = next((f"{duty.span.day:%Y-%m}" for duty in (taken, lost) if duty is not None), "")
    hours = sum(duty.paid for duty in kept if f"{duty.span.day:%Y-%m}" == month)
    rest_before = rest_after = None
    if taken is not None:
        around = [duty for duty in kept if duty.kind is not DutyKind.STANDBY]
        ends = [d.span.last for d in around if d.span.last <= taken.span.first]
        starts = [d.span.first for d in around if d.span.first >= taken.span.last]
        rest_before = taken.span.first - max(ends) if ends else None
        rest_after = min(starts) - taken.span.last if starts else None
    return Bearing(
        person=person,
        gives=lost,
        takes=taken,
        before=hours + (0 if lost is None else lost.paid),
        after=hours + (0 if taken is None else taken.paid),
        rest_before=rest_before,
        rest_after=rest_after,
    )
