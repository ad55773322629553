"""What follows a publication: found by folder, so that no caller can leave it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from api import modules

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.database.tables.ledger import PublicationRow
    from api.settings import Settings

Hook = Callable[["Session", "PublicationRow"], Any]
"""Called in the transaction of a publication, once it is in the register."""


def following(settings: Settings) -> tuple[Hook, ...]:
    """
    Return what runs in the transaction of every publication: all of it, or no publication.

    A feature that follows publications has a module `following`, whose `follow(settings)` returns
    its hook. They run by the names of their features.
    """
    followers = (module for module in modules("*.following") if module.__name__ != __name__)
    return tuple(module.follow(settings) for module in followers)
