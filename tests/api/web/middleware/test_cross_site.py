import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.settings import Settings
from api.web.middleware import cross_site


def client() -> TestClient:
    app = FastAPI()
    app.add_api_route("/fait", lambda: "fait", methods=["GET", "HEAD", "POST", "DELETE"])
    cross_site.add(app, Settings(public_url="https://plannings.exemple.org"))
    return TestClient(app, base_url="http://interne:8000")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "autre"}, 403),
        ({"Sec-Fetch-Site": ""}, 403),
        ({"Origin": "http://interne:8000"}, 200),
        ({"Origin": "http://Interne:8000"}, 200),
        ({"Origin": "https://plannings.exemple.org"}, 200),
        ({"Origin": "http://plannings.exemple.org"}, 403),
        ({"Origin": "https://plannings.exemple.org.pirate.org"}, 403),
        ({"Origin": "http://interne:8001"}, 403),
        ({"Origin": "https://pirate.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "https://pirate.org", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://pirate.org", "Authorization": "Basic YTpi"}, 403),
        ({"Origin": "https://pirate.org", "Authorization": "Bearer jeton"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Authorization": "bearer jeton"}, 200),
    ],
)
def test_another_sites_page_may_change_nothing(headers: dict[str, str], status: int) -> None:
    browser = client()

    assert browser.post("/fait", headers=headers).status_code == status
    assert browser.delete("/fait", headers=headers).status_code == status
    assert browser.get("/fait", headers=headers).status_code == 200
    assert browser.head("/fait", headers=headers).status_code == 200


def test_the_refusal_is_a_problem_in_french() -> None:
    answer = client().post("/fait", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "requete_intersite"
    assert answer.json()["detail"] == "Cette demande vient d’un autre site : elle est refusée."
