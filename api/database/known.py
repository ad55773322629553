"""Find every table by its folder, so that a feature brings its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api import modules
from api.database.base import Base

if TYPE_CHECKING:
    from sqlalchemy import MetaData


def every_table() -> MetaData:
    """Import each module of a folder named `tables` below `api`, and return what they declare."""
    list(modules("*.tables.*"))
    return Base.metadata
