"""What is measured of one rota after another is what the goals measure of each alone."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from constraints.registry import base
from constraints.wishes.coverage import Coverage
from scheduler.domain.people import TEAM, Wish
from scheduler.domain.problem import Assignment, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import day_span
from scheduler.engine.search.measuring import Measuring
from scheduler.engine.tiers import tiers_of
from tests.scheduler.engine.small import JUNE, person, shift, week

PEOPLE = tuple(person(name) for name in ("ana", "bob", "cleo", "dan"))
SLOTS = tuple(
    replace(shift(day, hour, hour + 8, need=2, site=site), binome=True)
    for day in range(7)
    for hour, site in ((6, "nord"), (13, "sud"), (15, "est"))
)
#: Ana is posted on the first slot; what she holds there is no decision.
WEEK = replace(
    week(PEOPLE, SLOTS),
    history=(Worked(mediator="ana", duty=SLOTS[0].duty),),
    wishes=(
        Wish(mediator="bob", span=day_span(JUNE + timedelta(days=6)), weight=2),
        Wish(mediator="cleo", span=SLOTS[9].span, wants=True),
    ),
    previous=frozenset({Assignment("cleo", SLOTS[4].id), Assignment("dan", SLOTS[4].id)}),
)


def test_costs_are_those_of_each_rota_alone_whatever_was_measured_before() -> None:
    tiers = tiers_of(base())
    measuring, random = Measuring(WEEK, tiers), Random(3)
    possible = [Assignment(m.id, s.id) for m in PEOPLE for s in WEEK.candidates[m.id]]
    chosen = frozenset(random.sample(possible, 20))
    seen: list[set[int]] = [set() for _ in tiers]
    payers: list[set[int]] = [set() for _ in tiers]
    for _ in range(40):
        changed = frozenset(random.sample(possible, random.choice((0, 1, 3, 12))))
        chosen ^= changed
        rota = Rota(problem=WEEK, assignments=chosen)
        expected = tuple(sum(goal.measure(rota) for goal in goals) for _, goals in tiers)

        incumbent = measuring.of(chosen)

        assert (incumbent.assignments, incumbent.costs) == (chosen, expected)
        for place, (_, goals) in enumerate(tiers):
            paid = measuring.payers(chosen, place)
            bills = [goal.bill(rota) for goal in goals]
            everybody = {who for bill in bills for who in bill}
            total = {who: sum(bill.get(who, 0) for bill in bills) for who in everybody}
            assert paid == {who: cost for who, cost in total.items() if cost > 0}
            lacking = {
                slot.id: cost
                for slot in WEEK.slots
                for goal in goals
                if isinstance(goal, Coverage) and (cost := goal.bill_of(rota, slot)[TEAM])
            }
            assert measuring.lacking(chosen, place) == lacking
            seen[place].add(expected[place])
            payers[place].add(len(paid))
    # Each tier has had different costs, so that one left out would show.
    assert min(map(len, seen)) > 1
    assert max(map(len, payers)) > 1
