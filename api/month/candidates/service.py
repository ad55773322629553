"""Find who could hold a slot, at what cost, what stops the others, and why the slot is open."""

from dataclasses import dataclass
from datetime import date

from api.french.words import alphabetical
from api.judging.reaudit import finding_changes, reaudit
from api.month.errors import BadRequestError, Wrong, not_a_day, not_a_slot, not_posted
from api.month.findings import findings_of
from api.month.frames import Frame
from api.planning.names import names_of
from api.staffing.causes import by_name
from api.staffing.groups import Reasons, reasons_of
from api.staffing.trial import Attempt, Trial, has_room, reasons, settled_by_others, stopping, tried
from scheduler.around import rota_around
from scheduler.domain.people import Mediator
from scheduler.domain.posts import posts_of
from scheduler.domain.problem import Assignment, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.sharing.hours import Hours, hours
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
    """Everybody of the month, by whether they may hold one slot; `holding`: who does already."""

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
    part = rota_around(base, [slot])  # the same for everybody who is tried
    eligible: list[EligiblePerson] = []
    stopped: list[StoppedPerson] = []
    unable: list[UnablePerson] = []
    for person in frame.problem.mediators:
        if person.id in team or person.id == instead_of or person.id not in frame.posted:
            continue
        if not may_hold(person, slot):
            unable.append(UnablePerson(mediator=person, why=tuple(reasons(person, slot, names))))
            continue
        trial = tried(base, frame.profile, findings, person, slot, judged=frame.judged, part=part)
        if trial.stopping:
            stopped.append(StoppedPerson(mediator=person, findings=trial.stopping))
        else:
            added, cost = trial.changed.added, cost_of(trial, person)
            eligible.append(EligiblePerson(mediator=person, findings=added, cost=cost))
    return Candidates(
        slot=slot,
        reasons=reasons_of(base, frame.profile, findings, now=now, slots={slot_id}),
        holding=base.team_of[slot_id],
        eligible=tuple(sorted(eligible, key=lambda e: (e.cost.rank, *by_name(e.mediator)))),
        stopped=tuple(sorted(stopped, key=lambda s: (len(s.findings), *by_name(s.mediator)))),
        unable=tuple(sorted(unable, key=lambda u: (len(u.why), *by_name(u.mediator)))),
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


@dataclass(frozen=True, kw_only=True)
class PossibleSlot:
    """
    A slot that the person's post lets them hold, tried on the rota.

    `stopping`: what forbids it (empty: they may); `added`: the findings that it adds besides.
    `missing`: posts of the slot that are open, before.
    """

    slot: Slot
    stopping: tuple[Finding, ...]
    added: tuple[Finding, ...]
    cost: Cost
    missing: int


def possible_slots(
    frame: Frame, assignments: frozenset[Assignment], person: str, day: date
) -> tuple[PossibleSlot, ...]:
    """
    Return the slots of a day that have room and that a person's post allows, best first.

    Slots that a rule forbids come last, with the findings of that rule. Raises `BadRequestError`:
    the person can't be given any slot of the month, or the day isn't in the month.
    """
    problem = frame.problem
    wrong = []
    if person not in frame.posted:
        wrong.append(not_posted("person", person))
    if day not in problem.horizon.days:
        wrong.append(not_a_day("day", day, frame.month))
    if wrong:
        raise BadRequestError(wrong)
    mediator = problem.mediator_of[person]
    rota, findings = frame.rota(assignments), findings_of(frame, assignments)
    possible = []
    for slot in problem.slots:
        team = rota.team_of[slot.id]
        if (
            slot.span.day != day
            or slot.id in frame.frozen
            or mediator in team
            or not may_hold(mediator, slot)
            or not has_room(slot, len(team))
        ):
            continue
        trial = tried(rota, frame.profile, findings, mediator, slot, judged=frame.judged)
        possible.append(
            PossibleSlot(
                slot=slot,
                stopping=trial.stopping,
                added=trial.changed.added,
                cost=cost_of(trial, mediator),
                missing=posts_of(slot, team).open,
            )
        )
    return tuple(
        sorted(
            possible,
            key=lambda p: (bool(p.stopping), -p.missing, p.cost.rank, p.slot.span.first, p.slot.id),
        )
    )


@dataclass(frozen=True, kw_only=True)
class PossibleExchange(Attempt):
    """A colleague's shift to be had for one's own, tried, with the hours of both after it."""

    slot: Slot
    mine: Hours
    theirs: Hours


def possible_exchanges(
    frame: Frame, assignments: frozenset[Assignment], mine: Assignment, day: date
) -> tuple[PossibleExchange, ...]:
    """
    Return the shifts of a day for which a person's shift, `mine`, can be exchanged, best first.

    Only shifts that this rota decides and whose posts suit both are listed. Exchanges that a rule
    forbids come last, with the findings of that rule. Raises `BadRequestError`: nobody holds `mine`
    there, or the day isn't in the month.
    """
    problem, rota = frame.problem, frame.rota(assignments)
    current = rota.assignments
    wrong = []
    if mine not in current or mine.slot in frame.frozen:
        expected = "une personne qui tient ce créneau, et que ce planning y met"
        wrong.append(Wrong(field="person", received=mine.mediator, expected=expected))
    if day not in problem.horizon.days:
        wrong.append(not_a_day("day", day, frame.month))
    if wrong:
        raise BadRequestError(wrong)
    findings = findings_of(frame, assignments)
    exchanges = [
        _try_slot(frame, rota, findings, mine, theirs)
        for theirs in current
        if problem.slot_of[theirs.slot].span.day == day and _suits(frame, current, mine, theirs)
    ]
    return tuple(sorted(exchanges, key=_order))


def _suits(
    frame: Frame, current: frozenset[Assignment], mine: Assignment, theirs: Assignment
) -> bool:
    """Whether both may hold the other's slot, and neither does."""
    problem = frame.problem
    people, slots = problem.mediator_of, problem.slot_of
    return (
        theirs.mediator != mine.mediator
        and theirs.slot != mine.slot
        and theirs.slot not in frame.frozen
        and theirs not in problem.settled
        and {mine.mediator, theirs.mediator} <= frame.posted
        and not {Assignment(mine.mediator, theirs.slot), Assignment(theirs.mediator, mine.slot)}
        & current
        and may_hold(people[mine.mediator], slots[theirs.slot])
        and may_hold(people[theirs.mediator], slots[mine.slot])
    )


def _try_slot(
    frame: Frame, before: Rota, findings: list[Finding], mine: Assignment, theirs: Assignment
) -> PossibleExchange:
    problem, gone = frame.problem, {mine, theirs}
    come = {Assignment(mine.mediator, theirs.slot), Assignment(theirs.mediator, mine.slot)}
    after = Rota(problem=problem, assignments=(before.assignments - gone) | come)
    judged = reaudit(after, frame.profile, findings, gone | come, judged=frame.judged)
    changed = finding_changes(findings, judged)
    slots = [problem.slot_of[assignment.slot] for assignment in (mine, theirs)]
    spare = any(has_room(slot, len(after.team_of[slot.id])) for slot in slots)
    settled = settled_by_others(frame.profile) if spare else ()
    return PossibleExchange(
        mediator=problem.mediator_of[theirs.mediator],
        slot=problem.slot_of[theirs.slot],
        stopping=stopping(changed.added, settled),
        changed=changed,
        mine=hours(after, problem.mediator_of[mine.mediator]),
        theirs=hours(after, problem.mediator_of[theirs.mediator]),
    )


def _order(exchange: PossibleExchange) -> tuple[bool, int, int, str, str]:
    added, removed = exchange.changed.added, exchange.changed.removed
    return (
        bool(exchange.stopping),
        len(added),
        -len(removed),
        alphabetical(exchange.mediator.name),
        exchange.slot.id,
    )
