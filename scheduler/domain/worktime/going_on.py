"""Find the duties that go on from another without a stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.duty import Duty


def going_on(end: int, duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """
    Return the duties, given by start, that go on one after the other from a UTC minute on.

    Each begins in the minute in which the one before it ends.
    """
    following: list[Duty] = []
    for duty in duties:
        if duty.span.first > end:
            break
        if duty.span.first == end:
            following.append(duty)
            end = duty.span.last
    return tuple(following)
