from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.duty import Duty
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence, Mediator, StaffRole
from scheduler.domain.problem import Problem
from scheduler.domain.sharing.shares import apportion, shares
from scheduler.domain.slots import FairBalance, Need, Share, Slot
from scheduler.domain.time import days_span
from tests.constraints.small import person, problem, slot, worked

TWO = Need(minimum=0, target=2, maximum=2)
ANA, BOB = person("ana"), person("bob")


def marked(duty: Duty) -> bool:
    """Count duties that begin at 18:00."""
    return duty.span.start.hour == 18


def evenings(number: int, **changes: object) -> list[Slot]:
    return [
        replace(slot(f"e{n}", f"{n + 1:02d} 18:00", f"{n + 1:02d} 20:00", need=TWO), **changes)  # type: ignore[arg-type]
        for n in range(number)
    ]


def ahead(**duties: int) -> tuple[FairBalance, ...]:
    """Say how many duties each person held beyond their part."""
    return tuple(
        FairBalance(mediator=who, goal="g", duties=Fraction(number))
        for who, number in duties.items()
    )


def shared(of: Problem) -> dict[str, Share]:
    return dict(shares(of, marked, balances=of.balances_of.get("g")))


def fair(of: Problem) -> dict[str, int]:
    return {who: share.fair for who, share in shared(of).items()}


def half(name: str, **changes: object) -> Mediator:
    contract = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=1050)
    return person(name, contracts=(contract,), **changes)


def test_two_people_with_nothing_behind_them_share_alike() -> None:
    assert fair(problem([ANA, BOB], evenings(3))) == {"ana": 3, "bob": 3}


def test_whoever_works_half_time_has_half_the_share() -> None:
    # Six places: four and two.
    assert fair(problem([ANA, half("bob")], evenings(3))) == {"ana": 4, "bob": 2}


def test_no_duty_is_due_on_a_day_of_absence() -> None:
    away = Absence(mediator="bob", span=days_span(date(2026, 6, 1), date(2026, 6, 3)))

    # The places of the 1st to the 3rd are Ana's alone; those of the 4th to the 6th are shared.
    assert fair(problem([ANA, BOB], evenings(6), absences=(away,))) == {"ana": 9, "bob": 3}


def test_who_is_ahead_is_asked_for_less() -> None:
    of = problem([ANA, BOB], evenings(5), balances=ahead(ana=2, bob=-2))

    assert fair(of) == {"ana": 3, "bob": 7}


def test_only_differences_within_the_pool_count() -> None:
    # Both are ahead of others, who aren't here: Ana by four more than Bob.
    of = problem([ANA, BOB], evenings(5), balances=ahead(ana=7, bob=3))

    assert fair(of) == {"ana": 3, "bob": 7}


def test_what_was_held_since_the_day_of_the_balances_is_added_to_them() -> None:
    # Before a window of a longer horizon: Ana held four more evenings, of which half were Bob's.
    evenings_held = tuple(
        worked("ana", f"h{n}", f"{n + 1:02d} 18:00", f"{n + 1:02d} 20:00") for n in range(4)
    )
    window = days_span(date(2026, 6, 8), date(2026, 6, 14))
    slots = [slot(f"e{n}", f"{n} 18:00", f"{n} 20:00", need=TWO) for n in range(10, 15)]
    of = problem(
        [ANA, BOB], slots, history=evenings_held, horizon=window, balances=ahead(ana=1, bob=-1)
    )

    assert fair(of) == {"ana": 4, "bob": 6}
    assert fair(replace(of, balanced=date(2026, 6, 8))) == {"ana": 4, "bob": 6}
    assert fair(replace(of, balanced=date(2026, 6, 1))) == {"ana": 2, "bob": 8}
    assert fair(replace(of, balanced=date(2026, 6, 3))) == {"ana": 3, "bob": 7}


def test_a_month_makes_up_for_the_past_by_its_own_share_at_most() -> None:
    of = problem([ANA, BOB], evenings(2), balances=ahead(ana=6, bob=-6))

    assert fair(of) == {"ana": 0, "bob": 4}


def test_what_is_clipped_off_is_shared_by_the_others() -> None:
    of = problem([ANA, BOB, person("cleo")], evenings(3), balances=ahead(ana=6, bob=-2, cleo=-4))

    # Two places each, and Ana is far above the mean: Bob and Cleo, clipped at four, hold hers.
    assert fair(of) == {"ana": 0, "bob": 3, "cleo": 3}


@settings(max_examples=150, deadline=None)
@given(
    weeks=st.lists(st.integers(600, 2100), min_size=2, max_size=5),
    before=st.lists(st.integers(-20, 20), min_size=5, max_size=5),
    number=st.integers(1, 9),
    fixed=st.integers(0, 3),
)
def test_the_shares_of_a_pool_add_up_to_what_it_must_hold(
    weeks: list[int], before: list[int], number: int, fixed: int
) -> None:
    team = [
        person(
            f"p{n}",
            contracts=(
                Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=minutes),
            ),
        )
        for n, minutes in enumerate(weeks)
    ]
    past = ahead(**{f"p{n}": before[n] for n, _ in enumerate(weeks)})
    there = [worked("p0", f"f{n}", f"1{n} 18:00", f"1{n} 20:00") for n in range(fixed)]
    by_person = shared(problem(team, evenings(number), history=tuple(there), balances=past))

    assert sum(share.fair for share in by_person.values()) == 2 * number + fixed
    assert min(share.fair for share in by_person.values()) >= 0


def test_a_newcomer_starts_at_the_mean() -> None:
    new = person("nina", contracts=(Contract(kind=ContractKind.CDI, start=date(2026, 6, 1)),))

    assert fair(problem([ANA, BOB, new], evenings(6))) == {"ana": 4, "bob": 4, "nina": 4}


def test_nothing_is_due_from_a_minor_where_only_adults_may_work() -> None:
    of = problem([ANA, BOB, person("mina", birth=date(2010, 1, 1))], evenings(3))

    assert fair(of) == {"ana": 2, "bob": 2, "mina": 2}
    assert {w: s.fair for w, s in shares(of, marked, adults=True).items()} == {"ana": 3, "bob": 3}


def test_duties_that_the_horizon_already_holds_count_on_both_sides() -> None:
    fixed = worked("ana", "f", "10 18:00", "10 20:00")
    by_person = shared(problem([ANA, BOB], evenings(3), history=(fixed,)))

    # Seven places in all: three and a half each, and the first by id holds the odd one.
    assert {who: (s.fair, s.fixed) for who, s in by_person.items()} == {
        "ana": (4, 1),
        "bob": (3, 0),
    }


def test_only_people_of_one_role_and_the_same_dispositifs_are_a_pool() -> None:
    both = [person(n, dispositifs=frozenset({"d", "e"})) for n in ("cleo", "dora")]
    slots = [*evenings(3), *(replace(s, id=f"x{s.id}", dispositif="e") for s in evenings(3))]
    rosa = person("rosa", role=StaffRole.REFERENT)
    of = problem([ANA, BOB, *both, rosa], slots)

    # d's six places are shared by four, e's six by two; nobody is left for Rosa.
    assert fair(of) == {"ana": 2, "bob": 1, "cleo": 5, "dora": 4}


def test_someone_alone_has_nobody_to_share_with() -> None:
    assert fair(problem([ANA], evenings(3))) == {}


def test_what_is_apportioned_adds_up_exactly() -> None:
    parts = apportion({(("ana", 2100), ("bob", 1050)): 4, (("bob", 7), ("cleo", 11)): 1})

    assert parts == {
        "ana": Fraction(8, 3),
        "bob": Fraction(4, 3) + Fraction(7, 18),
        "cleo": Fraction(11, 18),
    }
