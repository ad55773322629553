"""Cells as people type them: read in one way, which is said where there could be two."""

from datetime import date

import pytest
from pydantic_core import PydanticCustomError

from api.data.folder.spelling import as_format
from api.data.rows import people as p
from api.data.rows.columns import DECLARED, Row
from api.data.rows.demand import BreakRow, NeedRow, TemplateRow

CENTURY = "année à deux chiffres, de 00 à 59 : 2000, de 60 à 99 : 1900"
HOURS = (p.ContractRow, "heures_semaine")
DAY = (p.ContractRow, "debut")
BIRTH = (p.PersonRow, "naissance")
CLOCK = (TemplateRow, "debut")
MOMENT = (p.AbsenceRow, "debut")


def read(place: tuple[type[Row], str], text: str) -> tuple[str, list[str]]:
    """Return what a cell is read as, and what is said of it."""
    said: list[str] = []
    column = DECLARED[place[0]].by_header[place[1]]
    return as_format(column, text, lambda read_as, why: said.append(f"{read_as} ({why})")), said


@pytest.mark.parametrize(
    ("place", "text", "expected"),
    [
        (DAY, "1/2/2027", "01/02/2027"),
        (DAY, "01-02-2027", "01/02/2027"),
        (DAY, "01.02.2027", "01/02/2027"),
        (DAY, "2027-02-01", "2027-02-01"),
        (DAY, "01/02/2027 00:00:00", "01/02/2027"),
        (DAY, "2027-02-01 00:00:00", "2027-02-01"),
        (MOMENT, "12-03-2027 14h", "12/03/2027 14:00"),
        (MOMENT, "12/03/2027 à 14 h 30", "12/03/2027 14:30"),
        (MOMENT, "12/03/2027 14:00:00", "12/03/2027 14:00"),
        (MOMENT, "2027-03-12T14:00", "2027-03-12 14:00"),
        (CLOCK, "9h", "9:00"),
        (CLOCK, "21 h 30", "21:30"),
        (CLOCK, "21:30:00", "21:30"),
        (HOURS, "35h", "35"),
        (HOURS, "35 h", "35"),
        (HOURS, "35 heures", "35"),
        (HOURS, "35 h 30", "35h30"),
        (HOURS, "35:30", "35h30"),
        (HOURS, "35:30:00", "35h30"),
        (HOURS, "37,50", "37,50"),
        (HOURS, "1285,6", "1285,6"),
        ((p.ContractRow, "heures_annee"), "1 607,95", "1607,95"),
        ((p.ContractRow, "heures_annee"), "1\u202f607", "1607"),
        ((p.PersonRow, "role"), "Médiateur", "mediateur"),
        ((p.PersonRow, "role"), "RÉFÉRENT ", "referent"),
        ((p.ContractRow, "type"), "cdi", "CDI"),
        ((p.ContractRow, "type"), "Intérim", "interim"),
        ((p.AbsenceRow, "motif"), "Congé", "conge"),
        ((p.AbsenceRow, "motif"), "Repos compensateur", "repos_compensateur"),
        ((p.PersonRow, "permis"), "OUI", "oui"),
        ((p.PersonRow, "permis"), "VRAI", "oui"),
        ((p.PersonRow, "permis"), "N", "non"),
        ((p.WishRow, "souhait"), "Repos", "repos"),
        ((BreakRow, "genre"), "Non payée", "non_payee"),
        ((NeedRow, "roles"), "Médiateur, Référent", "mediateur,referent"),
        ((TemplateRow, "jours"), "Lun., Mardi", "lun,mardi"),
    ],
)
def test_what_has_one_meaning_is_read_in_silence(
    place: tuple[type[Row], str], text: str, expected: str
) -> None:
    assert read(place, text) == (expected, [])


@pytest.mark.parametrize(
    ("place", "text", "expected", "said"),
    [
        (
            DAY,
            "1/2/27",
            "01/02/2027",
            CENTURY,
        ),
        (
            DAY,
            "31/12/59",
            "31/12/2059",
            CENTURY,
        ),
        (
            DAY,
            "01-09-98",
            "01/09/1998",
            CENTURY,
        ),
        (
            DAY,
            "01/01/60",
            "01/01/1960",
            CENTURY,
        ),
        (BIRTH, "7/11/85", "07/11/1985", "année à deux chiffres, naissance passée"),
        (BIRTH, "7/11/05", "07/11/2005", "année à deux chiffres, naissance passée"),
        (BIRTH, "7/11/58", "07/11/1958", "année à deux chiffres, naissance passée"),
        (CLOCK, "17.30", "17:30", "heures et minutes, dans une colonne d’heures du jour"),
        (CLOCK, "8,05", "8:05", "heures et minutes, dans une colonne d’heures du jour"),
    ],
)
def test_what_could_have_two_meanings_is_said(
    place: tuple[type[Row], str], text: str, expected: str, said: str
) -> None:
    assert read(place, text) == (expected, [f"{expected} ({said})"])


def test_hours_with_hundredths_are_a_number_and_said_to_be_one() -> None:
    assert read(HOURS, "17.30") == (
        "17.30",
        [
            (
                "17 h 18 (nombre d’heures décimal, dans une colonne de nombres ; "
                "des heures et minutes s’écrivent 17h30)"
            )
        ],
    )


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (DAY, "1/2"),
        (DAY, "1/2-27"),
        (DAY, "février 2027"),
        (CLOCK, "17.5"),
        (CLOCK, "17.75"),
        (CLOCK, "21:30:15"),
        (CLOCK, "9"),
        (HOURS, "temps plein"),
        ((p.PersonRow, "role"), "chef"),
        ((p.PersonRow, "permis"), "peut-être"),
    ],
)
def test_what_is_not_told_is_left_for_the_column_to_refuse(
    place: tuple[type[Row], str], text: str
) -> None:
    assert read(place, text) == (text, [])
    with pytest.raises(PydanticCustomError):
        DECLARED[place[0]].by_header[place[1]].read(text)


def test_a_birth_on_this_very_day_is_of_this_century() -> None:
    today = date.today()  # noqa: DTZ011 - a civil day
    assert read(BIRTH, f"{today:%d/%m/%y}")[0] == f"{today:%d/%m/%Y}"
