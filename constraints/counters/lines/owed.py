"""List the rests that a person is owed for what a derogation allowed (D3131-2, R3122-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.counters.sheet import OwedRestLine
from constraints.rests.owed import OwingRule, standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.timeline import Timeline
    from scheduler.rule import PersonRule


def owed_lines(timeline: Timeline, rules: Iterable[PersonRule]) -> tuple[OwedRestLine, ...]:
    """
    Return the rests owed that the horizon sees, by day: those that arise in it or wait before it.

    They are worked out from the duties and the derogations recorded, those of earlier months
    included: nothing carries them over. A rest that isn't whole at the horizon's end waits.
    """
    first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
    working = standing(timeline)
    lines = []
    for rule in rules:
        for owed in rule.owed(timeline) if isinstance(rule, OwingRule) else ():
            before = owed.returned(working, timeline.horizon.first)
            if owed.on <= last and (owed.on >= first or before is None):
                lines.append(
                    OwedRestLine(
                        on=owed.on,
                        rest=owed.rest,
                        minutes=owed.minutes,
                        limit=owed.limit,
                        due=owed.due,
                        ground=owed.ground,
                        agreed=owed.agreed,
                        worked=owed.worked,
                        returned=owed.returned(working, timeline.horizon.last),
                    )
                )
    return tuple(sorted(lines, key=lambda line: line.on))
