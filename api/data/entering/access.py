"""Say which kinds of rows an account reads and writes, wherever its roles hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.access.rights.rows import RIGHTS, May
from api.data.rows.kinds import KINDS
from api.web.problems import forbidden, not_found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.access.caller import Caller
    from api.data.rows.columns import Kind


def reads(who: Caller, kind: str) -> bool:
    """Whether an account has a role that reads rows of a kind (no such kind: it hasn't)."""
    return kind in RIGHTS and bool(RIGHTS[kind].roles(May.READ) & who.roles())


def writes(who: Caller, kind: str) -> bool:
    """Whether an account has a role that writes rows of a kind."""
    return kind in RIGHTS and bool(RIGHTS[kind].roles(May.WRITE) & who.roles())


def kinds_of(who: Caller) -> Iterator[Kind]:
    """Yield the kinds that an account reads, in their order."""
    return (kind for kind in KINDS.values() if reads(who, kind.name))


def opened(who: Caller, name: str) -> Kind:
    """Return a kind that an account reads; refuse one that isn't there, or not for them (404)."""
    if not reads(who, name):
        raise not_found()
    return KINDS[name]


def to_write(who: Caller, name: str) -> Kind:
    """Return a kind that an account writes; refuse one that it only reads (403), or not (404)."""
    kind = opened(who, name)
    if not writes(who, name):
        raise forbidden()
    return kind
