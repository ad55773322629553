"""Changes told late: of shifts changed, added and taken away, by hand and by a second count."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from api.data.association import Association, Published, Removal, RemovalCause
from api.planning.fairness.accounts import accounts_of, balances_before
from api.planning.fairness.kinds import CHANGES
from constraints.wishes.late_changes import GOAL as LATE_CHANGES
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.employment.employer import Notice, NoticeKind
from scheduler.domain.people import Absence
from scheduler.domain.time import day_span
from tests.api.planning.fairness.small import PUBLISHED, association, shift
from tests.constraints.small import person

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
ANA, BOB, CLEO = person("ana"), person("bob"), person("cleo")
BEGUN = [shift(who, JANUARY) for who in ("ana", "bob", "cleo")]


def closings(of: Association, last: date = JANUARY) -> dict[str, Fraction]:
    accounts = accounts_of(of, JANUARY, last, kinds=[CHANGES])
    return {a.mediator.id: a.closing for a in accounts if a.closing}


def counts(of: Association) -> dict[str, int]:
    accounts = accounts_of(of, JANUARY, JANUARY, kinds=[CHANGES])
    return {a.mediator.id: a.count for a in accounts if a.count}


def test_a_change_told_six_days_ahead_is_late_and_one_of_seven_is_not() -> None:
    rows = [*BEGUN, shift("ana", date(2026, 1, 20)), shift("ana", date(2026, 1, 27))]
    notice = datetime(2026, 1, 14, 9, tzinfo=UTC)
    moved = [
        replace(row, sequence=1, changed=notice + timedelta(days=later))
        for row, later in zip(rows[3:], (0, 6), strict=True)
    ]
    of = association([ANA, BOB], [*BEGUN, *moved])

    assert counts(of) == {"ana": 1}
    assert closings(of) == {"ana": Fraction(1, 2), "bob": Fraction(-1, 2)}


def removal(
    who: str, day: date, ahead: int, hours: tuple[int, int] = (14, 20), before: int | None = None
) -> Removal:
    """
    Build the removal of a shift, told at nine some days ahead.

    `before`: how many days before that the shift was (None: with the month).
    """
    removed = datetime.combine(day - timedelta(days=ahead), time(9), tzinfo=UTC)
    created = PUBLISHED if before is None else removed - timedelta(days=before, hours=1)
    worked = shift(who, day, hours).worked
    return Removal(worked=worked, removed=removed, created=created, changed=created)


DAY = date(2026, 1, 20)


def test_a_shift_taken_away_six_days_ahead_is_late_and_of_seven_is_not() -> None:
    for ahead, late in ((0, 1), (6, 1), (7, 0)):
        of = association([ANA, BOB, CLEO], BEGUN, removals=(removal("ana", DAY, ahead),))
        third = Fraction(1, 3)
        assert closings(of) == ({"ana": 1 - third, "bob": -third, "cleo": -third} if late else {})


def test_a_shift_left_for_another_of_the_day_is_told_as_one_change() -> None:
    moved = removal("ana", DAY, 3)
    added = replace(shift("ana", DAY, (9, 12)), created=moved.removed, changed=moved.removed)
    other = replace(shift("ana", DAY, (21, 23)), created=moved.removed, changed=moved.removed)

    def count(*rows: Published, removals: tuple[Removal, ...]) -> int:
        of = association([ANA, BOB], [*BEGUN, *rows], removals=removals)
        return counts(of)["ana"]

    assert count(added, removals=(moved,)) == 1
    assert count(added, other, removals=(moved,)) == 2
    assert count(added, removals=(moved, removal("ana", DAY, 3, (6, 8)))) == 2
    # Told on another day, or of another day, it is another change.
    assert count(added, removals=(removal("ana", DAY, 2),)) == 2
    assert count(added, removals=(removal("ana", DAY + timedelta(days=1), 4),)) == 2


def test_a_shift_given_late_and_taken_back_another_day_is_told_twice() -> None:
    def count(ahead: int, before: int | None, *rows: Published, **rest: object) -> int:
        taken = (removal("ana", DAY, ahead, before=before),)
        of = association([ANA, BOB], [*BEGUN, *rows], removals=taken, **rest)
        return counts(of).get("ana", 0)

    away, typed = Absence(mediator="ana", span=day_span(DAY)), notice("ana", DAY)
    assert (count(2, None), count(2, 1), count(2, 4), count(2, 5)) == (1, 2, 2, 1)
    # Of one day, it is one change, and so is a shift that another one of the day stands for.
    assert count(2, 0) == 1
    late_on = removal("ana", DAY, 2, before=1).created
    instead = replace(shift("ana", DAY, (9, 12)), created=late_on, changed=late_on)
    assert count(2, 1, instead) == 3
    assert count(2, 1, absences=(away,)) == count(2, 1, notices=(typed,)) == 0
    # Where it isn't known when the shift was published, only that it was taken away is.
    unknown = replace(removal("ana", DAY, 2), created=None, changed=None)
    assert counts(association([ANA, BOB], BEGUN, removals=(unknown,))) == {"ana": 1}


def test_a_shift_changed_late_and_then_taken_away_is_told_twice() -> None:
    taken = removal("ana", DAY, 1)
    moved = replace(taken, changed=taken.removed - timedelta(days=2))

    assert counts(association([ANA, BOB], BEGUN, removals=(taken,))) == {"ana": 1}
    assert counts(association([ANA, BOB], BEGUN, removals=(moved,))) == {"ana": 2}


def test_whoever_loses_all_shifts_of_a_month_and_is_given_one_late_is_told_late() -> None:
    late_on = datetime.combine(DAY - timedelta(days=3), time(9), tzinfo=UTC)
    late = replace(shift("ana", DAY), created=late_on, changed=late_on)
    early = removal("ana", DAY + timedelta(days=8), 12)
    of = association([ANA, BOB], [*BEGUN[1:], late], removals=(early,))

    assert counts(replace(of, removals=())) == {}  # her month was published that day
    assert counts(of) == {"ana": 1}


def test_a_swap_that_both_asked_for_is_no_late_change_of_either() -> None:
    """Ana gives her shift to Bob and takes one of his, three days ahead."""
    other = DAY + timedelta(days=1)
    hers, his = removal("ana", DAY, 3), removal("bob", other, 4)
    rows = [
        replace(shift(who, day), created=hers.removed, changed=hers.removed)
        for who, day in (("bob", DAY), ("ana", other))
    ]
    assert hers.removed == his.removed

    def count(cause: RemovalCause, *more: Removal) -> dict[str, int]:
        gone = tuple(replace(each, cause=cause) for each in (hers, his))
        return counts(association([ANA, BOB], [*BEGUN, *rows], removals=(*gone, *more)))

    assert count(RemovalCause.TAKEN) == {"ana": 2, "bob": 2}
    assert count(RemovalCause.SWAP) == {}
    # What is imposed beside it counts as ever.
    assert count(RemovalCause.SWAP, removal("ana", DAY, 3, (6, 8))) == {"ana": 1}


def test_a_change_that_the_files_say_people_asked_for_is_late_for_none_of_them() -> None:
    """In files a swap is typed: for Bob by his new shift, for Ana by the day of hers."""
    hers = removal("ana", DAY, 3)
    taken = replace(shift("bob", DAY), created=hers.removed, changed=hers.removed)

    def count(*, wanted: bool) -> dict[str, int]:
        notices = tuple(
            Notice(
                mediator=who,
                kind=NoticeKind.SCHEDULE,
                notified=DAY - timedelta(days=3),
                effective=DAY,
                duties=duties,
                wanted=wanted,
            )
            for who, duties in (("bob", (taken.worked.duty.id,)), ("ana", ()))
        )
        of = association([ANA, BOB], [*BEGUN, taken], removals=(hers,))
        return counts(replace(of, notices=notices))

    assert count(wanted=False) == {"ana": 1, "bob": 1}
    assert count(wanted=True) == {}


def test_what_somebody_took_by_a_swap_and_loses_since_is_one_change() -> None:
    swapped = replace(removal("ana", DAY, 5), cause=RemovalCause.SWAP)
    lost = replace(removal("bob", DAY, 2), created=swapped.removed, changed=swapped.removed)

    assert counts(association([ANA, BOB], BEGUN, removals=(swapped, lost))) == {"bob": 1}


def test_a_shift_changed_late_on_two_days_counts_twice() -> None:
    def count(ahead: int, before: int | None) -> int:
        was = replace(removal("ana", DAY, ahead, before=before), cause=RemovalCause.CHANGED)
        if before is not None:
            was = replace(was, created=PUBLISHED)
        row = replace(
            shift("ana", DAY, (9, 12)), sequence=2, created=was.created, changed=was.removed
        )
        of = association([ANA, BOB], [*BEGUN, row], removals=(was,))
        return counts(of).get("ana", 0)

    # Told with the month; changed some days before; changed on the same day; too early to be late.
    assert (count(2, None), count(2, 1), count(2, 4), count(2, 0), count(2, 5)) == (1, 2, 2, 1, 1)
    assert count(7, 1) == 0


def notice(who: str, day: date) -> Notice:
    """Build what was typed of a day, twenty days ahead."""
    notified = day - timedelta(days=20)
    return Notice(mediator=who, kind=NoticeKind.SCHEDULE, notified=notified, effective=day)


def test_whoever_is_away_is_told_of_no_removal_and_what_was_typed_stands_for_it() -> None:
    taken = (removal("ana", DAY, 1),)
    away = Absence(mediator="ana", span=day_span(DAY))
    typed = Notice(
        mediator="ana",
        kind=NoticeKind.SCHEDULE,
        notified=DAY - timedelta(days=20),
        effective=DAY,
        duties=(taken[0].worked.duty.id,),
    )
    elsewhere = replace(typed, kind=NoticeKind.STANDBY)

    def count(**rest: object) -> int:
        of = association([ANA, BOB], [*BEGUN, shift("ana", DAY)], removals=taken, **rest)
        return counts(of).get("ana", 0)

    assert count() == count(notices=(elsewhere,)) == 1
    assert count(absences=(away,)) == count(notices=(typed,)) == 0
    assert count(notices=(replace(typed, duties=()),)) == 0


def test_whoever_has_left_by_then_is_told_of_no_change() -> None:
    leaving = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), end=date(2026, 1, 15))
    ana = replace(ANA, contracts=(leaving,))
    for day, late in ((15, 1), (16, 0)):
        taken = (removal("ana", date(2026, 1, day), 1),)
        of = association([ana, BOB, CLEO], BEGUN, removals=taken)

        assert counts(of) == ({"ana": 1} if late else {})
        assert sum(closings(of).values()) == 0
        assert bool(closings(of)) == bool(late)


def test_a_standby_taken_away_is_no_change_of_hours() -> None:
    taken = removal("ana", DAY, 1)
    call = replace(taken.worked.duty, kind=DutyKind.STANDBY)
    taken = replace(taken, worked=replace(taken.worked, duty=call))

    assert counts(association([ANA, BOB], BEGUN, removals=(taken,))) == {}


DAYS = (DAY, DAY + timedelta(days=1), date(2026, 2, 3))
TOLD = st.lists(
    st.tuples(
        st.sampled_from(["ana", "bob", "cleo"]),
        st.sampled_from(DAYS),
        st.sampled_from([(6, 8), (9, 12), (14, 20)]),
        st.sampled_from([0, 3, 6, 7, 9]),
        st.booleans(),
        st.sampled_from([None, 0, 1, 4]),
    ),
    max_size=9,
    unique_by=lambda change: change[:3],
)


@settings(max_examples=150, deadline=None)
@given(changes=TOLD, absent=st.sampled_from(["", "ana"]))
def test_late_changes_are_those_of_a_second_count(
    changes: list[tuple[str, date, tuple[int, int], int, bool, int | None]], absent: str
) -> None:
    rows, removals = [*BEGUN, *(shift(who, FEBRUARY) for who in ("ana", "bob", "cleo"))], []
    for who, day, hours, ahead, taken, before in changes:
        gone = removal(who, day, ahead, hours, before)
        if taken:
            removals.append(gone)
        elif before is None:
            rows.append(replace(shift(who, day, hours), created=gone.removed, changed=gone.removed))
        else:
            # It was given late, and changed since.
            removals.append(replace(gone, cause=RemovalCause.CHANGED))
            rows.append(
                replace(
                    shift(who, day, hours),
                    sequence=1,
                    created=gone.created,
                    changed=gone.removed,
                )
            )
    absences = (Absence(mediator=absent, span=day_span(DAY)),) if absent else ()
    of = association([ANA, BOB, CLEO], rows, removals=tuple(removals), absences=absences)

    again: dict[str, Fraction] = defaultdict(Fraction)
    for who, day, ahead in product(("ana", "bob", "cleo"), DAYS, range(7)):
        away = {absent} if day == DAY else set()
        mine = [change for change in changes if change[:2] == (who, day)]
        added = sum(not taken and a == ahead for _, _, _, a, taken, _ in mine)
        added += sum(
            bool(not taken and before and a + before == ahead and who not in away)
            for _, _, _, a, taken, before in mine
        )
        less = [(a, before) for _, _, _, a, taken, before in mine if taken and who not in away]
        added += sum(before is not None and a + before == ahead for a, before in less)
        number = max(added, sum(a == ahead for a, _ in less))
        again[who] += number
        there = {"ana", "bob", "cleo"} - away
        for each in there:
            again[each] -= Fraction(number, len(there))
    expected = {who: balance for who, balance in again.items() if balance}

    assert closings(of, FEBRUARY) == expected
    # What a plan follows is all that was told, of its own days too.
    assert {
        b.mediator: b.duties
        for b in balances_before(of, of.history, JANUARY)
        if b.goal == LATE_CHANGES.id
    } == expected
