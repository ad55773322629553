"""Decide by which of the two doors of data an account comes, for each kind of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.access.rights.rows import RIGHTS, May
from api.data.entering.doors import DOORS
from api.data.rows.kinds import KINDS
from api.web.problems import forbidden, not_found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.access.caller import Caller
    from api.data.entering.doors import Door
    from api.data.rows.columns import Kind

BY_RANK = tuple(sorted(DOORS, key=lambda door: door.partial))
"""The door that hides nothing comes first."""


def door_of(who: Caller, kind: str) -> Door | None:
    """Return the door by which an account writes a kind, else reads it (None: it does neither)."""
    roles = who.roles()
    doors = (
        door for may in (May.WRITE, May.READ) for door in BY_RANK if door.roles(kind, may) & roles
    )
    return next(doors, None)


def writes(who: Caller, kind: str) -> bool:
    """Whether an account has a role that writes rows of a kind."""
    door = door_of(who, kind)
    return door is not None and bool(door.roles(kind, May.WRITE) & who.roles())


def kinds_of(who: Caller) -> Iterator[tuple[Kind, Door]]:
    """Yield the kinds that an account may read, with the door to each, in their order."""
    for name, kind in KINDS.items():
        door = door_of(who, name) if name in RIGHTS else None
        if door is not None:
            yield kind, door


def opened(who: Caller, name: str) -> tuple[Kind, Door]:
    """
    Return a kind that an account may read, and the door to it.

    Raises
    ------
    Refusal
        There is no such kind, or it isn't theirs to read (404).
    """
    door = door_of(who, name) if name in KINDS else None
    if door is None:
        raise not_found()
    return KINDS[name], door


def to_write(who: Caller, name: str) -> tuple[Kind, Door]:
    """
    Return a kind that an account may write, and the door to it.

    Raises
    ------
    Refusal
        There is no such kind, or it isn't theirs to read (404), or to write (403).
    """
    kind, door = opened(who, name)
    if not writes(who, name):
        raise forbidden()
    return kind, door
