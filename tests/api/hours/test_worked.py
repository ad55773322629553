from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.data.association import Published
from api.hours.worked import Kind, WorkedDuty, apply, breaks_from, breaks_json
from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span, instant_of, minute_of
from tests.api.asking.made import DAY, MONTHS, NIGHT, STANDBY, at, done, duty, published


def duties(*said: WorkedDuty) -> list[tuple[str, str, int]]:
    """Return whom, what and minutes of work of October as worked."""
    rows = apply(MONTHS, said)["2026-10"]
    return [(r.worked.mediator, r.worked.duty.id, r.worked.duty.work) for r in rows]


PLAN = [
    ("ada", "nuit-2026-10-01", 360),
    ("ada", "jour-2026-10-06", 450),
    ("brice", "jour-2026-10-07", 450),
    ("ada", "astreinte-2026-10-10", 0),
    ("ada", "nuit-2026-10-24", 510),
]


def test_without_a_word_the_plan_is_what_was_worked() -> None:
    assert duties() == PLAN
    assert apply(MONTHS, ())["2026-10"] is MONTHS["2026-10"]


def test_what_was_confirmed_or_taken_back_leaves_the_plan() -> None:
    same = (NIGHT.span.start.isoformat(), NIGHT.span.end.isoformat())
    assert duties(done(Kind.AS_PLANNED, *same, of=NIGHT)) == PLAN
    assert duties(done(Kind.CANCELLED, *same, of=NIGHT)) == PLAN


def test_a_late_end_keeps_the_shift_s_identity_and_adds_its_minutes() -> None:
    late = done(Kind.WORK, "2026-10-06T09:00+02:00", "2026-10-06T17:10+02:00", of=DAY)
    worked = apply(MONTHS, [late])

    (row,) = (r for r in worked["2026-10"] if r.uid == "ada.jour-2026-10-06")
    (plan,) = (r for r in MONTHS["2026-10"] if r.uid == "ada.jour-2026-10-06")
    assert row.worked.duty == replace(DAY, span=late.duty.span)
    assert (row.worked.duty.work, row.sequence, row.created) == (490, 0, plan.created)
    assert worked["2026-09"] is MONTHS["2026-09"]


def test_who_was_absent_worked_nothing() -> None:
    away = done(Kind.ABSENT, "2026-10-06T09:00+02:00", "2026-10-06T16:30+02:00", of=DAY)
    assert duties(away) == [row for row in PLAN if row[1] != "jour-2026-10-06"]


def test_a_replacement_and_a_call_are_added_where_they_fell() -> None:
    replacement = done(Kind.WORK, "2026-10-07T09:00+02:00", "2026-10-07T12:00+02:00", root="a" * 32)
    call = WorkedDuty(
        root="b" * 32,
        mediator="ada",
        uid="",
        kind=Kind.INTERVENTION,
        duty=duty(
            STANDBY.id,
            "2026-10-10T23:50+02:00",
            "2026-10-11T00:40+02:00",
            kind=DutyKind.INTERVENTION,
        ),
    )
    added = [row for row in duties(replacement, call) if row not in PLAN]

    assert added == [
        ("ada", "jour-2026-10-07+aaaaaaaa", 180),
        ("ada", "astreinte-2026-10-10+bbbbbbbb", 50),
    ]


def test_what_was_worked_of_a_shift_that_was_taken_off_the_plan_since_still_counts() -> None:
    gone = done(Kind.AS_PLANNED, "2026-10-08T09:00+02:00", "2026-10-08T12:00+02:00", of=DAY)
    orphan = replace(gone, uid="ada.autre", duty=replace(gone.duty, id="jour-2026-10-08"))

    assert ("ada", "jour-2026-10-08", 180) in duties(orphan)
    assert duties(replace(orphan, kind=Kind.ABSENT)) == PLAN


def test_a_month_with_nothing_published_can_hold_what_was_worked() -> None:
    called = done(Kind.WORK, "2026-11-01T09:00+01:00", "2026-11-01T10:00+01:00")

    assert sorted(apply(MONTHS, [called])) == ["2026-09", "2026-10", "2026-11"]


def test_a_night_over_the_end_of_a_month_counts_in_that_of_its_start() -> None:
    late = done(Kind.WORK, "2026-10-31T23:30+01:00", "2026-11-01T03:00+01:00")
    assert late.month == "2026-10"
    early = done(Kind.WORK, "2026-10-31T23:30+00:00", "2026-11-01T03:00+01:00")
    assert early.month == "2026-11"


def test_breaks_are_written_and_read_back() -> None:
    breaks = (
        Break(minutes=30, start=at("2026-10-25T02:30+02:00")),
        Break(minutes=20, kind=BreakKind.PAID),
        Break(minutes=10, start=at("2026-10-25T02:30+01:00"), kind=BreakKind.WATCH),
    )
    written = breaks_json(breaks)

    assert written[0] == {"minutes": 30, "start": "2026-10-25T00:30:00+00:00", "kind": "unpaid"}
    assert [(b.first, b.minutes, b.kind) for b in breaks_from(written)] == [
        (b.first, b.minutes, b.kind) for b in breaks
    ]


#: Minutes from the Friday before each change of the clocks; shifts of a week around it.
CHANGES = (at("2026-03-27T00:00+01:00"), at("2026-10-23T00:00+02:00"))
LENGTHS = st.lists(st.tuples(st.integers(0, 600), st.integers(40, 900)), min_size=1, max_size=9)


@pytest.mark.long
@settings(max_examples=120)
@given(
    data=st.data(),
    since=st.sampled_from(CHANGES),
    stretches=LENGTHS,
)
def test_worked_minutes_are_those_that_passed_less_the_breaks(
    data: st.DataObject, since: datetime, stretches: list[tuple[int, int]]
) -> None:
    """Over both changes: what counts is the sum of stretches in UTC, whatever the clocks showed."""
    minute, planned, said, total = minute_of(since), [], [], 0
    for number, (gap, length) in enumerate(stretches):
        minute += gap
        span = Span(instant_of(minute), instant_of(minute + length))
        minute += length
        plan = Duty(id=f"d{number}", span=span, decided=False)
        kind = data.draw(st.sampled_from(Kind))
        unplanned = kind is Kind.INTERVENTION
        if not unplanned:
            planned.append(published("ada", plan))
        late = data.draw(st.integers(0, gap)) if kind is Kind.WORK else 0
        pause = (
            data.draw(st.integers(0, length - 1)) if kind in (Kind.WORK, Kind.INTERVENTION) else 0
        )
        worked = Duty(
            id=plan.id,
            span=Span(
                (span.start.astimezone(UTC) - timedelta(minutes=late)), span.end.astimezone(UTC)
            ),
            kind=DutyKind.INTERVENTION if unplanned else DutyKind.WORK,
            breaks=(Break(minutes=pause),) if pause else (),
            decided=False,
        )
        uid = "" if unplanned else f"ada.{plan.id}"
        said.append(
            WorkedDuty(root=f"{number:032}", mediator="ada", uid=uid, duty=worked, kind=kind)
        )
        total += 0 if kind is Kind.ABSENT else length + late - pause
    months: dict[str, tuple[Published, ...]] = {}
    for row in planned:
        label = f"{row.worked.duty.span.day:%Y-%m}"
        months[label] = (*months.get(label, ()), row)
    moved = any(
        f"{done.duty.span.day:%Y-%m}" != f"{r.worked.duty.span.day:%Y-%m}"
        for done in said
        for r in planned
        if r.uid == done.uid
    )
    if moved:
        return  # an entry may not leave its month: see test_entry

    rows = [r for month in apply(months, said).values() for r in month]

    assert sum(r.worked.duty.work for r in rows) == total
    assert all(isinstance(r.worked, Worked) and r.worked.mediator == "ada" for r in rows)
