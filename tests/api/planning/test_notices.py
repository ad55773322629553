from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from api.data.association import Published, Removal, RemovalCause
from api.planning.notices import changes_told, notices_of
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.employment.employer import Notice, NoticeKind
from scheduler.domain.people import Absence
from scheduler.domain.presence import Presence
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span, at, day_span

FIRST = datetime(2026, 5, 11, 9, 30, tzinfo=UTC)
JUNE = date(2026, 6, 1)


def row(
    day: int,
    *,
    who: str = "ada",
    kind: DutyKind = DutyKind.WORK,
    sequence: int = 0,
    created: datetime | None = FIRST,
    changed: datetime | None = None,
) -> Published:
    on = JUNE + timedelta(days=day - 1)
    duty = Duty(
        id=f"d-{on}", span=Span(at(on, time(9)), at(on, time(17))), kind=kind, decided=False
    )
    return Published(
        uid=f"{who}-{on}",
        worked=Worked(mediator=who, duty=duty),
        sequence=sequence,
        created=created,
        changed=changed or created,
    )


def notices_from(*rows: Published, typed: tuple[Notice, ...] = ()) -> list[Notice]:
    return list(notices_of({"2026-06": rows}, typed))


def notice(day: int, notified: date, kind: NoticeKind = NoticeKind.SCHEDULE) -> Notice:
    on = JUNE + timedelta(days=day - 1)
    return Notice(mediator="ada", kind=kind, notified=notified, effective=on, duties=(f"d-{on}",))


def test_a_month_published_once_changes_nothing() -> None:
    assert notices_from(row(1), row(2)) == []


def test_a_shift_changed_after_its_publication_is_a_change_of_schedule() -> None:
    changed = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
    assert notices_from(row(1), row(9, sequence=1, changed=changed)) == [
        notice(9, date(2026, 6, 3))
    ]


def test_it_is_told_on_the_civil_day_in_paris() -> None:
    late = datetime(2026, 6, 3, 22, 30, tzinfo=UTC)
    assert notices_from(row(9, sequence=1, changed=late)) == [notice(9, date(2026, 6, 4))]


def test_a_shift_added_after_the_persons_month_was_published_is_a_change_too() -> None:
    later = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
    assert notices_from(row(1), row(9, created=later)) == [notice(9, date(2026, 6, 3))]


def test_someone_whose_month_is_published_later_was_told_of_nothing_before() -> None:
    later = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
    assert notices_from(row(1, who="brice"), row(9, created=later), row(10, created=later)) == []


def test_what_is_recorded_after_the_shift_is_no_notice() -> None:
    same_day = datetime(2026, 6, 9, 20, 0, tzinfo=UTC)
    day_after = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
    assert notices_from(row(1), row(9, sequence=1, changed=same_day)) == [
        notice(9, date(2026, 6, 9))
    ]
    assert notices_from(row(1), row(9, sequence=1, changed=day_after)) == []


def test_a_standby_is_told_of_when_it_is_published_or_last_changed() -> None:
    changed = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
    standby = DutyKind.STANDBY
    assert notices_from(
        row(5, kind=standby), row(9, kind=standby, sequence=2, changed=changed)
    ) == [
        notice(5, date(2026, 5, 11), NoticeKind.STANDBY),
        notice(9, date(2026, 6, 3), NoticeKind.STANDBY),
    ]


def test_what_has_no_date_of_publication_tells_nothing() -> None:
    assert notices_from(row(5, kind=DutyKind.STANDBY, created=None)) == []


def test_what_was_typed_of_a_duty_stands_for_what_its_publication_tells() -> None:
    changed = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
    typed = Notice(
        mediator="ada",
        kind=NoticeKind.SCHEDULE,
        notified=date(2026, 6, 2),
        effective=date(2026, 6, 9),
        agreed=True,
        duties=("d-2026-06-09",),
    )
    rows = (row(9, sequence=1, changed=changed), row(10, sequence=1, changed=changed))
    assert notices_from(*rows, typed=(typed,)) == [typed, notice(10, date(2026, 6, 3))]


def test_what_was_typed_of_a_day_stands_for_it_where_it_names_no_duty() -> None:
    changed = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
    typed = Notice(
        mediator="ada",
        kind=NoticeKind.SCHEDULE,
        notified=date(2026, 6, 2),
        effective=date(2026, 6, 9),
    )
    other = Notice(
        mediator="ada",
        kind=NoticeKind.STANDBY,
        notified=date(2026, 6, 2),
        effective=date(2026, 6, 9),
    )
    assert notices_from(row(9, sequence=1, changed=changed), typed=(typed,)) == [typed]
    assert notices_from(row(9, sequence=1, changed=changed), typed=(other,)) == [
        other,
        notice(9, date(2026, 6, 3)),
    ]


def gone(
    day: int, removed: datetime, cause: RemovalCause = RemovalCause.TAKEN, *, who: str = "ada"
) -> Removal:
    shift = row(day, who=who)
    return Removal(worked=shift.worked, removed=removed, created=FIRST, changed=FIRST, cause=cause)


def taken_from(
    *removals: Removal,
    rows: tuple[Published, ...] = (row(1),),
    typed: tuple[Notice, ...] = (),
    absences: tuple[Absence, ...] = (),
) -> list[tuple[int, date, bool]]:
    """Return the notices of what was taken away: the day of June, the day told, if asked for."""
    notices = changes_told({"2026-06": rows}, typed, removals, Presence(absences, ()))
    return [(n.effective.day, n.notified, n.wanted) for n in notices if n.taken]


def test_a_shift_taken_away_is_a_change_of_schedule() -> None:
    third = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
    notified = date(2026, 6, 3)

    assert taken_from(gone(9, third)) == [(9, notified, False)]
    assert taken_from(gone(9, third), rows=(row(1), row(9))) == []  # it was given back
    assert taken_from(gone(9, third, RemovalCause.CHANGED), rows=(row(1), row(9))) == []
    assert taken_from(gone(9, third), typed=(notice(9, notified),)) == []
    assert taken_from(gone(9, third), absences=(absent(9),)) == []
    assert taken_from(gone(9, FIRST)) == []  # the month was told that day
    assert taken_from(gone(9, third), rows=()) == [(9, notified, False)]


def test_a_shift_left_for_another_of_the_day_is_one_change_told_once() -> None:
    third = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
    instead = replace(row(9, created=third), uid="instead")
    instead = replace(
        instead, worked=replace(instead.worked, duty=replace(instead.worked.duty, id="e-9"))
    )
    next_day = third + timedelta(days=1)

    assert taken_from(gone(9, third), rows=(row(1), instead)) == []
    assert taken_from(gone(9, next_day), rows=(row(1), instead)) == [(9, date(2026, 6, 4), False)]


def test_a_swap_is_told_to_both_as_something_that_they_asked_for() -> None:
    third = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
    swap = gone(9, third, RemovalCause.SWAP)
    rows = (row(1), row(1, who="brice"), row(9, who="brice", created=third))

    notices = list(changes_told({"2026-06": rows}, (), [swap], Presence((), ())))

    assert [(n.mediator, n.taken, n.wanted, n.agreed) for n in notices] == [
        ("brice", False, True, True),
        ("ada", True, True, True),
    ]


def absent(day: int) -> Absence:
    return Absence(mediator="ada", span=day_span(date(2026, 6, day)))
