"""The tables in a database of a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import api.store.tables  # noqa: F401 - makes the tables known
from api.store.base import Base

if TYPE_CHECKING:
    from sqlalchemy import Engine


def make_schema(engine: Engine) -> None:
    Base.metadata.create_all(engine)
