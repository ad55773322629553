"""What programs read of events, and what they do with addresses."""

import json
from typing import Any

from fastapi.testclient import TestClient

from api.events.facts import EventType
from api.events.sending import send_due
from tests.api.events.receiver import HERE, NOON, events, happen, receiving, sendings, webhook
from tests.api.service import Service

LIST, ADMIN = "/api/v1/evenements", "/api/v1/admin/evenements"
BODY = {"url": "https://exemple.org/roulement", "types": ["month.published"]}


def read(client: TestClient, **query: Any) -> list[str]:
    answer = client.get(LIST, params=query)
    assert answer.status_code == 200, answer.text
    return [item["data"]["calculation"] for item in answer.json()["items"]]


def test_who_cannot_receive_reads_the_same_messages(service_on_each: Service) -> None:
    with receiving() as receiver:
        webhook(service_on_each.engine, receiver.url)
        happen(service_on_each.engine, 1, 2, 3)
        assert send_due(service_on_each.engine, HERE, now=lambda: NOON) == 3

    items = service_on_each.client("rh").get(LIST).json()["items"]
    received = [json.loads(body) for _, body in receiver.posts]
    assert items == sorted(received, key=lambda message: message["data"]["calculation"])


def test_the_list_goes_on_after_the_last_event_seen(service_on_each: Service) -> None:
    happen(service_on_each.engine, *range(5))
    ids = [event.id for event in events(service_on_each.engine)]
    client = service_on_each.client("responsable")

    page = client.get(LIST, params={"limit": 2, "since": ids[0]}).json()
    assert [item["id"] for item in page["items"]] == ids[1:3]
    rest = {"limit": 2, "since": ids[0], "cursor": page["next"]}
    assert client.get(LIST, params=rest).json() == {
        "items": [{**item, "id": ids[3 + n]} for n, item in enumerate(page_items(client, 3))],
        "next": None,
    }
    assert read(client, since=ids[4]) == []


def page_items(client: TestClient, first: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(LIST).json()["items"][first:]
    return items


def test_an_event_that_is_kept_no_more_says_to_begin_again(service: Service) -> None:
    answer = service.client("rh").get(LIST, params={"since": "0" * 32})

    assert (answer.status_code, answer.json()["code"]) == (410, "evenement_oublie")


def test_each_reads_what_is_of_their_agency_and_dispositif(service: Service) -> None:
    month, request = EventType.PUBLISHED, EventType.ASKED
    happen(service.engine, 1)
    happen(service.engine, 2, agency="ville")
    happen(service.engine, 3, agency="mer")
    happen(service.engine, 4, agency="ville", type=month, dispositifs=("P",))
    happen(service.engine, 5, agency="ville", type=month, dispositifs=("P", "Q"))
    happen(service.engine, 6, agency="ville", type=request, dispositifs=("P", "Q"))
    happen(service.engine, 7, agency="ville", type=request, dispositifs=("Q",))

    own = service.client("responsable", agency="ville", dispositif="P")

    assert read(service.client("rh")) == ["1", "2", "3", "4", "5", "6", "7"]
    assert read(service.client("responsable", agency="ville")) == ["2", "4", "5", "6", "7"]
    assert read(own) == ["4", "6"]
    hidden = events(service.engine)[2].id
    assert own.get(LIST, params={"since": hidden}).status_code == 410
    assert service.client("admin").get(LIST).status_code == 403


def test_an_address_is_added_renewed_replayed_and_deleted(service_on_each: Service) -> None:
    admin = service_on_each.client("admin")

    made = admin.post(ADMIN, json=BODY)
    assert made.status_code == 201
    here, secret = f"{ADMIN}/{made.json()['id']}", made.json()["secret"]
    assert secret.startswith("whsec_")
    assert admin.get(ADMIN).json()["items"] == [{**made.json(), "secret": ""}]
    happen(service_on_each.engine, 1, type=EventType.PUBLISHED)
    renewed = admin.post(here, json={"deed": "renouveler"}).json()["secret"]
    assert renewed not in ("", secret)
    assert admin.post(here, json={"deed": "suspendre"}).json()["paused"] is not None
    for deed in ("reprendre", "renvoyer", "effacer"):
        assert admin.post(here, json={"deed": deed}).json() == {**made.json(), "secret": ""}
    assert (admin.get(ADMIN).json()["items"], sendings(service_on_each.engine)) == ([], [])
    assert admin.post(here, json={"deed": "effacer"}).status_code == 404


def test_an_address_that_cannot_be_is_refused_where_it_is_typed(service: Service) -> None:
    admin, chief = service.client("admin"), service.client("admin", agency="ville")

    for client, changed, field in (
        (admin, {"url": "http://exemple.org"}, "url"),
        (admin, {"url": "https://moi:secret@exemple.org"}, "url"),
        (admin, {"agency": "ailleurs"}, "agency"),
        (chief, {}, "agency"),
        (admin, {"types": []}, "types"),
        (admin, {"types": ["month.burnt"]}, "types.0"),
    ):
        answer = client.post(ADMIN, json=BODY | changed)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert chief.post(ADMIN, json={**BODY, "agency": "ville"}).status_code == 201


def test_an_address_that_lies_inside_is_refused_at_its_field(service: Service) -> None:
    admin = service.client("admin")

    answers = [
        admin.post(ADMIN, json=BODY | {"url": f"https://{host}"}) for host in ("localhost", "[::1]")
    ]

    (first, _) = [answer.json()["errors"] for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert [(fault["field"], fault["received"]) for fault in first] == [
        ("url", "https://localhost")
    ]
    assert "l’internet public" in first[0]["expected"]
