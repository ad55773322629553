"""Subscriptions over HTTP: one's own, and those of what one oversees."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access.caller import ServiceScope
from api.web.paging import cursor
from tests.api.accounts.programs.making import bearer
from tests.api.accounts.programs.making import made as issued
from tests.api.direct import DirectClient
from tests.api.feeds.made import publish
from tests.api.feeds.reading.test_routes import path_of, service
from tests.api.ledger.cases import BASE
from tests.api.service import Service
from tests.calendars.feeds import values

__all__ = ["service"]

MINE = "/api/v1/abonnements"


def made(client: TestClient, **choices: Any) -> dict[str, Any]:
    answer = client.post(MINE, json=choices)
    assert answer.status_code == 201, answer.text
    subscription: dict[str, Any] = answer.json()
    return subscription


@pytest.fixture
def ada(service: Service) -> TestClient:
    publish(service.engine, BASE)
    return service.client("mediateur", agency="ville", person="ada")


def shown(service: Service, subscription: dict[str, Any]) -> list[str]:
    answer = service.client().get(path_of(subscription))
    return values(answer.content, "SUMMARY") if answer.status_code == 200 else []


def test_an_address_holds_no_account_of_the_service_s_own(
    service: Service, ada: TestClient
) -> None:
    state, usual = service.app.state, service.app.state.settings
    settings = {"public_url": "https://compte:motus@planning.exemple.fr"}
    state.settings = usual.model_copy(update=settings)
    try:
        subscription = made(ada)
    finally:
        state.settings = usual

    assert subscription["address"]["https"].startswith("https://planning.exemple.fr/feeds/")
    assert subscription["address"]["webcal"].startswith("webcal://planning.exemple.fr/feeds/")
    assert "motus" not in str(subscription)


def test_an_address_is_shown_once_in_the_forms_that_programs_take(
    service: Service, ada: TestClient
) -> None:
    answer = ada.post(MINE, json={"alarm": 30, "label": "iPhone"})
    address = answer.json()["address"]

    assert answer.headers["cache-control"] == "no-store"
    assert address["https"].startswith("http://127.0.0.1:8000/feeds/")
    assert address["webcal"] == "webcal" + address["https"].removeprefix("http")
    assert address["qr"].startswith("<svg")
    assert len(address["advice"]) == 7
    token = path_of(answer.json()).removeprefix("/feeds/").removesuffix(".ics")
    listed = ada.get(MINE)
    assert token not in listed.text
    assert [
        (subscription["alarm"], subscription["label"]) for subscription in listed.json()["items"]
    ] == [(30, "iPhone")]
    assert values(service.client().get(path_of(answer.json())).content, "TRIGGER") == ["-PT30M"]


def test_a_family_s_feed_says_when_only(service: Service, ada: TestClient) -> None:
    assert shown(service, made(ada, kind="occupation")) == ["Occupé(e)"]


def test_a_new_address_ends_the_old_one_and_is_given_up(service: Service, ada: TestClient) -> None:
    first = made(ada, label="iPhone")
    path = f"{MINE}/{first['feed']['id']}/renouvellement"
    answer = ada.post(path, json={"reason": "fuite"})
    second = answer.json()

    assert (answer.status_code, second["feed"]["label"]) == (201, "iPhone")
    assert len(shown(service, second)) == 2
    assert shown(service, first) == []
    assert ada.post(path, json={}).status_code == 404
    assert ada.delete(f"{MINE}/{second['feed']['id']}").status_code == 204
    assert shown(service, second) == ["Flux fermé : supprimez cet abonnement"]
    third = made(ada)
    leaked = ada.delete(f"{MINE}/{third['feed']['id']}", params={"motif": "fuite"})
    assert (leaked.status_code, shown(service, third)) == (204, [])


def test_someone_else_s_subscription_is_unknown(service: Service, ada: TestClient) -> None:
    subscription = made(ada)
    brice = service.client("mediateur", agency="ville", person="brice")
    path = f"{MINE}/{subscription['feed']['id']}"
    unknown = f"{MINE}/{'0' * 32}"
    renew: dict[str, Any] = {}

    for address in (path, unknown):
        assert brice.delete(address).status_code == 404
        assert brice.post(f"{address}/renouvellement", json=renew).status_code == 404
    assert brice.delete(path).json() == brice.delete(unknown).json()
    assert brice.get(MINE).json()["items"] == []


WRONG: tuple[dict[str, Any], ...] = (
    {"alarm": 15},
    {"label": "a" * 121},
    {"label": "a\nb"},
    {"autre": 1},
)


def test_wrong_values_are_refused(ada: TestClient) -> None:
    for wrong in WRONG:
        assert ada.post(MINE, json=wrong).status_code == 422, wrong


def test_a_manager_subscribes_to_what_they_oversee(service: Service, ada: TestClient) -> None:
    boss = service.client("responsable", agency="ville")
    subscriptions = [
        made(boss, kind=kind, target=target)
        for kind, target in (
            ("site", "place"),
            ("dispositif", "P"),
            ("equipe", "P"),
            ("astreinte", "P"),
        )
    ]

    assert [len(shown(service, subscription)) for subscription in subscriptions] == [2, 2, 2, 0]
    for target in ("ailleurs", "Q"):
        body = {"kind": "site", "target": target}
        assert boss.post(MINE, json=body).status_code == 404
    for client, target in ((boss, ""), (ada, "place")):
        assert client.post(MINE, json={"kind": "site", "target": target}).status_code == 404


@pytest.mark.usefixtures("ada")
def test_long_lists_come_in_pages(service: Service) -> None:
    boss = service.client("responsable", agency="ville")
    ids = [made(boss, kind="site", target="place")["feed"]["id"] for _ in range(3)]
    first = boss.get(MINE, params={"limit": 2}).json()
    after = {"limit": 2, "cursor": first["next"]}
    second = boss.get(MINE, params=after).json()

    seen = [item["id"] for item in (*first["items"], *second["items"])]
    assert seen == ids[::-1]
    assert second["next"] is None


def test_a_cursor_of_another_list_is_refused(service: Service) -> None:
    boss = service.client("responsable", agency="ville")
    wrong = (cursor("ada"), cursor(7), cursor("0001-01-01T00:00+23:00", "x"), cursor())

    statuses = [boss.get(MINE, params={"cursor": cursor}).status_code for cursor in wrong]
    assert statuses == [422, 422, 422, 200]


def test_a_service_account_ends_its_own_subscriptions_only(service: Service) -> None:
    nora = service.client("responsable", agency="ville")
    program = DirectClient(service.app, headers=bearer(issued(service.engine, ServiceScope.READ)))
    theirs, own = (
        made(client, kind="dispositif", target="P")["feed"]["id"] for client in (nora, program)
    )

    assert program.delete(f"{MINE}/{theirs}", params={"motif": "fuite"}).status_code == 404
    assert program.delete(f"{MINE}/{own}").status_code == 204
    assert nora.delete(f"{MINE}/{theirs}").status_code == 204
