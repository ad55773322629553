"""What a month's goals remark is counted again on its rota, from rows and by another solver."""

import itertools
import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from ortools.sat.python import cp_model

from api.data.folder.load import load
from api.month.frames import framed
from api.month.planning import plan
from constraints.wishes.fairness import GOALS
from scheduler.domain.duty import Duty
from scheduler.domain.posts import count_posts
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.sharing.bands import Bands, price_of
from scheduler.domain.sharing.hours import hours
from scheduler.domain.slots import Share
from scheduler.engine.outcome import Options, Solution
from scheduler.fairness import FairGoal
from tests.api.commands import PETIT
from tests.api.month.cases import MARCH
from tests.fixtures.association import association

HOURS = r"(\d+) h (\d\d)"
TARGET = re.compile(rf"Un poste de la cible reste ouvert s’il .* {HOURS}(?: à {HOURS})? au-delà .*")
OVER = re.compile(rf"{HOURS} supplémentaires, au-delà .* de 10 % .*, pour (\d+) postes? : .*")
FAIR = re.compile(r"Équité des (.+) : (\d+) points? d’écart, dont (\d+) qu’aucun autre .*")
NOVEMBER = date(2026, 11, 1)
TOLERATED = 10


def missing(rota: Rota, *, least: bool = False) -> int:
    """Count the people whom slots lack to their targets, or to their minimums."""
    teams: dict[str, Counter[object]] = defaultdict(Counter)
    role = {m.id: m.role for m in rota.problem.mediators}
    for each in rota.assignments:
        teams[each.slot][role[each.mediator]] += 1
    return sum(
        max(
            0,
            (need.minimum if least else need.target)
            - sum(teams[slot.id][each] for each in need.roles),
        )
        for slot in rota.problem.slots
        for need in slot.needs
    )


def beyond(rota: Rota) -> tuple[int, int]:
    """Return the minutes over contract and tolerance that posts hold, and how few posts do."""
    problem = rota.problem
    slots = {slot.id: slot.duty for slot in problem.slots}
    fixed: dict[str, list[Duty]] = defaultdict(list)
    for worked in problem.history:
        fixed[worked.mediator].append(worked.duty)
    for training in problem.trainings:
        fixed[training.mediator].append(training.duty)
    posts: dict[str, list[Duty]] = defaultdict(list)
    for each in rota.assignments:
        posts[each.mediator].append(slots[each.slot])
    minutes = count = 0
    for person in problem.mediators:
        due = hours(rota, person).due
        done = in_month(rota, fixed[person.id])
        limit = max(due + due * TOLERATED // 100, done)
        left = in_month(rota, fixed[person.id] + posts[person.id]) - limit
        minutes += max(0, left)
        # Whoever has one post a day frees most by the longest.
        for long in sorted((_paid(duty) for duty in posts[person.id]), reverse=True):
            if left > 0:
                left, count = left - long, count + 1
    return minutes, count


def in_month(rota: Rota, duties: list[Duty]) -> int:
    """Add up what starts in the month, and the ways between two sites of a day."""
    first, last = rota.problem.horizon.days[0], rota.problem.horizon.days[-1]
    mine = sorted(duties, key=lambda duty: duty.span.start)
    mine = [duty for duty in mine if duty.counts and first <= duty.span.start.date() <= last]
    total = sum(map(_paid, mine))
    for before, after in itertools.pairwise(mine):
        if before.span.start.date() == after.span.start.date():
            ways = (
                minutes
                for *sites, minutes in rota.problem.travel
                if set(sites) == {before.site, after.site}
            )
            gap = after.span.start.timestamp() - before.span.end.timestamp()
            total += max(0, min(max(ways, default=0), int(gap / 60)))
    return total


def _paid(duty: Duty) -> int:
    seconds = duty.span.end.timestamp() - duty.span.start.timestamp()
    return int(seconds / 60) - sum(b.minutes for b in duty.breaks if b.kind == "unpaid")


def _price(share: Share, count: int, bands: Bands) -> int:
    """Return the square of the distance, after what of the balance no month can make good."""
    apart = count - share.fair
    before = max(0, -share.left if apart > 0 else share.left)
    return price_of(before + abs(apart), bands) - price_of(before, bands)


def least_distance(goal: FairGoal, rota: Rota) -> tuple[int, int]:
    """Return the points of a rota, and the fewest of all sharings of its duties, by CP-SAT."""
    problem, shares, cp = rota.problem, goal.shares(rota.problem), cp_model.CpModel()
    mine: dict[str, list[cp_model.IntVar]] = defaultdict(list)
    counts = {who: share.fixed for who, share in shares.items()}
    candidates = {who: {slot.id for slot in mine} for who, mine in problem.candidates.items()}
    for slot in problem.slots:
        if goal.shared(slot.duty, problem.holidays):
            for need in slot.needs:
                able = [
                    m.id
                    for m in problem.mediators
                    if m.role in need.roles and slot.id in candidates[m.id]
                    if not (goal.adults and m.minor_on(slot.span.day))
                ]
                team = [who for who in able if Assignment(who, slot.id) in rota.assignments]
                takes = {who: cp.new_bool_var("") for who in able}
                cp.add(sum(takes.values()) == len(team))
                for who, take in takes.items():
                    mine[who].append(take)
                for who in team:
                    if who in counts:
                        counts[who] += 1
    costs = []
    for who, share in shares.items():
        steps = [cp.new_bool_var("") for _ in mine[who]]
        cp.add(sum(steps) == sum(mine[who]))
        prices = [
            _price(share, share.fixed + number, goal.bands) for number in range(len(steps) + 1)
        ]
        costs += [prices[0]] + [
            (after - before) * step
            for before, after, step in zip(prices, prices[1:], steps, strict=False)
        ]
    cp.minimize(sum(costs))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(cp) == cp_model.OPTIMAL
    now = sum(_price(share, counts[who], goal.bands) for who, share in shares.items())
    return now, round(solver.objective_value)


def check(rota: Rota, remarks: tuple[str, ...]) -> set[str]:
    """Check each remark, and the verdict on the staff; return what remarks are about."""
    posts = count_posts(rota)
    assert (posts.under, posts.open) == (missing(rota, least=True), missing(rota))
    said = set()
    if target := [match for words in remarks if (match := TARGET.fullmatch(words))]:
        said.add("target")
    else:
        assert missing(rota) == missing(rota, least=True)
    over = [match for words in remarks if (match := OVER.fullmatch(words))]
    minutes, long = beyond(rota)
    if over:
        assert (60 * int(over[0][1]) + int(over[0][2]), int(over[0][3])) == (minutes, long)
        said.add("over")
    else:
        assert not long
    fair = {m[1]: (int(m[2]), int(m[3])) for words in remarks if (m := FAIR.fullmatch(words))}
    for goal in GOALS:
        now, least = least_distance(goal, rota)
        assert fair.get(goal.noun, (0, 0)) == (now, least if now else 0)
    # Balances that grow, and hours that the law pays more, have tests of their own.
    other = [words for words in remarks if words.startswith(("Pourquoi ", "Heures payées en plus"))]
    assert len(target) + len(over) + len(fair) + len(other) == len(remarks), remarks
    return said | fair.keys()


def test_each_remark_on_a_month_that_is_planned_states_what_its_rota_is() -> None:
    frame = framed(load(PETIT), MARCH, None, datetime(2026, 2, 20, tzinfo=UTC))

    outcome = plan(frame, Options(effort=1.0, processes=1), now=0)

    assert isinstance(outcome, Solution)
    assert "target" in check(outcome.rota, outcome.remarks)


@pytest.mark.long
def test_each_remark_on_a_month_of_the_association_states_what_its_rota_is() -> None:
    frame = framed(association(), NOVEMBER, None, datetime(2026, 10, 20, tzinfo=UTC))
    # As if it were planned from nothing: no hours stand that would cost nothing.
    problem = replace(frame.problem, previous=frozenset())
    rota = Rota(problem=problem, assignments=frame.published)

    assert check(rota, frame.profile.remarks(rota)) > {"target", "over", "nuits"}
