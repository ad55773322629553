from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from calendars.appearance import appearance, clean, short_name, whole_days
from scheduler.domain.duty import Break, BreakKind
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import Span, at, days_span
from tests.calendars.feeds import NAMES, away, night, training
from tests.calendars.patterns import like_slot

DAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Aya Diallo", "Aya D."),
        ("Jean-Marc  le Goff", "Jean-Marc L."),
        ("Aya", "Aya"),
        ("  Élodie\té. ", "Élodie É."),
        ("", ""),
    ],
)
def test_people_are_shown_by_first_name_and_initial(name: str, short: str) -> None:
    assert short_name(name) == short


def test_texts_lose_control_characters_and_line_ends() -> None:
    assert clean("a\x00b\x07c\x7f\x85d\r\ne\ufeff\ud800 \u2028 f\u200b") == "abc d e f\u200b"


def test_a_slot_shows_kind_dispositif_place_and_breaks() -> None:
    breaks = (
        Break(minutes=30, start=at(date(2026, 10, 2), time(2))),
        Break(minutes=20, kind=BreakKind.PAID),
        Break(
            minutes=10,
            kind=BreakKind.WATCH,
            start=datetime(2026, 10, 1, 20, 0, tzinfo=ZoneInfo("UTC")),
        ),
    )
    shown = appearance(like_slot(night(DAY), breaks=breaks), names=NAMES)

    assert shown.summary == "Nuit – Voyage à Nantes"
    assert shown.category == "Nuit"
    assert shown.location == "Parc des Chantiers, Bd Léon Bureau, 44200 Nantes"
    assert shown.description.split("\n") == [
        "Pause de 30 min à 02:00 (non payée)",
        "Pause de 20 min (payée)",
        "Pause de 10 min à 22:00 (sur place, en veille)",
    ]


def test_an_appointment_says_first_where_to_go() -> None:
    slot = like_slot(night(DAY), id="RV-7-2026-10-01", breaks=(Break(minutes=20),))

    shown = appearance(slot, names=NAMES)

    assert shown.description.split("\n") == [
        "Rendez-vous D-7 : hall B",
        "Pause de 20 min (non payée)",
    ]


def test_a_break_at_a_time_that_comes_twice_says_that_it_is_the_second() -> None:
    autumn = date(2026, 10, 25)
    breaks = (
        Break(minutes=10, start=at(autumn, time(2, 30))),
        Break(minutes=20, start=at(autumn, time(2, 30), second_passage=True)),
    )
    shown = appearance(like_slot(night(date(2026, 10, 24)), breaks=breaks), names=NAMES)

    assert shown.description.split("\n") == [
        "Pause de 10 min à 02:30 (non payée)",
        "Pause de 20 min à 02:30, heure d’hiver (non payée)",
    ]


@pytest.mark.parametrize("kind", list(AbsenceKind))
def test_an_absence_shows_nothing_but_itself(kind: AbsenceKind) -> None:
    shown = appearance(away(DAY, DAY, kind), names=NAMES)

    assert (shown.summary, shown.category, shown.location, shown.description) == (
        "Absence",
        "Absence",
        "",
        "",
    )
    assert shown == appearance(away(DAY, DAY), names=NAMES)


def test_a_training_shows_its_place() -> None:
    shown = appearance(training(DAY), names=NAMES)

    assert (shown.summary, shown.location, shown.all_day) == ("Formation", "cfa", False)


def test_whole_days_run_from_midnight_to_midnight_on_days_of_change_too() -> None:
    assert whole_days(days_span(date(2026, 10, 25), date(2026, 10, 25)))
    assert whole_days(days_span(date(2026, 3, 28), date(2026, 3, 29)))
    assert not whole_days(Span(at(DAY, time(0)), at(DAY, time(12))))
    assert not whole_days(Span(at(DAY, time(12)), at(date(2026, 10, 2), time(0))))


def test_the_digest_tells_what_is_shown_and_nothing_else() -> None:
    plain = appearance(night(DAY), names=NAMES).digest("Aya D.")
    unseen = like_slot(night(DAY), source="autre", mandatory=True, agency="x")

    assert appearance(unseen, names=NAMES).digest("Aya D.") == plain
    for seen in (night(DAY, end=time(5)), night(DAY, site="gare"), night(date(2026, 10, 2))):
        assert appearance(seen, names=NAMES).digest("Aya D.") != plain
    assert appearance(night(DAY), names=NAMES).digest("Aya B.") != plain
