"""The other kinds of feeds: busy only, team, on-call, closed; and how big a feed may be."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from calendars.events import Event
from calendars.ical import calendar as ical_calendar
from calendars.ical.calendar import Look, Style, calendar, closed_feed
from calendars.ical.feeds import busy_feed, person_feed, standby_feed, team_feed
from calendars.standby import Gap, gaps
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import Span, at, days_span
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


def on_call(day: date) -> Slot:
    return like_slot(night(day, time(14), time(23)), id=f"ast-{day}", kind=SlotKind.STANDBY)


def standing_in(gap: Gap) -> Event:
    return Event(uid=f"trou-{gap.span.first}", mediator="", what=gap, created=WHEN,
                     modified=WHEN)  # fmt: skip


# 17. Busy only ------------------------------------------------------------------------------------


def test_a_family_sees_when_and_neither_where_nor_what() -> None:
    made = publish(*aya(night(DAY), training(DAY), away(DAY, DAY)))
    data = busy_feed("aya.diallo", made, names=NAMES, people=PEOPLE)

    assert values(data, "SUMMARY") == ["Occupé(e)"] * 2
    assert values(data, "NAME") == ["Occupé(e) – Aya D."]
    inside = [line for line in lines(data) if line.startswith("BEGIN:VEVENT")]
    assert len(inside) == 2  # no absence
    shown = {line.partition(":")[0].partition(";")[0] for line in lines(data)}
    assert shown & {"LOCATION", "DESCRIPTION", "CATEGORIES", "URL", "GEO", "CONTACT"} == set()
    assert "X-ROULEMENT" not in data.decode()
    for hidden in ("Chantiers", "Nuit", "Formation", "Voyage", "Diallo"):
        assert hidden not in data.decode()


def test_a_busy_hour_is_the_shift_s_own_event() -> None:
    made = publish(*aya(night(DAY)))
    own = person_feed("aya.diallo", made, names=NAMES, people=PEOPLE)
    busy = busy_feed("aya.diallo", made, names=NAMES, people=PEOPLE)

    for name in ("UID", "DTSTART", "DTEND", "SEQUENCE", "LAST-MODIFIED"):
        assert values(busy, name) == values(own, name)


# 30. Team and on-call -----------------------------------------------------------------------------


def test_a_team_is_seen_wherever_its_members_work() -> None:
    elsewhere = like_slot(night(DAY, site="ailleurs"), id="12-nuit", dispositif="12")
    made = publish(("tom", elsewhere), ("zoe", night(DAY)), *aya(training(DAY), away(DAY, DAY)))
    data = team_feed("11", {"tom", "aya.diallo"}, made, names=NAMES, people=PEOPLE)

    assert values(data, "SUMMARY") == ["Tom L. – Nuit – 12"]
    assert values(data, "NAME") == ["Équipe – Voyage à Nantes"]


def test_the_on_call_has_no_hole_and_every_gap_is_seen() -> None:
    days = [DAY, DAY + timedelta(days=1), DAY + timedelta(days=3)]
    calls = [on_call(day) for day in days]
    due = [call.span for call in (*calls, on_call(DAY + timedelta(days=2)))]
    open_ones = gaps("11", [call.span for call in calls], due, [days_span(DAY, days[-1])])
    made = publish(*(("tom", call) for call in calls), ("tom", night(DAY)))
    shown = (*made, *(standing_in(gap) for gap in open_ones))
    data = standby_feed("11", shown, names=NAMES, people=PEOPLE)
    written = events(data)

    assert [
        before["DTEND"].dt == after["DTSTART"].dt for before, after in pairwise(written)
    ] == [True] * (len(written) - 1)  # fmt: skip
    assert [str(event["SUMMARY"]) for event in written] == [
        "Référent d’astreinte – Tom L.",
        "Pas d’astreinte",
        "Référent d’astreinte – Tom L.",
        "Pas d’astreinte",
        "Astreinte sans référent",
        "Pas d’astreinte",
        "Référent d’astreinte – Tom L.",
    ]
    assert values(data, "NAME") == ["Astreinte – Voyage à Nantes"]


def test_the_on_call_has_no_hole_in_the_night_of_a_clock_change() -> None:
    first, second = on_call(date(2026, 10, 24)), on_call(date(2026, 10, 25))
    both = days_span(date(2026, 10, 24), date(2026, 10, 25))
    open_ones = gaps("11", [first.span, second.span], [], [both])
    shown = (*publish(("tom", first), ("tom", second)), *map(standing_in, open_ones))
    written = events(standby_feed("11", shown, names=NAMES, people=PEOPLE))

    gap = written[1]["DTEND"].dt.astimezone(UTC) - written[1]["DTSTART"].dt.astimezone(UTC)
    assert gap == timedelta(hours=16)  # from 23:00 to 14:00, and one hour twice


def test_a_gap_belongs_to_no_person_and_to_no_other_dispositif() -> None:
    span = Span(at(DAY, time(8)), at(DAY, time(9)))
    gap = standing_in(Gap(dispositif="11", span=span, due=True))

    assert events(person_feed("", [gap], names=NAMES, people=PEOPLE)) == []
    assert events(busy_feed("", [gap], names=NAMES, people=PEOPLE)) == []
    assert events(standby_feed("12", [gap], names=NAMES, people=PEOPLE)) == []
    assert len(events(standby_feed("11", [gap], names=NAMES, people=PEOPLE))) == 1


# Finding 4. A closed feed -------------------------------------------------------------------------


def test_a_closed_feed_is_one_event_of_whole_days_that_says_what_to_do() -> None:
    changed = datetime(2026, 10, 1, 8, 0, 5, tzinfo=UTC)
    data = closed_feed("clos-1", DAY, DAY + timedelta(days=29), changed)

    assert values(data, "SUMMARY") == ["Flux fermé : supprimez cet abonnement"]
    assert [line for line in lines(data) if line.startswith(("DTSTART;", "DTEND"))] == [
        "DTSTART;VALUE=DATE:20261001",
        "DTEND;VALUE=DATE:20261031",
    ]
    assert values(data, "UID") == ["clos-1"]
    assert values(data, "DTSTAMP") == ["20261001T080005Z"]
    assert len(events(data)) == 1


# 18. Size -----------------------------------------------------------------------------------------


AHEAD = "Calendrier trop long : à partir du"


def sized(size: int, *, since: date | None = date(2026, 7, 10)) -> list[str]:
    """Days of the shifts kept of ten, and what is said of others; the window's day is 8 October."""
    shifts = [night(date(2026, 10, n)) for n in range(1, 11)]
    style = Style(name="Planning", color="gray", look=Look.SHARED)
    data = calendar(
        publish(*aya(*shifts)), style, names=NAMES, people=PEOPLE, since=since, size=size
    )
    assert len(data) <= size
    return [
        line.split(":", 1)[1] if "trop long" in line else line[-9:-7]
        for line in lines(data)
        if line.startswith(("DTSTART;TZID", "SUMMARY:Calendrier"))
    ]


def test_what_is_too_big_loses_its_oldest_history_first_and_what_is_far_last() -> None:
    whole = len(
        calendar(
            publish(*aya(*(night(date(2026, 10, n)) for n in range(1, 11)))),
            Style(name="Planning", color="gray", look=Look.SHARED),
            names=NAMES,
            people=PEOPLE,
            since=None,
        )
    )
    letters = (whole - len(calendar((), Style(name="Planning", color="gray", look=Look.SHARED),
                                names=NAMES, people=PEOPLE, since=None))) // 10  # fmt: skip

    assert sized(whole) == [f"{n:02}" for n in range(1, 11)]
    assert 480 < 2 * letters < 960
    assert sized(whole - 1) == [
        "Calendrier trop long : jusqu’au 02/10/2026\\, 2 événements en moins",
        *(f"{n:02}" for n in range(3, 11)),
    ]
    # The night of the 7th ends on the 8th, today: from there on it is no history.
    assert sized(whole - 4 * letters)[1:] == ["07", "08", "09", "10"]
    assert sized(whole - 5 * letters) == [
        "Calendrier trop long : jusqu’au 06/10/2026\\, 6 événements en moins",
        "07",
        "08",
        f"{AHEAD} 09/10/2026\\, 2 événements en moins\\, voyez le planning publié",
    ]


def test_a_feed_is_at_most_a_million_octets() -> None:
    assert ical_calendar.SIZE == 1_000_000


@pytest.mark.long
def test_more_shifts_than_fit_lose_those_farthest_ahead() -> None:
    shifts = [night(DAY + timedelta(days=n)) for n in range(2200)]
    data = person_feed("aya.diallo", publish(*aya(*shifts)), names=NAMES, people=PEOPLE,
                       since=DAY - timedelta(days=90))  # fmt: skip

    assert 999_000 < len(data) <= 1_000_000
    assert values(data, "DTSTART")[2][:8] == "20261001"
    days = [event["DTSTART"].dt for event in events(data)]
    left = f"{2200 - len(days) + 1} événements en moins\\, voyez le planning publié"
    assert values(data, "SUMMARY")[-1] == f"{AHEAD} {days[-1]:%d/%m/%Y}\\, {left}"
    assert all(day.date() < days[-1] for day in days[:-1])
