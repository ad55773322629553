"""Mail servers on this machine: one that takes mail, and one that hangs up in the middle."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from api.settings import Settings

HOST = "127.0.0.1"

PATIENCE = 60
"""Seconds that an answer may take: this process, which is busy, is the server too."""


@dataclass
class Inbox:
    """
    What a server was given, and what it answers: to a sender, a recipient, or to a message.

    `closing`: it ends the connection after each message. `accents`: it knows SMTPUTF8.
    """

    raw: list[bytes] = field(default_factory=list)
    senders: dict[str, str] = field(default_factory=dict)
    recipients: dict[str, str] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    closing: bool = False
    accents: bool = True
    connections: int = 0
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(text, policy=default) for text in self.raw]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        del server, envelope
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        del server, session
        if address in self.senders:
            return self.senders[address]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if address in self.recipients:
            return self.recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del session
        answer = self.data.pop(0) if self.data else "250 OK"
        if answer.startswith("250"):
            self.raw.append(envelope.original_content)
        if self.closing:
            await server.push(answer)
            server.transport.close()
        return answer

    def authenticate(self, _s: Any, _c: Any, _e: Any, _m: str, data: Any) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"bon mot de passe", handled=False)


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


@contextmanager
def serving(
    inbox: Inbox, *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[Settings]:
    """Serve, and give the settings by which it is reached."""
    controller = Controller(
        inbox,
        hostname=HOST,
        port=0,
        ssl_context=tls,
        tls_context=starttls,
        require_starttls=starttls is not None,
        authenticator=inbox.authenticate,
        auth_require_tls=False,
        enable_SMTPUTF8=inbox.accents,
    )
    with listening(controller) as port:
        yield reaching(port)


@contextmanager
def listening(controller: Any) -> Iterator[int]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        controller.port = free.getsockname()[1]
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def reaching(port: int, **others: Any) -> Settings:
    usual: dict[str, Any] = {"smtp_from": "planning@exemple.fr", "smtp_seconds": PATIENCE}
    return Settings(smtp_host=HOST, smtp_port=port, **(usual | others))


def nobody() -> Settings:
    """Return settings that name a port where nobody listens."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    return reaching(port)


@contextmanager
def silent() -> Iterator[Settings]:
    """Serve a greeting, then nothing: what is asked waits for an answer, for a second."""
    with socket.create_server((HOST, 0)) as server:
        peers = []

        def greet() -> None:
            peer, _ = server.accept()
            peers.append(peer)
            peer.sendall(b"220 essai\r\n")

        thread = Thread(target=greet)
        thread.start()
        yield reaching(server.getsockname()[1], smtp_seconds=1)
        thread.join()
        for peer in peers:
            peer.close()


@contextmanager
def hanging_up(after: int) -> Iterator[Settings]:
    """Serve one mail's talk, and close the connection after so many bytes of its text."""
    with socket.create_server((HOST, 0)) as server:

        def talk() -> None:
            peer, _ = server.accept()
            with peer, peer.makefile("rb") as lines:
                peer.sendall(b"220 essai\r\n")
                for line in lines:
                    data = line.upper().startswith(b"DATA")
                    peer.sendall(b"354 vas-y\r\n" if data else b"250 OK\r\n")
                    if data:
                        lines.read(after)
                        return

        thread = Thread(target=talk)
        thread.start()
        yield reaching(server.getsockname()[1])
        thread.join()
