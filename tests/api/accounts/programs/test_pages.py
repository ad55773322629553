import re
from datetime import timedelta

from fastapi.testclient import TestClient

from api.access.request import COOKIE
from api.access.secrets.secret import Kind, issue
from api.database.engine import writing
from api.web.clock import present
from scheduler.domain.time import PARIS
from tests.api.page.every_role import HTML
from tests.api.service import Service, account

HERE = "/admin/comptes-de-service"


def signed_in(service: Service) -> TestClient:
    """Sign an administrator in: a token makes no token."""
    user, _ = account(service.engine, "admin")
    now = present()
    with writing(service.engine) as session:
        opened = issue(session, user, Kind.SESSION, now=now, expires=now + timedelta(hours=1))
    client = service.client()
    client.cookies.set(COOKIE, opened.token)
    return client


def test_an_account_is_made_rotated_and_revoked_by_its_page(service: Service) -> None:
    client = signed_in(service)
    until = (present().date() + timedelta(days=30)).isoformat()
    wish = {"name": "Paie", "scopes": ["read", "payroll"], "agencies": "", "until": until}

    text = client.post(HERE, data=wish, headers=HTML).text

    (token,) = re.findall(r'id="jeton" value="([^"]+)"', text)
    asking = {"Authorization": f"Bearer {token}"}
    assert service.client().get("/api/v1/moi", headers=asking).json()["name"] == "Paie"
    (place,) = set(re.findall(rf'action="({HERE}/[0-9a-f]+)/jeton"', text))
    assert token not in client.get(HERE, headers=HTML).text

    for name in ("Paie", " paie "):
        again = client.post(HERE, data={**wish, "name": name}, headers=HTML)
        assert again.status_code == 422
        assert "un compte en cours porte celui-ci" in again.text
        assert f'value="{name}"' in again.text
    assert set(re.findall(rf'action="({HERE}/[0-9a-f]+)/jeton"', again.text)) == {place}

    rotated = client.post(f"{place}/jeton", data={"hours": "0"}, headers=HTML).text
    assert token not in rotated
    assert service.client().get("/api/v1/moi", headers=asking).status_code == 401

    assert client.post(f"{place}/fin", headers=HTML, follow_redirects=False).status_code == 303
    assert "révoqué le" in client.get(HERE, headers=HTML).text
    assert client.post(HERE, data=wish, headers=HTML).status_code == 200


def test_the_name_of_an_account_that_has_ended_is_free(service: Service) -> None:
    client, now = signed_in(service), present()
    today = now.astimezone(PARIS).date()
    wish = {"name": "Paie", "scopes": ["read"], "agencies": "", "until": f"{today}"}
    assert client.post(HERE, data=wish, headers=HTML).status_code == 200
    wish["until"] = f"{today + timedelta(days=9)}"
    assert client.post(HERE, data=wish, headers=HTML).status_code == 422

    assert "Changer le jeton" in client.get(HERE, headers=HTML).text
    service.app.state.now = lambda: now + timedelta(days=1)

    page = client.get(HERE, headers=HTML).text
    assert ">terminé</td>" in page
    assert "Changer le jeton" not in page
    assert client.post(HERE, data=wish, headers=HTML).status_code == 200
