"""What a cell's menu and the candidates' panel show, in French."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.plural import plural
from api.french.words import KINDS, day_of_month, hours
from api.page.grid.view import spoken_time
from api.planning.names import names_of
from scheduler.domain.time import minute_at
from scheduler.publication import begun_slots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from api.month.candidates.day import PossibleSlot
    from api.month.candidates.service import Candidates, Cost
    from api.month.frames import Frame
    from api.planning.names import Names
    from scheduler.domain.problem import Assignment
    from scheduler.domain.slots import Slot
    from scheduler.finding import Finding


@dataclass(frozen=True, kw_only=True)
class OwnShift:
    """A shift that the person holds that day; `why`: why it can't be changed (empty: it can)."""

    slot: str
    words: str
    why: str
    locked: bool


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A slot to take, or a person to give it to; `level`: can it be (oui, doute or non)."""

    id: str
    words: str
    level: str
    cost: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CellView:
    """A person's day. `moved`: the slot that they would leave to take one of the offers."""

    person: str
    name: str
    day: str
    shifts: tuple[OwnShift, ...]
    offers: tuple[Offer, ...]
    moved: str


@dataclass(frozen=True, kw_only=True)
class CandidatesView:
    """Who could hold a slot. `open`: why it isn't filled."""

    slot: str
    instead_of: str
    title: str
    holding: tuple[str, ...]
    eligible: tuple[Offer, ...]
    stopped: tuple[Offer, ...]
    unable: tuple[Offer, ...]


def cell_view(
    frame: Frame,
    assignments: frozenset[Assignment],
    person: str,
    day: date,
    possible: Sequence[PossibleSlot],
    *,
    now: datetime,
    moved: str = "",
) -> CellView:
    """Write a person's day: what they hold, and what they may take."""
    problem, names = frame.problem, names_of(frame.association)
    locked = {lock.slot for lock in problem.locks if lock.mediator == person}
    rota = frame.rota(assignments)
    past = begun_slots(problem, minute_at(now))
    mine = [slot for slot in rota.slots_of[person] if slot.span.day == day]
    return CellView(
        person=person,
        name=problem.mediator_of[person].name,
        day=day_of_month(day),
        shifts=tuple(
            OwnShift(
                slot=slot.id,
                words=slot_words(slot, names),
                why="publié par un autre planning"
                if slot.id in frame.frozen
                else "commencé : un changement réécrit ce qui a été fait"
                if slot.id in past
                else "",
                locked=slot.id in locked,
            )
            for slot in mine
        ),
        offers=tuple(
            Offer(
                id=offer.slot.id,
                words=slot_words(offer.slot, names)
                + (f", il manque {offer.missing}" if offer.missing else ""),
                level="non" if offer.stopping else _level(offer.added),
                cost="" if offer.stopping else cost_words(offer.cost),
                reasons=tuple(_reasons(offer.stopping or offer.added)),
            )
            for offer in possible
        ),
        moved=moved,
    )


def candidates_view(frame: Frame, made: Candidates, instead_of: str) -> CandidatesView:
    """Write candidates for a slot."""
    names = names_of(frame.association)
    day = made.slot.span.day
    return CandidatesView(
        slot=made.slot.id,
        instead_of=instead_of,
        title=f"{slot_words(made.slot, names)}, {day_of_month(day)}",
        holding=tuple(person.name for person in made.holding),
        eligible=tuple(
            Offer(
                id=e.mediator.id,
                words=e.mediator.name,
                level=_level(e.findings),
                cost=cost_words(e.cost),
                reasons=tuple(_reasons(e.findings)),
            )
            for e in made.eligible
        ),
        stopped=tuple(
            Offer(
                id=s.mediator.id,
                words=s.mediator.name,
                level="non",
                cost="",
                reasons=tuple(_reasons(s.findings)),
            )
            for s in made.stopped
        ),
        unable=tuple(
            Offer(
                id=u.mediator.id,
                words=u.mediator.name,
                level="non",
                cost="",
                reasons=tuple(words for _, words in u.why),
            )
            for u in made.unable
        ),
    )


def slot_words(slot: Slot, names: Names) -> str:
    """Write a slot: `Île de Nantes, 14 h à 21 h 30`."""
    place = names.site(slot.site) or KINDS[slot.kind]
    return f"{place}, {spoken_time(slot.span.start)} à {spoken_time(slot.span.end)}"


def cost_words(cost: Cost) -> str:
    """Say what a choice costs: hours against the contract, findings."""
    over = cost.planned - cost.due
    if over > 0:
        parts = [f"{hours(over)} de plus que son contrat"]
    elif over < 0:
        parts = [f"{hours(-over)} de moins que son contrat"]
    else:
        parts = ["juste son contrat"]
    known = cost.breaches + cost.others
    if known:
        parts.append(plural(known, "constat"))
    if cost.settled:
        parts.append(f"{cost.settled} de moins" if known else f"{cost.settled} constat de moins")
    return ", ".join(parts)


def _level(added: Iterable[Finding]) -> str:
    return "doute" if any(True for _ in added) else "oui"


def _reasons(findings: Iterable[Finding]) -> Iterable[str]:
    for finding in findings:
        yield f"{finding.message} ({finding.article})"
