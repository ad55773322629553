"""What counting tells of a repair, and what the solver proves of the same months."""

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from api.month.repairs.repair import plainly_fewest, uncovered_between
from constraints.wishes.stability import GOAL
from scheduler.domain.employment.employer import ShortNotice
from scheduler.domain.people import Absence
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need
from tests.constraints.small import person, problem, slot

TEAM = [person(name) for name in ("ana", "bob", "cleo", "dan")]
STABILITY = GOAL.counting_from_nothing().by_rank()
TWO = Need(minimum=0, target=2, maximum=3)
DAY, NEXT = (slot(f"{n}", f"0{n} 09:00", f"0{n} 12:00", need=TWO) for n in (2, 3))
STANDING = {"ana 2", "bob 2", "cleo 3"}


def rota(of: Problem, names: set[str]) -> Rota:
    pairs = (Assignment(*name.split()) for name in names)
    return Rota(problem=of, assignments=frozenset(pairs))


def fewest(
    names: set[str], *, standing: set[str] = STANDING, away: int = 1, late: str = ""
) -> bool:
    """Whether counting tells that these assignments change least; Ana is away, and Bob if two."""
    short = frozenset(ShortNotice(mediator=who, day=DAY.span.day) for who in late.split())
    of = problem(
        TEAM,
        [DAY, NEXT],
        absences=tuple(Absence(mediator=who, span=DAY.span) for who in ("ana", "bob")[:away]),
        short_notices=short,
    )
    return plainly_fewest(of, rota(of, standing), rota(of, names))


def test_one_who_takes_the_post_of_whoever_is_away_is_the_least() -> None:
    assert fewest({"dan 2", "bob 2", "cleo 3"})
    assert fewest({"cleo 2", "bob 2", "cleo 3"})


def test_who_leaves_a_post_that_others_fill_is_all_that_changes() -> None:
    three = {*STANDING, "cleo 2"}

    assert fewest({"bob 2", "cleo 2", "cleo 3"}, standing=three)
    assert not fewest({"bob 2", "cleo 2", "dan 2", "cleo 3"}, standing=three)


@pytest.mark.parametrize(
    "names",
    [
        {"bob 2", "cleo 3"},
        {"dan 2", "cleo 2", "cleo 3"},
        {"dan 2", "bob 2", "cleo 3", "dan 3"},
        {"dan 2", "bob 2", "dan 3"},
        STANDING,
    ],
    ids=["a post is emptied", "Bob leaves too", "one more", "Cleo is relieved", "Ana stays"],
)
def test_what_changes_otherwise_is_not_told(names: set[str]) -> None:
    assert not fewest(names)


def test_of_two_who_are_away_counting_tells_nothing() -> None:
    assert not fewest({"cleo 2", "dan 2", "cleo 3"}, away=2)


@pytest.mark.parametrize(
    ("late", "least"), [("", True), ("ana dan", False), ("ana cleo dan", True), ("ana cleo", True)]
)
def test_whoever_is_told_late_is_the_least_only_if_nobody_could_be_told_in_time(
    late: str, least: bool
) -> None:
    # Bob holds it already and Ana is away: only Cleo or Dan may take it.
    assert fewest({"dan 2", "bob 2", "cleo 3"}, late=late) is least


def test_a_site_where_only_one_may_work_is_seen() -> None:
    there = replace(TEAM[2], dispositifs=frozenset({"e"}))
    short = frozenset(ShortNotice(mediator=who, day=DAY.span.day) for who in ("ana", "dan"))
    of = problem(
        [*TEAM[:2], there, TEAM[3]],
        [DAY],
        absences=(Absence(mediator="ana", span=DAY.span),),
        short_notices=short,
    )

    # Cleo could be told in time, and has no post there.
    assert plainly_fewest(of, rota(of, {"ana 2", "bob 2"}), rota(of, {"dan 2", "bob 2"}))


def test_no_rota_of_all_that_cover_as_much_changes_less_than_what_counting_tells() -> None:
    people, told_times = TEAM[:3], 0
    every = [Assignment(who.id, each.id) for who in people for each in (DAY, NEXT)]
    rotas = [frozenset(some) for n in range(len(every) + 1) for some in combinations(every, n)]
    for seed in range(40):
        rng = Random(seed)
        short = frozenset(
            ShortNotice(mediator=who.id, day=each.span.day)
            for who in people
            for each in (DAY, NEXT)
            if rng.random() < 0.5
        )
        absences = tuple(
            Absence(mediator=who.id, span=rng.choice((DAY, NEXT)).span)
            for who in rng.sample(people, rng.choice((1, 1, 2)))
        )
        before = rng.choice(rotas)
        of = problem(people, [DAY, NEXT], absences=absences, short_notices=short, previous=before)
        standing = Rota(problem=of, assignments=before)
        lawful = [
            Rota(problem=of, assignments=some)
            for some in rotas
            if not any(of.presence.is_away(a.mediator, of.slot_of[a.slot].span) for a in some)
        ]
        covering = [each for each in lawful if not any(uncovered_between(standing, each))]
        ranks = [[goal.measure(each) for goal in STABILITY] for each in covering]
        for after, mine in zip(covering, ranks, strict=True):
            if plainly_fewest(of, standing, after):
                told_times += 1
                assert mine == min(ranks), seed
    assert told_times > 20
