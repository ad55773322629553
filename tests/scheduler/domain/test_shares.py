from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.people import Absence, Contract, ContractKind, Mediator, StaffRole
from scheduler.domain.shares import available, shares
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import Span, at, days_span
from tests.constraints.small import HORIZON, person, problem, slot, span, worked

if TYPE_CHECKING:
    from scheduler.domain.duty import Duty
    from scheduler.domain.problem import Problem, Worked

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


def past(who: str, number: int, day: date = date(2026, 3, 2)) -> tuple[Worked, ...]:
    plain = worked(who, "p", "01 18:00", "01 20:00")
    days = [day.replace(day=n + 1) for n in range(number)]
    spans = [Span(at(evening, time(18)), at(evening, time(20))) for evening in days]
    return tuple(
        replace(plain, duty=replace(plain.duty, id=f"p{n}-{day}", span=span))
        for n, span in enumerate(spans)
    )


def fair(of: Problem) -> dict[str, int]:
    return {who: share.fair for who, share in shares(of, marked).items()}


def half(name: str, **changes: object) -> Mediator:
    contract = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=1050)
    return person(name, contracts=(contract,), **changes)


def test_two_people_with_nothing_behind_them_share_alike() -> None:
    assert fair(problem([ANA, BOB], evenings(3))) == {"ana": 3, "bob": 3}


def test_whoever_works_half_time_has_half_the_share() -> None:
    # Six places: four and two.
    assert fair(problem([ANA, half("bob")], evenings(3))) == {"ana": 4, "bob": 2}


def test_whoever_is_away_half_of_the_time_has_half_the_share() -> None:
    away = Absence(mediator="bob", span=days_span(date(2026, 6, 1), date(2026, 6, 7)))

    assert fair(problem([ANA, BOB], evenings(3), absences=(away,))) == {"ana": 4, "bob": 2}


def test_what_one_did_before_is_carried_over() -> None:
    of = problem([ANA, BOB], evenings(5), history=past("ana", 4))

    # Five places each; Ana is two above the mean of the past, Bob two below.
    assert fair(of) == {"ana": 3, "bob": 7}


def test_a_month_makes_up_for_the_past_by_its_own_share_at_most() -> None:
    of = problem([ANA, BOB], evenings(2), history=past("ana", 12))

    assert fair(of) == {"ana": 0, "bob": 4}


def test_what_is_clipped_off_is_shared_by_the_others() -> None:
    cleo = person("cleo")
    of = problem([ANA, BOB, cleo], evenings(3), history=(*past("ana", 9), *past("bob", 1)))

    # Two places each, and Ana is far above the mean: Bob and Cleo, clipped at four, hold hers.
    assert fair(of) == {"ana": 0, "bob": 3, "cleo": 3}


@settings(max_examples=150, deadline=None)
@given(
    weeks=st.lists(st.integers(600, 2100), min_size=2, max_size=5),
    before=st.lists(st.integers(0, 20), min_size=5, max_size=5),
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
    done = [w for n, _ in enumerate(weeks) for w in past(f"p{n}", before[n])]
    there = [worked("p0", f"f{n}", f"1{n} 18:00", f"1{n} 20:00") for n in range(fixed)]
    by_person = shares(problem(team, evenings(number), history=(*done, *there)), marked)

    assert sum(share.fair for share in by_person.values()) == 2 * number + fixed
    assert min(share.fair for share in by_person.values()) >= 0


def test_a_newcomer_starts_at_the_mean() -> None:
    contract = Contract(kind=ContractKind.CDI, start=date(2026, 6, 1))
    new = person("nina", contracts=(contract,))
    of = problem([ANA, BOB, new], evenings(6), history=(*past("ana", 4), *past("bob", 4)))

    assert fair(of) == {"ana": 4, "bob": 4, "nina": 4}


def test_what_is_older_than_a_year_or_not_described_is_forgotten() -> None:
    old = past("ana", 4, date(2025, 5, 1))
    recent = past("ana", 4)

    assert fair(problem([ANA, BOB], evenings(5), history=old)) == {"ana": 5, "bob": 5}
    assert fair(problem([ANA, BOB], evenings(5), history=recent, known_since=date(2026, 5, 1))) == {
        "ana": 5,
        "bob": 5,
    }


def test_duties_that_the_horizon_already_holds_count_on_both_sides() -> None:
    fixed = worked("ana", "f", "10 18:00", "10 20:00")
    by_person = shares(problem([ANA, BOB], evenings(3), history=(fixed,)), marked)

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


def test_availability_is_contract_minutes_times_time_at_hand() -> None:
    absences = (
        Absence(mediator="bob", span=span("02 00:00", "04 00:00")),
        Absence(mediator="bob", span=span("03 00:00", "05 00:00")),
    )
    of = problem([ANA, half("bob")], [], absences=absences)
    first, last = HORIZON.first, HORIZON.last

    assert available(of, of.mediators[0], first, last) == 2100 * 14 * 1440
    assert available(of, of.mediators[1], first, last) == 1050 * 11 * 1440
