"""Find what features do after a publication, in their folders, so that no caller can skip it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from api import modules
from api.database.tables.ledger import PublicationRow
from api.settings import Settings

Hook = Callable[["Session", "PublicationRow"], Any]
"""Called in the transaction of a publication, once it is in the register."""


def hooks_of(settings: Settings) -> tuple[Hook, ...]:
    """
    Return what runs in the transaction of every publication: if one fails, nothing is published.

    A feature that has something to do then has a module `after_publication`, whose
    `hook(settings)` returns its function. They run by the names of their features.
    """
    return tuple(module.hook(settings) for module in modules("*.after_publication"))
