"""Prove that a day spans too long (audits), and forbid it (encodings)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.duty import DutyKind
from scheduler.domain.time import day_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Day
    from scheduler.model import Item, PersonModel


def proof_of(day: Day, limit: int) -> tuple[Duty, ...]:
    """For audits: return the duties at a day's ends, or those beyond the limit from one end."""
    first, last = day.span.first, day.span.last
    return tuple(
        d
        for d in day.duties
        if d.span.first == first
        or d.span.last == last
        or (
            (d.span.last > first + limit or d.span.first < last - limit)
            and d.kind is not DutyKind.TRAVEL  # its two ends are duties of the day
        )
    )


def items_by_day(items: Iterable[Item]) -> Mapping[date, list[Item]]:
    """For encodings: return working items, in order, by the day on which they begin."""
    days: dict[date, list[Item]] = {}
    for item in items:
        if item.duty.counts:
            days.setdefault(item.duty.span.day, []).append(item)
    return days


def forbid_longer(model: PersonModel, rule: str, day: date, items: list[Item], limit: int) -> None:
    """For encodings: forbid pairs of items of a day that lie too far apart, and items too long."""
    last = max(i.duty.span.last for i in items)
    claim = model.claim(rule, day_span(day))
    for n, (early, literal) in enumerate(items):
        if last - early.span.first <= limit:
            return  # items come by start
        if early.span.minutes > limit:
            model.model.forbid(claim, literal)
        far = (i.literal for i in items[n + 1 :] if i.duty.span.last - early.span.first > limit)
        model.model.forbid_each(claim, literal, far)
