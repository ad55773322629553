import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from api.ops.check import Grade
from api.ops.network import address, mail, proxies, sign_on
from api.settings import Settings
from tests.api.mail.servers import Inbox, serving, text_of


@pytest.mark.parametrize(
    ("url", "state", "words"),
    [
        ("https://rota.exemple.org", Grade.OK, ""),
        ("https://rota.exemple.org:8443", Grade.OK, ""),
        ("http://rota.exemple.org", Grade.FAULT, "attendu, https://"),
        ("https://rota.exemple.org/planning", Grade.FAULT, "rien après"),
        ("https://rota.exemple.org?a=1", Grade.FAULT, "rien après"),
        ("https://moi@rota.exemple.org", Grade.FAULT, "sans compte ni mot de passe"),
        ("https://moi:motus@rota.exemple.org", Grade.FAULT, "sans compte ni mot de passe"),
        ("https://:motus@rota.exemple.org", Grade.FAULT, "sans compte ni mot de passe"),
        ("https://moi:mo/tus@rota.exemple.org", Grade.FAULT, "ce n’est pas une adresse"),
        ("https://", Grade.FAULT, "sans nom de machine"),
        ("https://rota:abc", Grade.FAULT, "ce n’est pas une adresse"),
        ("https://[::1", Grade.FAULT, "ce n’est pas une adresse"),
        ("http://127.0.0.1:8000", Grade.WARNING, "que de cette machine"),
        ("http://localhost", Grade.WARNING, "que de cette machine"),
        ("http://0.0.0.0", Grade.WARNING, "que de cette machine"),
        ("https://serveur", Grade.WARNING, "que du réseau local"),
    ],
)
def test_an_address_is_judged_by_who_can_use_it(url: str, state: Grade, words: str) -> None:
    check = address(Settings(public_url=url))

    assert check.state is state
    assert words in check.text
    assert "tus" not in check.text


@pytest.mark.parametrize(
    ("url", "trusted", "state"),
    [
        ("https://rota.exemple.org", ("127.0.0.1",), Grade.OK),
        ("https://rota.exemple.org", (), Grade.WARNING),
        ("https://rota.exemple.org", ("0.0.0.0/0",), Grade.FAULT),
        ("https://rota.exemple.org", ("10.0.0.1", "::/0"), Grade.FAULT),
        ("http://127.0.0.1", (), Grade.OK),
    ],
)
def test_proxies_are_named_and_not_everyone(
    url: str, trusted: tuple[str, ...], state: Grade
) -> None:
    assert proxies(Settings(public_url=url, trusted_proxies=trusted)).state is state


def test_no_server_is_worth_a_look() -> None:
    assert mail(Settings()).state is Grade.WARNING


def test_a_server_that_answers_is_well_and_gets_no_mail() -> None:
    inbox = Inbox()
    with serving(inbox) as settings:
        check = mail(settings)

    assert (check.state, check.text.partition(" ")[2]) == (Grade.OK, "répond")
    assert (inbox.connections, inbox.raw) == (1, [])


def test_a_mail_leaves_when_it_is_asked_for() -> None:
    inbox = Inbox()
    with serving(inbox) as settings:
        check = mail(settings, "moi@exemple.org")

    assert (check.state, check.text.partition(" ")[2]) == (
        Grade.OK,
        "a pris le courriel d’essai",
    )
    (sent,) = inbox.mails
    assert (sent["to"], sent["subject"]) == ("moi@exemple.org", "Essai de Roulement")
    assert "tout va bien" in text_of(sent)


def test_a_mail_that_is_refused_is_a_fault() -> None:
    inbox = Inbox(recipients={"moi@exemple.org": "550 5.1.1 inconnu"})
    with serving(inbox) as settings:
        assert mail(settings, "moi@exemple.org").state is Grade.FAULT


def test_a_wrong_password_is_a_fault_that_does_not_tell_it() -> None:
    with serving(Inbox()) as settings:
        wrong = settings.model_copy(update={"smtp_user": "rota", "smtp_password": "faux"})
        check = mail(wrong)

    assert check.state is Grade.FAULT
    assert "faux" not in check.text


def test_a_password_in_clear_is_worth_a_look() -> None:
    with serving(Inbox()) as settings:
        right = settings.model_copy(
            update={"smtp_user": "rota", "smtp_password": "bon mot de passe"}
        )

        assert mail(right).state is Grade.WARNING


def test_nobody_at_the_door_is_a_fault() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert mail(Settings(smtp_host="127.0.0.1", smtp_port=port)).state is Grade.FAULT


NEEDED = dict.fromkeys(("authorization_endpoint", "token_endpoint", "jwks_uri"), "https://idp")


@contextmanager
def issuer(said: Callable[[str], tuple[int, Any]]) -> Iterator[str]:
    """Serve a discovery document, made from the issuer's own address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, document = said(url)
            self.send_response(status if self.path.startswith("/.well-known/openid") else 404)
            self.end_headers()
            text = document if isinstance(document, str) else json.dumps(document)
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield url
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
