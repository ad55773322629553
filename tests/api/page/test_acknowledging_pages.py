import re

import pytest
from fastapi.testclient import TestClient

from tests.api.page.drafting import UNAVAILABLE, client, draft, edited, unavailable
from tests.api.service import Service

__all__ = ["client", "draft", "unavailable"]
pytestmark = pytest.mark.usefixtures("unavailable")


def link(client: TestClient, draft: str) -> str:
    edited(client, draft, 1, UNAVAILABLE)
    page = client.get(f"/plannings/{draft}").text
    blocking = page[page.index('id="g-bloquants"') :]
    match = re.search(r'href="([^"]*/acquittements\?code=[^"]*)"', blocking)
    assert match is not None
    return match[1]


def test_a_finding_is_answered_for_by_form_and_told_in_the_panel(
    client: TestClient, draft: str
) -> None:
    address = link(client, draft)
    assert "d’absence" in client.get(address).text
    path, _, code = address.partition("?code=")

    form = {"code": code, "ground": "Accord de l’intéressée du 1er mars"}
    answer = client.post(path, data=form, follow_redirects=False)

    assert answer.status_code == 303
    assert "acquitté par" in client.get(f"/plannings/{draft}").text
    read = client.get(f"/api/v1/responsable/plannings/{draft}/versions/2/constats").json()
    assert {f["code"]: f["acknowledged_by"] for f in read["items"]}[code] == "Essai"


def test_a_ground_that_is_not_named_is_said_with_the_form(client: TestClient, draft: str) -> None:
    path, _, code = link(client, draft).partition("?code=")

    answer = client.post(path, data={"code": code, "ground": ""})

    assert answer.status_code == 422
    assert "Le fondement est refusé" in answer.text


def test_whoever_reads_answers_for_nothing(
    service: Service, client: TestClient, draft: str
) -> None:
    address = link(client, draft)

    assert service.client("rh").get(address).status_code == 403
    assert "/acquittements" not in service.client("rh").get(f"/plannings/{draft}").text


def test_a_finding_that_stops_publication_is_answered_for_from_the_page_that_publishes(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, UNAVAILABLE)
    page = client.get(f"/plannings/{draft}/publier").text
    blocking = page[page.index('id="g-bloquants"') :]
    match = re.search(r'href="([^"]*)/acquittements\?code=([^"&]*)&amp;retour=publier"', blocking)
    assert match is not None
    path, code = f"{match[1]}/acquittements", match[2]
    shown = client.get(f"{path}?code={code}&retour=publier").text
    assert f'<a href="/plannings/{draft}/publier">Retour à la publication</a>' in shown

    form = {"code": code, "ground": "Accord du 1er mars", "retour": "publier"}
    answer = client.post(path, data=form, follow_redirects=False)

    assert answer.headers["location"] == f"/plannings/{draft}/publier"
    after = client.get(answer.headers["location"]).text
    assert f"code={code}&amp;" not in after
    assert "acquitté par" in after
