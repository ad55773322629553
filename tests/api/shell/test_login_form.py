"""A form sent after its session ended is kept through the login, and sent again."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.access.caller import Role
from api.database.engine import reading, writing
from api.database.tables.access import TokenRow
from api.database.tables.asking import LeaveRow
from api.shell.login_form import LONGEST
from tests.api.access.people import EMAIL, PASSWORD, opened_account
from tests.api.page.every_role import HTML
from tests.api.service import NOW, Service

pytestmark = pytest.mark.long

LEAVE = "/moi/conges"
NOTE = "L’anniversaire d’Élise & co <b> 50 %"
ASKED = {"start": "2026-03-09", "end": "2026-03-10", "kind": "conge", "note": NOTE}


@pytest.fixture
def ended(service: Service) -> TestClient:
    """Give a médiateur's browser whose session has just ended."""
    service.app.state.now = lambda: NOW
    opened_account(service.engine, role=Role.MEDIATEUR, person="ada")
    client = service.client()
    client.headers.update(HTML)
    client.post("/connexion", data={"email": EMAIL, "password": PASSWORD})
    assert client.get(LEAVE).status_code == 200
    with writing(service.engine) as session:
        for row in session.scalars(select(TokenRow)):
            row.expires = row.made
    return client


def hidden(page: str) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {unescape(name): unescape(text) for name, text in fields}


def notes(service: Service) -> list[str]:
    with reading(service.engine) as session:
        return list(session.scalars(select(LeaveRow.note)))


def test_nothing_that_was_typed_is_lost_when_the_session_ends(
    service: Service, ended: TestClient
) -> None:
    refused = ended.post(LEAVE, data=ASKED)
    assert refused.status_code == 401
    assert "Votre session est finie : rien n’a été enregistré." in refused.text

    login = {**hidden(refused.text), "email": EMAIL}
    wrong = ended.post("/connexion", data={**login, "password": "faux"})
    assert (wrong.status_code, hidden(wrong.text)) == (401, hidden(refused.text))

    back = ended.post("/connexion", data={**login, "password": PASSWORD})
    assert back.status_code == 200
    assert f'action="{LEAVE}"' in back.text
    assert hidden(back.text) == ASKED
    assert notes(service) == []
    again = ended.post(LEAVE, data=hidden(back.text), follow_redirects=False)

    assert (again.status_code, notes(service)) == (303, [NOTE])


def test_a_form_without_fields_is_kept_with_its_address(ended: TestClient) -> None:
    refused = ended.post("/moi/conges?x=1")

    assert hidden(refused.text) == {"suite": "/", "kept_for": "/moi/conges?x=1", "kept": ""}


@pytest.mark.parametrize(
    "sent",
    [
        {"files": {"files": ("a.csv", b"id\n")}},
        {"data": {"note": "x" * LONGEST}},
        {"data": {"old_password": "a", "new_password": "b"}},
    ],
    ids=["files", "too long", "a password"],
)
def test_what_cannot_be_kept_is_said_to_be_lost(ended: TestClient, sent: dict[str, object]) -> None:
    refused = ended.post(LEAVE, **sent)  # type: ignore[arg-type]

    assert refused.status_code == 401
    assert hidden(refused.text) == {"suite": "/"}
    assert "Connectez-vous, puis recommencez" in refused.text


def test_a_form_is_sent_to_no_other_site(service: Service) -> None:
    opened_account(service.engine)
    login = {"email": EMAIL, "password": PASSWORD, "kept": "a=b", "kept_for": "//ailleurs.org/x"}

    page = service.client().post("/connexion", data=login, headers=HTML)

    assert 'action="/"' in page.text
    assert "ailleurs" not in page.text


def test_signing_out_of_an_ended_session_asks_for_nothing_more(ended: TestClient) -> None:
    answer = ended.post("/deconnexion", follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion")


def test_with_a_provider_the_form_is_sent_from_the_same_page(
    service: Service, ended: TestClient
) -> None:
    settings = service.app.state.settings
    service.app.state.settings = settings.model_copy(
        update={"oidc_issuer": "https://identite.exemple.org", "oidc_client_id": "roulement"}
    )
    try:
        page = ended.post(LEAVE, data=ASKED).text
    finally:
        service.app.state.settings = settings

    form = page.rpartition(f'<form method="post" action="{LEAVE}">')[2]
    assert hidden(form) == ASKED
    assert 'href="/api/v1/session/oidc" target="_blank"' in page


def test_a_script_gets_the_problem_itself(ended: TestClient) -> None:
    answer = ended.post(LEAVE, data=ASKED, headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (401, "connexion_requise")
