"""One click signs in as anybody of a demonstration; elsewhere there is no such address."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from api.access.caller import Role
from api.app import create, declared
from api.database.engine import writing
from api.demonstration import DemoAccount, router_for
from api.mail.queue import Mail, put
from api.settings import Settings
from api.shell.document import DEMONSTRATION
from tests.api.access.people import EMAIL, opened_account
from tests.api.page.every_role import HTML
from tests.api.service import Service

ACCOUNTS = (DemoAccount(email=EMAIL, title="RH", words="de l’association"),)


@pytest.fixture
def shown(service: Service) -> Iterator[TestClient]:
    """Serve a demonstration whose only account is that of RH."""
    opened_account(service.engine, role=Role.RH)
    app = create(
        Settings(database_url=service.engine.url.render_as_string(hide_password=False)),
        service.engine,
        more=[router_for(ACCOUNTS)],
    )
    setattr(app.state, DEMONSTRATION, ACCOUNTS)
    with TestClient(app, headers=HTML, follow_redirects=False) as client:
        yield client


def test_one_click_signs_in_where_the_account_begins(shown: TestClient) -> None:
    page = shown.get("/connexion").text
    answer = shown.post("/demonstration/compte", data={"email": EMAIL})

    assert f'name="email" value="{EMAIL}"' in page
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert shown.get("/").headers["location"] == "/accueil"


@pytest.mark.parametrize("email", ["autre@exemple.org", "personne"])
def test_no_other_account_is_opened(shown: TestClient, email: str) -> None:
    answer = shown.post("/demonstration/compte", data={"email": email})

    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


def test_the_mails_that_would_have_left_are_read(service: Service, shown: TestClient) -> None:
    with writing(service.engine) as session:
        mail = Mail(
            key="essai", kind="changement", address=EMAIL, subject="Un service", body="Demain 9 h."
        )
        put(session, mail, datetime(2026, 2, 20, 9, tzinfo=UTC))
    before = shown.get("/demonstration/courriels")
    shown.post("/demonstration/compte", data={"email": EMAIL})

    text = shown.get("/demonstration/courriels").text

    assert before.status_code == 303
    assert "Un service" in text
    assert "Demain 9 h." in text.replace("\xa0", " ")


def test_elsewhere_there_is_neither_a_banner_nor_such_an_address(service: Service) -> None:
    opened_account(service.engine, role=Role.RH)
    client = service.client()

    assert client.post("/demonstration/compte", data={"email": EMAIL}).status_code == 404
    assert client.get("/demonstration/courriels").status_code in (401, 404)
    assert "demonstration" not in client.get("/connexion", headers=HTML).text
    assert not any("demonstration" in getattr(route, "path", "") for route in declared())
