"""Answer each wish of a month: granted, or refused and why, and what it adds to accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from api.database.memory import Memory, Same
from api.month.findings import findings_of
from api.month.frames import Frame
from api.planning.fairness.accounts import Movement, month_table
from api.planning.fairness.kinds import REFUSALS
from api.planning.month_change import month_change
from api.planning.names import Names
from api.staffing.causes import by_name
from api.staffing.wishes import Ground, RefusedWish, refusal_words, refused_wishes
from api.staffing.wording import slot_words
from scheduler.balances import amount, signed
from scheduler.domain.people import Mediator, Wish
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import Slot
from scheduler.domain.time import next_month

KEPT = 24
"""Answers that a process keeps, of versions or people: each refusal tries who could come."""


@dataclass(frozen=True, kw_only=True)
class WishAnswer:
    """
    A wish and what became of it. `refusal`: why it isn't granted (None: it is).

    `shifts`: the person's that bear on it: they grant a wish to work, or go against one to be free.
    """

    wish: Wish
    mediator: Mediator
    refusal: RefusedWish | None
    shifts: tuple[Slot, ...]


@dataclass(frozen=True, kw_only=True)
class WishAnswers:
    """The answers of a month, by name and day, and what it adds to accounts of refusals, by id."""

    answers: tuple[WishAnswer, ...]
    movements: Mapping[str, Movement]

    @property
    def accounts(self) -> list[tuple[str, str]]:
        """The name of each person who has wished, and what the month adds to their account."""
        names = {answer.mediator.id: answer.mediator.name for answer in self.answers}
        return [
            (name, movement_words(self.movements[who]))
            for who, name in names.items()
            if who in self.movements
        ]


_answers = Memory[tuple[WishAnswer, ...]](KEPT)


def answers_to_wishes(
    frame: Frame,
    assignments: frozenset[Assignment],
    *,
    now: datetime | None = None,
) -> WishAnswers:
    """Answer the wishes of a version (see `wishes_answered`), and count them in accounts."""
    at = now or datetime.now(UTC)
    change = month_change(frame.association, frame.rota(assignments), at, frame.own or ())
    eve, morrow = frame.month - timedelta(days=1), next_month(frame.month)
    # A night of the month's edge goes against a wish of the other side.
    around = {
        label: frame.association.history.get(label, ())
        for label in (f"{eve:%Y-%m}", f"{morrow:%Y-%m}")
    }
    months = {**around, change.label: change.after}
    table = month_table(frame.association, months, frame.month, [REFUSALS])
    return WishAnswers(
        answers=wishes_answered(frame, assignments, now=at),
        movements={who: movement for (_, who), movement in table.items()},
    )


def wishes_answered(
    frame: Frame,
    assignments: frozenset[Assignment],
    *,
    person: str = "",
    now: datetime | None = None,
) -> tuple[WishAnswer, ...]:
    """
    Answer the wishes of a version of a month, or of one person alone (empty: everybody's).

    Whoever has another post since is in it for what they worked alone: their answer isn't here, nor
    for those who plan here to read. Reasons are those that the rota itself shows, without any
    search; `api.month.alternatives` says who would pay. Answers are kept in memory.
    """
    key = Same(frame), frozenset(assignments), person
    return _answers.get(key, lambda: _answered(frame, assignments, person, now))


def _answered(
    frame: Frame, assignments: frozenset[Assignment], person: str, now: datetime | None
) -> tuple[WishAnswer, ...]:
    rota = frame.rota(assignments)
    if rota.assignments - rota.problem.settled == rota.problem.previous:
        # What is published was the best when it was planned: to differ from it cost nothing then.
        rota = replace(rota, problem=replace(rota.problem, previous=frozenset()))
    # Reasons don't depend on which findings are inherited, which alone depends on `now`.
    findings = findings_of(frame, assignments, now=now)
    refusals = {
        refusal.wish: refusal
        for refusal in refused_wishes(rota, frame.profile, findings, person=person)
    }
    people = rota.problem.mediator_of
    answers = [
        WishAnswer(
            wish=wish,
            mediator=people[wish.mediator],
            refusal=refusals.get(wish),
            shifts=tuple(s for s in rota.slots_of[wish.mediator] if wish.bears_on(s.duty)),
        )
        for wish in rota.problem.wishes
        if wish.span.touches(rota.problem.horizon)
        and person in {"", wish.mediator}
        and wish.mediator in frame.posted
    ]
    return tuple(sorted(answers, key=lambda a: (by_name(a.mediator), a.wish.span.first)))


TO_REST = {
    Ground.FIXED: "ce service était déjà publié, ou fixé ailleurs",
    Ground.LOCKED: "ce service vous était fixé par un verrou",
    Ground.MINIMUM: "sans vous, il aurait manqué quelqu’un pour l’effectif minimal",
    Ground.TARGET: "sans vous, il aurait manqué quelqu’un pour l’effectif prévu",
    Ground.RULE: "sans vous, une règle sur l’équipe n’était plus respectée",
    Ground.COST: "le planning n’y gagnait rien",
    Ground.NOTHING: "rien ne l’imposait : le planning a été fait autrement",
}
"""Why somebody isn't free, told to themselves: no colleague is named."""

PRICED = "quelqu’un d’autre aurait pu venir, mais d’autres buts du planning y perdaient plus ({})"
"""The same where a colleague could have come, with the names of the goals alone."""

COSTLY = "d’autres buts du planning y perdaient plus ({})"
"""The same where nobody would have had to come."""

EVEN = "quelqu’un d’autre aurait pu venir, sans que le planning y gagne"
"""The same where the goals would have come out even: somebody else's wish refused instead, say."""

TO_WORK = {
    Ground.NO_POST: "aucun poste qui vous soit ouvert ne commençait alors",
    Ground.FULL: "tous les postes qui commençaient alors étaient pourvus",
    Ground.RULE: "une règle vous empêchait de tenir les postes restés ouverts",
    Ground.COST: "le planning n’y gagnait rien",
    Ground.NOTHING: "rien ne l’empêchait : le planning a été fait autrement",
}
"""Why somebody has no shift, told to themselves."""


def answer_words(answer: WishAnswer, names: Names) -> str:
    """Say to whoever plans what became of a wish, and why."""
    if answer.refusal is not None:
        return f"Refusé : {refusal_words(answer.refusal, names)}."
    if answer.shifts:
        return f"Accordé : {' ; '.join(slot_words(slot, names) for slot in answer.shifts)}."
    return "Accordé."


def own_words(answer: WishAnswer) -> str:
    """Say to whoever wished why it isn't granted (empty: it is); nobody else is named."""
    if answer.refusal is None:
        return ""
    if answer.refusal.price is not None:
        words = COSTLY if answer.refusal.instead is None else PRICED
        return words.format(", ".join(c.goal.title.lower() for c in answer.refusal.price.worse))
    if answer.refusal.instead is not None and answer.refusal.ground is not Ground.NOTHING:
        return EVEN
    return (TO_WORK if answer.wish.wants else TO_REST)[answer.refusal.ground]


def movement_words(movement: Movement) -> str:
    """Say what a month adds to an account of refused wishes: `2 refusés, part 1,4 : +0,6`."""
    refused = "refusé" if movement.count <= 1 else "refusés"
    due, more = amount(movement.due), signed(movement.difference)
    return f"{movement.count} {refused}, part {due} : {more}"
