"""Months planned at once: one frame, refused where some are published, then taken apart."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from api.data.folder.load import load
from api.month.findings import judge
from api.month.frames import Frame, framed
from api.month.horizon import by_month, month_by_month
from api.month.planning import plan
from api.planning.month_change import month_change
from scheduler.audit import audit
from scheduler.domain.problem import Assignment
from scheduler.domain.time import minute_at
from scheduler.engine import Options, Solution
from scheduler.errors import InvalidProblemError
from tests.api.commands import PETIT

MARCH, APRIL, MAY = (date(2026, month, 1) for month in (3, 4, 5))
NOW = datetime(2026, 2, 1, 8, tzinfo=UTC)
SEARCH = Options(seconds=60, effort=1.0, processes=1, whole=0)
"""By windows, however small the association."""


@pytest.fixture(scope="module")
def frame() -> Frame:
    return framed(load(PETIT), MARCH, None, NOW, until=MAY)


@pytest.fixture(scope="module")
def planned(frame: Frame) -> Solution:
    outcome = plan(frame, SEARCH, now=minute_at(NOW))
    assert isinstance(outcome, Solution)
    return outcome


def test_a_frame_of_three_months_holds_the_slots_of_each(frame: Frame) -> None:
    each = [framed(frame.association, month, None, NOW) for month in (MARCH, APRIL, MAY)]

    assert (frame.label, frame.months) == ("2026-03..2026-05", (MARCH, APRIL, MAY))
    assert [s.id for s in frame.problem.slots] == [s.id for f in each for s in f.problem.slots]
    assert each[0].label == "2026-03"
    assert framed(frame.association, MARCH, None, NOW, until=MARCH) is each[0]


def test_three_months_are_lawful_as_one_and_each_window_is_told(planned: Solution) -> None:
    assert [f for f in planned.findings if f.blocks] == []
    assert [w.window.days[0] for w in planned.windows] == [MARCH, APRIL, MAY]


def test_each_month_is_judged_after_those_before_it(frame: Frame, planned: Solution) -> None:
    assignments = planned.rota.assignments
    months = list(month_by_month(frame, assignments, NOW))

    assert [own.label for own, _ in months] == ["2026-03", "2026-04", "2026-05"]
    assert frozenset().union(*(mine for _, mine in months)) == assignments
    for (_, mine), (own, _) in pairwise(months):
        history = {(w.mediator, w.duty.id) for w in own.problem.history}
        assert {(a.mediator, a.slot) for a in mine} <= history
    for own, mine in months:
        assert judge(own, mine).stopping == ()


def test_the_months_have_no_blocking_finding_that_the_whole_has_not(
    frame: Frame, planned: Solution
) -> None:
    whole = {f.code for f in audit(planned.rota, frame.profile)}
    parts = [judge(own, mine) for own, mine in month_by_month(frame, planned.rota.assignments, NOW)]

    assert {f.code for judged in parts for f in judged.findings if f.blocks} <= whole


def test_months_without_any_slot_are_left_out(frame: Frame, planned: Solution) -> None:
    mine = by_month(planned.rota)
    fewer = tuple(s for s in frame.problem.slots if s.span.day.month != APRIL.month)
    of = replace(frame, problem=replace(frame.problem, slots=fewer))

    months = list(month_by_month(of, mine[MARCH] | mine[MAY], NOW))

    assert [own.month for own, _ in months] == [MARCH, MAY]


def test_months_of_which_one_is_published_are_refused(frame: Frame, planned: Solution) -> None:
    march, mine = next(month_by_month(frame, planned.rota.assignments, NOW))
    change = month_change(frame.association, march.rota(mine), NOW)
    published = replace(frame.association, history={"2026-03": change.after})
    mixed = framed(published, MARCH, None, NOW, until=MAY)

    with pytest.raises(InvalidProblemError) as refused:
        plan(mixed, SEARCH, now=minute_at(NOW))
    assert str(refused.value) == (
        "déjà publié : mars 2026 ; planifiez à part ce qui l’est, et les autres mois "
        "(avril 2026, mai 2026)"
    )


def test_months_published_before_are_judged_with_the_next_one_as_it_will_be(
    frame: Frame, planned: Solution
) -> None:
    history = dict(frame.association.history)
    for own, some in month_by_month(frame, planned.rota.assignments, NOW):
        change = month_change(own.association, own.rota(some), NOW)
        history[change.label] = change.after
    association = replace(frame.association, history=history)
    again = framed(association, MARCH, None, NOW, until=MAY)
    mine = by_month(planned.rota)
    april = {(a.mediator, a.slot) for a in mine[APRIL]}
    assert april

    def known(assignments: frozenset[Assignment]) -> list[set[tuple[str, str]]]:
        return [
            {(w.mediator, w.duty.id) for w in own.problem.history} & april
            for own, _ in month_by_month(again, assignments, NOW)
        ]

    # Nobody holds anything in April any more: March, April and May know that.
    assert known(mine[MARCH] | mine[MAY]) == [set(), set(), set()]
    assert known(planned.rota.assignments)[2] == april


def test_a_month_knows_what_those_before_it_take_away() -> None:
    petit, pair = load(PETIT), {Assignment(who, "P-J-2026-03-02") for who in ("ada", "brice")}
    change = month_change(petit, framed(petit, MARCH, None, NOW).rota(pair), NOW)
    there = replace(petit, history={change.label: change.after})
    frame = framed(there, MARCH, None, NOW, until=APRIL)

    march, april = (own.association for own, _ in month_by_month(frame, frozenset(), NOW))

    assert march.removals == ()
    assert {Assignment(r.worked.mediator, r.worked.duty.id) for r in april.removals} == pair
