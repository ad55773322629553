"""The addresses that calendars read, over HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select

from api.database.engine import reading
from api.database.tables.feeds import FeedReadRow, FeedRow
from api.feeds.reading.routes import Rate, feeds_of
from tests.api.feeds.made import loaded, publish
from tests.api.ledger.cases import BASE, LATER
from tests.api.service import Service, serve
from tests.calendars.feeds import values

MINE = "/api/v1/abonnements"


@pytest.fixture
def service(sqlite_engine: Engine) -> Iterator[Service]:
    loaded(sqlite_engine)
    made = serve(sqlite_engine)
    yield made
    feeds_of(made.app).close()
    for client in made.clients:
        client.close()


def test_on_each_database_a_feed_is_read_then_unchanged_then_changed(engine: Engine) -> None:
    loaded(engine)
    made = serve(engine)
    publish(engine, BASE)
    path = path_of(subscribe(made)[1])
    client = made.client()
    first = client.get(path)
    tag = {"If-None-Match": first.headers["etag"]}
    day = {"If-Modified-Since": first.headers["last-modified"]}

    assert [client.get(path, headers=seen).status_code for seen in (tag, day, tag)] == [304] * 3
    publish(engine, frozenset(), LATER)
    for seen in (tag, day):
        assert values(client.get(path, headers=seen).content, "SUMMARY") == ["Absence"]
    with reading(engine) as session:
        assert session.scalars(select(FeedReadRow.publication)).all() == [1, 2]
    feeds_of(made.app).close()
    for client in made.clients:
        client.close()


def subscribe(service: Service, **choices: Any) -> tuple[TestClient, dict[str, Any]]:
    """Subscribe Ada to her own feed."""
    client = service.client("mediateur", agency="ville", person="ada")
    made = client.post(MINE, json=choices)
    assert made.status_code == 201, made.text
    return client, made.json()


def path_of(made: dict[str, Any]) -> str:
    address: str = made["address"]["https"]
    return "/feeds/" + address.rpartition("/")[2]


@pytest.fixture
def ada(service: Service) -> str:
    """Give the path of Ada's feed, after a publication."""
    publish(service.engine, BASE)
    return path_of(subscribe(service)[1])


# 20 to 24. HTTP ---------------------------------------------------------------------------------


def test_a_feed_is_served_as_calendars_take_it(service: Service, ada: str) -> None:
    answer = service.client().get(ada, headers={"Accept-Encoding": "identity"})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'inline; filename="roulement-personne.ics"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    assert "content-encoding" not in answer.headers
    assert values(answer.content, "SUMMARY") == ["Jour – Médiation de place", "Absence"]


def test_a_shift_links_to_the_page_of_its_day_where_the_service_s_address_is_known(
    service: Service, ada: str
) -> None:
    known = serve(service.engine, public_url="https://compte:motus@planning.exemple.fr")
    content = known.client().get(ada).content

    assert values(content, "URL") == ["https://planning.exemple.fr/moi?mois=2026-03#j-2026-03-02"]
    assert values(service.client().get(ada).content, "URL") == []
    client = known.client("mediateur", agency="ville", person="ada")
    assert 'id="j-2026-03-02"' in client.get("/moi?mois=2026-03").text
    stranger = known.client().get("/moi?mois=2026-03", headers={"Accept": "text/html"})
    assert str(stranger.url).endswith("/connexion?suite=/moi%3Fmois%3D2026-03")
    feeds_of(known.app).close()
    for client_ in known.clients:
        client_.close()


def test_head_says_the_same_without_the_bytes(service: Service, ada: str) -> None:
    client = service.client()
    get, head = client.get(ada), client.head(ada)
    own = {"x-request-id"}

    assert (head.status_code, head.content) == (200, b"")
    assert {k: v for k, v in head.headers.items() if k not in own} == {
        k: v for k, v in get.headers.items() if k not in own
    }


def test_a_feed_is_read_only_and_what_programs_probe_is_no_fault_of_ours(
    service: Service, ada: str
) -> None:
    client = service.client()
    for method in ("POST", "PUT", "DELETE", "PATCH", "PROPFIND", "OPTIONS", "REPORT"):
        answer = client.request(method, ada)

        assert answer.status_code == 405, method
        assert sorted(answer.headers["allow"].split(", ")) == ["GET", "HEAD"]


def test_every_program_gets_the_same(service: Service, ada: str) -> None:
    client = service.client()
    requests = [
        {"Accept-Encoding": "identity"},
        {"User-Agent": "Google-Calendar-Importer", "Accept": "text/html"},
        {"Accept": "application/calendar+json", "Accept-Encoding": "gzip, br"},
    ]

    answers = [client.get(ada, headers=headers) for headers in requests]
    assert len({answer.content for answer in answers}) == 1
    packed = [answer.headers.get("content-encoding") for answer in answers]
    assert packed == [None, "gzip", "gzip"]


def test_robots_may_read_feeds(service: Service) -> None:
    answer = service.client().get("/robots.txt")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == "User-agent: *\nAllow: /feeds/\nDisallow: /api/\n"


# 27, 28. The secret ------------------------------------------------------------------------------


def test_wrong_short_long_and_mangled_tokens_answer_alike(service: Service, ada: str) -> None:
    client = service.client()
    token = ada.removeprefix("/feeds/").removesuffix(".ics")
    mangled = (token[:-1], token + "a", token[:-1] + "!", token.swapcase(), "a%2f" + token)
    wrong = ("a" * 43, "x" * 2000, "%00", "é" * 43, *mangled)
    answers = [
        *(client.get(f"/feeds/{token}.ics") for token in wrong),
        client.get(f"/feeds/{token}"),
        client.get("/feeds/"),
    ]
    quiet = {"x-request-id"}
    answers_seen = {
        (
            answer.status_code,
            answer.content,
            tuple(sorted((k, v) for k, v in answer.headers.items() if k not in quiet)),
        )
        for answer in answers
    }

    assert len(answers_seen) == 1
    (only,) = answers_seen
    assert only[0] == 404
    assert token not in only[1].decode()
    assert ("x-robots-tag", "noindex") in only[2]


@pytest.mark.usefixtures("ada")
def test_a_wrong_token_leaves_no_trace(service: Service) -> None:
    client = service.client()
    with reading(service.engine) as session:
        before = session.execute(select(FeedRow.read, FeedRow.reader)).all()
    client.get("/feeds/" + "a" * 43 + ".ics")
    feeds_of(service.app).flush()
    with reading(service.engine) as session:
        assert session.execute(select(FeedRow.read, FeedRow.reader)).all() == before
        assert session.scalars(select(FeedReadRow)).all() == []


# 30, 31. Rights and rate -------------------------------------------------------------------------


def test_a_feed_read_too_often_says_when_to_come_back(service: Service) -> None:
    publish(service.engine, BASE)
    service.app.state.feed_rate = Rate(2)
    path = path_of(subscribe(service)[1])
    client = service.client()
    first = client.get(path)
    client.head(path)
    third = client.get(path)

    assert third.status_code == 429
    assert 1795 <= int(third.headers["retry-after"]) <= 1800
    assert third.json()["code"] == "trop_de_lectures"
    again = [client.get(path, headers={"If-None-Match": first.headers["etag"]}) for _ in range(5)]
    assert [answer.status_code for answer in again] == [304] * 5
    other = path_of(subscribe(service)[1])
    assert client.get(other).status_code == 200


# Receipts ----------------------------------------------------------------------------------------


def test_what_was_read_by_which_program_is_listed(service: Service) -> None:
    publish(service.engine, BASE)
    client, made = subscribe(service, label="iPhone")
    service.client().get(path_of(made), headers={"User-Agent": "iOS/18.1 dataaccessd/1.0"})
    (subscription,) = client.get(MINE).json()["items"]

    assert subscription.pop("read") is not None
    assert subscription.pop("made") is not None
    assert subscription == {
        "id": made["feed"]["id"],
        "user": client.headers["x-test-user"],
        "kind": "personne",
        "target": "ada",
        "alarm": None,
        "label": "iPhone",
        "reader": "Calendrier (iPhone)",
        "publication": 1,
        "closed": None,
    }


def test_head_delivers_nothing(service: Service) -> None:
    publish(service.engine, BASE)
    _, made = subscribe(service)
    service.client().head(path_of(made))

    with reading(service.engine) as session:
        assert session.scalars(select(FeedReadRow)).all() == []
