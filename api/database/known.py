"""Every table: found by folder, so that a feature brings its own and nobody lists them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import api
from api.database.base import Base

if TYPE_CHECKING:
    from sqlalchemy import MetaData


def every_table() -> MetaData:
    """Import each module of a folder named `tables` below `api`, and return what they declare."""
    for module in walk_packages(api.__path__, "api."):
        if ".tables." in module.name:
            import_module(module.name)
    return Base.metadata
