"""A form that is refused comes back as it was sent, with what was expected at the field."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.access.caller import Role
from tests.api.page.every_role import HTML, as_role
from tests.api.page.markup import Markup
from tests.api.service import NOW, Service

NOTE = "Noël en famille, à « Saint-Malo » & autour\n" + "é" * 300
ASKED = {
    "start": "2026-03-09",
    "start_half": "apres-midi",
    "end": "2026-03-10",
    "kind": "sans_solde",
    "note": NOTE,
}


@pytest.fixture
def ada(service: Service) -> TestClient:
    service.app.state.now = lambda: NOW
    return as_role(service, Role.MEDIATEUR)


def test_a_note_that_is_too_long_comes_back_in_its_field_with_all_that_was_chosen(
    ada: TestClient,
) -> None:
    answer = ada.post("/moi/conges", data=ASKED, headers=HTML)

    assert answer.status_code == 422
    page = Markup(answer.content.decode())
    assert page.faults() == []
    assert unescape(re.findall(r"(?s)<textarea[^>]*>(.*?)</textarea>", answer.text)[0]) == NOTE
    values = {field["name"]: field.get("value") for field in page.all("input") if "name" in field}
    assert (values["start"], values["end"]) == ("2026-03-09", "2026-03-10")
    chosen = [option["value"] for option in page.all("option") if "selected" in option]
    assert chosen == ["apres-midi", "sans_solde"]
    assert "Attendu : 240 caractères au plus" in answer.text
    [note] = page.all("textarea")
    assert note["aria-invalid"] == "true"
    assert note["aria-describedby"] == "note-aide note-faute"
    assert 'id="note-faute"' in answer.text
    assert 'href="#note"' in answer.text


def test_a_control_character_is_refused_where_it_was_typed(ada: TestClient) -> None:
    answer = ada.post("/moi/conges", data=ASKED | {"note": "Noël\0"}, headers=HTML)

    assert answer.status_code == 422
    assert ">Noël</textarea>" in answer.text
    expected = "un texte lisible, sans caractère de commande (reçu : U+0000)"
    assert f'id="note-faute">Attendu : {expected}' in answer.text


def test_a_note_of_240_letters_is_kept_whatever_ends_its_lines(ada: TestClient) -> None:
    longest = "a" * 119 + "\r\n" + "b" * 120

    answer = ada.post(
        "/moi/conges", data=ASKED | {"note": longest}, headers=HTML, follow_redirects=False
    )

    assert answer.status_code == 303
    [leave] = ada.get("/api/v1/conges").json()["items"]
    assert leave["note"] == "a" * 119 + "\n" + "b" * 120


def test_a_password_is_never_given_back(service: Service) -> None:
    as_role(service, Role.RH)  # where nobody has an account, the page is that of the first one
    form = {"email": "ada\0@exemple.org", "password": "un-secret-bien-garde"}

    answer = service.client().post("/connexion", data=form, headers=HTML)

    assert answer.status_code == 422
    assert 'value="ada@exemple.org"' in answer.text
    assert "un-secret-bien-garde" not in answer.text


def test_what_no_page_shows_as_a_form_is_given_back_as_a_list(service: Service) -> None:
    client = as_role(service, Role.RESPONSABLE)

    answer = client.post(
        f"/plannings/{'0' * 32}/publier",
        data={"version": "un", "seen": "0", "key": "k", "note": "Mars, tel que prévu"},
        headers=HTML,
    )

    assert answer.status_code == 422
    assert "<dd>Mars, tel que prévu</dd>" in answer.text
