import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import Request
from fastapi.responses import StreamingResponse
from sqlalchemy import Engine

from api.access.caller import Role
from api.access.door import Router
from api.access.rights.rule import PUBLIC, SECRET, Programs, role
from api.web.answering.answer import Body
from tests.api.logs.conftest import Log, log
from tests.api.logs.test_errors import TOKEN
from tests.api.service import Service
from tests.api.small import small
from tests.api.web.middleware.serving import said, served

__all__ = ["log"]

MADE = re.compile("[0-9a-f]{32}")
NAME, MAIL = "Siham Kaci", "siham.kaci@exemple.org"
router = Router(service=Programs.NONE)


class Login(Body):
    email: int
    password: str


@router.get("/essai/{word}/bogue", may=PUBLIC)
def broken(word: str) -> None:
    secret = f"{NAME} {word}"
    raise KeyError(secret)


@router.get("/essai/coupee", may=PUBLIC)
def cut() -> StreamingResponse:
    def parts() -> Iterator[bytes]:
        yield b"a"
        raise KeyError(NAME)

    return StreamingResponse(parts())


@router.get("/essai/moi", may=role(Role.RH))
def me(request: Request, nom: str = "") -> Any:
    return request.state.request_id if nom else ""


@router.get("/feeds/{token}.ics", may=SECRET)
def feed(token: str) -> str:
    return str(len(token))


@router.post("/essai/connexion", may=PUBLIC)
def login(body: Login) -> str:
    return body.password


@pytest.fixture
def tried(sqlite_engine: Engine) -> Service:
    return Service(small(sqlite_engine, router), sqlite_engine)


def test_a_request_is_told_by_its_route_with_its_user_by_id(tried: Service, log: Log) -> None:
    client = tried.client("rh", email=MAIL)
    answer = client.get("/essai/moi?nom=Kaci", headers={"X-Request-Id": "trace-0001"})

    assert (answer.json(), answer.headers["x-request-id"]) == ("trace-0001", "trace-0001")
    (line,) = log.lines()
    assert line.pop("ms") >= 0
    assert line == {
        "event": "requête",
        "level": "info",
        "logger": "roulement",
        "method": "GET",
        "request_id": "trace-0001",
        "route": "/essai/moi",
        "status": 200,
        "user": client.headers["X-Test-User"],
    }


@pytest.mark.parametrize(
    "request_id", ["court", "a" * 65, "un id avec blancs", "id;rm -rf", "é" * 10]
)
def test_an_insane_request_id_is_replaced(tried: Service, request_id: str) -> None:
    answer = tried.client().get("/nulle/part", headers={b"X-Request-Id": request_id.encode()})

    assert MADE.fullmatch(answer.headers["x-request-id"])


@pytest.mark.parametrize("request_id", ["abcdefgh", "a" * 64, "0f-1_2.3Z"])
def test_a_sane_request_id_is_kept(tried: Service, request_id: str) -> None:
    answer = tried.client().get("/nulle/part", headers={"X-Request-Id": request_id})

    assert answer.headers["x-request-id"] == request_id


def test_unknown_addresses_are_one_route(tried: Service, log: Log) -> None:
    tried.client().get("/nulle/part")
    tried.client().get(f"/nulle/{NAME}")

    assert [line["route"] for line in log.lines()] == ["inconnue", "inconnue"]


def test_a_defect_is_told_once_with_its_request_and_answered(tried: Service, log: Log) -> None:
    answer = tried.client().get(f"/essai/{NAME}/bogue")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["code"] == "defaut_du_logiciel"
    defect, request = log.lines()
    assert defect["request_id"] == request["request_id"] == answer.headers["x-request-id"]
    assert defect["exception"].splitlines()[0] == "KeyError"
    assert defect["exception"].endswith(" broken")
    assert request["status"] == 500


def test_no_log_of_a_whole_run_holds_a_secret_or_a_name(tried: Service, log: Log) -> None:
    secret = f"motdepasse{TOKEN}"
    with served(tried.app) as port:
        for path in (
            f"/feeds/{TOKEN}.ics",
            f"/feeds/{TOKEN}",
            f"/feeds/{TOKEN}/{TOKEN}.ics?jeton={TOKEN}",
            f"/FEEDS/{TOKEN}.ics",
            f"/nulle/part/{TOKEN}?q={NAME.replace(' ', '+')}",
            "/essai/Siham%20Kaci/bogue",
            "/essai/coupee",
        ):
            said(
                port,
                f"GET {path} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {TOKEN}\r\n"
                f"Cookie: roulement={TOKEN}\r\nX-Forwarded-For: 203.0.113.9\r\n"
                f"Referer: http://h/feeds/{TOKEN}.ics\r\nUser-Agent: {NAME}\r\n"
                "Connection: close\r\n\r\n".encode(),
            )
        body = f'{{"email": "{MAIL}", "password": "{secret}"}}'
        said(
            port,
            f"POST /essai/connexion HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode(),
        )
        said(port, f"GET /feeds/{TOKEN}.ics PAS DU HTTP\r\n\r\n".encode())
        said(port, f"GET /feeds/{TOKEN} HTTP/1.1\r\nMal{TOKEN}\r\n\r\n".encode())

    text = log.text
    assert text.count('"requête"') == 8
    assert [word for word in (TOKEN, secret, "Kaci", MAIL, "203.0.113") if word in text] == []
    assert '"réponse interrompue"' in text
    assert "Exception in ASGI" not in text


def test_measures_know_routes_and_nothing_else(tried: Service) -> None:
    client = tried.client()
    client.get(f"/feeds/{TOKEN}.ics")
    client.get(f"/nulle/part/{NAME}")
    client.request("INVENTE", "/nulle/part")
    text = tried.app.state.metrics.text()[0].decode()
    counted = [
        line
        for line in text.splitlines()
        if line.startswith(("roulement_requests_total", "roulement_feed_reads_total"))
    ]

    assert counted == [
        'roulement_requests_total{method="GET",route="/feeds/{token}.ics",status="200"} 1.0',
        'roulement_requests_total{method="GET",route="inconnue",status="404"} 1.0',
        'roulement_requests_total{method="AUTRE",route="inconnue",status="404"} 1.0',
        'roulement_feed_reads_total{status="200"} 1.0',
    ]
    assert "roulement_requests_running 0.0" in text
    assert TOKEN not in text
