"""Two people of one name are told apart on every document, by what says least."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.data.building.homonyms import distinguish_homonyms
from api.data.folder.load import load
from api.french.words import brief
from api.judging.directory import Directory
from calendars.appearance import short_name
from tests.api.commands import PETIT
from tests.api.judging.samples import BRICE, mediator

AGENCIES = {"nantes": "Nantes", "rennes": "Rennes"}
ADA = mediator("ada", "Ada Lemoine")


@pytest.mark.parametrize(
    ("agency", "birth", "marks"),
    [
        ("rennes", date(1990, 1, 1), ("Nantes", "Rennes")),
        ("nantes", date(1984, 5, 2), ("naissance 1990", "naissance 1984")),
        ("nantes", date(1990, 5, 2), ("ada", "ada.2")),
        ("", date(1984, 5, 2), ("naissance 1990", "naissance 1984")),
        ("nantes", None, ("ada", "ada.2")),
    ],
)
def test_namesakes_are_told_apart_by_agency_then_birth_then_id(
    agency: str, birth: date | None, marks: tuple[str, str]
) -> None:
    other = replace(ADA, id="ada.2", name="LEMOINE Ada", agency=agency, birth=birth)

    people = distinguish_homonyms((ADA, BRICE, other), AGENCIES)

    assert [person.name for person in people] == [
        *(f"Ada Lemoine · {marks[0]}", "Brice Kouassi", f"LEMOINE Ada · {marks[1]}")
    ]
    assert [person.bare_name for person in people] == [
        "Ada Lemoine",
        "Brice Kouassi",
        "LEMOINE Ada",
    ]


def test_three_namesakes_of_two_agencies_are_told_apart_by_both() -> None:
    others = (
        replace(ADA, id="b", agency="rennes"),
        replace(ADA, id="c", birth=date(1984, 1, 1)),
    )

    assert [person.name for person in distinguish_homonyms((ADA, *others), AGENCIES)] == [
        "Ada Lemoine · Nantes, naissance 1990",
        "Ada Lemoine · Rennes, naissance 1990",
        "Ada Lemoine · Nantes, naissance 1984",
    ]


def test_to_tell_them_apart_twice_changes_nothing() -> None:
    once = distinguish_homonyms((ADA, replace(ADA, id="b", agency="rennes")), AGENCIES)

    assert distinguish_homonyms(once, AGENCIES) == once


def test_people_of_other_names_are_left_as_they_are() -> None:
    assert distinguish_homonyms((ADA, BRICE), AGENCIES) == (ADA, BRICE)


def test_short_names_keep_what_tells_namesakes_apart() -> None:
    assert short_name("Ada Lemoine · Nantes") == "Ada L. · Nantes"
    assert brief("Ada Lemoine · Nantes") == "Ada\u00a0L. · Nantes"
    # What people wrote behind a name themselves stays out of a short one.
    assert short_name("Ada Lemoine (née Martin)") == "Ada L."


def test_the_files_of_an_association_tell_its_namesakes_apart(tmp_path: Path) -> None:
    for path in PETIT.glob("*.csv"):
        text = path.read_text("utf-8").replace("Brice Kouassi", "Ada Lemoine")
        (tmp_path / path.name).write_text(text, "utf-8")

    association = load(tmp_path)

    names = [person.name for person in association.mediators if person.shared_name]
    assert names == ["Ada Lemoine · naissance 1990", "Ada Lemoine · naissance 1986"]
    # A file that says « Ada Lemoine » still means either: it is to be asked about.
    assert [m.id for m in Directory(association.mediators).match("LEMOINE Ada").people] == [
        *("ada", "brice")
    ]
