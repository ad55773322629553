import subprocess
import sys
import threading
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine
from starlette.routing import Route

from api.access.caller import Role
from api.access.door import Router
from api.access.rights.rule import PUBLIC, Programs, role
from api.app import create
from api.database.engine import reading, writing
from api.database.tables.state import StateRow
from api.settings import Settings
from api.web.paging import cursor
from tests.api import probe
from tests.api.composed import composed
from tests.api.databases import on_each
from tests.api.service import Service

SETTINGS = Settings()
COUNTED = {"count": 3, "at": "2026-10-25T02:30:00+02:00"}
PROBLEM = "application/problem+json"


@pytest.fixture
def tried(sqlite_engine: Engine) -> Service:
    with writing(sqlite_engine) as session:
        for row in session.query(StateRow):
            session.delete(row)

    def make() -> FastAPI:
        return create(SETTINGS, sqlite_engine, more=[probe.router])

    return Service(composed("probe", SETTINGS, sqlite_engine, make), sqlite_engine)


LOADED = "import sys, api.app; api.app.declared(); print(*sorted({m[:7] for m in sys.modules}))"


def test_a_service_without_a_provider_of_identities_loads_none_of_its_libraries() -> None:
    words = [sys.executable, "-c", LOADED]
    loaded = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()

    assert "fastapi" in loaded
    assert "authlib" not in loaded


def test_an_answer_is_what_was_asked_for_and_nothing_around_it(tried: Service) -> None:
    answer = tried.client().get("/essai/ouvert").json()

    assert answer == "bonjour"


def test_without_an_account_the_door_stays_shut(tried: Service) -> None:
    answer = tried.client().get("/essai/moi")

    assert answer.status_code == 401
    assert answer.headers["content-type"] == PROBLEM
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "connexion_requise"


def test_a_wrong_token_is_nobody(tried: Service) -> None:
    answer = tried.client().get("/essai/moi", headers={"Authorization": "Bearer faux"})

    assert answer.status_code == 401


def test_a_role_opens_what_the_table_says(tried: Service) -> None:
    assert tried.client("rh").get("/essai/rh").status_code == 200
    assert tried.client("responsable").get("/essai/rh").status_code == 403
    assert tried.client("responsable").get("/essai/moi").status_code == 200


def test_wrong_values_are_named_with_what_was_found_and_expected(tried: Service) -> None:
    body = {"count": 11, "at": "2026-10-25T02:30:00", "plus": 1, "reste": 2}

    answer = tried.client().post("/essai/etats/a", json=body)

    assert answer.status_code == 422
    assert answer.json()["code"] == "requete_invalide"
    assert answer.json()["detail"] == "4\u00a0valeurs refusées."
    assert answer.json()["errors"] == [
        {"field": "count", "received": "11", "expected": "10 au plus"},
        {
            "field": "at",
            "received": "2026-10-25T02:30:00",
            "expected": "un instant avec son décalage, comme 2026-10-24T21:30+02:00",
        },
        {"field": "plus", "received": "1", "expected": "aucun champ de ce nom"},
        {"field": "reste", "received": "2", "expected": "aucun champ de ce nom"},
    ]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[1]", b'"x"', b"null"])
def test_a_body_that_is_no_object_is_refused(tried: Service, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}

    answer = tried.client().post("/essai/etats/a", content=body, headers=headers)

    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(
    ("body", "character"), [(b"{", 2), (b'{"count": 3, "at": }', 20), (b"\xff\xfe", 1)]
)
def test_broken_json_is_told_of_the_body_with_the_place_where_it_breaks(
    tried: Service, body: bytes, character: int
) -> None:
    headers = {"Content-Type": "application/json"}

    answer = tried.client().post("/essai/etats/a", content=body, headers=headers)

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "body", "received": "", "expected": f"du JSON : faute au caractère {character}"}
    ]


def test_a_number_in_the_address_is_bounded(tried: Service) -> None:
    client = tried.client()

    assert client.get(f"/essai/nombres/{2**31 - 1}").json() == 2**31 - 1
    assert client.get(f"/essai/nombres/{2**31}").json()["errors"] == [
        {"field": "path.number", "received": "2147483648", "expected": "2147483647 au plus"}
    ]


@on_each
def test_a_refusal_undoes_the_transaction(tried: Service) -> None:
    body = {"count": 7, "at": "2026-10-25T02:30:00+02:00"}

    answer = tried.client().post("/essai/etats/a", json=body)

    assert answer.status_code == 422
    assert answer.json()["detail"] == "sept ne va pas"
    with reading(tried.engine) as session:
        assert session.get(StateRow, "a") is None


def test_an_edit_names_the_version_that_it_starts_from(tried: Service) -> None:
    client = tried.client()
    client.post("/essai/etats/a", json=COUNTED)

    assert client.put("/essai/etats/a").status_code == 428
    assert client.put("/essai/etats/a", headers={"If-Match": "*"}).status_code == 428
    first = client.put("/essai/etats/a", headers={"If-Match": '"a-3"'})
    second = client.put("/essai/etats/a", headers={"If-Match": '"a-3"'})
    other = client.put("/essai/etats/a", headers={"If-Match": '"b-4"'})

    assert (first.status_code, first.headers["etag"]) == (200, '"a-4"')
    assert (second.status_code, second.json()["current"], second.json()["yours"]) == (412, 4, 3)
    assert other.status_code == 412


@on_each
def test_pages_follow_each_other_whatever_is_added(tried: Service) -> None:
    client = tried.client()
    for name in "abde":
        client.post(f"/essai/etats/{name}", json=COUNTED)

    first = client.get("/essai/etats", params={"limit": 2}).json()
    client.post("/essai/etats/a0", json=COUNTED)
    client.post("/essai/etats/c", json=COUNTED)
    second = client.get("/essai/etats", params={"limit": 3, "cursor": first["next"]}).json()

    assert first["items"] == ["a", "b"]
    assert second["items"] == ["c", "d", "e"]
    assert second["next"] is None


@on_each
@pytest.mark.parametrize(
    "after",
    [
        *("%%", "e30", "W3t9XQ", "é", "x" * 601),
        *(cursor("a\0"), cursor("\ud800"), cursor(2**63), cursor(True)),
    ],
)
def test_a_cursor_that_is_none_of_ours_is_refused(tried: Service, after: str) -> None:
    answer = tried.client().get("/essai/etats", params={"cursor": after})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "query.cursor"


@on_each
def test_the_same_key_does_the_deed_once(tried: Service) -> None:
    client, headers = tried.client("rh"), {"Idempotency-Key": "k1"}

    first = client.post("/essai/fois", json=COUNTED, headers=headers)
    again = client.post("/essai/fois", json=COUNTED, headers=headers)
    other = client.post(
        "/essai/fois", json={**COUNTED, "count": 4}, headers={"Idempotency-Key": "k1"}
    )

    assert (first.json(), again.json()) == ({"number": 3}, {"number": 3})
    assert again.headers["idempotent-replay"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "cle_reutilisee")
    assert client.post("/essai/fois", json=COUNTED).json() == {"number": 6}


def test_a_key_is_its_senders_own(tried: Service) -> None:
    headers = {"Idempotency-Key": "k1"}

    tried.client("rh").post("/essai/fois", json=COUNTED, headers=headers)
    other = tried.client("rh").post("/essai/fois", json=COUNTED, headers=headers)

    assert other.json() == {"number": 6}


@on_each
def test_a_key_sent_ten_times_at_once_does_the_deed_once(tried: Service) -> None:
    client, answers = tried.client("rh"), []

    def send() -> None:
        headers = {"Idempotency-Key": "k1"}
        answers.append(client.post("/essai/fois", json=COUNTED, headers=headers).json())

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [{"number": 3}] * 10


def test_a_bug_is_told_without_its_entrails(tried: Service) -> None:
    answer = tried.client().get("/essai/defaut")

    assert answer.status_code == 500
    assert answer.json()["code"] == "defaut_du_logiciel"
    assert "division" not in answer.text


def test_an_unknown_address_and_a_wrong_method_are_problems(tried: Service) -> None:
    client = tried.client()

    assert client.get("/rien").json()["code"] == "introuvable"
    assert client.delete("/essai/ouvert").json()["code"] == "methode_refusee"


def test_a_route_that_does_not_stand_behind_the_door_does_not_start(sqlite_engine: Engine) -> None:
    lone = APIRouter()
    lone.add_api_route("/ouverte", lambda: None, methods=["GET"])

    with pytest.raises(ValueError, match="/ouverte ne passe pas par la porte"):
        create(SETTINGS, sqlite_engine, more=[lone])


def test_a_route_that_does_not_say_who_may_call_it_does_not_start(sqlite_engine: Engine) -> None:
    lone = APIRouter(routes=[Route("/essai/oubli", lambda _: None)])

    with pytest.raises(ValueError, match="/essai/oubli ne dit pas qui peut l’appeler"):
        create(SETTINGS, sqlite_engine, more=[lone])


def test_a_route_that_is_declared_twice_does_not_start(sqlite_engine: Engine) -> None:
    lone = Router(service=Programs.NONE)
    lone.add("GET", "/essai/deux", lambda: None, PUBLIC)
    lone.add("GET", "/essai/deux", lambda: None, role(Role.RH))

    with pytest.raises(ValueError, match="GET /essai/deux est déclaré deux fois"):
        create(SETTINGS, sqlite_engine, more=[lone])


@pytest.mark.long
def test_the_document_says_what_a_refusal_looks_like(tried: Service) -> None:
    document: dict[str, Any] = tried.app.openapi()

    refused = document["paths"]["/essai/moi"]["get"]["responses"]["422"]["content"]
    assert refused == {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
    assert "HTTPValidationError" not in document["components"]["schemas"]


@pytest.mark.parametrize("path", ["/api/v1/moi/", "/robots.txt/", "/feeds"])
def test_nobody_is_sent_to_the_host_that_they_name(tried: Service, path: str) -> None:
    client = tried.client()

    answer = client.get(path, headers={"Host": "ailleurs.example"}, follow_redirects=False)

    assert (answer.status_code, answer.headers.get("location")) == (404, None)
