from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from calendars.events import Event, new_uid, of_rota, revise
from scheduler.domain.people import Absence, AbsenceKind, Mediator
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import Span, at, days_span
from scheduler.errors import InvalidProblemError, NaiveTimeError
from tests.calendars.feeds import NAMES, PEOPLE, WHEN, Names, away, aya, night, publish, training
from tests.calendars.patterns import like_slot

FIRST, SECOND, THIRD = date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 3)
LATER = WHEN + timedelta(days=2)


def test_a_first_publication_gives_each_event_an_opaque_uid() -> None:
    made = publish(*aya(night(FIRST), night(SECOND), training(THIRD)), ("tom", night(FIRST)))

    assert len({row.uid for row in made}) == 4
    assert [row.what.span.day.day for row in made] == [1, 1, 2, 3]
    for row in made:
        assert (row.sequence, row.created, row.modified) == (0, WHEN, WHEN)
        assert "aya" not in row.uid
        assert len(row.uid) == 36


def test_publishing_the_same_again_changes_nothing() -> None:
    made = publish(*aya(night(FIRST), training(THIRD), away(SECOND, SECOND)))
    again = publish(
        *aya(away(SECOND, SECOND), training(THIRD), night(FIRST)), previous=made, when=LATER, seed=2
    )

    assert again == made


def test_a_shift_that_moves_keeps_its_uid_and_raises_its_sequence() -> None:
    made = publish(*aya(night(FIRST), night(SECOND)))
    moved = publish(*aya(night(FIRST, end=time(5)), night(SECOND)), previous=made, when=LATER)

    assert [row.uid for row in moved] == [row.uid for row in made]
    assert (moved[0].sequence, moved[0].created, moved[0].modified) == (1, WHEN, LATER)
    assert moved[0].what.span.end == at(SECOND, time(5))
    assert moved[1] == made[1]
    again = publish(*aya(night(FIRST), night(SECOND)), previous=moved, when=LATER)
    assert again[0].sequence == 2
    assert again[0].modified == LATER + timedelta(seconds=1)


def test_the_second_passage_of_the_repeated_hour_is_another_end() -> None:
    # Python finds the two passages of 02:30 equal: a publication must not.
    change = date(2026, 10, 24)
    slot = night(change, end=time(2, 30))
    late = Span(slot.span.start, at(date(2026, 10, 25), time(2, 30), second_passage=True))
    made = publish(*aya(slot))
    moved = publish(*aya(like_slot(slot, span=late)), previous=made, when=LATER)

    assert moved[0].sequence == 1
    assert moved[0].what.span.minutes - made[0].what.span.minutes == 60


def test_what_is_not_shown_changes_no_revision() -> None:
    made = publish(*aya(night(FIRST)))
    noted = publish(*aya(like_slot(night(FIRST), source="note")), previous=made, when=LATER)

    assert (noted[0].sequence, noted[0].modified) == (0, WHEN)


def test_a_new_address_is_a_visible_change() -> None:
    made = publish(*aya(night(FIRST)))
    moved = publish(*aya(night(FIRST)), previous=made, when=LATER, names=Names(where="ailleurs"))

    assert (moved[0].uid, moved[0].sequence) == (made[0].uid, 1)


def test_what_is_taken_away_is_left_out_and_what_is_given_is_new() -> None:
    made = publish(*aya(night(FIRST), night(SECOND)))
    swapped = publish(*aya(night(FIRST)), ("tom", night(SECOND)), previous=made, when=LATER, seed=2)

    assert [(row.mediator, row.uid == made[0].uid) for row in swapped] == [
        ("aya.diallo", True),
        ("tom", False),
    ]
    assert swapped[1].uid not in {row.uid for row in made}
    assert (swapped[1].created, swapped[1].sequence) == (LATER, 0)


def test_what_lies_outside_the_published_period_stays() -> None:
    september = publish(*aya(night(date(2026, 9, 30))))
    october = days_span(FIRST, date(2026, 10, 31))
    both = publish(*aya(night(FIRST)), previous=september, when=LATER, span=october, seed=2)

    assert both[0] == september[0]
    assert [row.what.span.day for row in both] == [date(2026, 9, 30), FIRST]
    emptied = publish(previous=both, when=LATER, span=october)
    assert emptied == september


def test_an_absence_keeps_its_event_while_it_starts_the_same_day() -> None:
    made = publish(*aya(away(FIRST, FIRST)))
    longer = publish(*aya(away(FIRST, THIRD)), previous=made, when=LATER)

    assert (longer[0].uid, longer[0].sequence) == (made[0].uid, 1)


def test_absences_that_touch_are_one_and_no_reason_is_kept() -> None:
    made = publish(
        *aya(
            away(FIRST, FIRST, AbsenceKind.SICK),
            away(SECOND, SECOND, AbsenceKind.LEAVE),
            away(date(2026, 10, 5), date(2026, 10, 5), AbsenceKind.SICK),
        )
    )

    assert [row.what for row in made] == [
        Absence(mediator="aya.diallo", span=days_span(FIRST, SECOND), kind=AbsenceKind.OTHER),
        Absence(
            mediator="aya.diallo",
            span=days_span(date(2026, 10, 5), date(2026, 10, 5)),
            kind=AbsenceKind.OTHER,
        ),
    ]


def test_times_of_publication_are_kept_in_utc_to_the_second() -> None:
    paris = datetime(2026, 9, 20, 17, 0, 7, 999, tzinfo=ZoneInfo("Europe/Paris"))

    assert publish(*aya(night(FIRST)), when=paris)[0].modified == WHEN
    assert publish(*aya(night(FIRST)), when=paris)[0].modified.tzinfo is UTC
    with pytest.raises(NaiveTimeError):
        publish(when=datetime(2026, 9, 20))  # noqa: DTZ001 - what is refused


def test_a_publication_before_the_last_one_is_refused() -> None:
    made = publish(*aya(night(FIRST)), when=LATER)

    with pytest.raises(InvalidProblemError, match="antérieure à la précédente"):
        publish(*aya(night(FIRST)), previous=made, when=LATER - timedelta(seconds=1))
    assert publish(*aya(night(FIRST)), previous=made, when=LATER) == made


def test_something_published_twice_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match=r"publié deux fois : aya\.diallo, 11-nuit"):
        publish(*aya(night(FIRST), night(FIRST)))


def test_a_uid_that_is_taken_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="uid « x » déjà donné"):
        revise(
            {},
            aya(night(FIRST), night(SECOND)),
            WHEN,
            names=NAMES,
            people=PEOPLE,
            uids=lambda: "x",
        )


@pytest.mark.parametrize("uid", ["", "é" * 128])
def test_a_uid_has_one_to_255_octets(uid: str) -> None:
    with pytest.raises(InvalidProblemError, match="255 octets"):
        Event(uid=uid, mediator="m", what=night(FIRST), created=WHEN, modified=WHEN)


def test_a_revision_does_not_come_before_the_creation() -> None:
    with pytest.raises(InvalidProblemError, match="antérieure à la création"):
        Event(uid="u", mediator="m", what=night(FIRST), created=LATER, modified=WHEN)


def test_uids_are_random() -> None:
    assert new_uid() != new_uid()


def test_a_rota_publishes_assignments_trainings_and_absences_of_its_period() -> None:
    problem = Problem(
        horizon=days_span(FIRST, date(2026, 10, 31)),
        mediators=(Mediator(id="aya.diallo", name="Aya Diallo"),),
        slots=(night(FIRST), night(SECOND)),
        trainings=(training(THIRD), training(date(2026, 9, 30))),
        absences=(
            away(date(2026, 9, 28), FIRST, AbsenceKind.SICK),
            away(date(2026, 9, 28), date(2026, 9, 29), AbsenceKind.LEAVE),
            away(date(2026, 11, 1), date(2026, 11, 2)),
        ),
    )
    rota = Rota(
        problem=problem,
        assignments=frozenset({Assignment("aya.diallo", "11-nuit-2026-10-02")}),
    )

    assert list(of_rota(rota)) == aya(
        night(SECOND), training(THIRD), away(date(2026, 9, 28), FIRST, AbsenceKind.OTHER)
    )
