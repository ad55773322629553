"""Find the real client behind proxies: only those trusted are believed in X-Forwarded headers."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send

FORWARDED = (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded")
SCHEMES = frozenset({"http", "https"})


class Proxies:
    """
    Take client, scheme and host from the headers of trusted proxies.

    The client is the last address of X-Forwarded-For that is no trusted proxy: what stands before
    it was written by the client itself. From anyone else those headers are taken away, so that
    nothing below can believe them. Whether the request came through a proxy is kept in the state
    as `forwarded`, believed or not.
    """

    def __init__(self, app: ASGIApp, *, trusted: tuple[str, ...]) -> None:
        self.app = app
        self.networks = tuple(ip_network(network, strict=False) for network in trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through."""
        if scope["type"] == "http":
            named = [(name, value) for name, value in scope["headers"] if name in FORWARDED]
            scope.setdefault("state", {})["forwarded"] = bool(named)
            if named:
                peer = scope.get("client")
                believed = peer is not None and self._trusted(peer[0])
                self._rewrite(scope, named, believed=believed)
        await self.app(scope, receive, send)

    def _trusted(self, text: str) -> bool:
        address = _address(text)
        return address is not None and any(address in network for network in self.networks)

    def _rewrite(self, scope: Scope, named: list[tuple[bytes, bytes]], *, believed: bool) -> None:
        scope["headers"] = [header for header in scope["headers"] if header[0] not in FORWARDED]
        if not believed:
            return
        forwarded: dict[bytes, list[str]] = {}
        for name, value in named:
            parts = [part.strip() for part in value.decode("latin-1").split(",")]
            forwarded.setdefault(name, []).extend(part for part in parts if part)
        for hop in reversed(forwarded.get(b"x-forwarded-for", [])):
            address = _address(hop)
            if address is None:
                break  # nothing before an unreadable hop can be believed
            scope["client"] = (str(address), 0)
            if not self._trusted(str(address)):
                break
        scheme = (forwarded.get(b"x-forwarded-proto") or [""])[-1].lower()
        if scheme in SCHEMES:
            scope["scheme"] = scheme
        host = (forwarded.get(b"x-forwarded-host") or [""])[-1]
        if host:
            scope["headers"] = [
                *(header for header in scope["headers"] if header[0] != b"host"),
                (b"host", host.encode("latin-1")),
            ]


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address, with a port or brackets if it has them."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
