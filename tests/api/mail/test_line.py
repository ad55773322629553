import datetime as dt
import ssl
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from api.database.tables.mail import MailRow
from api.mail.line import Line
from api.mail.refusals import RefusedError
from api.settings import Settings
from tests.api.mail.made import NOON
from tests.api.mail.servers import HOST, Inbox, serving

MAIL = MailRow(
    id="1", key="a", kind="essai", address="ada@exemple.fr", subject="s", body="b", made=NOON
)


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Give what a server shows, and have this machine believe it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "essai")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), False)
        .sign(key, SHA256())
    )
    public, secret = tmp_path / "essai.pem", tmp_path / "essai.key"
    public.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, secret)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    return context


def send(settings: Settings, **others: str) -> None:
    with Line(settings.model_copy(update=others)) as line:
        line.send(MAIL)


def reason(settings: Settings, **others: str) -> str:
    with pytest.raises(RefusedError) as refusal:
        send(settings, **others)
    assert refusal.value.down
    assert not refusal.value.final
    return refusal.value.reason


def test_starttls_and_a_login(certificate: ssl.SSLContext) -> None:
    inbox = Inbox()
    login = {"smtp_user": "planning", "smtp_password": "bon mot de passe"}
    with serving(inbox, starttls=certificate) as settings:
        send(settings, smtp_security="starttls", **login)

    assert inbox.logins == [(b"planning", b"bon mot de passe")]
    assert len(inbox.raw) == 1


def test_a_login_that_is_refused_says_so_and_tells_no_secret(certificate: ssl.SSLContext) -> None:
    login = {"smtp_user": "planning", "smtp_password": "mauvais"}
    with serving(Inbox(), starttls=certificate) as settings:
        why = reason(settings, smtp_security="starttls", **login)

    assert why == "le serveur refuse l’identifiant ou le mot de passe"


def test_a_server_that_cannot_be_secured_gets_nothing() -> None:
    inbox = Inbox()
    with serving(inbox) as settings:
        why = reason(settings, smtp_security="starttls", smtp_user="planning")

    assert why == "le serveur ne sait pas faire ce qui lui est demandé"
    assert (inbox.raw, inbox.logins) == ([], [])


def test_a_certificate_that_nobody_vouches_for_is_refused(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with serving(Inbox(), starttls=certificate) as settings:
        assert reason(settings, smtp_security="starttls") == (
            "le certificat du serveur n’est pas valable"
        )


def test_tls_from_the_first_byte(certificate: ssl.SSLContext) -> None:
    inbox = Inbox()
    with serving(inbox, tls=certificate) as settings:
        send(settings, smtp_security="implicit")

    assert len(inbox.raw) == 1


def test_a_sender_that_is_refused_is_about_us() -> None:
    inbox = Inbox(senders={"planning@exemple.fr": "553 5.1.8 inconnu"})
    with serving(inbox) as settings, pytest.raises(RefusedError) as refusal:
        send(settings)

    assert refusal.value.reason == "le serveur refuse l’expéditeur (553)"
    assert not refusal.value.final
