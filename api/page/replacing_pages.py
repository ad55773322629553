"""Remplacer: the shifts that somebody can't come for, and a button for each who could take one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import uuid4

from fastapi import Form, Query
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.request import TheEngine, Who, the_settings
from api.access.rights.rule import agency
from api.french.quoting import listed
from api.french.words import long_date
from api.month.candidates.service import candidates_for
from api.month.drafts.access import ReadVersion
from api.month.drafts.replacing import begin_replacement, shifts_to_replace, when_missing
from api.month.versions.operations import Operation, Verb
from api.page.edits.choices import Offer, candidates_view
from api.page.grid.marks import slot_words
from api.page.shift.view import (
    ASKED,
    AskedDraft,
    Locked,
    OpenedDraft,
    Outcome,
    TheDraft,
    replacing_address,
)
from api.planning.holes import held_words
from api.planning.names import Names, names_of
from api.shell.document import render
from api.shell.preparing import PREPARED
from api.shell.screens import Screens
from api.staffing.wording import cause_words, nearest_words
from api.web.answering.answer import MOST
from api.web.clock import Now
from api.web.months import MonthPath, first_of
from api.web.refusing.problems import not_found
from scheduler.domain.posts import Posts, posts_of
from scheduler.domain.slots import Slot

router = Screens(dependencies=[PREPARED])
Person = Annotated[str, Form(max_length=120)]
SlotField = Annotated[str, Form(max_length=160)]

SECONDS = 60
"""How long a calculation that plans again around an absence may search."""

FEW = 3
"""Candidates of a shift that have their button here: its own page has all."""


@dataclass(frozen=True, kw_only=True)
class LeavingShift:
    """
    A shift to give to somebody else.

    `without`: what of its posts is held once they have left it. `more`: how many other candidates
    its own page has. `causes`: why nobody can take it, with who is nearest (empty where somebody
    can).
    """

    slot: str
    day: date
    title: str
    without: str
    offers: tuple[Offer, ...]
    more: int
    causes: tuple[tuple[str, str], ...]
    locked: bool


@dataclass(frozen=True, kw_only=True)
class ChangedShift:
    """A shift that somebody left: who holds it now, and whether a post of it is open."""

    slot: str
    title: str
    people: str
    open: bool


@router.post("/mois/{month}/remplacer", may=agency(Role.RESPONSABLE))
def begin(who: Who, engine: TheEngine, month: MonthPath, *, now: Now, person: Person) -> Response:
    """Begin the draft in which others take what somebody can't come for, and open it."""
    draft = begin_replacement(who, engine, first_of(month), person, now)
    return RedirectResponse(replacing_address(draft.id, person), status_code=303)


@router.get("/plannings/{rota_id}/remplacer", may=agency(Role.RH, Role.RESPONSABLE))
def replace_page(
    draft: TheDraft,
    personne: Annotated[str, Query(max_length=120)],
    *,
    service: Annotated[str, Query(max_length=160)] = "",
) -> Response:
    """Show the shifts of a draft that a person holds and can't come for, and one they left."""
    return _page(draft, personne, changed=service)


@router.post("/plannings/{rota_id}/remplacer", may=agency(Role.RESPONSABLE))
def replace(
    draft: TheDraft,
    *,
    version: Annotated[int, Form(ge=1, le=MOST)],
    person: Person,
    slot: SlotField,
    to_person: Person = "",
    locked: Locked = "",
) -> Response:
    """
    Give one of these shifts to somebody (empty: to nobody), and show the others; or say why not.

    A shift that nobody takes leaves its post open.
    """
    deed = (
        Operation(verb=Verb.GIVE, slot=slot, person=person, to_person=to_person)
        if to_person
        else Operation(verb=Verb.REMOVE, slot=slot, person=person)
    )
    outcome = draft.edited(version, deed, locked=bool(locked))
    if outcome.done:
        return RedirectResponse(replacing_address(draft.id, person, slot), status_code=303)
    return _page(draft, person, outcome)


@router.get("/page/plannings/{rota_id}/remplacements", may=agency(Role.RH, Role.RESPONSABLE))
def replacements(draft: TheDraft, person: Annotated[str, Query(max_length=120)]) -> Response:
    """Return the same as a part of the grid's panel, for its script."""
    opened = draft.opened()
    values = _values(draft, opened, person)
    return render(
        draft.request,
        "replacing/panel.html",
        planning=draft.id,
        mine=opened.mine,
        **values,
    )


def _page(
    draft: AskedDraft, person: str, outcome: Outcome = ASKED, *, changed: str = ""
) -> Response:
    opened = draft.opened()
    values = _values(draft, opened, person)
    there = _changed(opened.version, changed)
    return draft.page("replacing/replace.html", opened, outcome, changed=there, **values)


def _changed(opened: ReadVersion, slot_id: str) -> ChangedShift | None:
    """Write who holds a shift now (None: there is no such shift)."""
    frame = opened.frame
    slot = frame.problem.slot_of.get(slot_id)
    if slot is None:
        return None
    team = frame.rota(opened.assignments).team_of[slot_id]
    return ChangedShift(
        slot=slot_id,
        title=_title(slot, names_of(frame.association)),
        people=listed([person.name for person in team], len(team)),
        open=posts_of(slot, team).open > 0,
    )


def _without(posts: Posts) -> str:
    """Say what of a shift's posts is held without the person who leaves it."""
    if not posts.open:
        return "sans remplaçant, aucun poste n’y manque"
    under = ", sous le minimum" if posts.vital else ""
    return f"sans remplaçant, {held_words(posts.have, posts.target)}{under}"


def _title(slot: Slot, names: Names) -> str:
    return f"{long_date(slot.span.day)}, {slot_words(slot, names)}"


def _values(draft: AskedDraft, opened: OpenedDraft, person: str) -> dict[str, Any]:
    """Return what both show: whose shifts, which, and how to plan again around them."""
    leaving = opened.version.frame.problem.mediator_of.get(person)
    if leaving is None:
        raise not_found()
    version = opened.version
    slots = shifts_to_replace(version.frame, version.assignments, draft.now).get(person, ())
    shifts = _leaving_shifts(version, person, slots)
    return {
        "person": leaving,
        "shifts": shifts,
        "missing": when_missing(version.frame.problem, person, slots),
        "since": min((shift.day for shift in shifts), default=None),
        "seconds": min(SECONDS, the_settings(draft.request).solve_seconds),
        "key": uuid4().hex,
    }


def _leaving_shifts(
    opened: ReadVersion, person: str, slots: Iterable[Slot]
) -> tuple[LeavingShift, ...]:
    """Write the shifts that a person can't come for, each with the best candidates."""
    frame, assignments = opened.frame, opened.assignments
    names, rota = names_of(frame.association), frame.rota(assignments)
    locked = {lock.slot for lock in frame.problem.locks if lock.mediator == person}
    lines = []
    for slot in slots:
        candidates = candidates_for(frame, assignments, slot.id, instead_of=person)
        offers = candidates_view(frame, candidates, person).eligible
        why = candidates.reasons
        stay = [other for other in rota.team_of[slot.id] if other.id != person]
        lines.append(
            LeavingShift(
                slot=slot.id,
                day=slot.span.day,
                title=_title(slot, names),
                without=_without(posts_of(slot, stay)),
                offers=offers[:FEW],
                more=len(offers) - len(offers[:FEW]),
                causes=()
                if offers
                else tuple(
                    (cause_words(post, why), nearest_words(post, names).rstrip("."))
                    for post in why.posts
                ),
                locked=slot.id in locked,
            )
        )
    return tuple(lines)
