"""Hours that go beyond contracts, and the posts that hold them, are those of all choices."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.wishes.over_hours import GOAL
from scheduler.domain.duty import Duty
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Problem, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import Span, at, days_span
from tests.constraints.small import person, problem, rota

HOURS = r"(\d+) h (\d\d)"
SAID = re.compile(
    rf"{HOURS} supplémentaires, au-delà des contrats et de 10 % de tolérance, pour (\d+) postes? : "
    r"sans elles, (ce poste reste ouvert, si personne d’autre ne le prend|"
    r"ces postes restent ouverts, si personne d’autre ne les prend)\."
)
TWO_MONTHS = days_span(date(2026, 6, 17), date(2026, 7, 14))
"""Ten weekdays of June and ten of July."""


def minutes(whole: str, rest: str) -> int:
    return 60 * int(whole) + int(rest)


@dataclass(frozen=True)
class Month:
    """A person's month: what is due, and what is planned, counted by the minute."""

    person: str
    number: int
    limit: int

    def planned(self, of: Problem, posts: Collection[Slot]) -> int:
        """Add up what starts in the month: duties, and the way between two sites of a day."""
        mine: list[Duty] = [w.duty for w in of.history if w.mediator == self.person]
        mine += [each.duty for each in posts]
        mine.sort(key=lambda duty: duty.span.start)
        mine = [duty for duty in mine if duty.span.start.month == self.number]
        total = sum(_minutes(duty.span) for duty in mine)
        ways = {frozenset(sites): long for *sites, long in of.travel}
        for first, second in pairwise(mine):
            if first.span.start.date() == second.span.start.date():
                gap = second.span.start - first.span.end
                way = ways.get(frozenset((first.site, second.site)), 0)
                total += max(0, min(way, int(gap.total_seconds() / 60)))
        return total


def _minutes(span: Span) -> int:
    return int((span.end - span.start).total_seconds() / 60)


def months_of(of: Problem, who: Mediator, previous: Collection[Slot]) -> list[Month]:
    months = []
    for number in (6, 7):
        days = [day for day in of.horizon.days if day.month == number and day.weekday() < 5]
        if days:
            due = who.contracts[0].weekly_minutes * len(days) // 5
            stands = Month(who.id, number, 0).planned(of, previous) if of.previous else 0
            months.append(Month(who.id, number, max(due + due // 10, stands)))
    return months


def check_over_hours(judged: Rota) -> str:
    """Try all posts that each person could give up; return the remark."""
    of, words = judged.problem, GOAL.remark(judged)
    hours = posts = 0
    for who in of.mediators:
        mine = [s for s in of.slots if Assignment(who.id, s.id) in judged.assignments]
        stood = [s for s in of.slots if Assignment(who.id, s.id) in of.previous]
        for month in months_of(of, who, stood):
            here = [s for s in mine if s.span.start.month == month.number]
            least = max(month.limit, month.planned(of, ()))
            hours += max(0, month.planned(of, here) - least)
            posts += next(
                number
                for number in range(len(here) + 1)
                for kept in combinations(here, len(here) - number)
                if month.planned(of, kept) <= least
            )
    said = SAID.fullmatch(words)
    assert bool(said) is bool(posts), words
    if said:
        assert (minutes(said[1], said[2]), int(said[3])) == (hours, posts)
        assert said[4].startswith("ce poste" if posts == 1 else "ces postes")
    return words


def post(name: str, day: int, begin: int, long: int, site: str = "s") -> Slot:
    """Build a post of so many minutes, from an hour of a day of the two months on."""
    start = at(TWO_MONTHS.days[day], time(begin))
    span = Span(start, start + timedelta(minutes=long))
    need = Need(minimum=0, target=1, maximum=2)
    return Slot(id=name, span=span, dispositif="d", site=site, needs=(need,))


def under_contract(name: str, weekly: int) -> Mediator:
    contract = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=weekly)
    return person(name, contracts=(contract,))


def fixed(who: str, day: int, begin: int, long: int) -> Worked:
    duty = post(f"f-{who}-{day}-{begin}", day, begin, long, "centre").duty
    return Worked(mediator=who, duty=replace(duty, decided=False))


WEEKLY = st.integers(10, 60).map(lambda fifths: 5 * fifths)
POSTS = st.lists(
    st.tuples(
        st.sampled_from((0, 1, 12, 13, 14, 27)),
        st.sampled_from((9, 13, 17)),
        st.integers(30, 210),
        st.sampled_from("st"),
        st.sampled_from(("ana", "bob", "ana bob", "")),
        st.sampled_from(("", "", "ana", "bob")),
    ),
    min_size=1,
    max_size=7,
    unique_by=lambda each: each[:2],
)
FIXED = st.lists(
    st.tuples(st.sampled_from(("ana", "bob")), st.sampled_from((0, 13, 14)), st.integers(30, 360)),
    max_size=3,
    unique_by=lambda each: each[:2],
)


@given(st.tuples(WEEKLY, WEEKLY), POSTS, FIXED, st.booleans())
@settings(max_examples=150)
def test_hours_beyond_contracts_and_the_posts_that_hold_them_are_those_of_all_choices(
    weekly: tuple[int, int],
    posts: list[tuple[int, int, int, str, str, str]],
    done: list[tuple[str, int, int]],
    stands: bool,
) -> None:
    slots = [post(f"s{n}", *each[:4]) for n, each in enumerate(posts)]
    of = problem(
        [under_contract("ana", weekly[0]), under_contract("bob", weekly[1])],
        slots,
        horizon=TWO_MONTHS,
        history=tuple(fixed(who, day, 1, long) for who, day, long in done),
        travel=(("s", "t", 25), ("centre", "s", 40)),
        previous=frozenset(
            Assignment(each[5], f"s{n}") for n, each in enumerate(posts) if each[5] and stands
        ),
    )
    pairs = [f"{who} s{n}" for n, each in enumerate(posts) for who in each[4].split()]

    check_over_hours(rota(of, *pairs))


def test_each_month_gives_up_posts_of_its_own() -> None:
    slots = [post("s1", 0, 9, 150), post("s2", 1, 9, 150), post("s3", 20, 9, 260)]
    of = problem([under_contract("ana", 100)], slots, horizon=TWO_MONTHS)

    # 80 minutes beyond in June and 40 in July: the longest post alone would hold them all.
    assert check_over_hours(rota(of, "ana s1", "ana s2", "ana s3")) == (
        "2 h 00 supplémentaires, au-delà des contrats et de 10 % de tolérance, pour 2 postes : "
        "sans elles, ces postes restent ouverts, si personne d’autre ne les prend."
    )


def test_hours_that_no_post_of_the_rota_holds_are_not_told() -> None:
    of = problem(
        [under_contract("ana", 100)],
        [post("s1", 1, 9, 60)],
        horizon=TWO_MONTHS,
        history=(fixed("ana", 0, 1, 820),),
    )

    # What is fixed goes 600 minutes beyond 220; the post adds an hour.
    assert check_over_hours(rota(of, "ana s1")).startswith("1 h 00 supplémentaires")


def test_the_way_to_a_post_goes_with_it() -> None:
    slots = [post("s1", 0, 9, 60, "s"), post("s2", 0, 13, 60, "t"), post("s3", 1, 9, 60)]
    of = problem([under_contract("ana", 50)], slots, horizon=TWO_MONTHS, travel=(("s", "t", 25),))

    # 205 minutes for 110: without the way, one post of an hour and half of another would hold them.
    assert "pour 2 postes" in check_over_hours(rota(of, "ana s1", "ana s2", "ana s3"))
    shorter = problem(
        [under_contract("ana", 55)], slots, horizon=TWO_MONTHS, travel=(("s", "t", 25),)
    )
    # 205 minutes for 121: the afternoon's post goes with its way, 85 minutes in all.
    assert "pour 1 poste " in check_over_hours(rota(shorter, "ana s1", "ana s2", "ana s3"))
