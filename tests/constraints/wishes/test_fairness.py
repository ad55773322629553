from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from constraints.wishes.fairness import GOALS
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.slots import FairBalance, Need, Slot, SlotKind
from scheduler.model import RotaModel
from tests.constraints.small import person, problem, rota, slot, span, worked
from tests.constraints.wishes.priced import best, cost_of

FAIR = {goal.id: goal for goal in GOALS}
GOAL = FAIR["fair_nights"]
ONE = Need(minimum=0, target=1, maximum=1)
TEAM = [person("ana"), person("bob")]
NIGHTS = [slot(f"n{n}", f"{n:02d} 21:30", f"{n + 1:02d} 06:00", need=ONE) for n in range(1, 9)]
OF = problem(TEAM, [*NIGHTS, slot("day", "10 09:00", "10 17:00", need=ONE)])


@pytest.mark.parametrize(
    # Four nights are the fair share of each; the distances of both are added.
    ("ana", "price"),
    [(4, 0), (5, 2), (6, 8), (7, 18), (8, 32)],
)
def test_each_night_away_from_the_share_costs_more(ana: int, price: int) -> None:
    duties = [f"ana n{n}" for n in range(1, ana + 1)] + [f"bob n{n}" for n in range(ana + 1, 9)]
    judged = rota(OF, *duties, "ana day")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (price, price)


def test_nights_are_shared_out() -> None:
    value, best_rota = best(GOAL, RotaModel(OF))

    assert (value, GOAL.measure(best_rota)) == (0, 0)
    assert [sum(s.id != "day" for s in best_rota.slots_of[m.id]) for m in TEAM] == [4, 4]


def test_a_night_that_is_fixed_already_counts() -> None:
    of = problem(TEAM, NIGHTS[:3], history=(worked("ana", "f", "10 21:30", "11 06:00"),))
    judged = rota(of, "ana n1", "bob n2", "bob n3")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)


def ahead(**duties: int) -> tuple[FairBalance, ...]:
    return tuple(
        FairBalance(mediator=who, goal="fair_nights", duties=Fraction(number))
        for who, number in duties.items()
    )


@pytest.mark.parametrize(
    # A balance of so many nights each way: the month's two make good for two of them.
    ("balance", "first", "second"),
    [(0, 2, 8), (2, 2, 8), (3, 6, 16), (6, 18, 42)],
)
def test_a_night_costs_more_the_farther_ahead_a_balance_is(
    balance: int, first: int, second: int
) -> None:
    of = problem(TEAM, NIGHTS[:4], balances=ahead(ana=balance, bob=-balance))
    fair = 2 if balance == 0 else 0

    for more, price in ((1, first), (2, second)):
        mine = [f"ana n{n}" for n in range(1, fair + more + 1)]
        theirs = [f"bob n{n}" for n in range(fair + more + 1, 5)]
        judged = rota(of, *mine, *theirs)
        assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (price, price)


def test_a_balance_that_grows_past_two_nights_is_told_with_who_could_hold_some() -> None:
    of = problem(TEAM, NIGHTS[:4], balances=ahead(ana=1, bob=-1))
    said = GOAL.remark(rota(of, *(f"ana n{n}" for n in range(1, 5))))

    assert said.endswith(
        "Pourquoi Ana\u00a0? +3,0 nuits par rapport à sa part après ce mois, +1,0 avant. "
        "D’autres peuvent en tenir une partie, si leurs heures et leurs repos le permettent"
        "\u00a0: Bob (\u22123,0)."
    )
    # Up to two, or no farther than before, nothing is said.
    assert "Pourquoi" not in GOAL.remark(rota(of, "ana n1", "ana n2", "ana n3", "bob n4"))
    wide = problem(TEAM, NIGHTS[:4], balances=ahead(ana=9, bob=-9))
    assert "Pourquoi" not in GOAL.remark(rota(wide, "ana n1", "ana n2", "bob n3", "bob n4"))
    assert "+10,0 nuits" in GOAL.remark(rota(wide, "ana n1", "ana n2", "ana n3", "bob n4"))


HALF = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=1050)
THREE = Need(minimum=0, target=3, maximum=3)
PAIRED = [replace(each, needs=(THREE,)) for each in NIGHTS[:4]]


def test_who_holds_the_same_duties_at_the_same_time_or_is_away_could_hold_none() -> None:
    away = Absence(mediator="cam", kind=AbsenceKind.LEAVE, span=span("01 00:00", "09 00:00"))
    team = [person("ana", contracts=(HALF,)), person("bob"), person("cam")]
    of = problem(team, PAIRED, balances=ahead(ana=9, bob=-9), absences=(away,))
    both = [f"{who} n{n}" for n in range(1, 5) for who in ("ana", "bob")]

    # Of the eight nights that are held, a third is due from who works half of the other's hours.
    assert GOAL.remark(rota(of, *both)).endswith(
        "Pourquoi Ana\u00a0? +10,3 nuits par rapport à sa part après ce mois, +9,0 avant. "
        "Personne d’autre, moins en avance, ne peut tenir ces services\u00a0: il faudrait affecter "
        "quelqu’un de plus à ce dispositif, ou à ce lieu."
    )
    # On a night that is only hers, Bob could come.
    assert GOAL.remark(rota(of, *both[:-1])).endswith("le permettent\u00a0: Bob (\u221210,7).")


def test_nights_of_which_none_is_wanted_are_nobodys_part() -> None:
    spare = Need(minimum=0, target=0, maximum=1)
    of = problem(TEAM, [replace(each, needs=(spare,)) for each in NIGHTS[:3]])

    assert "Pourquoi Ana\u00a0? +3,0 nuits" in GOAL.remark(rota(of, "ana n1", "ana n2", "ana n3"))


def test_on_call_is_no_night() -> None:
    calls = [
        slot(f"c{n}", f"{n:02d} 20:00", f"{n + 1:02d} 06:00", kind=SlotKind.STANDBY)
        for n in range(1, 5)
    ]
    judged = rota(problem(TEAM, calls), *(f"ana c{n}" for n in range(1, 5)))

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)


#: By goal, four slots of its kind and two beside it: (id, begin, end), on the 1st to the 9th.
KINDS = {
    "fair_late_ends": (
        [(f"a{n}", f"{n:02d} 14:00", f"{n:02d} 21:01") for n in range(1, 5)],
        [("b", "08 14:00", "08 21:00"), ("c", "09 21:00", "10 06:00")],
    ),
    "fair_saturdays": (
        [(f"a{n}", f"06 {8 + n:02d}:00", f"06 {9 + n:02d}:00") for n in range(1, 5)],
        [("b", "05 21:00", "06 06:00"), ("c", "07 09:00", "07 12:00")],
    ),
    "fair_sundays": (
        [(f"a{n}", f"07 {8 + n:02d}:00", f"07 {9 + n:02d}:00") for n in range(1, 5)],
        [("b", "06 21:00", "07 06:00"), ("c", "08 09:00", "08 12:00")],
    ),
    "fair_holidays": (
        [(f"a{n}", f"04 {8 + n:02d}:00", f"04 {9 + n:02d}:00") for n in range(1, 5)],
        [("b", "03 21:00", "04 06:00"), ("c", "05 09:00", "05 12:00")],
    ),
}
HOLIDAYS = frozenset({date(2026, 6, 4)})


def slots(hours: list[tuple[str, str, str]]) -> list[Slot]:
    return [slot(name, begin, end, need=ONE) for name, begin, end in hours]


@pytest.mark.parametrize("goal", KINDS)
def test_duties_of_the_kind_are_shared_and_others_are_not(goal: str) -> None:
    counted, beside = KINDS[goal]
    of = problem(TEAM, [*slots(counted), *slots(beside)], holidays=HOLIDAYS)
    even = rota(of, "ana a1", "ana a2", "bob a3", "bob a4", "ana b", "ana c")
    odd = rota(of, "ana a1", "ana a2", "ana a3", "bob a4", "bob b", "bob c")

    assert (FAIR[goal].measure(even), cost_of(FAIR[goal], even)) == (0, 0)
    assert (FAIR[goal].measure(odd), cost_of(FAIR[goal], odd)) == (2, 2)


@pytest.mark.parametrize("goal", KINDS)
def test_the_best_rota_gives_each_the_share(goal: str) -> None:
    counted, beside = KINDS[goal]
    of = problem(TEAM, [*slots(counted), *slots(beside)], holidays=HOLIDAYS)

    value, rota_found = best(FAIR[goal], RotaModel(of))

    assert value == 0
    assert [sum(s in slots(counted) for s in rota_found.slots_of[m.id]) for m in TEAM] == [2, 2]


def test_the_remark_tells_what_no_sharing_avoids() -> None:
    # Ana and Bob hold three nights where eight were due: four each, and three can't be shared.
    uneven = rota(OF, "ana n1", "ana n2", "ana n3")

    assert GOAL.remark(uneven) == (
        "Équité des nuits : 17 points d’écart, dont 13 qu’aucun autre partage de ces services "
        "n’éviterait."
    )
    assert (
        GOAL.remark(
            rota(OF, *(f"ana n{n}" for n in (1, 2, 3, 4)), *(f"bob n{n}" for n in (5, 6, 7, 8)))
        )
        == ""
    )
