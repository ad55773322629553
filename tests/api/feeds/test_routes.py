"""Subscriptions over HTTP: one's own, and those of what one oversees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.data.rows.kinds import KINDS
from api.data.stored.rows import change, page
from api.database.engine import writing
from api.feeds.reading.routes import feeds_of
from api.ledger.append import append
from api.ledger.history import whole
from api.planning.month_change import month_change
from api.planning.problem import assemble
from api.web.paging import cursor
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.feeds.made import BASE, MARCH, NOW, SOMEONE, publish
from tests.api.feeds.reading.test_routes import path_of, service
from tests.calendars.feeds import values

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service

__all__ = ["service"]

MINE, ALL = "/api/v1/moi/abonnements", "/api/v1/responsable/abonnements"
CLOSED = ["Flux fermé : supprimez cet abonnement"]


def made(client: TestClient, path: str = MINE, **choices: Any) -> dict[str, Any]:
    answer = client.post(path, json=choices)
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

    assert subscription["https"].startswith("https://planning.exemple.fr/feeds/")
    assert subscription["webcal"].startswith("webcal://planning.exemple.fr/feeds/")
    assert "motus" not in str(subscription)


def test_an_address_is_shown_once_in_the_forms_that_programs_take(
    service: Service, ada: TestClient
) -> None:
    answer = ada.post(MINE, json={"alarm": 30, "label": "iPhone"})
    body = answer.json()

    assert answer.headers["cache-control"] == "no-store"
    assert body["https"].startswith("http://127.0.0.1:8000/feeds/")
    assert body["webcal"] == "webcal" + body["https"].removeprefix("http")
    assert body["qr"].startswith("<svg")
    assert len(body["advice"]) == 7
    token = path_of(body).removeprefix("/feeds/").removesuffix(".ics")
    listed = ada.get(MINE)
    assert token not in listed.text
    assert [
        (subscription["alarm"], subscription["label"]) for subscription in listed.json()["items"]
    ] == [(30, "iPhone")]
    assert values(service.client().get(path_of(body)).content, "TRIGGER") == ["-PT30M"]


def test_a_family_s_feed_says_when_only(service: Service, ada: TestClient) -> None:
    assert shown(service, made(ada, kind="occupation")) == ["Occupé(e)"]


def test_an_alarm_is_changed(service: Service, ada: TestClient) -> None:
    subscription = made(ada)
    path = f"{MINE}/{subscription['feed']['id']}"
    answer = ada.patch(path, json={"alarm": 0, "label": "Mac"})

    assert (answer.status_code, answer.json()["alarm"]) == (200, 0)
    assert values(service.client().get(path_of(subscription)).content, "TRIGGER") == ["PT0S"]


@pytest.mark.parametrize(("reason", "old"), [("fin", CLOSED), ("fuite", [])])
def test_a_new_address_ends_the_old_one(
    service: Service, ada: TestClient, reason: str, old: list[str]
) -> None:
    first = made(ada, label="iPhone")
    path = f"{MINE}/{first['feed']['id']}/renouvellement"
    answer = ada.post(path, json={"reason": reason})
    second = answer.json()

    assert answer.status_code == 201
    assert second["feed"]["label"] == "iPhone"
    assert len(shown(service, second)) == 2
    assert shown(service, first) == old
    assert ada.post(path, json={}).status_code == 404


@pytest.mark.parametrize(("motif", "left"), [("fin", CLOSED), ("fuite", [])])
def test_a_subscription_is_given_up(
    service: Service, ada: TestClient, motif: str, left: list[str]
) -> None:
    subscription = made(ada)
    answer = ada.delete(f"{MINE}/{subscription['feed']['id']}", params={"motif": motif})

    assert answer.status_code == 204
    assert shown(service, subscription) == left


def test_someone_else_s_subscription_is_unknown(service: Service, ada: TestClient) -> None:
    subscription = made(ada)
    brice = service.client("mediateur", agency="ville", person="brice")
    path = f"{MINE}/{subscription['feed']['id']}"
    unknown = f"{MINE}/{'0' * 32}"
    change: dict[str, Any] = {"alarm": 30}
    renew: dict[str, Any] = {}

    for address in (path, unknown):
        assert brice.patch(address, json=change).status_code == 404
        assert brice.delete(address).status_code == 404
        assert brice.post(f"{address}/renouvellement", json=renew).status_code == 404
    assert brice.delete(path).json() == brice.delete(unknown).json()
    assert brice.get(MINE).json()["items"] == []


def test_an_account_of_nobody_has_no_feed_of_its_own(service: Service) -> None:
    boss = service.client("responsable", agency="ville")

    refused = boss.post(MINE, json={})

    assert refused.status_code == 404
    assert "ce compte n’est lié à personne de l’association" in refused.json()["detail"]


def test_whose_contract_is_over_is_told_so_at_once(service: Service) -> None:
    elsa = service.client("mediateur", agency="ville", person="elsa")
    with writing(service.engine) as session:
        (entry,) = (
            contract
            for contract in page(session, KINDS["contrats"], after=0, limit=50)
            if contract.values["mediator"] == "elsa"
        )
        values = {**entry.values, "kind": "CDD", "end": "2021-08-31"}
        change(session, KINDS["contrats"], entry.key, entry.number, values)

    refused = elsa.post(MINE, json={})

    assert (refused.status_code, refused.json()["code"]) == (409, "rien_a_montrer")
    assert refused.json()["detail"].startswith(
        "Abonnement refusé : votre contrat a pris fin le 31/08/2021"
    )
    assert elsa.get(MINE).json()["items"] == []


WRONG: tuple[dict[str, Any], ...] = (
    {"alarm": 15},
    {"kind": "site"},
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
        made(boss, ALL, kind=kind, target=target)
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
        assert boss.post(ALL, json=body).status_code == 404
    assert ada.post(ALL, json={}).status_code == 403


def test_a_manager_sees_and_ends_their_colleagues_subscriptions(
    service: Service, ada: TestClient
) -> None:
    boss, other = (service.client("responsable", agency="ville") for _ in range(2))
    far = service.client("responsable", agency="ailleurs")
    subscription = made(other, ALL, kind="site", target="place")
    personal = made(ada)
    (listed,) = boss.get(ALL).json()["items"]

    assert listed["id"] == subscription["feed"]["id"]
    assert listed["user"] == other.headers["x-test-user"]
    assert far.get(ALL).json()["items"] == []
    assert far.delete(f"{ALL}/{listed['id']}").status_code == 404
    assert boss.delete(f"{ALL}/{personal['feed']['id']}").status_code == 404
    assert boss.delete(f"{ALL}/{listed['id']}", params={"motif": "fuite"}).status_code == 204
    assert shown(service, subscription) == []


def test_a_publication_tells_who_has_been_given_it(service: Service, ada: TestClient) -> None:
    subscription = made(ada)
    hr, far = service.client("rh"), service.client("responsable", agency="ailleurs")
    path = "/api/v1/responsable/publications/1/lectures"
    before = hr.get(path).json()["items"]
    service.client().get(path_of(subscription))
    feeds_of(service.app).flush()
    after = hr.get(path).json()["items"]

    assert before == [
        {"person": "ada", "feeds": 1, "seen": None},
        {"person": "brice", "feeds": 0, "seen": None},
    ]
    assert after[0]["seen"] is not None
    assert after[1] == before[1]
    assert far.get(path).status_code == 404
    assert hr.get("/api/v1/responsable/publications/9/lectures").status_code == 404


def test_readings_are_told_to_who_answers_for_all_that_was_published(service: Service) -> None:
    with writing(service.engine) as session:
        there = whole(session)
        problem = assemble(there, MARCH, MARCH.replace(day=31))
        rota = Rota(problem=problem, assignments=frozenset(Assignment(*pair) for pair in BASE))
        append(session, SOMEONE, month_change(there, rota, NOW, ["P"]), agency="ville")

    path = "/api/v1/responsable/publications/1/lectures"
    mine = {"agency": "ville", "dispositif": "P"}
    pages = [
        service.client("responsable", **place).get(path).status_code
        for place in ({"agency": "ville"}, mine, {**mine, "dispositif": "autre"})
    ]
    assert pages == [200, 200, 404]


@pytest.mark.usefixtures("ada")
def test_long_lists_come_in_pages(service: Service) -> None:
    boss = service.client("responsable", agency="ville")
    ids = [made(boss, ALL, kind="site", target="place")["feed"]["id"] for _ in range(3)]
    first = boss.get(ALL, params={"limit": 2}).json()
    after = {"limit": 2, "cursor": first["next"]}
    second = boss.get(ALL, params=after).json()

    seen = [item["id"] for item in (*first["items"], *second["items"])]
    assert seen == ids[::-1]
    assert second["next"] is None
    path = "/api/v1/responsable/publications/1/lectures"
    page_ = service.client("rh").get(path, params={"limit": 1}).json()
    assert [row["person"] for row in page_["items"]] == ["ada"]
    two = service.client("rh").get(path, params={"cursor": page_["next"]}).json()
    assert [row["person"] for row in two["items"]] == ["brice"]


def test_a_cursor_of_another_list_is_refused(service: Service) -> None:
    boss = service.client("responsable", agency="ville")
    wrong = (cursor("ada"), cursor(7), cursor("0001-01-01T00:00+23:00", "x"), cursor())

    statuses = [boss.get(ALL, params={"cursor": cursor}).status_code for cursor in wrong]
    assert statuses == [422, 422, 422, 200]
