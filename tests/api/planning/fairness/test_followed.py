"""The plan of a month follows the accounts: whoever is farthest behind is asked first."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from api.data.association import Removal
from api.planning.fairness.accounts import accounts_of, balances_before
from api.planning.fairness.kinds import KIND_OF
from constraints.registry import base
from constraints.wishes.fairness import GOALS
from constraints.wishes.late_changes import GOAL as LATE_CHANGES
from constraints.wishes.requests import GOAL as REQUESTS
from scheduler.domain.people import Absence, Wish
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.slots import FairBalance, Need
from scheduler.domain.time import day_span
from scheduler.engine.outcome import Options, Solution
from scheduler.engine.replan import replan
from scheduler.model import RotaModel
from tests.api.planning.fairness.small import association, night, shift
from tests.constraints.small import MONDAY, person, problem, slot, span
from tests.constraints.wishes.priced import best

NIGHTS = next(goal for goal in GOALS if goal.noun == "nuits")
ONE = Need(minimum=0, target=1, maximum=1)
PEOPLE = [person("ana"), person("bob"), person("cleo")]
MAY = date(2026, 5, 1)


@settings(max_examples=30, deadline=None)
@given(
    holders=st.lists(st.sampled_from(["ana", "bob", "cleo"]), min_size=1, max_size=12),
    number=st.integers(1, 3),
)
def test_the_next_nights_are_given_in_the_order_of_balances(
    holders: list[str], number: int
) -> None:
    begun = [shift(person.id, MAY) for person in PEOPLE]
    nights = [night(who, MAY + timedelta(days=2 * n + 1)) for n, who in enumerate(holders)]
    of = association(PEOPLE, [*begun, *nights])
    accounts = accounts_of(of, MAY, MAY, kinds=[KIND_OF["nuits"]])
    balance = {a.mediator.id: a.closing for a in accounts}

    slots = [
        slot(f"n{day}", f"{day:02d} 21:00", f"{day + 1:02d} 05:00", need=ONE)
        for day in range(2, 2 + number)
    ]
    month = problem(PEOPLE, slots, balances=balances_before(of, of.history, MONDAY))
    value, rota = best(NIGHTS, RotaModel(month))

    given_to = {m.id: len(rota.slots_of[m.id]) for m in PEOPLE}
    assert (value, sum(given_to.values())) == (0, number)
    for who, nights_of in given_to.items():
        for other, fewer in given_to.items():
            assert nights_of <= fewer or balance[who] <= balance[other]


def test_where_the_one_behind_is_away_the_next_one_is_asked() -> None:
    begun = [shift(person.id, MAY) for person in PEOPLE]
    nights = [night("ana", MAY + timedelta(days=day)) for day in (1, 3, 5)]
    nights += [night("bob", MAY + timedelta(days=7))]
    of = association(PEOPLE, [*begun, *nights])
    away = Absence(mediator="cleo", span=span("02 00:00", "04 00:00"))
    slots = [slot("n2", "02 21:00", "03 05:00", need=ONE)]
    month = problem(
        PEOPLE, slots, balances=balances_before(of, of.history, MONDAY), absences=(away,)
    )

    _, rota = best(NIGHTS, RotaModel(month))

    assert [m.id for m in rota.team_of["n2"]] == ["bob"]


def test_whoever_had_a_late_change_is_asked_last_where_a_month_is_planned_again() -> None:
    late = datetime(2026, 5, 19, 9, tzinfo=UTC)
    begun = [shift(person.id, MAY) for person in PEOPLE]
    taken = Removal(worked=shift("bob", date(2026, 5, 20)).worked, removed=late)
    of = association(PEOPLE, begun, removals=(taken,))
    balances = balances_before(of, of.history, MONDAY)
    assert {b.mediator: b.duties for b in balances if b.goal == LATE_CHANGES.id} == {
        "ana": Fraction(-1, 3),
        "bob": Fraction(2, 3),
        "cleo": Fraction(-1, 3),
    }

    # Ana falls sick for the second day; Bob or Cleo may hold it, and neither is told in time.
    day = slot("d", "02 09:00", "02 12:00", need=Need(minimum=1, target=1, maximum=1))
    away = Absence(mediator="ana", span=day.span)

    def replaces(balances: Iterable[FairBalance]) -> str:
        month = problem(
            PEOPLE,
            [day],
            previous=frozenset({Assignment("ana", "d")}),
            absences=(away,),
            balances=tuple(balances),
        )
        standing = Rota(problem=month, assignments=month.previous)
        options = Options(seconds=60, workers=1, effort=1.0)
        outcome = replan(standing, base(), options, announced=MONDAY)
        assert isinstance(outcome, Solution)
        (holder,) = outcome.rota.team_of["d"]
        return holder.id

    assert replaces(balances) == "cleo"
    swapped = {"bob": "cleo", "cleo": "bob", "ana": "ana"}
    assert replaces(replace(b, mediator=swapped[b.mediator]) for b in balances) == "bob"


def test_whoever_was_refused_more_wishes_than_their_part_is_granted_the_next_one() -> None:
    evenings = [MAY + timedelta(days=day) for day in (4, 11)]
    evenings_worked = [shift("ana", day) for day in evenings]
    wishes = tuple(
        Wish(mediator=who, span=day_span(day)) for day in evenings for who in ("ana", "bob")
    )
    begun = [shift(person.id, MAY) for person in PEOPLE]
    of = association(PEOPLE, [*begun, *evenings_worked], wishes=wishes)
    refused = {
        b.mediator: b.duties
        for b in balances_before(of, of.history, MONDAY)
        if b.goal == REQUESTS.id
    }
    assert refused == {"ana": 1, "bob": -1}

    day = slot("d", "02 09:00", "02 16:00", need=Need(minimum=1, target=1, maximum=1))
    both = tuple(Wish(mediator=who, span=day.span) for who in ("ana", "bob"))
    balances = balances_before(of, of.history, MONDAY)
    month = problem(
        PEOPLE[:2], [day], wishes=both, balances=tuple(b for b in balances if b.mediator != "cleo")
    )
    model = RotaModel(month)
    model.cp.add(sum(model.assignment_literals.values()) == 1)
    value, rota = best(REQUESTS, model)

    assert value == 1
    assert [m.id for m in rota.team_of["d"]] == ["bob"]
