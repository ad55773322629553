import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from api.ops.check import Grade
from api.ops.checks.sign_on import sign_on
from api.settings import Settings

NEEDED = dict.fromkeys(("authorization_endpoint", "token_endpoint", "jwks_uri"), "https://idp")


@contextmanager
def issuer(said: Callable[[str], tuple[int, Any]]) -> Iterator[str]:
    """Serve a discovery document, made from the issuer's own address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, document = said(address)
            self.send_response(status if self.path.startswith("/.well-known/openid") else 404)
            self.end_headers()
            text = document if isinstance(document, str) else json.dumps(document)
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield address
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("said", "state", "words"),
    [
        (lambda own: (200, {"issuer": own, **NEEDED}), Grade.OK, "répond"),
        (lambda _: (503, {}), Grade.FAULT, "répond 503"),
        (lambda _: (200, "<html>"), Grade.FAULT, "ne répond pas en JSON"),
        (lambda _: (200, [1]), Grade.FAULT, "se dit « [1] »"),
        (
            lambda _: (200, {"issuer": "https://autre", **NEEDED}),
            Grade.FAULT,
            "se dit « https://autre »",
        ),
        (
            lambda own: (200, {"issuer": own, **NEEDED, "jwks_uri": ""}),
            Grade.FAULT,
            "ne dit pas jwks_uri",
        ),
    ],
)
def test_an_issuer_is_held_against_what_a_login_needs(
    said: Callable[[str], tuple[int, Any]], state: Grade, words: str
) -> None:
    with issuer(said) as address:
        check = sign_on(Settings(oidc_issuer=address, oidc_client_id="rota"))

    assert (check.state, check.text) == (state, f"{address} {words}")


def test_no_issuer_is_well() -> None:
    assert sign_on(Settings()).text == "non demandé"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "pas une adresse", "ftp://idp"])
def test_an_issuer_that_is_not_there_is_a_fault(address: str) -> None:
    check = sign_on(Settings(oidc_issuer=address, oidc_client_id="rota"))

    assert (check.state, check.text) == (Grade.FAULT, f"{address} ne répond pas")


def test_an_issuer_without_our_name_there_is_a_fault() -> None:
    check = sign_on(Settings(oidc_issuer="https://idp.exemple.org"))

    assert check.text == "ROULEMENT_OIDC_CLIENT_ID est vide"
