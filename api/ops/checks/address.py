"""Check that phones and mails are given an address that they can use."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from api.ops.check import Check, fault, warning, well
from api.settings import Settings

NAME = "adresse"
OWN = frozenset({"localhost", "localhost.localdomain"})
ALL = frozenset({"0.0.0.0", "::"})  # noqa: S104 - looked for, not listened to


def address(settings: Settings) -> Check:
    """Whether the public address is https, whole, and not this machine's alone."""
    url = settings.shown_url
    wrong = _wrong(settings.public_url)
    if wrong:
        return fault(NAME, f"{url} : {wrong}")
    host = urlsplit(url).hostname or ""
    if _own(host):
        return warning(NAME, f"{url} n’est vue que de cette machine : aucun téléphone n’y viendra")
    if not settings.secure:
        return fault(NAME, f"{url} : attendu, https:// (mots de passe et calendriers en clair)")
    if "." not in host:
        return warning(NAME, f"{url} : un nom sans point n’est vu que du réseau local")
    return well(NAME, url)


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
