from datetime import date

import pytest

from calendars.training.cohorts import Cohort, trainings
from calendars.training.ical import from_ical
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator
from scheduler.domain.time import days_span
from scheduler.errors import InvalidProblemError


def ics(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//CFA//FR"]
    for event in events:
        lines += ["BEGIN:VEVENT", "UID:1", *event.split("|"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def cohort(*events: str) -> Cohort:
    return from_ical(ics(*events), id="c", title="AMIS")


def shown(*events: str) -> list[tuple[str, str]]:
    """Days and Paris hours of the sessions that events make."""
    return [
        (f"{span.start:%Y-%m-%d}", f"{span.start:%H:%M}-{span.end:%H:%M}")
        for _, span in cohort(*events).sessions
    ]


def test_all_day_events_take_the_usual_hours_on_weekdays() -> None:
    cohort_read = cohort("DTSTART;VALUE=DATE:20261009|DTEND;VALUE=DATE:20261013|SUMMARY:Semaine 1")

    assert cohort_read.dates == (date(2026, 10, 9), date(2026, 10, 12))
    assert [name for name, _ in cohort_read.sessions] == [
        "2026-10-09-am",
        "2026-10-09-pm",
        "2026-10-12-am",
        "2026-10-12-pm",
    ]


def test_a_day_without_an_end_is_one_day() -> None:
    assert cohort("DTSTART;VALUE=DATE:20261009").dates == (date(2026, 10, 9),)
    assert cohort("DTSTART;VALUE=DATE:20261008|DURATION:P2D").dates == (
        date(2026, 10, 8),
        date(2026, 10, 9),
    )


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART:20261005T090000|DTEND:20261005T123000",
        "DTSTART:20261005T070000Z|DTEND:20261005T103000Z",
        "DTSTART;TZID=Europe/Paris:20261005T090000|DTEND;TZID=Europe/Paris:20261005T123000",
        "DTSTART;TZID=Europe/London:20261005T080000|DURATION:PT3H30M",
    ],
)
def test_hours_are_read_in_paris_whatever_their_zone(event: str) -> None:
    assert shown(event) == [("2026-10-05", "09:00-12:30")]


def test_a_weekly_repetition_keeps_its_hours_over_the_clock_change() -> None:
    event = (
        "DTSTART;TZID=Europe/Paris:20261019T090000|DTEND;TZID=Europe/Paris:20261019T120000|"
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20261102T080000Z|"
        "EXDATE;TZID=Europe/Paris:20261020T090000"
    )

    assert shown(event) == [
        ("2026-10-19", "09:00-12:00"),
        ("2026-10-26", "09:00-12:00"),
        ("2026-10-27", "09:00-12:00"),
        ("2026-11-02", "09:00-12:00"),
    ]


def test_one_week_in_four_may_come_as_a_rule() -> None:
    event = "DTSTART;VALUE=DATE:20261005|RRULE:FREQ=WEEKLY;INTERVAL=4;BYDAY=MO,FR;COUNT=4"

    assert cohort(event).dates == (
        date(2026, 10, 5),
        date(2026, 10, 9),
        date(2026, 11, 2),
        date(2026, 11, 6),
    )


def test_daily_repetitions_are_read() -> None:
    every_other = "DTSTART;VALUE=DATE:20261005|RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20261009"
    weekdays = "DTSTART;VALUE=DATE:20261008|RRULE:FREQ=DAILY;BYDAY=TH,FR,MO;COUNT=3"

    assert [d.day for d in cohort(every_other).dates] == [5, 7, 9]
    assert [d.day for d in cohort(weekdays).dates] == [8, 9, 12]


def test_cancelled_events_are_left_out() -> None:
    kept = "DTSTART;VALUE=DATE:20261005"

    assert cohort(kept, "DTSTART;VALUE=DATE:20261006|STATUS:CANCELLED").dates == (
        date(2026, 10, 5),
    )


def test_members_get_the_stretches_of_the_file() -> None:
    contract = Contract(kind=ContractKind.APPRENTICESHIP, start=date(2026, 9, 1))
    cohort_read = cohort("DTSTART:20261005T090000|DTEND:20261005T123000")
    made = trainings(
        cohort_read,
        [Mediator(id="lina", name="Lina", contracts=(contract,))],
        days_span(date(2026, 10, 1), date(2026, 10, 31)),
        local={},
    )

    assert [t.id for t in made] == ["c-lina-2026-10-05-am"]
    assert made[0].source == "cohorte « AMIS » ; calendrier iCal du centre"


@pytest.mark.parametrize(
    ("event", "text"),
    [
        ("SUMMARY:Cours", r"événement « Cours » : sans début \(DTSTART\)"),
        ("DTSTART:20261005T090000", r"événement « n° 1 » : sans fin"),
        ("DTSTART:20261005T090000|DTEND:20261005T090000", "fin avant ou égale au début"),
        ("DTSTART:20261005T090000|DTEND;VALUE=DATE:20261006", "du même genre"),
        ("DTSTART:20261005T090000|DTEND:20261009T170000", "plus d’un jour avec des heures"),
        ("DTSTART:hier|DTEND:20261005T090000", "DTSTART illisible"),
        ("DTSTART;TZID=Mars/Nord:20261005T090000|DURATION:PT1H", "fuseau « Mars/Nord » inconnu"),
        ("DTSTART:20270328T023000|DURATION:PT1H", "02:30 n’existe pas le 28/03/2027"),
        ("DTSTART;VALUE=DATE:20261005|DTSTART;VALUE=DATE:20261006", "DTSTART en double"),
        ("DTSTART;VALUE=DATE:20261005|RDATE;VALUE=DATE:20261012", "RDATE n’est pas lu"),
        ("DTSTART;VALUE=DATE:20261005|RRULE:FREQ=WEEKLY", "sans fin"),
        ("DTSTART;VALUE=DATE:20261005|RRULE:FREQ=MONTHLY;COUNT=3", "trop compliquée"),
        ("DTSTART;VALUE=DATE:20261005|RRULE:FREQ=WEEKLY;BYDAY=1MO;COUNT=3", "trop compliquée"),
        ("DTSTART;VALUE=DATE:20261005|RRULE:FREQ=WEEKLY;WKST=SU;COUNT=3", "trop compliquée"),
        ("DTSTART;VALUE=DATE:20261005|RRULE:FREQ=WEEKLY;BYMONTH=1;COUNT=3", "trop compliquée"),
        ("DTSTART;VALUE=DATE:20261005|RRULE:FREQ=DAILY;INTERVAL=0;COUNT=3", "trop compliquée"),
        ("DTSTART;VALUE=DATE:20261005|RRULE:FREQ=DAILY;COUNT=9999", "plus de dix ans"),
        (
            "DTSTART;VALUE=DATE:20261005|RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=3",
            "plus de dix ans",
        ),
    ],
)
def test_an_event_that_cannot_be_read_for_certain_is_refused(event: str, text: str) -> None:
    with pytest.raises(InvalidProblemError, match=text):
        cohort(event)


@pytest.mark.parametrize(
    "data", [b"", b"bonjour", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\r\n", b"PK\x03\x04"]
)
def test_bytes_that_are_no_calendar_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidProblemError, match="cohorte « c » : fichier iCal illisible"):
        from_ical(data, id="c")


def test_a_calendar_without_dates_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="cohorte « c » : aucune date"):
        from_ical(ics(), id="c")
    with pytest.raises(InvalidProblemError, match="aucune date"):
        cohort("DTSTART;VALUE=DATE:20261010")  # a Saturday
