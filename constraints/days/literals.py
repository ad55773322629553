"""Whether a person works on a day, as literals: for encodings alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from scheduler.model import Literal, PersonModel, Terms


def worked_days(model: PersonModel) -> Mapping[date, Literal]:
    """
    Return a literal for each day on which a duty that counts as work begins, or may begin.

    It is the constant `true` where a duty that isn't decided begins, and on the days of a streak.
    Other days are always free.
    """
    days: dict[date, list[Literal]] = {}
    for item in model.working:
        days.setdefault(item.duty.span.day, []).append(item.literal)
    for marked in model.fixed.marked_days if model.fixed.streak is not None else ():
        days.setdefault(marked.day, [model.true])
    return {day: model.model.shared_any_of(literals) for day, literals in days.items()}


def pattern(
    model: PersonModel,
    worked: Mapping[date, Literal],
    *,
    on: Iterable[date],
    off: Iterable[date],
) -> list[Literal] | None:
    """
    Return literals that hold together if and only if all days of `on` are worked and none of `off`.

    None: that can't be.
    """
    literals: list[Literal] = []
    for day in off:
        literal = worked.get(day)
        if literal is model.true:
            return None
        if literal is not None:
            literals.append(model.model.negation(literal))
    for day in on:
        literal = worked.get(day)
        if literal is None:
            return None
        literals.append(literal)
    return literals


def occurs(person: PersonModel, premises: Iterable[Sequence[Literal] | None]) -> Terms:
    """Return a term of 1 that holds if all literals of one of the premises do (None: never)."""
    free = [[lit for lit in p if lit is not person.true] for p in premises if p is not None]
    if not free:
        return []
    if not all(free):
        return [(1, person.true)]
    if len(free) == len(free[0]) == 1:
        return [(1, free[0][0])]
    flag = person.model.flag("")
    for literals in free:
        person.model.implies(literals, flag)
    return [(1, flag)]


def split_weekend(
    person: PersonModel, worked: Mapping[date, Literal], saturday: date, sunday: date
) -> Terms:
    """Return a term of 1 that holds if one of both days is worked and not the other."""
    first = pattern(person, worked, on=(saturday,), off=(sunday,))
    second = pattern(person, worked, on=(sunday,), off=(saturday,))
    return occurs(person, (first, second))
