import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request
from sqlalchemy import Engine

from api.access.door import Router
from api.access.rights.rule import PUBLIC
from api.settings import Settings
from api.web.middleware.limits import ADDRESS_BYTES, HEADERS, MB, Limits
from tests.api.service import Service
from tests.api.small import small
from tests.api.web.middleware.serving import said, served

router = Router()


@router.post("/essai/longueur", may=PUBLIC)
async def length(request: Request) -> int:
    return len(await request.body())


@router.post("/essai/valeur", may=PUBLIC)
def value(body: list[int]) -> int:
    return len(body)


def app(engine: Engine) -> FastAPI:
    return small(engine, router, settings=Settings(request_mb=1))


@pytest.fixture
def tried(sqlite_engine: Engine) -> Service:
    return Service(app(sqlite_engine), sqlite_engine)


@pytest.mark.parametrize("path", ["/essai/longueur", "/essai/valeur", "/nulle/part"])
def test_an_announced_length_beyond_the_limit_is_refused(tried: Service, path: str) -> None:
    answer = tried.client().post(path, content=b"x" * (MB + 1))

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "La requête fait plus de 1 Mo (attendu : au plus 1)."


def test_the_limit_itself_is_allowed(tried: Service) -> None:
    assert tried.client().post("/essai/longueur", content=b"x" * MB).json() == MB


@pytest.mark.parametrize("path", ["/essai/longueur", "/essai/valeur"])
def test_a_length_that_is_not_announced_is_counted(tried: Service, path: str) -> None:
    def parts() -> Iterator[bytes]:
        yield from (b"x" * 65536 for _ in range(17))

    answer = tried.client().post(path, content=parts())

    assert (answer.status_code, answer.json()["code"]) == (413, "requete_trop_longue")


@pytest.mark.parametrize(("length", "status"), [(ADDRESS_BYTES, 404), (ADDRESS_BYTES + 1, 414)])
def test_an_address_is_only_so_long(tried: Service, length: int, status: int) -> None:
    answer = tried.client().get("/" + "a" * (length - 1))

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_query_counts_as_address(tried: Service) -> None:
    assert tried.client().get("/a?" + "b" * ADDRESS_BYTES).status_code == 414


def test_headers_are_only_so_many_and_so_long(tried: Service) -> None:
    many = {f"X-{number}": "a" for number in range(HEADERS)}

    assert tried.client().get("/a", headers=many).status_code == 431
    assert tried.client().get("/a", headers={"X-Long": "a" * 16384}).status_code == 431
    assert tried.client().get("/a", headers={"X-Long": "a" * 15000}).status_code == 404


def test_a_body_that_does_not_come_is_given_up(sqlite_engine: Engine) -> None:
    with served(Limits(app(sqlite_engine), megabytes=1, seconds=0.05)) as port:
        for path in ("longueur", "valeur"):
            answer = said(
                port,
                f"POST /essai/{path} HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n12".encode(),
            )

            head, _, body = answer.partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 408 ")
            assert json.loads(body)["code"] == "requete_trop_lente"


def test_a_line_that_is_not_http_is_refused_without_harm(tried: Service) -> None:
    with served(tried.app) as port:
        assert said(port, b"\x16\x03\x01 n'importe quoi\r\n\r\n").startswith(b"HTTP/1.1 400 ")
        long = b"GET / HTTP/1.1\r\nX-Long: " + b"a" * 100_000
        assert said(port, long).startswith(b"HTTP/1.1 400 ")
