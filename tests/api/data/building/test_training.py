from datetime import date
from pathlib import Path

import pytest

from scheduler.domain.course import Course
from scheduler.domain.people import Mediator
from tests.api.data.folder.folders import faults, loaded, small

HEADER = "id;titre;site;matin;apres_midi;du;au;toutes_les;ical\n"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//CFA//FR
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260302
DTEND;VALUE=DATE:20260304
SUMMARY:AMIS
END:VEVENT
END:VCALENDAR
"""


def cohort(tmp_path: Path, line: str, days: str = "") -> Path:
    folder = small(tmp_path)
    (folder / "cohortes.csv").write_text(f"{HEADER}{line}\n", encoding="utf-8")
    text = f"cohorte;debut;fin;sans_cours\n{days}"
    (folder / "dates_cohortes.csv").write_text(text, encoding="utf-8")
    (folder / "cfa.ics").write_text(CALENDAR.replace("\n", "\r\n"), encoding="utf-8")
    return folder


def test_a_rhythm_gives_one_week_in_four_less_the_days_without_class(tmp_path: Path) -> None:
    line = "AMIS-2025;AMIS;cfa;09:00-12:30;;02/03/2026;03/04/2026;4;"
    folder = cohort(tmp_path, line, "AMIS-2025;30/03/2026;31/03/2026;oui\n")
    (only,) = loaded(folder).cohorts
    assert only.dates == (
        *(date(2026, 3, day) for day in (2, 3, 4, 5, 6)),
        *(date(2026, 4, day) for day in (1, 2, 3)),
    )
    assert {span.minutes for _, span in only.sessions} == {210}


@pytest.mark.parametrize("half", ["9-12", "9h – 12h", "09:00-12"])
def test_half_a_day_is_read_as_people_write_it(tmp_path: Path, half: str) -> None:
    line = f"AMIS-2025;AMIS;cfa;{half};;02/03/2026;06/03/2026;1;"
    (only,) = loaded(cohort(tmp_path, line)).cohorts
    assert {span.minutes for _, span in only.sessions} == {180}


@pytest.mark.parametrize("half", ["0900-1200", "12-9", "9-25", "le matin"])
def test_another_half_day_is_refused_in_its_column(tmp_path: Path, half: str) -> None:
    line = f"AMIS-2025;AMIS;cfa;{half};;02/03/2026;06/03/2026;1;"
    (fault,) = faults(cohort(tmp_path, line))
    assert "colonne « matin »" in fault
    assert "attendu : une demi-journée comme 09:00-12:30, ou rien" in fault


def test_the_centre_s_calendar_gives_dates(tmp_path: Path) -> None:
    (only,) = loaded(cohort(tmp_path, "AMIS-2025;AMIS;cfa;09:00-12:30;;;;;cfa.ics")).cohorts
    assert only.dates == (date(2026, 3, 2), date(2026, 3, 3))


def test_listed_dates_are_added_to_the_centre_s_calendar(tmp_path: Path) -> None:
    line = "AMIS-2025;AMIS;cfa;09:00-12:30;;;;;cfa.ics"
    (only,) = loaded(cohort(tmp_path, line, "AMIS-2025;09/03/2026;09/03/2026;\n")).cohorts
    assert only.dates == (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 9))


def test_a_calendar_that_is_not_there_or_elsewhere_is_refused(tmp_path: Path) -> None:
    for name in ("absent.ics", "../cfa.ics"):
        folder = cohort(tmp_path / name.strip("./"), f"AMIS-2025;AMIS;cfa;09:00-12:30;;;;;{name}")
        assert faults(folder) == [
            (
                f"cohortes.csv, ligne 2, colonne « ical » : reçu « {name} », "
                "attendu : le nom d’un fichier .ics du dossier"
            )
        ]


def test_a_file_that_is_no_calendar_is_refused(tmp_path: Path) -> None:
    folder = cohort(tmp_path, "AMIS-2025;AMIS;cfa;09:00-12:30;;;;;cfa.ics")
    (folder / "cfa.ics").write_text("bonjour\n", encoding="utf-8")
    (message,) = faults(folder)
    assert message.startswith("cohortes.csv, ligne 2, colonne « ical » : reçu « cfa.ics »")


def test_a_rhythm_has_a_beginning_and_an_end(tmp_path: Path) -> None:
    folder = cohort(tmp_path, "AMIS-2025;AMIS;cfa;09:00-12:30;;02/03/2026;;4;")
    (message,) = faults(folder)
    assert message.startswith("cohortes.csv, ligne 2, colonne « au » : reçu rien")


COHORTS = "id;titre;site;matin;apres_midi;du;au;toutes_les;ical;heures_titre;jours_socle"
TITLE = "AMIS-1;AMIS;;09:00-12:30;;;;;;{hours};"
SOCLE = "SOCLE-1;Formation socle;;09:00-12:30;13:30-17:00;;;;;;6"
WEEK = "AMIS-1;04/05/2026;09/05/2026;"
"""Monday to Saturday, with 8 May."""


def folder(
    path: Path,
    *cohorts: str,
    days: tuple[str, ...],
    members: tuple[str, ...],
    **others: tuple[str, ...],
) -> Path:
    made = small(path)
    tables = {
        "cohortes": (COHORTS, *cohorts),
        "dates_cohortes": ("cohorte;debut;fin;sans_cours", *days),
        "inscriptions": ("cohorte;personne", *members),
        **others,
    }
    for name, lines in tables.items():
        (made / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return made


def someone(path: Path, who: str = "elsa") -> Mediator:
    return loaded(path).mediator_of[who]


def session(path: Path, *days: str, acquired: str = "") -> Path:
    rows = ("personne;acquise_le", *((f"elsa;{acquired}",) if acquired else ()))
    return folder(
        path,
        SOCLE,
        days=tuple(f"SOCLE-1;{day}/03/2026;{day}/03/2026;" for day in days),
        members=("SOCLE-1;elsa",),
        formation_socle=rows,
    )


def test_a_training_counts_its_sessions_less_holidays_and_absences(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        TITLE.format(hours="21"),
        days=(WEEK,),
        members=("AMIS-1;elsa",),
        absences=("personne;debut;fin;motif", "elsa;05/05/2026;05/05/2026;maladie"),
    )
    assert someone(made).courses == (
        Course(
            title="AMIS",
            due=21 * 60,
            dated=4 * 210,
            lost=210,
            missed=210,
            first=date(2026, 5, 4),
            last=date(2026, 5, 9),
        ),
    )


@pytest.mark.parametrize(("departement", "lost"), [("67", 210), ("35", 0)])
def test_good_friday_takes_a_session_away_in_alsace_alone(
    tmp_path: Path, departement: str, lost: int
) -> None:
    made = folder(
        tmp_path,
        TITLE.format(hours="21"),
        days=("AMIS-1;30/03/2026;04/04/2026;",),
        members=("AMIS-1;elsa",),
        agences=(
            "id;nom;academie;zone_scolaire;departement",
            f"ville;Ville;Rennes;B;{departement}",
        ),
    )

    (course,) = someone(made).courses

    assert (course.dated, course.lost) == (6 * 210 - lost, lost)


def test_a_title_s_hours_hold_for_all_its_cohorts_and_add_up(tmp_path: Path) -> None:
    again = TITLE.format(hours="").replace("AMIS-1", "AMIS-2")
    made = folder(
        tmp_path,
        TITLE.format(hours="406"),
        again,
        days=("AMIS-1;04/05/2026;04/05/2026;", "AMIS-2;05/05/2026;05/05/2026;"),
        members=("AMIS-1;elsa", "AMIS-2;elsa", "AMIS-2;dorian"),
    )
    assert [(c.due, c.dated) for c in someone(made).courses] == [(24_360, 420)]
    assert [(c.due, c.dated) for c in someone(made, "dorian").courses] == [(24_360, 210)]


def test_a_title_without_hours_is_not_followed(tmp_path: Path) -> None:
    made = folder(tmp_path, TITLE.format(hours=""), days=(WEEK,), members=("AMIS-1;elsa",))
    assert someone(made).courses == ()


def test_cohorts_of_one_title_that_tell_different_hours_are_refused(tmp_path: Path) -> None:
    other = TITLE.format(hours="441").replace("AMIS-1", "AMIS-2")
    made = folder(
        tmp_path,
        TITLE.format(hours="406"),
        other,
        days=(WEEK, WEEK.replace("AMIS-1", "AMIS-2")),
        members=(),
    )
    assert faults(made) == [
        (
            "cohortes.csv, ligne 3, colonne « heures_titre » : reçu « 441 », attendu : 406, comme "
            "AMIS-1 du même titre, ou rien"
        )
    ]


def test_a_session_of_the_socle_that_prepares_a_title_is_refused(tmp_path: Path) -> None:
    both = TITLE.format(hours="406") + "6"
    assert faults(folder(tmp_path, both, days=(WEEK,), members=())) == [
        (
            "cohortes.csv, ligne 2, colonne « jours_socle » : reçu « 6 », attendu : rien : la "
            "promotion prépare un titre (heures_titre)"
        )
    ]


@pytest.mark.parametrize(
    ("days", "socle", "lack"),
    [
        (("02", "03", "04", "09", "10"), None, 1),
        (("02", "03", "04", "09", "10", "11"), date(2026, 3, 11), 0),
        (("02", "03", "04", "09", "10", "11", "12"), date(2026, 3, 11), 0),
    ],
)
def test_the_socle_is_done_on_the_last_of_its_days(
    tmp_path: Path, days: tuple[str, ...], socle: date | None, lack: int
) -> None:
    elsa = someone(session(tmp_path, *days))
    assert (elsa.socle, elsa.socle_lack) == (socle, lack)


@pytest.mark.parametrize("day", ["2018-01-15", "2026-03-01", "2026-03-11", "2026-03-20"])
def test_a_recorded_day_outside_the_session_is_kept(tmp_path: Path, day: str) -> None:
    days = ("02", "03", "04", "09", "10", "11")
    elsa = someone(session(tmp_path, *days, acquired=day))
    assert elsa.socle == date.fromisoformat(day)


@pytest.mark.parametrize("day", ["02/03/2026", "10/03/2026"])
def test_a_day_before_the_session_is_over_is_refused(tmp_path: Path, day: str) -> None:
    days = ("02", "03", "04", "09", "10", "11")
    assert faults(session(tmp_path, *days, acquired=day)) == [
        (
            f"formation_socle.csv, ligne 2, colonne « acquise_le » : reçu « {day} », attendu : le "
            "11/03/2026, dernier jour de SOCLE-1, ou après"
        )
    ]


def test_a_day_that_a_cohort_has_already_is_refused(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        SOCLE,
        days=("SOCLE-1;30/03/2026;01/04/2026;", "SOCLE-1;01/04/2026;02/04/2026;"),
        members=(),
    )
    assert faults(made) == [
        (
            "dates_cohortes.csv, ligne 3, colonne « debut » : reçu « 01/04/2026 », attendu : des "
            "jours qu’aucune autre ligne ne donne à la promotion (le 01/04/2026 y est déjà)"
        )
    ]


def test_nothing_is_followed_where_nothing_is_told_of_the_socle(tmp_path: Path) -> None:
    made = small(tmp_path)
    assert {m.socle_followed for m in loaded(made).mediators} == {True}

    (made / "formation_socle.csv").unlink()
    assert {m.socle_followed for m in loaded(made).mediators} == {False}
