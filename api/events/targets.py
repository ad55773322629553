"""
Decide where events may be sent: never into a private network, unless the operator allows it.

An address is checked when it is typed, for what can be known then, and its name is resolved at each
sending: the connection goes to the very IP address that was checked, whatever the name says later.
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from api.mail.refusals import RefusedError

IP = IPv4Address | IPv6Address

ELSEWHERE = tuple(map(ip_network, ("168.63.129.16/32", "fe80::/10", "ff00::/8", "224.0.0.0/4")))
"""
Never reached though Python may call them global: Azure's metadata, multicast.

Those of other clouds are link-local, unique local or shared, which aren't global.
"""

UNICAST = ip_network("2000::/3")
"""Of IPv6, what is assigned: elsewhere are IPv4 addresses in disguise, and networks of old."""

NAT64 = ip_network("64:ff9b::/96")
PORTS = {"https": 443, "http": 80}
MOST = 4
"""IP addresses of a name that are tried."""

RESERVED = (".localhost", ".local", ".internal", ".home.arpa", ".test", ".invalid", ".example")
"""Names that lead nowhere, or inside; the operator's own network may know some of them."""

EXPECTED = (
    "une adresse qui commence par https://, sans mot de passe, comme https://exemple.org/roulement"
)
OUTSIDE = "une adresse de l’internet public, ou d’un réseau que ROULEMENT_EVENT_NETWORKS permet"
PRIVATE = "l’adresse est celle d’un réseau privé (ROULEMENT_EVENT_NETWORKS permet les vôtres)"
CLEAR = "sans https, l’adresse doit être d’un réseau que ROULEMENT_EVENT_NETWORKS permet"
UNKNOWN = "ce nom de machine est inconnu"


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a message goes: a host by its name, and URLs with IP addresses of it in its place."""

    host: str
    netloc: str
    urls: tuple[str, ...]


def is_possible(url: str, networks: Sequence[str]) -> bool:
    """Whether a text can be an address to send to; http needs networks that the operator allows."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
    there = bool(parts.hostname) and port != 0 and not parts.fragment
    return plain and there and parts.scheme in (PORTS if networks else ("https",))


def is_inside(url: str, networks: Sequence[str]) -> bool:
    """
    Whether an address is known to be one that nothing is sent to, without asking for its name.

    Its host is an IP address, however it is written (`2130706433`), or a name of RFC 6761 or 8375.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        ip: IP = ip_address(host.partition("%")[0])
    except ValueError:
        try:
            ip = IPv4Address(socket.inet_aton(host))
        except OSError:
            return not networks and f".{host}".endswith(RESERVED)
    return not _allowed(ip, url, networks)


def target_of(url: str, networks: Sequence[str]) -> Target:
    """
    Resolve an address, and keep the IP addresses that may be connected to.

    RefusedError: there is none, or none that is allowed; it is tried again, as a name may move.
    """
    if not is_possible(url, networks):
        raise RefusedError(CLEAR)
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RefusedError(UNKNOWN, down=True) from None
    texts = dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in answers)
    there = [ip_address(text) for text in texts]
    allowed = [ip for ip in there if _allowed(ip, url, networks)]
    if not allowed:
        raise RefusedError(CLEAR if any(map(is_public, there)) else PRIVATE, down=True)
    places = (f"[{ip}]:{port}" if ":" in str(ip) else f"{ip}:{port}" for ip in allowed[:MOST])
    urls = tuple(parts._replace(netloc=place).geturl() for place in places)
    return Target(host=host, netloc=parts.netloc, urls=urls)


def _allowed(ip: IP, url: str, networks: Sequence[str]) -> bool:
    return _within(ip, networks) or (urlsplit(url).scheme == "https" and is_public(ip))


def is_public(ip: IP) -> bool:
    """Whether an IP address, and that which it may stand for, is one of the public network."""
    inner = _embedded(ip)
    if inner is not None:
        return is_public(inner)
    assigned = isinstance(ip, IPv4Address) or ip in UNICAST
    return assigned and ip.is_global and not _within(ip, ELSEWHERE)


def _embedded(ip: IP) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 one leads to: mapped, by 6to4 or by NAT64."""
    if isinstance(ip, IPv4Address):
        return None
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def _within(ip: IP, networks: Sequence[object]) -> bool:
    return any(ip in ip_network(str(network), strict=False) for network in networks)
