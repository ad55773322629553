"""Answer each wish of a month: granted, or refused and why, and what it adds to accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from api.database.memory import Memory, Same
from api.month.findings import findings_of
from api.month.frames import Frame
from api.planning.fairness.accounts import Movement, month_movements
from api.planning.fairness.kinds import REFUSALS
from api.planning.month_change import month_change
from api.staffing.causes import by_name
from api.staffing.wishes import RefusedWish, refused_wishes
from scheduler.domain.people import Mediator, Wish
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
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
    """
    The answers of a month, by name and day.

    `movements`: what the month adds to the account of refused wishes of each person, by id.
    """

    answers: tuple[WishAnswer, ...]
    movements: Mapping[str, Movement]


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
    return WishAnswers(
        answers=wishes_answered(frame, assignments, now=at),
        movements=month_movements(frame.association, months, frame.month, REFUSALS),
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
            shifts=_bearing(rota, wish),
        )
        for wish in rota.problem.wishes
        if wish.span.touches(rota.problem.horizon)
        and person in {"", wish.mediator}
        and wish.mediator in frame.posted
    ]
    return tuple(sorted(answers, key=lambda a: (by_name(a.mediator), a.wish.span.first)))


def _bearing(rota: Rota, wish: Wish) -> tuple[Slot, ...]:
    return tuple(slot for slot in rota.slots_of[wish.mediator] if wish.bears_on(slot.duty))
