"""Say who is asked next for a duty of a kind, by the accounts of fairness."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from api.judging.reaudit import reaudit
from api.month.errors import BadRequestError, Wrong
from api.month.findings import findings_of
from api.month.frames import Frame
from api.planning.fairness.accounts import balances_before
from api.planning.fairness.kinds import KINDS, FairnessKind
from api.staffing.causes import by_name
from api.staffing.trial import has_room, tried
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.finding import Finding


@dataclass(frozen=True, kw_only=True)
class NextPerson:
    """
    Somebody in the order in which people are asked, with the balance that puts them there.

    `slot`: the first slot of the day that they may hold.
    """

    mediator: Mediator
    balance: Fraction
    slot: Slot


@dataclass(frozen=True, kw_only=True)
class StoppedPerson:
    """Somebody whom a rule or an absence keeps from every slot of the day; `finding`: why."""

    mediator: Mediator
    balance: Fraction
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class NextInLine:
    """
    Who is asked next for a kind of duty on a day: whoever is farthest behind their part first.

    `holders`: who holds such a duty on that day already.
    """

    kind: FairnessKind
    day: date
    holders: tuple[Mediator, ...]
    order: tuple[NextPerson, ...]
    stopped: tuple[StoppedPerson, ...]


def next_in_line(
    frame: Frame, assignments: frozenset[Assignment], kind: FairnessKind, day: date
) -> NextInLine:
    """
    Return the order in which people are asked for a duty of a kind on a day of a month.

    People with a post there are tried on the day's slots of the kind, each in the place of its
    holders where it has no room left, and the rota is judged. Balances count what is published
    before that day.

    It raises `BadRequestError`: the kind is no duty to give, the day isn't in the month, or has no
    slot of the kind.
    """
    slots = _slots(frame, kind, day)
    association = frame.association
    goal = kind.goal
    balances = {
        balance.mediator: balance.duties
        for balance in balances_before(association, association.history, day)
        if goal is not None and balance.goal == goal.id
    }
    rota, findings = frame.rota(assignments), findings_of(frame, assignments)
    bases = [_base(frame, rota, findings, slot) for slot in slots]
    holders = {m.id: m for slot in slots for m in rota.team_of[slot.id]}
    order: list[NextPerson] = []
    stopped: list[StoppedPerson] = []
    for person in frame.problem.mediators:
        if person.id in holders or person.id not in frame.posted:
            continue
        balance = balances.get(person.id, Fraction(0))
        slot, stopping = _first_lawful(frame, person, slots, bases)
        if slot is not None:
            order.append(NextPerson(mediator=person, balance=balance, slot=slot))
        elif stopping is not None:
            stopped.append(StoppedPerson(mediator=person, balance=balance, finding=stopping))
    return NextInLine(
        kind=kind,
        day=day,
        holders=tuple(sorted(holders.values(), key=by_name)),
        order=tuple(sorted(order, key=lambda each: (each.balance, *by_name(each.mediator)))),
        stopped=tuple(sorted(stopped, key=lambda each: (each.balance, *by_name(each.mediator)))),
    )


def _slots(frame: Frame, kind: FairnessKind, day: date) -> list[Slot]:
    wrong = []
    if kind.goal is None:
        duties = ", ".join(each.word for each in KINDS if each.goal is not None)
        wrong.append(Wrong(field="kind", received=kind.word, expected=duties))
    slots = [
        slot
        for slot in frame.problem.slots
        if slot.span.day == day
        and (frame.own is None or slot.dispositif in frame.own)
        and kind.goal is not None
        and kind.goal.shared(slot.duty, frame.problem.holidays_at(slot.agency))
    ]
    if not slots and not wrong:
        expected = f"un jour de {frame.month:%m/%Y} où l’un de ces dispositifs a des {kind.noun}"
        wrong.append(Wrong(field="day", received=f"{day:%d/%m/%Y}", expected=expected))
    if wrong:
        raise BadRequestError(wrong)
    return slots


def _base(
    frame: Frame, rota: Rota, findings: list[Finding], slot: Slot
) -> tuple[Rota, list[Finding]]:
    """Return the rota to try people on, with its findings: a full slot is freed."""
    team = rota.team_of[slot.id]
    if has_room(slot, len(team)):
        return rota, findings
    leaves = {Assignment(m.id, slot.id) for m in team}
    base = Rota(problem=frame.problem, assignments=rota.assignments - leaves)
    return base, reaudit(base, frame.profile, findings, leaves, judged=frame.judged)


def _first_lawful(
    frame: Frame,
    person: Mediator,
    slots: Sequence[Slot],
    bases: Iterable[tuple[Rota, list[Finding]]],
) -> tuple[Slot | None, Finding | None]:
    """Return the first slot that a person may hold, else what keeps them from the first one."""
    keeping: Finding | None = None
    for slot, (rota, findings) in zip(slots, bases, strict=True):
        if not may_hold(person, slot):
            continue
        trial = tried(rota, frame.profile, findings, person, slot, judged=frame.judged)
        if not trial.stopping:
            return slot, None
        keeping = keeping or trial.stopping[0]
    return None, keeping
