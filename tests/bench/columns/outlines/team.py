"""What team rules and goals say of rosters: slots closed, points of slots, rows of the master."""

from __future__ import annotations

from collections import Counter
from functools import singledispatch
from typing import TYPE_CHECKING

from constraints.house.people.eligibility import Eligibility
from constraints.house.teams.headcount import Headcount
from constraints.wishes import requests
from constraints.wishes.coverage import Coverage
from scheduler.domain.time import around
from tests.bench.columns.outlines.outline import Row, TeamOutline

if TYPE_CHECKING:
    from scheduler.goal import Goal
    from scheduler.rule import TeamRule


@singledispatch
def outline_team(demand: TeamRule | Goal, team: TeamOutline) -> bool:
    """Add a team rule's bounds, or a goal's prices; False: outlines can't hold them."""
    del demand, team
    return False


@outline_team.register
def _(demand: Eligibility, team: TeamOutline) -> bool:
    """Close each slot whose need asks for a title that the person lacks."""
    del demand
    for outline in team.people.values():
        role, titles = outline.mediator.role, outline.mediator.titles
        outline.closed |= {
            slot.id
            for slot in outline.slots
            if (need := slot.need_of(role)) is not None and not need.titles <= titles
        }
    return True


@outline_team.register
def _(demand: Headcount, team: TeamOutline) -> bool:
    """Say whether no slot can have too many people anyway: rows have prices, not bounds."""
    del demand
    able = Counter(slot.id for outline in team.people.values() for slot in outline.slots)
    return all(able[slot.id] <= need.maximum for slot in team.problem.slots for need in slot.needs)


@outline_team.register
def _(demand: Coverage, team: TeamOutline) -> bool:
    """Make a row of each slot that has one need, which no other goal has made."""
    for slot in team.problem.slots:
        if len(slot.needs) != 1 or slot.id in team.rows:
            return False
        need, price = slot.needs[0], demand._price(team.problem, slot)
        under, over = price * need.missing_weight, price * demand._surplus_weight(need)
        team.rows[slot.id] = Row(demand._wanted(need), under, over)
    return True


@outline_team.register
def _(demand: requests.Requests, team: TeamOutline) -> bool:
    """Price the slots that a wish bears on, where they are of one day and exclude others."""
    del demand
    for outline in team.people.values():
        if not outline.apart:
            return False
        for wish in requests._wishes(outline.problem, outline.mediator):
            days = around(outline.slots, wish.span, outline.problem.longest)
            slots = [slot for slot in days if wish.bears_on(slot.duty)]
            if len({slot.span.day for slot in slots}) > 1:
                return False
            weight = requests._weight(outline.problem, wish)
            outline.constant += weight if wish.wants else 0
            for slot in slots:
                outline.add_price(slot.id, -weight if wish.wants else weight)
    return True
