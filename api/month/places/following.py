"""What follows a publication: found by folder, so that no caller can leave it out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

import api

if TYPE_CHECKING:
    from types import ModuleType

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
    return tuple(module.follow(settings) for module in _followers())


@cache
def _followers() -> tuple[ModuleType, ...]:
    return tuple(
        import_module(module.name)
        for module in walk_packages(api.__path__, "api.")
        if module.name.endswith(".following") and module.name != __name__
    )
