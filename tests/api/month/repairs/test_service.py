"""What each way to plan a month again claims is counted again on the month that it found."""

import re
import threading
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from api.data.folder.load import load
from api.month.alternatives.wording import NOT_CONCLUDED, STOPPED
from api.month.frames import Frame, framed
from api.month.planning import Follower
from api.month.repairs.repair import (
    IMPOSSIBLE,
    IMPOSSIBLE_SO_BOUND,
    NOT_PROVED,
    PROOFS,
    Repair,
    Way,
    repair_json,
    repair_words,
    state_of,
)
from api.month.repairs.service import covering_most, repairs
from api.planning.names import names_of
from constraints.registry import base
from scheduler.audit import audit
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.posts import Posts
from scheduler.domain.problem import Assignment, Lock
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import day_span, midnight_minute
from scheduler.engine import Options
from tests.api.commands import PETIT
from tests.api.month.cases import MARCH, MONDAY, TUESDAY

OPTIONS = Options(seconds=60, effort=0.3)
TOMORROW = midnight_minute(date(2026, 3, 2))
"""Tuesday's posts begin within two days."""

LATER = midnight_minute(date(2026, 2, 20))


@cache
def frame() -> Frame:
    """Return the month in which Ada is ill on Tuesday."""
    plain = framed(load(PETIT), MARCH, None)
    ill = Absence(mediator="ada", span=day_span(date(2026, 3, 3)), kind=AbsenceKind.SICK)
    problem = replace(plain.problem, absences=(*plain.problem.absences, ill))
    return replace(plain, problem=problem)


def standing() -> frozenset[Assignment]:
    """Ada and Brice on Tuesday, and nobody on any other day."""
    return frozenset(Assignment(who, TUESDAY) for who in ("ada", "brice"))


@cache
def ways(now: int) -> dict[Way, Repair]:
    made = repairs(frame(), standing(), OPTIONS, now=now)
    return {repair.way: repair for repair in made}


def holding(slot: Slot, assignments: frozenset[Assignment]) -> int:
    return min(sum(a.slot == slot.id for a in assignments), sum(need.target for need in slot.needs))


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("now", [TOMORROW, LATER])
def test_each_way_is_lawful_and_differs_exactly_as_it_says(way: Way, now: int) -> None:
    repair = ways(now)[way]
    assert repair.assignments is not None
    slots = frame().problem.slot_of
    rota = Rota(problem=frame().problem, assignments=repair.assignments)
    gone, come = standing() - repair.assignments, repair.assignments - standing()
    days: dict[tuple[str, date], list[int]] = {}
    for side, some in enumerate((gone, come)):
        for a in some:
            days.setdefault((a.mediator, slots[a.slot].span.day), [0, 0])[side] += 1

    assert [f for f in audit(rota, base()) if f.blocks] == []
    assert len(repair.turns) == sum(map(max, days.values()))
    assert {p.mediator.id for p in repair.changes} == {who for who, _ in days}
    first = {
        key: min(
            slots[a.slot].span.first
            for a in gone | come
            if (a.mediator, slots[a.slot].span.day) == key
        )
        for key in days
    }
    assert repair.soon == sum(
        max(pair) for key, pair in days.items() if first[key] < now + 2 * 24 * 60
    )
    lost = {
        slot.id: (holding(slot, standing()), holding(slot, repair.assignments))
        for slot in frame().problem.slots
        if holding(slot, repair.assignments) < holding(slot, standing())
    }
    assert {p.slot.id: (p.before, p.after) for p in repair.uncovered} == lost
    assert repair.posts is not None
    assert repair.posts.open == sum(
        sum(need.target for need in slot.needs) - holding(slot, repair.assignments)
        for slot in frame().problem.slots
    )
    assert {payer.mediator.id for payer in repair.payers} == {who for who, _ in days}


def test_with_the_fewest_changes_the_post_is_held_again_and_nothing_else_moves() -> None:
    repair = ways(LATER)[Way.FEWEST]

    assert repair.fewest
    assert repair.uncovered == ()
    assert {a.slot for a in (repair.assignments or frozenset()) ^ standing()} == {TUESDAY}
    assert (len(repair.changes), len(repair.turns)) == (2, 2)


def test_where_the_fewest_changes_call_nobody_within_two_days_they_spare_people_too() -> None:
    fewest, sparing = ways(LATER)[Way.FEWEST], ways(LATER)[Way.SPARING]

    assert fewest.soon == 0
    assert sparing == replace(fewest, way=Way.SPARING)


def test_nobody_is_called_within_two_days_but_whoever_is_ill_leaves() -> None:
    spared, called = ways(TOMORROW)[Way.SPARING], ways(TOMORROW)[Way.FEWEST]

    # A team of two is held by two or by nobody: Brice doesn't stay alone.
    assert spared.assignments is not None
    changed = {a.slot for a in spared.assignments ^ standing()}
    assert spared.soon == min(spared.soon, called.soon)
    assert changed == {TUESDAY}


def test_the_best_coverage_lacks_nobody_whom_another_way_has() -> None:
    missing = {
        way: (repair.posts.under, repair.posts.open)
        for way, repair in ways(LATER).items()
        if repair.posts
    }

    assert missing[Way.COVERAGE] < missing[Way.FEWEST]


@pytest.mark.parametrize("way", Way)
def test_figures_of_the_sentences_are_those_of_the_month(way: Way) -> None:
    repair = ways(TOMORROW)[way]
    names = names_of(frame().association)
    head, proof, open_posts = repair_words(repair, names)

    figures = [int(n) for n in re.findall(r"(\d+)", head.partition("moins de 48")[0])]
    assert figures == [len(repair.turns), len(repair.changes), repair.late, repair.soon]
    assert proof == (PROOFS[way] if repair.fewest else NOT_PROVED)
    lost = sum(post.before - post.after for post in repair.uncovered)
    said = re.match(r"(\d+)", open_posts)
    assert (int(said.group(1)) if said else 0) == lost
    assert "maladie" not in repr(repair_json(repair, names))


def test_a_month_without_any_lawful_rota_is_impossible_in_every_way() -> None:
    lock = Lock(mediator="elsa", slot=MONDAY, by="Nora Bel", why="")  # on leave that week
    of = replace(frame(), problem=replace(frame().problem, locks=(lock,)))

    made = repairs(of, standing(), OPTIONS, now=LATER)

    assert [repair.way for repair in made] == list(Way)
    assert {state_of(repair) for repair in made} == {"impossible"}
    assert repair_words(made[0], names_of(of.association)) == (IMPOSSIBLE,)


def test_what_is_impossible_with_the_rest_as_it_stands_is_not_said_to_be_so_at_all() -> None:
    lock = Lock(mediator="elsa", slot=MONDAY, by="Nora Bel", why="")  # as above
    of = replace(frame(), problem=replace(frame().problem, locks=(lock,)))
    for bounds in ({"since": date(2026, 3, 2)}, {"dispositifs": frozenset({"P"})}):
        made = repairs(of, standing(), OPTIONS, now=LATER, **bounds)

        words = {repair_words(repair, names_of(of.association)) for repair in made}
        assert words == {(IMPOSSIBLE_SO_BOUND,)}


def test_who_stops_it_is_told_that_the_other_ways_were_not_sought() -> None:
    stop = threading.Event()
    stop.set()

    made = repairs(frame(), standing(), OPTIONS, now=LATER, follower=Follower(stop=stop))

    assert {(state_of(repair), repair.stopped) for repair in made} == {("non_conclu", True)}
    names = names_of(frame().association)
    assert repair_words(made[0], names) == (STOPPED,)
    assert repair_words(Repair(way=Way.FEWEST), names) == (NOT_CONCLUDED,)


def covering(minimum: int, target: int, *, fewest: bool = False) -> Repair:
    posts = Posts(target=target, under=minimum)
    assignments = frozenset({Assignment(f"{minimum}", f"{target}")})
    return Repair(way=Way.COVERAGE, assignments=assignments, posts=posts, fewest=fewest)


@pytest.mark.parametrize(
    ("own", "other", "best"),
    [
        (covering(0, 7), covering(0, 6), "other"),
        (covering(1, 5), covering(0, 6), "other"),
        (covering(0, 6, fewest=True), covering(0, 6), "own"),
        (covering(0, 5), covering(0, 6), "own"),
        (Repair(way=Way.COVERAGE), covering(0, 6), "other"),
        (Repair(way=Way.COVERAGE, stopped=True), covering(0, 6), "own"),
        (Repair(way=Way.COVERAGE), Repair(way=Way.FEWEST), "own"),
    ],
)
def test_the_best_coverage_lacks_no_more_than_another_way(
    own: Repair, other: Repair, best: str
) -> None:
    made = {Way.FEWEST: replace(other, way=Way.FEWEST, fewest=True), Way.COVERAGE: own}

    chosen = covering_most(made)

    assert chosen == (own if best == "own" else replace(other, way=Way.COVERAGE, fewest=False))
