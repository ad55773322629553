"""Find who could hold a slot, at what cost, what stops the others, and why the slot is open."""

from __future__ import annotations

from dataclasses import dataclass

from api.judging.reaudit import reaudit
from api.month.errors import BadRequestError, Wrong, not_a_slot
from api.month.findings import findings_of
from api.month.frames import Frame
from api.planning.names import names_of
from api.staffing.causes import by_name
from api.staffing.groups import Reasons, reasons_of
from api.staffing.trial import Trial, reasons, tried
from scheduler.around import rota_around
from scheduler.domain.hours import hours
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.finding import Finding, Verdict


@dataclass(frozen=True, kw_only=True)
class Cost:
    """
    What changes if a person is put on the slot.

    `breaches`: added findings that are violations but don't block; `others`: the other added
    findings, to confirm or to note; `settled`: number of findings that disappear. `planned` and
    `due`: the person's minutes in the month, with the slot, and the minutes that the contract
    requires.
    """

    breaches: int
    others: int
    settled: int
    planned: int
    due: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """Return the sort key: fewest breaches first, then the person with most hours still due."""
        return self.breaches, self.planned - self.due, self.others


@dataclass(frozen=True, kw_only=True)
class EligiblePerson:
    """Somebody who may hold the slot. `findings`: those that it would add."""

    mediator: Mediator
    cost: Cost
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class StoppedPerson:
    """Somebody whom a rule stops: what it finds."""

    mediator: Mediator
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class UnablePerson:
    """Somebody whose post doesn't allow it: why, as codes and in French."""

    mediator: Mediator
    why: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ExplainedSlot:
    """A slot: `reasons`, why its needs below target are open, and whose post forbids it."""

    slot: Slot
    reasons: Reasons
    unable: tuple[UnablePerson, ...]


@dataclass(frozen=True, kw_only=True)
class Candidates(ExplainedSlot):
    """
    Everybody of the month, sorted by whether they may hold one slot.

    `holding`: those who hold it already.
    """

    holding: tuple[Mediator, ...]
    eligible: tuple[EligiblePerson, ...]
    stopped: tuple[StoppedPerson, ...]


def candidates_for(
    frame: Frame,
    assignments: frozenset[Assignment],
    slot_id: str,
    *,
    instead_of: str = "",
    now: int | None = None,
) -> Candidates:
    """
    List who could hold a slot, best first, then whom a rule stops, then whose post forbids it.

    `instead_of`: whoever would leave it. `now`: the UTC minute from which on a post is still to be
    filled (None: whenever it begins). What others who come to the slot may yet settle (a binôme of
    one) stops nobody while there is room. Raises `BadRequestError`: the slot isn't there, or
    `instead_of` doesn't hold it.
    """
    slot = frame.problem.slot_of.get(slot_id)
    if slot is None:
        raise BadRequestError([not_a_slot("slot", slot_id, frame.month)])
    findings, current = findings_of(frame, assignments), frame.rota(assignments).assignments
    leaves = {Assignment(instead_of, slot_id)} if instead_of else set()
    if not leaves <= current:
        expected = "une personne qui tient ce créneau"
        raise BadRequestError([Wrong(field="instead_of", received=instead_of, expected=expected)])
    base = Rota(problem=frame.problem, assignments=current - leaves)
    if leaves:
        findings = reaudit(base, frame.profile, findings, leaves, judged=frame.judged)
    team, names = {m.id for m in base.team_of[slot_id]}, names_of(frame.association)
    part = rota_around(base, [slot])
    eligible: list[EligiblePerson] = []
    stopped: list[StoppedPerson] = []
    unable: list[UnablePerson] = []
    for person in frame.problem.mediators:
        if person.id in team or person.id == instead_of or person.id not in frame.posted:
            continue
        if not may_hold(person, slot):
            unable.append(UnablePerson(mediator=person, why=tuple(reasons(person, slot, names))))
            continue
        tried = _try(frame, base, findings, person, slot, part=part)
        if isinstance(tried, EligiblePerson):
            eligible.append(tried)
        else:
            stopped.append(tried)
    return Candidates(
        slot=slot,
        reasons=reasons_of(base, frame.profile, findings, now=now, slots={slot_id}),
        holding=base.team_of[slot_id],
        eligible=tuple(sorted(eligible, key=lambda e: (e.cost.rank, *by_name(e.mediator)))),
        stopped=tuple(sorted(stopped, key=lambda s: (len(s.findings), *by_name(s.mediator)))),
        unable=tuple(sorted(unable, key=lambda u: (len(u.why), *by_name(u.mediator)))),
    )


def _try(
    frame: Frame, base: Rota, findings: list[Finding], person: Mediator, slot: Slot, *, part: Rota
) -> EligiblePerson | StoppedPerson:
    """Try a person on a slot; `part`: the rota around it, the same for everybody."""
    trial = tried(base, frame.profile, findings, person, slot, judged=frame.judged, part=part)
    if trial.stopping:
        return StoppedPerson(mediator=person, findings=trial.stopping)
    return EligiblePerson(
        mediator=person, findings=trial.changed.added, cost=cost_of(trial, person)
    )


def cost_of(trial: Trial, person: Mediator) -> Cost:
    """Return what a trial costs: the findings that it changes, and the person's hours."""
    worked, added = hours(trial.rota, person), trial.changed.added
    breaches = sum(f.verdict is Verdict.VIOLATION for f in added)
    return Cost(
        breaches=breaches,
        others=len(added) - breaches,
        settled=len(trial.changed.removed),
        planned=worked.planned,
        due=worked.due,
    )
