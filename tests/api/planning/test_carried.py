"""Balances are added up when something reads them, once, and read as a tuple is."""

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from api.data.folder.load import load
from api.month.findings import findings_of
from api.month.frames import framed
from api.month.planning import undecided, why_impossible
from api.planning.fairness.accounts import balances_before
from api.planning.problem import CarriedBalances
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import FairBalance
from scheduler.errors import InvalidProblemError
from tests.api.commands import PETIT
from tests.api.planning.fairness.small import association, night, shift
from tests.constraints.small import person, problem, slot

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def test_they_are_added_up_once_and_only_when_read() -> None:
    times = []

    def add_up() -> tuple[FairBalance, ...]:
        times.append(1)
        return (FairBalance(mediator="ana", goal="fair_nights", duties=Fraction(1)),)

    balances = CarriedBalances(add_up)
    assert (balances.read, times) == (False, [])

    assert [b.mediator for b in balances] == ["ana"]
    assert (len(balances), balances[0].goal, balances[:1]) == (1, "fair_nights", tuple(balances))
    assert (balances.read, times) == (True, [1])


def test_they_are_equal_to_the_tuple_that_they_are_read_as() -> None:
    mine = (FairBalance(mediator="ana", goal="fair_nights", duties=Fraction(1, 3)),)

    assert CarriedBalances(lambda: mine) == mine
    assert mine == CarriedBalances(lambda: mine)
    assert CarriedBalances(lambda: mine) == CarriedBalances(lambda: tuple(mine))
    assert hash(CarriedBalances(lambda: mine)) == hash(mine)
    assert CarriedBalances(lambda: mine) != ()
    assert type(pickle.loads(pickle.dumps(CarriedBalances(lambda: mine)))) is tuple  # noqa: S301 - our own bytes
    assert pickle.loads(pickle.dumps(CarriedBalances(lambda: mine))) == mine  # noqa: S301 - our own bytes


def test_a_month_is_judged_and_explained_without_adding_balances_up() -> None:
    # A problem equal to another test's would be that one, which may have been planned.
    alone = replace(load(PETIT), vehicles=(("ville", 97),))
    month = framed(alone, date(2026, 3, 1), None, datetime(2026, 2, 20, tzinfo=UTC))
    person = month.problem.mediators[0]
    slot = month.problem.candidates[person.id][0]
    assignments = frozenset({Assignment(person.id, slot.id)})

    findings_of(month, assignments)
    findings_of(month, frozenset())
    why_impossible(undecided(month, month.problem.horizon.first), month.profile, seconds=20)

    assert isinstance(month.problem.balances, CarriedBalances)
    assert not month.problem.balances.read


def test_a_goal_reads_what_stands_in_the_accounts() -> None:
    rows = [*(shift(who, MAY) for who in ("ana", "bob")), night("ana", MAY + timedelta(days=3))]
    of = association([person("ana"), person("bob")], rows)
    month = problem(
        list(of.mediators),
        [slot("night", "02 21:00", "03 05:00")],
        balances=CarriedBalances(lambda: balances_before(of, of.history, JUNE)),
    )

    assert month.balances_of["fair_nights"] == {"ana": Fraction(1, 2), "bob": Fraction(-1, 2)}


def test_a_balance_of_somebody_unknown_is_refused_when_it_is_read() -> None:
    stranger = FairBalance(mediator="zoe", goal="fair_nights", duties=Fraction(1))
    month = problem([person("ana")], [], balances=CarriedBalances(lambda: (stranger,)))

    with pytest.raises(InvalidProblemError, match="solde d’équité : personne inconnue « zoe »"):
        _ = month.balances_of
