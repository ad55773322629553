"""The page of trainings says what HTTP says, to those who answer for people."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.data.stored.rows import KINDS, add
from api.database.engine import writing
from tests.api.page.every_role import HTML, reasons_in
from tests.api.service import Service
from tests.api.training.served import serving_titles

HERE = "/formations"


@pytest.fixture
def service(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Service]:
    yield from serving_titles(sqlite_engine, tmp_path)


def page(service: Service, role: str = "responsable", agency: str = "ville") -> str:
    answer = service.client(role, agency=agency).get(HERE, headers=HTML)
    assert answer.status_code == 200, answer.text
    return re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", answer.text)


def cells(service: Service) -> list[str]:
    (row,) = re.findall(
        r'<th scope="row">Dorian Leval<small>Ville</small></th>(.*?)</tr>', page(service)
    )
    return re.findall(r"<td[^>]*>(.*?)</td>", row)


def test_the_hours_of_an_apprentice_are_told(service: Service) -> None:
    assert cells(service) == [
        "AMIS<small>AMIS-2025</small>",
        "70 h 00",
        "35 h 00",
        "28 h 00",
        "7 h 00",
        "7 h 00",
        "–",
        '<span class="day">lun. 13 avr. 2026</span> ',
    ]


def test_what_is_late_comes_before_what_is_noted(service: Service) -> None:
    remarks = re.findall("<li>(<strong>En retard.</strong> )?(.*?)</li>", page(service))

    mine = [(bool(late), text) for late, text in remarks if "Leval" in text or "Marzin" in text]
    assert [(late, text.split(" : ")[0]) for late, text in mine] == [
        (True, "Chloé Marzin"),
        (True, "Dorian Leval"),
        (False, "Dorian Leval"),
    ]
    assert mine[0][1].endswith("(objectif de la maison) ; aucun jour n’a de date.")


def test_an_absence_takes_its_sessions_and_tells_no_reason(service: Service) -> None:
    sick = {"mediator": "dorian", "start": "2026-04-07", "end": "2026-04-07", "kind": "maladie"}
    with writing(service.engine) as session:
        add(session, KINDS["absences"], sick)

    assert cells(service)[2:7] == ["35 h 00", "21 h 00", "14 h 00", "7 h 00", "7 h 00"]
    assert reasons_in(page(service)) == []


def test_people_of_another_agency_are_not_there(service: Service) -> None:
    assert "Personne n’est en formation" in page(service, agency="ailleurs")


def test_apprentices_read_their_own_hours(service: Service) -> None:
    def said(person: str) -> list[str]:
        client = service.client("mediateur", person=person)
        text = client.get("/moi/compteurs", headers=HTML).text
        return re.findall("<p>(Formation .*?)</p>", text.replace("\N{NO-BREAK SPACE}", " "))

    assert said("dorian") == [
        "Formation AMIS : 35 h 00 faites, 28 h 00 prévues, sur 70 h 00 ; 7 h 00 manquent encore."
    ]
    assert said("ada") == []


def test_people_who_lack_hours_come_first(service: Service) -> None:
    text = page(service)

    assert "<strong>1 personne en formation</strong>, 1 à qui il manque des heures" in text
    assert "<h2>À régler</h2>" in text
