from dataclasses import replace

import pytest

from constraints.wishes.stability import GOAL
from scheduler.domain.employment.employer import ShortNotice
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import SlotKind
from scheduler.model import RotaModel
from tests.constraints.small import person, problem, rota, slot
from tests.constraints.wishes.priced import best, cost_of

TEAM = [person("ana"), person("bob"), person("zoe", dispositifs=frozenset({"e"}))]
SLOTS = [slot("a", "01 09:00", "01 12:00"), slot("b", "02 09:00", "02 12:00")]
DAY = {"a": 9, "c": 11, "d": 13}
STANDING = frozenset({Assignment("ana", "a"), Assignment("bob", "b")})


def test_what_stands_costs_nothing() -> None:
    of = problem(TEAM, SLOTS, previous=STANDING)

    assert best(GOAL, RotaModel(of)) == (0, rota(of, "ana a", "bob b"))


def test_each_assignment_added_or_removed_is_a_change() -> None:
    of = problem(TEAM, SLOTS, previous=STANDING)
    swapped = rota(of, "bob a", "ana b")
    fewer = rota(of, "ana a")

    assert (GOAL.measure(swapped), cost_of(GOAL, swapped)) == (4, 4)
    assert (GOAL.measure(fewer), cost_of(GOAL, fewer)) == (1, 1)


@pytest.mark.parametrize(
    ("names", "changes"),
    [(("ana c",), 1), ((), 1), (("ana a", "ana c"), 1), (("ana c", "ana d"), 2)],
)
def test_a_shift_left_for_another_of_the_day_is_one_change(
    names: tuple[str, ...], changes: int
) -> None:
    day = [slot(name, f"01 {hour}:00", f"01 {hour + 1}:00") for name, hour in DAY.items()]
    judged = rota(problem(TEAM, day, previous=frozenset({Assignment("ana", "a")})), *names)

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (changes, changes)


def test_changes_are_ranked_by_notice_then_people_then_number() -> None:
    late = ShortNotice(mediator="ana", day=SLOTS[0].span.day)
    of = problem(TEAM, SLOTS, previous=STANDING, short_notices=frozenset({late}))
    ranks = GOAL.by_rank()

    def counted(*names: str) -> list[tuple[int, int]]:
        judged = rota(of, *names)
        return [(rank.measure(judged), cost_of(rank, judged)) for rank in ranks]

    assert [rank.id for rank in ranks] == ["late_changes", "people_changed", "stability"]
    assert counted("ana a", "bob b") == [(0, 0)] * 3
    # Bob was told in time, and Ana of the second day, too.
    assert counted("bob a", "ana b") == [(1, 1), (2, 2), (4, 4)]
    assert counted("ana a", "bob b", "ana b") == [(0, 0), (1, 1), (1, 1)]


def test_a_standby_has_a_notice_of_its_own() -> None:
    call = replace(SLOTS[0], kind=SlotKind.STANDBY)
    for standby in (True, False):
        late = ShortNotice(mediator="ana", day=call.span.day, standby=standby)
        of = problem(TEAM, [call], previous=STANDING, short_notices=frozenset({late}))
        judged = rota(of)
        assert GOAL.by_rank()[0].measure(judged) == cost_of(GOAL.by_rank()[0], judged) == standby


@pytest.mark.parametrize(("minute", "changes"), [(0, 0), (1, 1)])
def test_only_what_begins_before_a_minute_is_spared(minute: int, changes: int) -> None:
    goal = GOAL.before(SLOTS[0].span.first + minute)
    judged = rota(problem(TEAM, SLOTS, previous=STANDING))

    assert (goal.measure(judged), cost_of(goal, judged)) == (changes, changes)


def test_without_a_rota_that_stands_nothing_changes() -> None:
    judged = rota(problem(TEAM, SLOTS), "ana a")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)


def test_one_who_lost_the_post_is_a_change_and_a_slot_that_is_gone_is_none() -> None:
    previous = STANDING | {Assignment("zoe", "a"), Assignment("ana", "gone")}
    judged = rota(problem(TEAM, SLOTS, previous=previous), "ana a", "bob b")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (1, 1)


def test_replanning_may_rank_it_higher() -> None:
    assert replace(GOAL, tier=3).tier == 3


def test_where_nothing_stands_each_assignment_is_a_change_if_that_is_asked() -> None:
    goal = GOAL.counting_from_nothing()
    judged = rota(problem(TEAM, SLOTS), "ana a")

    assert (goal.measure(judged), cost_of(goal, judged)) == (1, 1)
