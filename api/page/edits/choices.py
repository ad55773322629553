"""What a cell's menu and the candidates' panel show, in French."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.french.plural import plural
from api.french.shifts import timing_words
from api.french.words import capital, day_of_month, hours
from api.month.candidates.service import Candidates, Cost, PossibleSlot
from api.month.frames import Frame
from api.month.reading.drawing import day_chips
from api.page.grid.marks import slot_words
from api.page.grid.panel import sentence_beside
from api.planning.chips import Chip, Hold
from api.planning.names import Names, names_of, with_names
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import Slot
from scheduler.finding import Finding

HOLDS: dict[Hold | None, str] = {
    Hold.ELSEWHERE: "publié par un autre planning",
    Hold.BEGUN: "commencé : un changement réécrit ce qui a été fait",
    Hold.LOCKED: "verrouillé : les calculs le laissent là",
}

NO_SLOT = "Aucun créneau de ce jour n’est pour cette personne, ou n’a de place."
NO_CONTRACT = "Aucun contrat ne couvre ce jour : rien ne peut être donné à cette personne."


@dataclass(frozen=True, kw_only=True)
class OwnShift:
    """
    A shift that the person holds that day.

    `details`: with whom, breaks, for which other dispositif, since when it differs from what is
    published. `why`: why it can't be changed, or what changing it does (empty: nothing special).
    `decided`: this draft decides it.
    """

    slot: str
    words: str
    details: tuple[str, ...]
    why: str
    decided: bool
    locked: bool


@dataclass(frozen=True, kw_only=True)
class Offer:
    """
    A slot to take, or a person to give it to.

    `level`: can it be (oui, doute or non). `person`: who holds the slot, in an exchange.
    """

    id: str
    words: str
    level: str
    cost: str
    reasons: tuple[str, ...]
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class CellView:
    """
    A person's day. `moved`: the slot that they would leave to take one of the offers.

    `before`: what is published for them that day and isn't in the version. `nothing`: why they may
    be given nothing, where there are no offers.
    """

    person: str
    name: str
    day: str
    before: tuple[str, ...]
    shifts: tuple[OwnShift, ...]
    offers: tuple[Offer, ...]
    nothing: str
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
    mediator = problem.mediator_of[person]
    there, gone = day_chips(frame, assignments, now, person, day)
    chips = {chip.duty: chip for chip in there}
    mine = [slot for slot in frame.rota(assignments).slots_of[person] if slot.span.day == day]
    return CellView(
        person=person,
        name=mediator.name,
        day=day_of_month(day),
        before=tuple(slot_words(problem.slot_of[chip.duty], names) for chip in gone),
        shifts=tuple(
            OwnShift(
                slot=slot.id,
                words=slot_words(slot, names),
                details=tuple(_details(slot, chips[slot.id], frame, names)),
                why=HOLDS.get(chips[slot.id].hold, ""),
                decided=slot.id not in frame.frozen,
                locked=chips[slot.id].locked,
            )
            for slot in mine
        ),
        offers=tuple(
            offer_of(
                frame,
                offer.slot.id,
                slot_words(offer.slot, names)
                + (f", il manque {offer.missing}" if offer.missing else ""),
                cost_words(offer.cost),
                added=offer.added,
                stopping=offer.stopping,
            )
            for offer in possible
        ),
        nothing=NO_SLOT if mediator.employed_on(day) else NO_CONTRACT,
        moved=moved,
    )


def _details(slot: Slot, chip: Chip, frame: Frame, names: Names) -> Iterable[str]:
    if frame.own is not None and chip.dispositif not in frame.own:
        yield f"Dispositif : {names.dispositif(chip.dispositif)}"
    if chip.partners:
        people = frame.problem.mediator_of
        team = ", ".join(people[other].name for other in chip.partners)
        yield f"{'Binôme fixe' if chip.pair else 'Avec'} : {team}"
    yield from timing_words(slot.span, chip.breaks)
    if chip.changed:
        yield "Modifié depuis la publication"


def candidates_view(frame: Frame, candidates: Candidates, instead_of: str) -> CandidatesView:
    """Write candidates for a slot."""
    names = names_of(frame.association)
    day = candidates.slot.span.day
    return CandidatesView(
        slot=candidates.slot.id,
        instead_of=instead_of,
        title=capital(f"{slot_words(candidates.slot, names)}, {day_of_month(day)}"),
        holding=tuple(person.name for person in candidates.holding),
        eligible=tuple(
            offer_of(frame, e.mediator.id, e.mediator.name, cost_words(e.cost), added=e.findings)
            for e in candidates.eligible
        ),
        stopped=tuple(
            offer_of(frame, s.mediator.id, s.mediator.name, stopping=s.findings)
            for s in candidates.stopped
        ),
        unable=tuple(
            Offer(
                id=u.mediator.id,
                words=u.mediator.name,
                level="non",
                cost="",
                reasons=tuple(words for _, words in u.why),
            )
            for u in candidates.unable
        ),
    )


def offer_of(
    frame: Frame,
    subject: str,
    words: str,
    cost: str = "",
    *,
    added: Sequence[Finding] = (),
    stopping: Sequence[Finding] = (),
    person: str = "",
) -> Offer:
    """
    Write a choice and the findings that it adds.

    `stopping`: what forbids it; what it would cost is left out then.
    """
    return Offer(
        id=subject,
        words=words,
        level="non" if stopping else "doute" if added else "oui",
        cost="" if stopping else cost,
        reasons=tuple(_reason(finding, words, frame) for finding in stopping or added),
        person=person,
    )


def _reason(finding: Finding, words: str, frame: Frame) -> str:
    """Write a finding beside the choice that adds it, which names the person already, if any."""
    sentence = sentence_beside(words, with_names(finding.message, frame.association))
    return f"{sentence} ({finding.article})"


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
