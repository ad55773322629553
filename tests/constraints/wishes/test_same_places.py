from dataclasses import replace
from datetime import date, datetime

import pytest

from constraints.wishes.same_places import GOAL
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import Span, days_span
from scheduler.model import RotaModel
from tests.constraints.small import person, problem, rota, slot
from tests.constraints.wishes.priced import best, cost_of

SLOTS = [
    slot("a", "01 09:00", "01 12:00", site="nord"),
    slot("b", "02 09:00", "02 12:00", site="nord"),
    slot("c", "03 09:00", "03 12:00", site="sud"),
    slot("d", "04 09:00", "04 12:00", site=""),
    slot("e", "05 09:00", "05 12:00", site="est"),
    slot("f", "06 09:00", "06 12:00", site="ouest"),
]
OF = problem([person("ana"), person("bob")], SLOTS)


@pytest.mark.parametrize(
    ("assignments", "price"),
    [
        (("ana a", "ana b", "ana c", "ana d"), 0),  # two sites, one of them twice, and none
        (("ana a", "ana c", "bob e", "bob f"), 0),
        (("ana a", "ana c", "ana e"), 1),
        (("ana a", "ana b", "ana c", "ana e", "ana f"), 2),
        (("ana a", "ana c", "ana e", "bob b", "bob f"), 1),
    ],
)
def test_each_site_from_a_persons_third_on_counts_once(
    assignments: tuple[str, ...], price: int
) -> None:
    judged = rota(OF, *assignments)

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (price, price)


def test_who_can_only_be_on_two_sites_is_left_out() -> None:
    of = problem([person("ana", sites=frozenset({"nord", "sud"}))], SLOTS)
    judged = rota(of, "ana a", "ana c")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)


def test_nobody_posted_is_nowhere() -> None:
    assert best(GOAL, RotaModel(OF))[0] == GOAL.measure(rota(OF)) == 0


def test_each_month_has_its_two_sites() -> None:
    over = days_span(date(2026, 6, 1), date(2026, 7, 31))
    july = [
        replace(s, id=f"{s.id}7", span=Span(later(s.span.start), later(s.span.end))) for s in SLOTS
    ]
    of = problem([person("ana")], [*SLOTS, *july], horizon=over)

    # Two sites in June and two others in July, then a third in July.
    for chosen, price in (
        (("ana a", "ana c", "ana e7", "ana f7"), 0),
        (("ana a", "ana c", "ana c7", "ana e7", "ana f7"), 1),
    ):
        judged = rota(of, *chosen)
        assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (price, price)


def later(instant: datetime) -> datetime:
    return instant.replace(month=7)


def test_where_a_team_meets_is_nobody_s_site() -> None:
    team = [
        *SLOTS[:3],
        slot("m", "04 09:00", "04 12:00", site="salle", kind=SlotKind.TEAM),
        *SLOTS[4:],
    ]
    judged = rota(problem([person("ana"), person("bob")], team), "ana a", "ana c", "ana m")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)
