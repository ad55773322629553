"""A publication asked for again with its key: done once, and answered as before."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.access.accounts.service import LOCAL
from api.database.engine import reading, writing
from api.ledger.history import head
from api.ledger.subjects import forget
from api.privacy.erasure import erase
from api.settings import Settings
from tests.api.month.cases import at_once
from tests.api.month.planned import EVENING, PAIR, add, drafted, edit, planned, publish
from tests.api.service import NOW, Service


@pytest.fixture
def service(sqlite_engine: Engine) -> Iterator[Service]:
    yield from planned(sqlite_engine)


@pytest.fixture
def service_on_each(engine: Engine) -> Iterator[Service]:
    yield from planned(engine)


@pytest.fixture
def client(service: Service) -> TestClient:
    service.app.state.now = lambda: NOW
    return service.client("responsable", agency="ville")


def test_the_same_key_gives_the_same_answer_and_publishes_once(client: TestClient) -> None:
    where = drafted(client, *PAIR)

    first = publish(client, where, 2, "une-cle")
    again = publish(client, where, 2, "une-cle")
    other = publish(client, where, 2, "une-cle", note="autre")
    without = publish(client, where, 2)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["idempotent-replay"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "cle_reutilisee")
    assert (without.status_code, without.json()["code"]) == (409, "rien_a_publier")


def test_a_key_whose_answer_went_with_someone_erased_does_not_publish_again(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR)
    first = publish(client, where, 2, "une-cle")
    with writing(service.engine) as session:
        erase(
            session,
            LOCAL,
            Settings(),
            "chloe",
            now=NOW,
            forget=forget,
            forced="décision de la CNIL",
        )

    again = publish(client, where, 2, "une-cle")
    other = publish(client, where, 2, "une-cle", note="autre")

    assert (again.status_code, again.json()["code"]) == (410, "reponse_effacee")
    assert again.json()["detail"] == (
        "Cette demande a été faite ; sa réponse, qui pouvait nommer une personne effacée depuis, "
        "n’est plus gardée."
    )
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotent-replay"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "cle_reutilisee")
    with reading(service.engine) as session:
        assert head(session).number == 1


def test_a_key_is_no_answer_for_another_version(client: TestClient) -> None:
    where = drafted(client, *PAIR)
    publish(client, where, 2, "cle-1")
    edit(client, where, 2, add("farid", EVENING))

    other = publish(client, where, 3, "cle-1")

    assert (other.status_code, other.json()["code"]) == (422, "cle_reutilisee")
    assert publish(client, where, 2, "cle-1").headers["idempotent-replay"] == "true"
    assert publish(client, where, 3, "cle-2").json()["number"] == 2


def test_one_key_sent_twice_at_once_is_one_publication(
    service_on_each: Service,
) -> None:
    service_on_each.app.state.now = lambda: NOW
    client = service_on_each.client("responsable", agency="ville")
    where = drafted(client, *PAIR)

    def send() -> Any:
        with TestClient(service_on_each.app, headers=dict(client.headers)) as mine:
            return publish(mine, where, 2, "cle")

    answers = at_once(send, send)

    assert [item.status_code for item in answers] == [201, 201]  # type: ignore[union-attr]
    assert answers[0].json() == answers[1].json()  # type: ignore[union-attr]
    assert len(client.get("/api/v1/responsable/publications").json()["items"]) == 1
