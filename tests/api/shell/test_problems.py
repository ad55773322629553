import re

import pytest
import sqlalchemy as sa

from api.database.engine import writing
from tests.api.service import NOW, Service

HTML = {"accept": "text/html,application/xhtml+xml"}


def test_who_is_not_signed_in_goes_to_the_login_page_and_comes_back(service: Service) -> None:
    answer = service.client().get("/plannings?cherche=ada", headers=HTML, follow_redirects=False)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/connexion?suite=/plannings%3Fcherche%3Dada"


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [("/nulle-part", 404, "Introuvable"), (f"/plannings/{'0' * 32}", 404, "Introuvable")],
)
def test_a_refusal_is_a_page_for_a_browser(
    service: Service, address: str, status: int, title: str
) -> None:
    answer = service.client("responsable").get(address, headers=HTML)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f"<h1>{title}</h1>" in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_an_unknown_address_shows_their_menu_to_who_is_signed_in(service: Service) -> None:
    known = service.client("responsable").get("/nulle-part", headers=HTML).text
    unknown = service.client().get("/nulle-part", headers=HTML)

    assert re.search(r'href="/plannings">.*>Plannings</a>', known)
    assert "Se déconnecter" in known
    assert 'href="/rh"' not in known
    assert unknown.status_code == 404
    assert "Plannings" not in unknown.text


def test_who_may_not_open_a_page_has_their_menu_and_a_way_out(service: Service) -> None:
    refused = service.client("rh").get("/moi", headers=HTML)

    assert refused.status_code == 403
    assert 'href="/rh"' in refused.text
    assert "Se déconnecter" in refused.text


def test_a_menu_of_one_entry_is_left_out_where_it_leads(service: Service) -> None:
    client = service.client("mediateur", person="ada")

    assert 'aria-label="Menu"' not in client.get("/moi", headers=HTML).text
    elsewhere = client.get("/nulle-part", headers=HTML).text
    assert re.search(r'href="/moi">.*>Mes services</a>', elsewhere)


def test_a_role_that_opens_nothing_is_told_so_in_a_page(service: Service) -> None:
    answer = service.client("mediateur", person="ada").get("/plannings", headers=HTML)

    assert answer.status_code == 403
    assert "<h1>Droits insuffisants</h1>" in answer.text


@pytest.mark.parametrize("address", ["/plannings", "/nulle-part"])
def test_a_program_gets_the_problem_itself(service: Service, address: str) -> None:
    answer = service.client().get(address)

    assert answer.headers["content-type"] == "application/problem+json"


def test_the_api_answers_a_browser_as_it_does_a_program(service: Service) -> None:
    answer = service.client().get("/api/v1/moi", headers=HTML)

    assert answer.status_code == 401
    assert answer.json()["code"] == "connexion_requise"


def test_what_is_typed_by_others_is_escaped(service: Service) -> None:
    service.client("rh")  # with no account at all, the first one is asked for
    answer = service.client().get("/connexion?suite=/%22%3E%3Cscript%3E", headers=HTML)

    assert "<script>" not in answer.text
    assert 'value="/&#34;&gt;&lt;script&gt;"' in answer.text


def test_what_was_typed_while_the_database_is_away_can_be_sent_again(service: Service) -> None:
    def hurried(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        connection.cursor().execute("PRAGMA busy_timeout = 10")

    service.engine.dispose()
    sa.event.listen(service.engine, "connect", hurried)
    service.app.state.now = lambda: NOW
    ada = service.client("mediateur", person="ada")
    typed = {"start": "2026-03-09", "end": "2026-03-10", "kind": "conge", "note": "Élise & <co>"}

    with writing(service.engine):
        away = ada.post("/moi/conges", data=typed, headers=HTML)

    form = re.search(r'<form method="post" action="/moi/conges">(?s:.*?)</form>', away.text)
    assert away.status_code == 503
    assert "<dd>Élise &amp; &lt;co&gt;</dd>" in away.text
    assert form is not None
    assert 'name="note" value="Élise &amp; &lt;co&gt;"' in form[0]
    assert "Envoyer de nouveau" in form[0]
