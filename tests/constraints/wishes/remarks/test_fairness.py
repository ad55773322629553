"""What no other sharing of the same duties would avoid is sought among all sharings."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations, product
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.wishes.fairness import GOALS
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.problem import Assignment, Problem, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot
from tests.constraints.small import person, problem, rota, slot

SAID = re.compile(
    r"Équité des (.+) : (\d+) points? d’écart, dont (\d+) qu’aucun autre partage de ces services "
    r"n’éviterait\."
)
TEAM = {
    "ana": ("d", StaffRole.MEDIATEUR, 35),
    "bob": ("d", StaffRole.MEDIATEUR, 35),
    "cleo": ("d e", StaffRole.MEDIATEUR, 35),
    "dan": ("d e", StaffRole.MEDIATEUR, 24),
    "eve": ("e", StaffRole.MEDIATEUR, 35),
    "rene": ("d", StaffRole.REFERENT, 35),
}


def team_of(names: Collection[str]) -> list[Mediator]:
    return [
        person(
            name,
            dispositifs=frozenset(dispositifs.split()),
            role=role,
            contracts=(
                Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=60 * hours),
            ),
        )
        for name, (dispositifs, role, hours) in TEAM.items()
        if name in names
    ]


def may_take(who: Mediator, night: Slot, need: Need) -> bool:
    return night.dispositif in who.dispositifs and who.role in need.roles


def pools_of(of: Problem) -> list[list[str]]:
    """Return who is shared with whom: people of one role, for nights of the same dispositifs."""
    pools: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for who in of.mediators:
        mine = {n.dispositif for n in of.slots for need in n.needs if may_take(who, n, need)}
        if mine:
            pools[who.role, frozenset(mine)].append(who.id)
    return [pool for pool in pools.values() if len(pool) > 1]


def fair_shares(of: Problem) -> dict[str, int]:
    """Count what is due from each of a pool of two or more, in whole duties."""
    weighs = {m.id: m.contracts[0].weekly_minutes for m in of.mediators}
    due: dict[str, Fraction] = defaultdict(Fraction)

    def share(number: int, team: Collection[str]) -> None:
        for each in team:
            due[each] += number * Fraction(weighs[each], sum(weighs[other] for other in team))

    for night in of.slots:
        for need in night.needs:
            share(need.target, [m.id for m in of.mediators if may_take(m, night, need)])
    pools = pools_of(of)
    for pool in pools:
        share(sum(done.mediator in pool for done in of.history), pool)
    return {who: number for pool in pools for who, number in rounded(pool, due).items()}


def rounded(pool: Collection[str], due: Mapping[str, Fraction]) -> dict[str, int]:
    """Round what is due, so that it adds up to the pool's: the largest remainders go up."""
    whole = {who: floor(due[who]) for who in pool}
    left = floor(sum(due[who] for who in pool) + Fraction(1, 2)) - sum(whole.values())
    for who in sorted(pool, key=lambda w: (whole[w] - due[w], w))[:left]:
        whole[who] += 1
    return whole


def check_fairness(judged: Rota) -> str:
    """Try all sharings of the nights that a rota gives; return the remark."""
    of, words = judged.problem, GOALS[0].remark(judged)
    fair, fixed_nights = fair_shares(of), [done.mediator for done in of.history]
    posts = [(night, need) for night in of.slots for need in night.needs]
    teams = [
        [
            m.id
            for m in of.mediators
            if m.role in need.roles and Assignment(m.id, night.id) in judged.assignments
        ]
        for night, need in posts
    ]

    def points(sharing: Collection[Collection[str]]) -> int:
        counts = defaultdict(int, {who: fixed_nights.count(who) for who in fair})
        for team in sharing:
            for who in team:
                counts[who] += 1
        return sum((counts[who] - share) ** 2 for who, share in fair.items())

    choices = [
        list(combinations([m.id for m in of.mediators if may_take(m, *place)], len(team)))
        for place, team in zip(posts, teams, strict=True)
    ]
    # Then come those whose balance grows.
    said = SAID.fullmatch(words.partition("\n")[0])
    assert bool(said) is bool(points(teams)), words
    if said:
        least = min(points(sharing) for sharing in product(*choices))
        assert (said[1], int(said[2]), int(said[3])) == ("nuits", points(teams), least)
    return words


def nights(*dispositifs: str) -> list[Slot]:
    both = (
        Need(minimum=0, target=2, maximum=3),
        Need(roles=frozenset({StaffRole.REFERENT}), minimum=0, target=1),
    )
    return [
        slot(f"n{n}", f"{n:02d} 21:30", f"{n + 1:02d} 06:00", needs=both, dispositif=dispositif)
        for n, dispositif in enumerate(dispositifs, 1)
    ]


@given(
    st.sets(st.sampled_from(list(TEAM)), min_size=2),
    st.lists(st.tuples(st.sampled_from("de"), st.sets(st.sampled_from(list(TEAM)))), max_size=4),
    st.lists(st.sampled_from(list(TEAM)), max_size=2),
)
@settings(max_examples=120)
def test_no_sharing_of_the_same_nights_is_fairer_than_what_is_said(
    names: set[str], held_by: list[tuple[str, set[str]]], done: list[str]
) -> None:
    of = problem(
        team_of(names),
        nights(*(dispositif for dispositif, _ in held_by)),
        history=tuple(
            Worked(
                mediator=who,
                duty=replace(nights("d")[0].duty, id=f"f{n}", dispositif="z", decided=False),
            )
            for n, who in enumerate(done)
            if who in names
        ),
    )
    able = {m.id: {s.id for s in of.candidates[m.id]} for m in of.mediators}
    pairs = [
        f"{who} n{n}"
        for n, (_, team) in enumerate(held_by, 1)
        for who in sorted(team & names)
        if f"n{n}" in able[who]
    ]

    check_fairness(rota(of, *pairs))


def test_nights_may_go_to_whoever_may_hold_them_though_their_teams_differ() -> None:
    of = problem(team_of({"ana", "bob", "cleo", "eve"}), nights("d", "d", "d", "e"))
    pairs = [f"cleo n{n}" for n in (1, 2, 3, 4)]

    # Ana and Bob are a team of their own and hold nothing; they may take what Cleo has too much.
    words = check_fairness(rota(of, *pairs))
    assert GOALS[0].unavoidable(rota(of, *pairs)) < GOALS[0].measure(rota(of, *pairs))
    assert words.startswith("Équité des nuits : ")
