"""Check what goes over the network: the service's address, its mails, the OIDC issuer."""

from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx2

from api.database.base import new_id
from api.database.tables.mail import MailRow
from api.mail.line import Line
from api.mail.refusals import RefusedError
from api.ops.check import Check, fault, warning, well
from api.settings import Settings

ADDRESS = "adresse"
OWN = frozenset({"localhost", "localhost.localdomain"})
ALL = frozenset({"0.0.0.0", "::"})  # noqa: S104 - looked for, not listened to


def address(settings: Settings) -> Check:
    """Whether the public address is https, whole, and not this machine's alone."""
    url = settings.shown_url
    wrong = _wrong(settings.public_url)
    if wrong:
        return fault(ADDRESS, f"{url} : {wrong}")
    host = urlsplit(url).hostname or ""
    if _own(host):
        return warning(
            ADDRESS, f"{url} n’est vue que de cette machine : aucun téléphone n’y viendra"
        )
    if not settings.secure:
        return fault(ADDRESS, f"{url} : attendu, https:// (mots de passe et calendriers en clair)")
    if "." not in host:
        return warning(ADDRESS, f"{url} : un nom sans point n’est vu que du réseau local")
    return well(ADDRESS, url)


def proxies(settings: Settings) -> Check:
    """Whether a trusted proxy is set, if https ends before the service."""
    if settings.secure and not settings.trusted_proxies:
        return warning(
            "relais",
            "ROULEMENT_TRUSTED_PROXIES est vide : toutes les demandes sembleront venir du relais",
        )
    everyone = [proxy for proxy in settings.trusted_proxies if proxy.endswith("/0")]
    if everyone:
        return fault("relais", f"{everyone[0]} croit tout le monde sur parole")
    return well("relais", ", ".join(settings.trusted_proxies) or "aucun")


def _wrong(url: str) -> str:
    """Say what is wrong with the form of an address (empty: nothing)."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "ce n’est pas une adresse"
    if not host:
        return "sans nom de machine"
    if "@" in parts.netloc:
        return "attendu, une adresse sans compte ni mot de passe"
    if parts.path or parts.query or parts.fragment:
        return "attendu, https:// et un nom, rien après"
    return ""


def _own(host: str) -> bool:
    if host in OWN or host in ALL:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


MAIL = "courriel"


def mail(settings: Settings, to: str = "") -> Check:
    """Connect to the mail server; `to`: an address to which a mail is really sent."""
    if not settings.sends_mail:
        return warning(MAIL, "ROULEMENT_SMTP_HOST est vide : aucun courriel ne partira")
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        with Line(settings) as line:
            if to:
                line.send(_trial(to, settings))
            else:
                line.try_out()
    except RefusedError as error:
        return fault(MAIL, f"{where} : {error.reason}")
    if settings.smtp_security == "none" and settings.smtp_user:
        return warning(MAIL, f"{where} répond, mais le mot de passe y va en clair")
    return well(MAIL, f"{where} a pris le courriel d’essai" if to else f"{where} répond")


def _trial(to: str, settings: Settings) -> MailRow:
    return MailRow(
        id=new_id(),
        key="essai",
        kind="essai",
        address=to,
        subject="Essai de Roulement",
        body=f"Ce courriel vient de « rota doctor » sur {settings.shown_url} : tout va bien.\n",
        made=datetime.now(UTC),
    )


SIGN_ON = "oidc"
SECONDS = 5.0
DISCOVERY = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def sign_on(settings: Settings) -> Check:
    """Read the issuer's discovery document, and check that it has all that a login needs."""
    issuer = settings.oidc_issuer
    if not issuer:
        return well(SIGN_ON, "non demandé")
    if not settings.oidc_client_id:
        return fault(SIGN_ON, "ROULEMENT_OIDC_CLIENT_ID est vide")
    wrong = _wrong_discovery(issuer)
    return fault(SIGN_ON, f"{issuer} {wrong}") if wrong else well(SIGN_ON, f"{issuer} répond")


def _wrong_discovery(issuer: str) -> str:
    """Say what is wrong with what the issuer says of itself (empty: nothing)."""
    try:
        answer = httpx2.get(issuer.rstrip("/") + DISCOVERY, timeout=SECONDS)
        answer.raise_for_status()
        said: Any = answer.json()
    except httpx2.HTTPStatusError as error:
        return f"répond {error.response.status_code}"
    except (httpx2.HTTPError, httpx2.InvalidURL):
        return "ne répond pas"
    except ValueError:
        return "ne répond pas en JSON"
    if not isinstance(said, dict) or said.get("issuer") != issuer:
        other = said.get("issuer") if isinstance(said, dict) else said
        return f"se dit « {other} »"
    lacking = [name for name in NEEDED if not said.get(name)]
    return f"ne dit pas {', '.join(lacking)}" if lacking else ""
