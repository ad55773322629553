"""Somebody is away: noted from a cell, with what it opens read first, then replaced."""

import re
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.data.rows.kinds import KINDS
from api.data.stored.rows import of_person
from api.database.engine import reading
from tests.api.jobs.asked_over_http import Desk, desk
from tests.api.service import service

__all__ = ["desk", "service"]

MONTH = "/mois/2026-03/absence"
TUESDAY = "P-J-2026-03-03"
HTML = {"accept": "text/html"}


def text_of(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status, answer.text
    return flat(answer.text)


def flat(page: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", unescape(page))


def send(client: TestClient, address: str = MONTH, **values: Any) -> Any:
    fields = {"person": "ada", "kind": "indisponible", "start": "2026-03-03"} | values
    return client.post(address, data=fields, headers=HTML, follow_redirects=False)


def absences(desk: Desk, person: str = "ada") -> list[tuple[str, str, str]]:
    with reading(desk.service.engine) as session:
        rows = of_person(session, KINDS["absences"], person)
        return sorted((r.values["start"], r.values["end"], r.values["kind"]) for r in rows)


def test_the_form_says_what_the_absence_opens_before_it_is_noted(desk: Desk) -> None:
    text = text_of(desk.nora, f"{MONTH}?personne=ada&jour=2026-03-03")

    assert "Absence d’Ada Lemoine" in text
    assert "mar. 3 mars, 9 h – 16 h 30, Place du Marché, <strong>sous le minimum</strong>" in text
    assert f'name="knowing" value="{TUESDAY}"' in text
    assert "Noter l’absence et remplacer" in text


def test_a_noted_absence_leads_to_who_may_take_the_shifts(desk: Desk) -> None:
    answer = send(desk.nora, knowing=[TUESDAY])

    where = answer.headers["location"]
    assert (answer.status_code, where.rpartition("/")[2]) == (303, "remplacer?personne=ada")
    assert ("2026-03-03", "2026-03-03", "indisponible") in absences(desk)
    text = text_of(desk.nora, where)
    assert "1 service tombe pendant son absence" in text
    assert "Replanifier au plus près" in text
    assert 'name="since" value="2026-03-03"' in text


def replaced(desk: Desk) -> str:
    """Note an absence of Ada's, and return the page where others take her shift."""
    return str(send(desk.nora, knowing=[TUESDAY]).headers["location"])


def give(desk: Desk, where: str, to_person: str) -> Any:
    fields = {"version": "1", "person": "ada", "slot": TUESDAY, "to_person": to_person}
    address = where.partition("?")[0]
    return desk.nora.post(address, data=fields, headers=HTML, follow_redirects=False)


def test_what_is_missing_without_anybody_is_said_beside_each_shift(desk: Desk) -> None:
    text = text_of(desk.nora, replaced(desk))

    assert "Sans remplaçant, 1 poste pourvu sur 3, sous le minimum." in text


def test_who_took_a_shift_is_said_and_publishing_comes_next(desk: Desk) -> None:
    where = replaced(desk)
    person = re.findall(r'name="to_person" value="([^"]+)"', text_of(desk.nora, where))[0]

    answer = give(desk, where, person)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{where}&service={TUESDAY}"
    text = text_of(desk.nora, answer.headers["location"])
    assert "Mardi 3 mars 2026, Place du Marché, 9 h – 16 h 30 : tenu maintenant par " in text
    assert "Ada Lemoine ne tient plus aucun service à remplacer." in text
    assert "Publier…" in text


def test_a_shift_that_is_taken_off_is_left_open_and_leads_to_what_would_fill_it(
    desk: Desk,
) -> None:
    where = replaced(desk)

    answer = give(desk, where, "")

    text = text_of(desk.nora, answer.headers["location"])
    assert "9 h – 16 h 30 : tenu maintenant par Brice Kouassi. <a " in text
    assert f'/trous/{TUESDAY}">Ce qui pourvoirait le poste ouvert</a>' in text


def test_a_shift_that_isnt_there_changed_nothing_that_could_be_said(desk: Desk) -> None:
    text = text_of(desk.nora, f"{replaced(desk)}&service=absent")

    assert "tenu maintenant" not in text
    assert "1 service tombe" in text


def test_from_the_shift_s_own_page_one_comes_back_to_all_that_are_to_be_taken(
    desk: Desk,
) -> None:
    where = replaced(desk)
    address = f"{where.rpartition('/')[0]}/services/{TUESDAY}"
    text = text_of(desk.nora, f"{address}?personne=ada")
    # Who could come is read first.
    assert text.index('id="t-candidats"') < text.index("Qui le tient")
    assert f'<a href="{where}">Tous ses services à remplacer</a>' in text
    assert '<input type="hidden" name="away" value="oui">' in text

    person = re.findall(r'name="person" value="([^"]+)"', text)[0]
    fields = {"version": "1", "act": "donner", "person": person, "instead_of": "ada"}
    answer = desk.nora.post(
        address, data={**fields, "away": "oui"}, headers=HTML, follow_redirects=False
    )

    assert answer.headers["location"] == f"{where}&service={TUESDAY}"


def test_other_days_than_those_shown_are_shown_before_anything_is_written(desk: Desk) -> None:
    before = absences(desk)
    answer = send(desk.nora, end="2026-03-04", knowing=[TUESDAY])

    assert answer.status_code == 409
    page = flat(answer.text)
    assert "Rien n’est enregistré encore" in page
    assert re.findall(r'name="knowing" value="([^"]+)"', page) == [TUESDAY, "P-J-2026-03-04"]
    assert 'value="2026-03-04"' in page
    assert absences(desk) == before


def test_a_responsable_names_no_illness_and_rh_does(desk: Desk) -> None:
    mine = text_of(desk.nora, f"{MONTH}?personne=ada&jour=2026-03-03")
    theirs = text_of(desk.rh, f"{MONTH}?personne=ada&jour=2026-03-03")
    refused = send(desk.nora, kind="maladie", knowing=[TUESDAY])

    assert "maladie" not in mine.replace("une maladie se note", "")
    assert '<option value="maladie">Maladie</option>' in theirs
    assert refused.status_code == 422
    assert "l’un de : conge" in flat(refused.text)
    assert send(desk.rh, kind="maladie", knowing=[TUESDAY]).status_code == 303


def test_rh_who_plans_nothing_reads_that_it_is_noted(desk: Desk) -> None:
    answer = send(desk.rh, start="2026-03-29")

    assert "C’est noté." in text_of(desk.rh, answer.headers["location"])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"start": "mardi"}, "Attendu"),
        ({"end": "2026-03-01"}, "une fin après le début"),
        ({"end": "2028-03-01"}, "366 jours au plus"),
    ],
)
def test_days_that_are_none_are_said_at_their_field_and_what_was_typed_stays(
    desk: Desk, fields: dict[str, str], words: str
) -> None:
    answer = send(desk.nora, kind="recuperation", **fields)

    assert answer.status_code == 422
    page = flat(answer.text)
    assert words in page
    assert '<option value="recuperation" selected>' in page
    assert all(f'value="{value}"' in page for value in fields.values())


def test_somebody_who_is_not_there_or_elsewhere_is_not_found_alike(desk: Desk) -> None:
    addresses = [f"{MONTH}?personne={person}&jour=2026-03-03" for person in ("ada", "nobody")]
    there, nowhere = (desk.elsewhere.get(address, headers=HTML) for address in addresses)

    assert (there.status_code, there.content) == (404, nowhere.content)
    assert send(desk.elsewhere, knowing=[TUESDAY]).status_code == 404


def test_no_reason_is_supposed(desk: Desk) -> None:
    page = text_of(desk.nora, f"{MONTH}?personne=ada&jour=2026-03-03")
    before = absences(desk)

    refused = send(desk.nora, kind="", knowing=[TUESDAY])

    assert '<option value="">à choisir</option>' in page
    assert "selected" not in page[page.index("Motif") : page.index("Premier jour")]
    assert refused.status_code == 422
    assert absences(desk) == before
