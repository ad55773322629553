"""How many hours an open post is given is tried out."""

import re
from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.wishes.coverage import MINIMUM, TARGET
from constraints.wishes.over_hours import GOAL as OVER
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need
from scheduler.domain.time import Span
from tests.constraints.small import person, problem, rota, slot

HOURS = r"(\d+) h (\d\d)"
SAID = re.compile(
    rf"Un poste de la cible reste ouvert s’il demande plus de {HOURS}(?: à {HOURS})? au-delà des "
    r"contrats et de leurs 10 % de tolérance, au quart d’heure près, selon son dispositif et son "
    r"besoin\."
)


def minutes(whole: str, rest: str) -> int:
    return 60 * int(whole) + int(rest)


def under_contract(name: str, weekly: int) -> Mediator:
    contract = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=weekly)
    return person(name, contracts=(contract,))


def accepts(of: Problem, slot_id: str, beyond: int, before: int = 0) -> bool:
    """Whether a post is rather held at so many minutes over contract than left open."""
    (wanted,) = (each for each in of.slots if each.id == slot_id)
    ana = replace(under_contract("ana", 1000), dispositifs=frozenset({"d", "e"}))
    first, limit = of.horizon.first, 2200
    lengths = (limit + before, beyond)
    begins = (first, first + limit + before)
    slots = [
        replace(wanted, id=f"s{n}", span=Span.of_minutes(begin, begin + long), needs=needs)
        for n, (begin, long, needs) in enumerate(
            zip(begins, lengths, ((Need(minimum=0, target=0),), wanted.needs), strict=True)
        )
    ]
    here = replace(of, mediators=(ana,), slots=tuple(slots))
    open_rota, held_rota = rota(here, "ana s0"), rota(here, "ana s0", "ana s1")
    ranks = [
        (MINIMUM.measure(each), TARGET.measure(each) + OVER.measure(each))
        for each in (held_rota, open_rota)
    ]
    return ranks[0] <= ranks[1]


def check_target(judged: Rota) -> str:
    """Try how many hours each open post would be given; return the remark."""
    of, words = judged.problem, TARGET.remark(judged)
    worth = set[int]()
    for each in of.slots:
        for need in each.needs:
            team = [m for m in of.mediators if Assignment(m.id, each.id) in judged.assignments]
            there = sum(m.role in need.roles for m in team)
            lacking = need.target - max(there, need.minimum)
            if lacking > 0:
                only = replace(of, slots=(replace(each, needs=(replace(need, minimum=0),)),))
                most = next(m for m in count(0, 15) if not accepts(only, each.id, m + 1))
                assert accepts(only, each.id, most)
                worth.add(most)
    said = SAID.fullmatch(words)
    assert bool(said) is bool(worth), words
    if said:
        low = minutes(said[1], said[2])
        high = minutes(said[3], said[4]) if said[3] else low
        assert (low, high) == (min(worth), max(worth))
        assert (low < high) is bool(said[3])
    return words


@given(
    st.lists(
        st.tuples(
            st.sampled_from("de"),
            st.integers(1, 3),
            st.sampled_from((1, 1, 2, 3)),
            st.sets(st.sampled_from(("ana", "bob"))),
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from((None, 15, 20, 60, 120, 390)),
)
@settings(max_examples=40)
def test_each_open_post_is_worth_the_hours_that_are_said(
    posts: list[tuple[str, int, int, set[str]]], worth: int | None
) -> None:
    slots = [
        slot(
            f"s{n}",
            f"{n + 2:02d} 09:00",
            f"{n + 2:02d} 12:00",
            dispositif=dispositif,
            need=Need(minimum=1, target=target, maximum=3, missing_weight=weight),
        )
        for n, (dispositif, target, weight, _) in enumerate(posts)
    ]
    team = [person(name, dispositifs=frozenset({"d", "e"})) for name in ("ana", "bob")]
    of = problem(team, slots, post_worth=() if worth is None else (("e", worth),))
    pairs = [f"{who} s{n}" for n, (*_, names) in enumerate(posts) for who in sorted(names)]

    check_target(rota(of, *pairs))


def test_a_post_under_the_minimum_is_held_whatever_hours_it_takes() -> None:
    need = Need(minimum=1, target=1, maximum=1)
    of = problem([person("ana")], [slot("a", "02 09:00", "02 12:00", need=need)])
    beyond = problem([person("ana")], [replace(of.slots[0], needs=(replace(need, minimum=0),))])

    assert accepts(of, "a", 1000)
    assert accepts(beyond, "a", 120)
    assert not accepts(beyond, "a", 121)
    assert TARGET.remark(rota(of)) == ""
    assert "plus de 2 h 00 au-delà des contrats" in TARGET.remark(rota(beyond))


@pytest.mark.parametrize("before", [1, 7, 14, 15])
def test_what_is_accepted_is_told_to_a_quarter_of_an_hour(before: int) -> None:
    need = Need(minimum=0, target=1, maximum=1)
    of = problem([person("ana")], [slot("a", "02 09:00", "02 12:00", need=need)])

    most = max(m for m in range(1, 200) if accepts(of, "a", m, before))
    assert 0 <= most - 120 < 15
    assert most == 120 + -before % 15
