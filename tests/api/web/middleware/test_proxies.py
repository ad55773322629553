import asyncio
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from api.web.middleware.proxies import Proxies

TRUSTED = ("10.0.0.0/8", "::1")


def seen(peer: str, *headers: tuple[str, str]) -> dict[str, Any]:
    """Return what stands behind the layer of a request from `peer`."""
    scope: dict[str, Any] = {}

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        scope.update(scope)

    async def nothing(*_: Any) -> Any:
        return {}

    scope = {
        "type": "http",
        "client": (peer, 1234),
        "scheme": "http",
        "headers": [(b"host", b"dedans"), *((a.encode(), b.encode()) for a, b in headers)],
    }
    asyncio.run(Proxies(app, trusted=TRUSTED)(scope, nothing, nothing))
    return scope


def forwarded(*addresses: str) -> tuple[str, str]:
    return ("x-forwarded-for", ", ".join(addresses))


def test_headers_of_strangers_are_taken_away() -> None:
    scope = seen(
        "203.0.113.9",
        forwarded("1.2.3.4"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "ailleurs"),
        ("forwarded", "for=1.2.3.4"),
    )

    assert scope["client"] == ("203.0.113.9", 1234)
    assert scope["scheme"] == "http"
    assert scope["headers"] == [(b"host", b"dedans")]
    assert scope["state"] == {"forwarded": True}


def test_headers_of_a_trusted_proxy_are_believed() -> None:
    scope = seen(
        "10.1.2.3",
        forwarded("203.0.113.9"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "rota.example"),
    )

    assert (scope["client"], scope["scheme"]) == (("203.0.113.9", 0), "https")
    assert scope["headers"] == [(b"host", b"rota.example")]


@pytest.mark.parametrize(
    ("hops", "client"),
    [
        (("1.2.3.4", "203.0.113.9"), "203.0.113.9"),
        (("1.2.3.4", "203.0.113.9", "10.9.9.9"), "203.0.113.9"),
        (("10.5.5.5", "10.9.9.9"), "10.5.5.5"),
        (("203.0.113.9:4711",), "203.0.113.9"),
        (("[2001:db8::1]:4711",), "2001:db8::1"),
        (("::ffff:203.0.113.9",), "203.0.113.9"),
        (("203.0.113.9", "n'importe quoi", "10.9.9.9"), "10.9.9.9"),
        (("",), "10.1.2.3"),
    ],
)
def test_the_client_is_the_last_hop_that_is_no_proxy_of_ours(
    hops: tuple[str, ...], client: str
) -> None:
    assert seen("10.1.2.3", forwarded(*hops))["client"][0] == client


def test_an_odd_scheme_is_not_believed() -> None:
    assert seen("10.1.2.3", ("x-forwarded-proto", "gopher"))["scheme"] == "http"


def test_a_request_that_came_straight_says_so() -> None:
    assert seen("203.0.113.9")["state"] == {"forwarded": False}


def test_a_server_without_addresses_trusts_nobody() -> None:
    assert seen("testclient", forwarded("1.2.3.4"))["client"] == ("testclient", 1234)
