from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from calendars.standby import Gap, gaps
from scheduler.domain.time import Span, at, midnight

MONDAY, TUESDAY = date(2026, 10, 5), date(2026, 10, 6)


def evening(day: date) -> Span:
    return Span(at(day, time(14)), at(day, time(23)))


def month(first: date, after: date) -> Span:
    return Span(midnight(first), midnight(after))


OCTOBER = [month(date(2026, 10, 1), date(2026, 11, 1))]


def gap(span: Span, due: bool) -> Gap:
    return Gap(dispositif="10", span=span, due=due)


def test_between_two_stretches_on_call_nobody_is_and_nobody_has_to() -> None:
    both = [evening(MONDAY), evening(TUESDAY)]

    open_gaps = gaps("10", both, both, OCTOBER)

    assert open_gaps == (gap(Span(at(MONDAY, time(23)), at(TUESDAY, time(14))), due=False),)


def test_a_stretch_that_was_due_and_nobody_holds_is_told_apart() -> None:
    open_gaps = gaps("10", [evening(MONDAY)], [evening(MONDAY), evening(TUESDAY)], OCTOBER)

    assert open_gaps == (
        gap(Span(at(MONDAY, time(23)), at(TUESDAY, time(14))), due=False),
        gap(evening(TUESDAY), due=True),
    )


def test_a_stretch_held_in_part_is_a_gap_for_the_rest() -> None:
    call = Span(at(MONDAY, time(14)), at(MONDAY, time(20)))

    assert gaps("10", [call], [evening(MONDAY)], []) == (
        gap(Span(at(MONDAY, time(20)), at(MONDAY, time(23))), due=True),
    )


def test_nobody_knows_of_a_month_that_was_never_published() -> None:
    before, after = evening(date(2026, 9, 30)), evening(date(2026, 11, 1))
    known = [
        month(date(2026, 9, 1), date(2026, 10, 1)),
        month(date(2026, 11, 1), date(2026, 12, 1)),
    ]

    assert gaps("10", [before, after], [], known) == (
        gap(Span(at(date(2026, 9, 30), time(23)), at(date(2026, 10, 1), time(0))), due=False),
        gap(Span(at(date(2026, 11, 1), time(0)), at(date(2026, 11, 1), time(14))), due=False),
    )


def test_months_published_one_after_the_other_have_one_gap_between() -> None:
    before, after = evening(date(2026, 9, 30)), evening(date(2026, 10, 1))
    known = [month(date(2026, 9, 1), date(2026, 10, 1)), *OCTOBER]

    assert gaps("10", [before, after], [], known) == (
        gap(Span(at(date(2026, 9, 30), time(23)), at(date(2026, 10, 1), time(14))), due=False),
    )


def test_nobody_asked_and_nobody_on_call_is_no_gap() -> None:
    assert gaps("10", [], [], OCTOBER) == ()


SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda p: (p[0], p[0] + p[1])),
    max_size=6,
)


@given(covered=SPANS, due=SPANS, known=SPANS)
def test_those_on_call_and_gaps_tell_of_every_known_minute_once(
    covered: list[tuple[int, int]], due: list[tuple[int, int]], known: list[tuple[int, int]]
) -> None:
    open_gaps = gaps(
        "10", *([Span.of_minutes(*minutes) for minutes in some] for some in (covered, due, known))
    )
    told_minutes = {m for gap in open_gaps for m in range(gap.span.first, gap.span.last)}
    held_minutes = {m for first, last in covered for m in range(first, last)}
    due_minutes = {m for first, last in due for m in range(first, last)}
    every = held_minutes | due_minutes

    assert sum(gap.span.minutes for gap in open_gaps) == len(told_minutes)
    between = set(range(min(every, default=0), max(every, default=-1) + 1))
    known_minutes = {m for first, last in known for m in range(first, last)}
    assert told_minutes == between & (due_minutes | known_minutes) - held_minutes
    for gap in open_gaps:
        minutes = set(range(gap.span.first, gap.span.last))
        assert minutes <= due_minutes if gap.due else not minutes & due_minutes
