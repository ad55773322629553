"""What a person's feed must be besides what holds in every kind, read back from its bytes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from calendars.events import Event
from calendars.ical.feeds import dispositif_feed, person_feed, site_feed, window_start
from scheduler.errors import InvalidProblemError
from tests.calendars.feeds import (
    NAMES,
    PEOPLE,
    WHEN,
    Names,
    away,
    aya,
    events,
    feed,
    lines,
    night,
    publish,
    training,
    values,
)

DAY = date(2026, 10, 1)


# 1. Octets ------------------------------------------------------------------------------------


def test_lines_end_in_crlf_and_hold_75_octets_at_most() -> None:
    long = Names(park="Élysée-Ménilmontant, quartier « été » " * 9, where="àéîöù€" * 40)
    data = person_feed(
        "aya.diallo", publish(*aya(night(DAY)), names=long), names=long, people=PEOPLE
    )

    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
    folded = data.split(b"\r\n")
    assert max(len(line) for line in folded) == 75
    for line in folded:
        line.decode("utf-8")  # no character is split
    assert values(data, "LOCATION")[0].startswith("Élysée-Ménilmontant\\, quartier « été » Élysée")
    assert str(events(data)[0]["LOCATION"]).endswith("àéîöù€")


def test_control_characters_do_not_reach_the_feed() -> None:
    odd = Names(park="Parc\x00 des\x07 Chan\u0085tiers\r\nBEGIN:VALARM\ufeff")
    data = person_feed("aya.diallo", publish(*aya(night(DAY)), names=odd), names=odd, people=PEOPLE)

    text = data.decode().replace("\r\n", "")
    assert [c for c in text if ord(c) < 32 or 127 <= ord(c) < 160 or c == "\ufeff"] == []
    assert "BEGIN:VALARM" not in lines(data)
    assert values(data, "LOCATION")[0].startswith("Parc des Chan tiers BEGIN:VALARM\\, Bd")


# 3. Escaping ----------------------------------------------------------------------------------


def test_texts_are_escaped_and_come_back_whole() -> None:
    odd = Names(park="Parc; « a\\b », c")
    data = site_feed("parc", publish(*aya(night(DAY)), names=odd), names=odd, people=PEOPLE)

    assert values(data, "X-WR-CALNAME") == ["Planning – Parc\\; « a\\\\b »\\, c"]
    assert values(data, "NAME") == values(data, "X-WR-CALNAME")
    assert str(events(data)[0]["LOCATION"]) == ("Parc; « a\\b », c, Bd Léon Bureau, 44200 Nantes")


# 4 to 6. Identity and revisions -----------------------------------------------------------------


def test_an_event_has_one_uid_in_every_feed() -> None:
    made = publish(*aya(night(DAY)))
    feeds = (
        person_feed("aya.diallo", made, names=NAMES, people=PEOPLE),
        site_feed("parc", made, names=NAMES, people=PEOPLE),
        dispositif_feed("11", made, names=NAMES, people=PEOPLE),
    )

    assert [values(data, "UID") for data in feeds] == [[made[0].uid]] * 3


def test_one_uid_never_stands_for_two_events() -> None:
    twice = [
        Event(uid="u", mediator="aya.diallo", what=night(day), created=WHEN, modified=WHEN)
        for day in (DAY, date(2026, 10, 2))
    ]
    with pytest.raises(InvalidProblemError, match="uid « u » donné à deux événements"):
        person_feed("aya.diallo", twice, names=NAMES, people=PEOPLE)


def test_stamps_come_from_the_stored_revision() -> None:
    made = publish(*aya(night(DAY)))
    later = WHEN + timedelta(days=3)
    moved = publish(*aya(night(DAY, end=time(5))), previous=made, when=later)

    before = person_feed("aya.diallo", made, names=NAMES, people=PEOPLE)
    after = person_feed("aya.diallo", moved, names=NAMES, people=PEOPLE)
    assert values(before, "DTSTAMP") == ["20260920T150007Z"]
    assert values(before, "LAST-MODIFIED") == ["20260920T150007Z"]
    assert values(before, "CREATED") == ["20260920T150007Z"]
    assert values(before, "SEQUENCE") == ["0"]
    assert values(after, "DTSTAMP") == ["20260923T150007Z"]
    assert values(after, "LAST-MODIFIED") == ["20260923T150007Z"]
    assert values(after, "CREATED") == ["20260920T150007Z"]
    assert values(after, "SEQUENCE") == ["1"]


# 7. Removal -------------------------------------------------------------------------------------


def test_a_shift_taken_away_is_left_out_and_nothing_is_cancelled() -> None:
    made = publish(*aya(night(DAY), night(date(2026, 10, 2))))
    less = publish(*aya(night(DAY)), previous=made, when=WHEN + timedelta(days=1))
    data = person_feed("aya.diallo", less, names=NAMES, people=PEOPLE)

    assert values(data, "UID") == [made[0].uid]
    assert values(data, "STATUS") == ["CONFIRMED"]


# 11 and 13. Names, colour ---------------------------------------------------------------


def test_name_and_colour_are_those_of_the_person_and_of_the_shift() -> None:
    data = feed(night(DAY))

    assert values(data, "NAME") == values(data, "X-WR-CALNAME") == ["Planning – Aya D."]
    assert values(data, "COLOR") == ["royalblue"]
    assert values(data, "CATEGORIES") == ["Nuit"]


# 15. Alarms -------------------------------------------------------------------------------------


def test_there_is_no_alarm_unless_asked_for() -> None:
    assert "VALARM" not in feed(night(DAY)).decode()


@pytest.mark.parametrize(("minutes", "trigger"), [(0, "PT0S"), (30, "-PT30M"), (60, "-PT1H")])
def test_an_alarm_is_a_display_with_trigger_and_text_on_shifts_only(
    minutes: int, trigger: str
) -> None:
    data = feed(night(DAY), training(DAY), away(DAY, DAY), alarm=minutes)

    assert lines(data).count("BEGIN:VALARM") == 1
    assert values(data, "ACTION") == ["DISPLAY"]
    assert values(data, "TRIGGER") == [trigger]
    assert values(data, "DESCRIPTION") == ["Nuit – Voyage à Nantes"]


def test_other_alarms_are_refused() -> None:
    with pytest.raises(InvalidProblemError, match=r"rappel de 15 min \(attendu : 0, 30 ou 60\)"):
        feed(alarm=15)


# 16. Place and page -----------------------------------------------------------------------------


def test_place_and_page_are_given() -> None:
    data = feed(night(DAY), page=lambda day: f"https://exemple.fr/moi#{day}")

    assert values(data, "LOCATION") == ["Parc des Chantiers\\, Bd Léon Bureau\\, 44200 Nantes"]
    assert values(data, "URL") == [f"https://exemple.fr/moi#{DAY}"]
    assert values(feed(night(DAY)), "URL") == []


def test_a_personal_feed_holds_the_ids_of_places_and_no_other_feed_does() -> None:
    made = publish(*aya(night(DAY), training(DAY), away(DAY, DAY)))
    own = person_feed("aya.diallo", made, names=NAMES, people=PEOPLE)
    shared = (
        site_feed("parc", made, names=NAMES, people=PEOPLE),
        dispositif_feed("11", made, names=NAMES, people=PEOPLE),
    )

    assert [values(own, f"X-ROULEMENT-{name}") for name in ("SITE", "DISPOSITIF", "AGENCE")] == [
        ["cfa", "parc"],
        ["11"],
        ["nantes"],
    ]
    assert [b"X-ROULEMENT" in data for data in shared] == [False, False]


# 18 and 19. Window, determinism ------------------------------------------------------


def test_past_shifts_stay_for_ninety_days() -> None:
    since = window_start(datetime(2026, 12, 30, 23, 30, tzinfo=UTC))
    data = feed(
        night(date(2026, 10, 1)), night(date(2026, 10, 2)), night(date(2026, 10, 3)), since=since
    )

    # 00:30 in Paris on 31 December; the night of 1 October ends on the 2nd, the window's first.
    assert since == date(2026, 10, 2)
    assert [v[:8] for v in values(data, "DTSTART")[2:]] == ["20261001", "20261002", "20261003"]
    later = feed(night(date(2026, 10, 1)), since=date(2026, 10, 3))
    assert events(later) == []


def test_what_ends_as_the_window_begins_is_out_of_it() -> None:
    gone = away(DAY, DAY)

    assert len(events(feed(gone, since=DAY))) == 1
    assert events(feed(gone, since=DAY + timedelta(days=1))) == []


def test_the_bytes_are_a_function_of_the_data_and_come_by_start() -> None:
    shifts = [night(date(2026, 10, n)) for n in (3, 1, 2)]
    made = publish(*aya(*shifts))
    data = person_feed("aya.diallo", made, names=NAMES, people=PEOPLE)

    assert data == person_feed("aya.diallo", made[::-1], names=NAMES, people=PEOPLE)
    assert [v[:8] for v in values(data, "DTSTART")[2:]] == ["20261001", "20261002", "20261003"]


def test_a_shift_takes_less_than_a_kilobyte() -> None:
    shifts = [night(DAY + timedelta(days=n)) for n in range(100)]

    assert (len(feed(*shifts)) - len(feed())) / 100 < 900
