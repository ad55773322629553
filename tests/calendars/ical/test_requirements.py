"""
The object of a feed, requirement by requirement, in every kind of feed at once.

What a number means is told beside each test; details of one kind stand in the other files.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from calendars.events import Event
from calendars.ical.calendar import closed_feed
from calendars.ical.feeds import (
    busy_feed,
    dispositif_feed,
    person_feed,
    site_feed,
    standby_feed,
    team_feed,
)
from calendars.standby import Gap
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import Span, at
from tests.calendars.feeds import (
    NAMES,
    PEOPLE,
    WHEN,
    away,
    aya,
    events,
    lines,
    night,
    publish,
    training,
    values,
)
from tests.calendars.patterns import like_slot

DAY = date(2026, 10, 1)
HALF = Absence(mediator="aya.diallo", span=Span(at(DAY, time(0)), at(DAY, time(12))),
               kind=AbsenceKind.WORK_ACCIDENT)  # fmt: skip
CALL = like_slot(night(DAY, time(14), time(23)), id="ast", kind=SlotKind.STANDBY)
AUTUMN = night(date(2026, 10, 24), end=time(2, 30))
GAP = Event(
    uid="trou",
    mediator="11",
    what=Gap(dispositif="11", span=Span(at(DAY, time(8)), at(DAY, time(9))), due=True),
    created=WHEN,
    modified=WHEN,
)


def every() -> dict[str, bytes]:
    made = publish(
        *aya(night(DAY), AUTUMN, training(DAY), HALF, away(date(2026, 10, 5), date(2026, 10, 7))),
        ("tom", night(DAY)),
        ("tom", CALL),
    )
    shared: dict[str, Any] = {"names": NAMES, "people": PEOPLE}
    return {
        "personne": person_feed("aya.diallo", made, alarm=30, **shared),
        "occupation": busy_feed("aya.diallo", made, **shared),
        "site": site_feed("parc", made, **shared),
        "dispositif": dispositif_feed("11", made, **shared),
        "equipe": team_feed("11", {"tom"}, made, **shared),
        "astreinte": standby_feed("11", (*made, GAP), **shared),
        "ferme": closed_feed("clos", DAY, DAY, WHEN),
    }


FEEDS = every()
KIND = pytest.mark.parametrize("kind", FEEDS)


@KIND
def test_1_octets(kind: str) -> None:
    data = FEEDS[kind]

    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]", data.decode())


@KIND
def test_2_one_calendar_that_is_a_snapshot(kind: str) -> None:
    head = lines(FEEDS[kind])[: lines(FEEDS[kind]).index("BEGIN:VTIMEZONE")]

    assert head[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Roulement//Planning//FR",
        "CALSCALE:GREGORIAN",
    ]
    assert [line for line in head if line.startswith(("METHOD", "UID", "X-WR-TIMEZONE"))] == []
    assert lines(FEEDS[kind]).count("BEGIN:VCALENDAR") == 1


@KIND
def test_4_to_6_identity_and_stamps(kind: str) -> None:
    written = events(FEEDS[kind])
    uids = [str(event["UID"]) for event in written]

    assert len(set(uids)) == len(uids) >= 1
    for event in written:
        assert "diallo" not in str(event["UID"]).lower()
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == WHEN
        assert event["CREATED"].dt == WHEN
        assert event["SEQUENCE"] == 0


@KIND
def test_7_nothing_is_cancelled(kind: str) -> None:
    assert set(values(FEEDS[kind], "STATUS")) == {"CONFIRMED"}


@KIND
def test_8_and_10_times_are_zoned_or_utc_or_days(kind: str) -> None:
    for line in lines(FEEDS[kind]):
        if line.startswith(("DTSTART:1", "DTSTART;", "DTEND;", "DTSTART:2", "DTEND:")):
            assert re.fullmatch(
                r"(DTSTART|DTEND)(;TZID=Europe/Paris:\d{8}T\d{6}|:\d{8}T\d{6}Z|;VALUE=DATE:\d{8})"
                r"|DTSTART:(19810329T020000|19961027T030000)",  # the zone's own
                line,
            ), line
        assert not line.startswith("DURATION")


@KIND
def test_8_an_event_in_the_repeated_hour_is_utc_at_both_ends(kind: str) -> None:
    for event in events(FEEDS[kind]):
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        if isinstance(start, datetime) and start.astimezone(UTC).date() == date(2026, 10, 24):
            assert (str(start.tzinfo), str(end.tzinfo)) == ("UTC", "UTC")
            assert end - start == timedelta(hours=5)


@KIND
def test_9_one_zone_in_rules(kind: str) -> None:
    text = FEEDS[kind].decode()

    assert text.count("BEGIN:VTIMEZONE") == text.count("TZID:Europe/Paris\r\n") == 1
    assert "RDATE" not in text
    assert text.count("RRULE:") == 2


@KIND
def test_11_to_13_name_refresh_colour(kind: str) -> None:
    data = FEEDS[kind]

    assert values(data, "NAME") == values(data, "X-WR-CALNAME")
    assert lines(data).count("REFRESH-INTERVAL;VALUE=DURATION:PT1H") == 1
    assert lines(data).count("X-PUBLISHED-TTL:PT1H") == 1
    assert re.fullmatch("[a-z]+", values(data, "COLOR")[0])


@KIND
def test_14_whose_it_is(kind: str) -> None:
    data, own = FEEDS[kind], kind == "personne"

    assert set(values(data, "TRANSP")) == {"OPAQUE" if own else "TRANSPARENT"}
    assert values(data, "CLASS") == (["PRIVATE"] * len(events(data)) if own else [])
    assert b"ATTENDEE" not in data
    assert b"ORGANIZER" not in data


@KIND
def test_15_alarms_are_one_s_own_only(kind: str) -> None:
    assert lines(FEEDS[kind]).count("BEGIN:VALARM") == (2 if kind == "personne" else 0)


@KIND
def test_17_only_events_and_the_zone(kind: str) -> None:
    begins = {line for line in lines(FEEDS[kind]) if line.startswith("BEGIN:")}

    assert begins - {"BEGIN:VALARM"} == {
        "BEGIN:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "BEGIN:DAYLIGHT",
        "BEGIN:STANDARD",
        "BEGIN:VEVENT",
    }


@KIND
def test_19_the_same_data_give_the_same_bytes_by_start_and_uid(kind: str) -> None:
    data = FEEDS[kind]
    order = [
        (moment.timestamp() if isinstance(moment := event["DTSTART"].dt, datetime) else moment)
        for event in events(data)
    ]
    timed = [moment for moment in order if isinstance(moment, float)]

    assert every()[kind] == data
    assert timed == sorted(timed)


@KIND
def test_29_no_reason_and_no_private_fact(kind: str) -> None:
    text = FEEDS[kind].decode().replace("\r\n ", "").lower()
    hidden = (
        "accident",
        "maladie",
        "conge",
        "plainte",
        "riverain",
        "modèle",
        "le goff",
        "@",
        "tel:",
    )

    assert [word for word in hidden if word in text] == []
