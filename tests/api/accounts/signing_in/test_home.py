from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from api.access.caller import Role
from tests.api.access.people import EMAIL, PASSWORD, opened_account
from tests.api.page.every_role import HTML
from tests.api.service import account

if TYPE_CHECKING:
    from tests.api.service import Service


@pytest.mark.parametrize(
    ("roles", "person", "address"),
    [
        (["responsable"], "", "/accueil"),
        (["rh"], "", "/accueil"),
        (["rh", "responsable"], "", "/accueil"),
        (["commanditaire"], "", "/couverture"),
        (["mediateur"], "ada", "/moi"),
        (["mediateur", "responsable"], "ada", "/accueil"),
        (["mediateur", "rh"], "ada", "/accueil"),
        (["admin"], "", "/admin/comptes"),
    ],
)
def test_an_account_begins_where_its_work_is(
    service: Service, roles: list[str], person: str, address: str
) -> None:
    answer = service.client(*roles, person=person).get("/", follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, address)


@pytest.mark.parametrize(
    ("before", "after"), [("/", "/accueil"), ("/donnees/sites", "/donnees/sites")]
)
def test_who_signs_in_gets_the_page_that_they_asked_for_before(
    service: Service, before: str, after: str
) -> None:
    opened_account(service.engine, role=Role.RH)
    client = service.client()
    login = client.get(before, headers=HTML, follow_redirects=False).headers["location"]
    (then,) = parse_qs(urlsplit(login).query)["suite"]
    sent = {"email": EMAIL, "password": PASSWORD, "suite": then}

    page = client.post("/connexion", data=sent, headers=HTML)

    assert (page.status_code, page.url.raw_path.decode()) == (200, after)


def test_an_account_without_a_screen_is_told(service: Service) -> None:
    _, token = account(service.engine)

    answer = service.client().get("/", headers={**HTML, "Authorization": f"Bearer {token}"})

    assert (answer.status_code, "n’ouvre encore aucun écran" in answer.text) == (200, True)


def test_nobody_begins_anywhere_without_an_account(service: Service) -> None:
    assert service.client().get("/").status_code == 401
