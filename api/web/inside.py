"""Keep to this service an address that came from outside and that people are sent to."""


def inside(address: str) -> str:
    """Return where to go: the given address if it is one of ours, else the first address."""
    # Browsers take « \ » for « / », and two at the beginning for another site's name.
    away = not address.startswith("/") or address[1:2] in ("/", "\\")
    return "/" if away or not address.isprintable() else address
