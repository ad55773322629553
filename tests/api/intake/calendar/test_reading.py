from pathlib import Path

import pytest

from api.intake.foreign_file import read_foreign
from scheduler.domain.duty import DutyKind
from tests.api.intake.calendars import calendar, event
from tests.api.intake.files import aways, csv_file, refusals, refused, shifts

NIGHT = ("Ada", "01/06 21:30", "02/06 06:00")
ZONE = """BEGIN:VTIMEZONE
TZID:Maison
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0200
DTSTART:19700101T000000
END:STANDARD
END:VTIMEZONE"""


# Times ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("DTSTART;TZID=Europe/Paris:20260601T213000", "DTEND;TZID=Europe/Paris:20260602T060000"),
        ("DTSTART:20260601T193000Z", "DTEND:20260602T040000Z"),
        ("DTSTART:20260601T213000", "DTEND:20260602T060000"),
        ("DTSTART;TZID=Romance Standard Time:20260601T213000", "DURATION:PT8H30M"),
        ("DTSTART;TZID=Europe/London:20260601T203000", "DTEND;TZID=Europe/Rome:20260602T060000"),
        ("DTSTART;TZID=Maison:20260601T213000", "DTEND;TZID=Maison:20260602T060000"),
    ],
)
def test_times_are_instants_in_whatever_zone(tmp_path: Path, start: str, end: str) -> None:
    assert shifts(read_foreign(calendar(tmp_path, ZONE, event(start, end)))) == [NIGHT]


def test_times_without_a_zone_are_those_of_paris_and_it_is_told(tmp_path: Path) -> None:
    floating = event("DTSTART:20260601T213000", "DTEND:20260602T060000")

    here = read_foreign(calendar(tmp_path, floating))
    there = read_foreign(calendar(tmp_path, "X-WR-TIMEZONE:America/Cayenne", floating))

    assert "heures sans fuseau : lues comme celles de Paris (ada.ics, ligne 4)" in here.notes
    assert refusals(there) == [
        (
            "ada.ics, ligne 5, colonne « DTSTART » : reçu « 20260601T213000 (Nuit) », attendu : "
            "une heure avec son fuseau (celui du calendrier n’est pas Paris)"
        )
    ]


def test_a_zone_that_the_calendar_does_not_define_is_refused_even_if_another_did(
    tmp_path: Path,
) -> None:
    lines = ("DTSTART;TZID=Maison:20260601T213000", "DURATION:PT8H")
    assert len(read_foreign(calendar(tmp_path, ZONE, event(*lines))).shifts) == 1

    assert refusals(read_foreign(calendar(tmp_path, event(*lines)))) == [
        (
            "ada.ics, ligne 4, colonne « DTSTART » : reçu « 20260601T213000 (Nuit) », attendu : un "
            "fuseau connu (« Maison » n’est pas défini)"
        )
    ]


def test_the_nights_on_which_clocks_change(tmp_path: Path) -> None:
    parts = [
        event(start="20260328T213000", end="20260329T060000"),
        event(start="20261024T213000", end="20261025T060000"),
        event(start="20261025T023000", end="20261025T080000"),
        event("DTSTART:20261025T013000Z", "DTEND:20261025T070000Z"),
        event(start="20260329T023000", end="20260329T080000"),
    ]

    reading = read_foreign(calendar(tmp_path, *parts))

    assert [s.duty.span.minutes for s in reading.shifts] == [450, 570, 390, 330]
    assert "premier passage retenu (ada.ics, ligne 16)" in "\n".join(reading.notes)
    assert refusals(reading)[0].endswith(
        "attendu : une heure qui existe (02:30 n’existe pas le 29/03/2026 : les horloges passent "
        "de 02:00 à 03:00)"
    )


@pytest.mark.parametrize(
    ("lines", "column", "expected"),
    [
        (("DTSTART:20260601T213015Z",), "DTSTART", "une heure à la minute"),
        (("DTEND;TZID=Europe/Paris:20260601T213000",), "DTEND", "une fin après le début"),
        (("DTEND;VALUE=DATE:20260602",), "DTEND", "une fin du même genre que le début"),
        (("DTEND;TZID=Europe/Paris:20260602T213100",), "DTSTART", "24 heures au plus"),
        (("DURATION:PT0S",), "DTEND", "une fin après le début"),
        (("DTSTART:19260601T213000Z",), "DTSTART", "une date de 2000 à 2099"),
        (("DTSTART:2026",), "DTSTART", "une propriété qui puisse être lue"),
        (
            ("DTSTART:20260601T213000Z", "DTSTART:20260602T213000Z"),
            "DTSTART",
            "cette propriété une seule fois",
        ),
    ],
)
def test_a_time_that_cannot_be_is_refused(
    tmp_path: Path, lines: tuple[str, ...], column: str, expected: str
) -> None:
    reading = read_foreign(
        calendar(tmp_path, event(*lines), event(start="20260605T213000", end="20260606T060000"))
    )

    (message,) = refusals(reading)
    assert message.startswith(f"ada.ics, ligne 4, colonne « {column} » : reçu ")
    assert f"attendu : {expected}" in message
    assert reading.counts.refused == 1


def test_an_event_without_an_end_is_refused(tmp_path: Path) -> None:
    part = "BEGIN:VEVENT\nUID:1\nSUMMARY:Nuit\nDTSTART:20260601T193000Z\nEND:VEVENT"

    assert refusals(read_foreign(calendar(tmp_path, part))) == [
        "ada.ics, ligne 4, colonne « DTEND » : reçu « Nuit », attendu : une fin (DTEND ou DURATION)"
    ]


# What -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        *(("Nuit", DutyKind.WORK), ("Nuit – Parc", DutyKind.WORK), ("Poste 12", DutyKind.WORK)),
        *(("Formation CFA", DutyKind.TRAINING), ("CFA", DutyKind.TRAINING)),
        *(("Astreinte semaine 23", DutyKind.STANDBY), ("Ada - Astreinte", DutyKind.STANDBY)),
        ("Trajet : Parc → Gare", DutyKind.TRAVEL),
    ],
)
def test_a_title_tells_what_an_event_is(tmp_path: Path, title: str, kind: DutyKind) -> None:
    (shift,) = read_foreign(calendar(tmp_path, event(f"SUMMARY:{title}"))).shifts

    assert shift.duty.kind is kind


def test_an_event_that_says_nothing_is_work_and_it_is_told(tmp_path: Path) -> None:
    reading = read_foreign(calendar(tmp_path, event("SUMMARY:M. Dupont")))

    assert [s.duty.kind for s in reading.shifts] == [DutyKind.WORK]
    assert "événements sans motif connu : lus comme du travail (ada.ics, ligne 4)" in reading.notes


def test_absences_are_days_or_hours_and_rest_is_set_aside(tmp_path: Path) -> None:
    days = ("DTSTART;VALUE=DATE:20260601", "DTEND;VALUE=DATE:20260604")
    day = ("DTSTART;VALUE=DATE:20260610", "DURATION:P1D")

    reading = read_foreign(
        calendar(
            tmp_path,
            event(*days, "SUMMARY:Congés d'été"),
            event(*day, "SUMMARY:x", "CATEGORIES:Maladie"),
            event("SUMMARY:Maladie", start="20260615T080000", end="20260615T120000"),
            event(*day, "SUMMARY:Repos"),
            event(*day, "SUMMARY:Anniversaire"),
        )
    )

    assert aways(reading) == [
        ("Ada", "01/06 00:00", "04/06 00:00", "conge"),
        ("Ada", "10/06 00:00", "11/06 00:00", "maladie"),
        ("Ada", "15/06 08:00", "15/06 12:00", "maladie"),
    ]
    assert [a.why for a in reading.aside] == ["repos"]
    assert refusals(reading) == [
        (
            "ada.ics, ligne 29, colonne « SUMMARY » : reçu « Anniversaire », attendu : des "
            "heures, ou un motif connu (CP, RTT, R, RH, F, CFA) pour un événement de la "
            "journée"
        )
    ]


def test_a_legend_gives_its_hours_to_events_of_a_day(tmp_path: Path) -> None:
    codes = csv_file(tmp_path, "code;debut;fin;pause\nN;21:30;06:00;30", "legende.csv")
    part = event("DTSTART;VALUE=DATE:20260601", "DURATION:P2D", "SUMMARY:N")

    reading = read_foreign(calendar(tmp_path, part), legends=[codes])

    assert [(s[1], s[2]) for s in shifts(reading)] == [
        ("01/06 21:30", "02/06 06:00"),
        ("02/06 21:30", "03/06 06:00"),
    ]
    assert [s.duty.work for s in reading.shifts] == [480, 480]


def test_places_and_breaks_are_those_that_the_event_tells(tmp_path: Path) -> None:
    text = "DESCRIPTION:Venir à l'heure.\\nPause : 30 min à 1h30"
    silent = event(start="20260605T213000", end="20260606T060000")

    first, other = read_foreign(
        calendar(tmp_path, event("LOCATION:Parc\\, Nantes", text), silent)
    ).shifts

    assert first.duty.site == "Parc, Nantes"
    assert [(b.minutes, f"{b.start:%d %H:%M}") for b in first.duty.breaks] == [(30, "02 01:30")]
    assert (other.duty.site, other.duty.breaks, other.duty.breaks_known) == ("", (), False)


def test_what_does_not_take_place_or_is_no_event_is_set_aside(tmp_path: Path) -> None:
    task = "BEGIN:VJOURNAL\nUID:9\nSUMMARY:Rappeler\nEND:VJOURNAL"

    reading = read_foreign(calendar(tmp_path, event("STATUS:CANCELLED"), task, event()))

    assert [a.why for a in reading.aside] == [
        "événement annulé",
        "VJOURNAL : ce n’est pas un événement",
    ]
    assert (reading.counts.read, reading.counts.used, reading.counts.set_aside) == (3, 1, 2)


def test_what_is_no_whole_calendar_is_refused_and_an_empty_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "coupe.ics"
    path.write_text("BEGIN:VCALENDAR\nCECI n'est pas\nEND:VCALENDAR\n", encoding="utf-8")

    assert refused(path).startswith("coupe.ics : reçu « calendrier illisible », attendu : ")
    assert read_foreign(calendar(tmp_path)).notes == ("calendrier sans aucun événement (ada.ics)",)
