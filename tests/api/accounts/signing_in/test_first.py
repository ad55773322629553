from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.access.people import PASSWORD, opened_account
from tests.api.service import Service, serve

if TYPE_CHECKING:
    from sqlalchemy import Engine

CODE = "k7mp-2xqa-nn4t"
FORM = {"code": CODE, "name": "Ana Martin", "email": "ana@exemple.org", "password": PASSWORD}
PAGE = {"accept": "text/html"}


@pytest.fixture
def empty(sqlite_engine: Engine) -> Service:
    """Serve a database without any account, started by somebody who was shown a code."""
    made = serve(sqlite_engine)
    made.app.state.first_code = CODE
    return made


def test_without_any_account_every_way_in_leads_to_the_first(empty: Service) -> None:
    page = empty.client().get("/", headers=PAGE)

    assert page.url.path == "/premier-compte"
    assert "Code affiché au démarrage" in page.text


def test_the_code_opens_the_account_and_lets_it_in(empty: Service) -> None:
    client = empty.client()
    assert (
        "les comptes, les ressources humaines et les plannings"
        in client.get("/premier-compte", headers=PAGE).text
    )

    made = client.post("/premier-compte", data=FORM, headers=PAGE)
    assert (made.status_code, str(made.url.path)) == (200, "/commencer")
    assert "Ana Martin" in made.text

    login = {"email": FORM["email"], "password": PASSWORD}
    answer = client.post("/connexion", data=login, headers=PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_refused_form_keeps_what_was_typed_but_the_password(empty: Service) -> None:
    page = empty.client().post("/premier-compte", data={**FORM, "code": "faux"}, headers=PAGE)

    assert page.status_code == 422
    assert "Code refusé : attendu celui que « rota serve » a affiché en démarrant." in page.text
    assert 'id="code-faute"' in page.text
    assert 'value="ana@exemple.org"' in page.text
    assert PASSWORD not in page.text


def test_once_there_is_an_account_the_page_leads_to_the_login(empty: Service) -> None:
    opened_account(empty.engine, "karim@exemple.org")

    page = empty.client().get("/premier-compte", headers=PAGE)
    refused = empty.client().post("/premier-compte", data=FORM, headers=PAGE)

    assert page.url.path == "/connexion"
    assert refused.status_code == 409
    assert "Un compte existe déjà : connectez-vous." in refused.text


def test_without_a_printed_code_the_page_says_what_to_type(sqlite_engine: Engine) -> None:
    page = serve(sqlite_engine).client().get("/premier-compte", headers=PAGE)

    assert "rota user add vous@exemple.org" in page.text
    assert "<form" not in page.text
