"""Pourquoi ces trous ? All open posts of a draft by cause, and one with what would fill it."""

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form, Query
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.rights.rows import writes
from api.access.rights.rule import agency
from api.database.engine import reading, writing
from api.database.tables.month import RotaRow
from api.french.words import capital
from api.month.drafts.access import SlotPath
from api.month.holes.filling import filled_words, fillers, just_filled
from api.month.holes.kept import KeptHoles
from api.month.holes.service import hole_of, holes_of, open_slots
from api.month.places.place import DraftVersion
from api.month.versions.keeping import open_beside, operations_of
from api.month.versions.operations import adding
from api.page.data.saving import naming
from api.page.shift.view import ASKED, AskedDraft, OpenedDraft, Outcome, TheDraft
from api.planning.holes import open_words
from api.planning.names import names_of
from api.shell.guides import Guide
from api.shell.preparing import PREPARED
from api.shell.screens import Screens
from api.staffing.causes import Cause
from api.staffing.groups import Group
from api.staffing.proposals.proposal import Means, Proposal
from api.staffing.proposals.wording import first_words, once_words, proposal_words
from api.staffing.wording import (
    advice_words,
    cause_words,
    group_cause_words,
    group_lift_words,
    group_place,
    slot_words,
    stop_words,
)
from api.web.answering.answer import MOST
from scheduler.domain.employment.grounds import Ground
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import Slot
from scheduler.domain.time import minute_at

GUIDES = (
    Guide(
        address="/aide/trous",
        title="Pourquoi un poste reste à pourvoir",
        file="planning/holes",
        screens=("/plannings/{rota_id}/trous", "/plannings/{rota_id}/trous/{slot_id}"),
    ),
)

router = Screens(prefix="/plannings/{rota_id}/trous", dependencies=[PREPARED])
Pairs = Annotated[list[Annotated[str, Form(max_length=281)]] | None, Form(max_length=8)]
"""A person and a slot each: `ada|P-J-2026-03-02`."""

Team = Annotated[str, Form(max_length=8 * 281)]
"""Such pairs for one slot, a blank between them."""

Version = Annotated[int, Form(ge=1, le=MOST)]
Word = Annotated[str, Query(max_length=12)]
SentWord = Annotated[str, Form(max_length=12)]
MINIMUM, GRID = "minimum", "grille"
DONE = {
    "donner": "Donné.",
    "rien": "Aucun poste ouvert ne peut être tenu sans rien enfreindre : voici ce qui les retient.",
}


class Act(StrEnum):
    """What a button of a proposal does: the draft changes, or another begins beside it."""

    APPLY = "appliquer"
    BESIDE = "variante"


@router.get("", may=agency(Role.RH, Role.RESPONSABLE))
def holes_page(draft: TheDraft, *, sous: Word = "", fait: Word = "") -> Response:
    """Show why each post is open, by cause; `sous`: only under a minimum; `fait`: what was done."""
    return _list(draft, sous, done=fait)


@router.post("/pourvoir", may=agency(Role.RESPONSABLE))
def fill_all(
    draft: TheDraft, *, version: Version, sous: SentWord = "", retour: SentWord = ""
) -> Response:
    """Give each open post to somebody who can hold it, as one edit; say what stays, and why."""
    opened = draft.opened().version
    come = frozenset[Assignment]()
    if opened.row.head == version:
        come = fillers(opened.frame, opened.assignments, now=minute_at(draft.now))
    outcome = draft.edited(version, *adding(sorted(come)), note=filled_words(len(come)))
    if not outcome.done:
        return _list(draft, sous, outcome)
    done = "pourvoir" if come else "rien"
    if retour == GRID:
        return RedirectResponse(f"/plannings/{draft.id}?fait={done}", status_code=303)
    return _listed(draft, sous, done)


@router.post("/donner", may=agency(Role.RESPONSABLE))
def give(draft: TheDraft, *, version: Version, add: Team = "", sous: SentWord = "") -> Response:
    """Put those whom a button of the list names on their slot; stay where one was in the list."""
    come = _assignments(add.split())
    outcome = draft.edited(version, *operations_of(come, ()))
    if not outcome.done:
        return _list(draft, sous, outcome)
    there = come[0].slot
    return _listed(draft, sous, "donner", following(draft, draft.opened(), there, sous) or there)


@router.get("/{slot_id}", may=agency(Role.RH, Role.RESPONSABLE))
def hole_page(draft: TheDraft, slot_id: SlotPath, *, sous: Word = "", fait: Word = "") -> Response:
    """Show what keeps each person from an open slot, and what would fill it."""
    return _page(draft, slot_id, under=sous, done=fait)


@router.post("/{slot_id}", may=agency(Role.RESPONSABLE))
def fill(
    draft: TheDraft,
    slot_id: SlotPath,
    *,
    act: Annotated[Act, Form()],
    version: Version,
    add: Pairs = None,
    remove: Pairs = None,
    sous: SentWord = "",
) -> Response:
    """Do what a proposal says, or begin a draft in which it is done; or say why not."""
    come, gone = _assignments(add), _assignments(remove)
    if act is Act.BESIDE:
        with writing(draft.engine) as session:
            row = open_beside(session, draft.who, draft.id, version, added=come, removed=gone)
            address = f"/plannings/{row.id}/comparer?base={draft.id}"
        return RedirectResponse(address, status_code=303)
    outcome = draft.edited(version, *operations_of(come, gone))
    if outcome.done:
        return _led_to(f"/plannings/{draft.id}/trous/{slot_id}", sous, "donner")
    return _page(draft, slot_id, outcome, under=sous)


def _assignments(pairs: list[str] | None) -> list[Assignment]:
    parts = (pair.partition("|") for pair in pairs or ())
    return [Assignment(person, slot) for person, _, slot in parts]


def _listed(draft: AskedDraft, under: str, done: str, there: str = "") -> Response:
    """Lead back to the list, at a slot (empty: its beginning)."""
    return _led_to(f"/plannings/{draft.id}/trous", under, done, f"#s-{there}" if there else "")


def _led_to(address: str, under: str, done: str, place: str = "") -> Response:
    """Lead to a page that says what was done, and still shows only what is under a minimum."""
    query = urlencode({"fait": done, **({"sous": under} if under else {})})
    return RedirectResponse(f"{address}?{query}{place}", status_code=303)


def following(draft: AskedDraft, opened: OpenedDraft, slot: str, under: str) -> str:
    """Return the open slot that comes after another one (empty: none)."""
    frame, assignments = opened.version.frame, opened.version.assignments
    now = minute_at(draft.now)
    there = frame.problem.slot_of.get(slot)
    slots = open_slots(frame, assignments, now=now, vital=under == MINIMUM)
    if there is None:
        return ""
    place = there.span.first, there.id
    return next((s.id for s in slots if (s.span.first, s.id) > place), "")


def _list(draft: AskedDraft, under: str, outcome: Outcome = ASKED, *, done: str = "") -> Response:
    opened = draft.opened()
    version = opened.version
    kept = KeptHoles(draft.engine, DraftVersion(draft.id, version.row.head))
    reasons = holes_of(version.frame, version.assignments, now=minute_at(draft.now), kept=kept)
    names = names_of(version.frame.association)
    places = defaultdict[str, list[Group]](list)
    for group in reasons.groups:
        if group.under or under != MINIMUM:
            places[group_place(group, names)].append(group)
    return draft.page(
        "holes/holes.html",
        opened,
        outcome,
        reasons=reasons,
        places=places,
        under=under == MINIMUM,
        done=_filled(draft, version.row) if done == "pourvoir" else DONE.get(done, ""),
        names=names,
        advice_words=advice_words,
        by_rule=Cause.RULE,
        group_cause_words=group_cause_words,
        group_lift_words=group_lift_words,
        once_words=once_words,
        open_words=open_words,
        slot_words=slot_words,
    )


def _filled(draft: AskedDraft, row: RotaRow) -> str:
    with reading(draft.engine) as session:
        words = just_filled(session, row)
    return words and f"{words}, en v{row.head}. Ctrl + Z dans la grille les reprend tous."


def _page(
    draft: AskedDraft, slot: str, outcome: Outcome = ASKED, *, under: str = "", done: str = ""
) -> Response:
    opened = draft.opened(slot)
    version = opened.version
    with outcome.first():
        answer = hole_of(version.frame, version.assignments, slot, now=minute_at(draft.now))
    names = names_of(version.frame.association)
    return draft.page(
        "holes/hole.html",
        opened,
        outcome,
        hole=answer,
        title=capital(slot_words(answer.slot, names)),
        under=under,
        following=following(draft, opened, slot, under),
        done=DONE.get(done, ""),
        names=names,
        rules=version.frame.profile.rule_of,
        begun=Cause.BEGUN,
        change_of=partial(change_of, writes=partial(writes, draft.who)),
        advice_words=advice_words,
        cause_words=cause_words,
        first_words=first_words,
        open_words=open_words,
        proposal_words=proposal_words,
        stop_words=stop_words,
    )


def change_of(proposal: Proposal, writes: Callable[[str], bool]) -> tuple[str, str]:
    """
    Return the words and the address of the data that a proposal which no edit does changes first.

    `writes`: whether the reader may write rows of a kind of data; they are led to the others' list.
    """
    if proposal.means is Means.LATER and proposal.later is not None:
        return _hours(proposal.slot, proposal.later, form=writes("exceptions"))
    if proposal.means is Means.GROUND and proposal.ground is not None:
        return _ground(proposal.ground, form=writes("derogations"))
    if proposal.means is Means.LOAN:
        query = urlencode({"q": proposal.mediator.bare_name})
        return "Voir son poste", f"/donnees/personnes?{query}"
    if proposal.means is Means.AGREEMENT:
        return "Voir les accords", "/donnees/accords"
    return "Voir l’absence", f"/donnees/absences?{urlencode(naming(personne=proposal.mediator.id))}"


def _hours(slot: Slot, later: Slot, *, form: bool) -> tuple[str, str]:
    """Lead to the form of a change of a slot's hours; else to those of its template."""
    template = slot.duty.template
    if not form:
        return "Voir les exceptions", f"/donnees/exceptions?{urlencode(naming(gabarit=template))}"
    day, start = f"{slot.span.day}", f"{later.span.start:%H:%M}"
    cells = urlencode(naming(gabarit=template, jour=day, action="modifie", debut=start))
    return "Changer l’horaire de ce jour", f"/donnees/exceptions/nouveau?{cells}"


def _ground(ground: Ground, *, form: bool) -> tuple[str, str]:
    """Lead to the form of a derogation; else to those that are recorded."""
    if not form:
        return "Voir les dérogations", "/donnees/derogations"
    cells = naming(
        genre=ground.kind.value,
        dispositif=ground.dispositif,
        depuis=f"{ground.since}",
        jusqu_au=f"{ground.until or ground.since}",
    )
    return "Saisir la dérogation", f"/donnees/derogations/nouveau?{urlencode(cells)}"
