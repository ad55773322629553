"""Fixtures of all that needs a database."""

from __future__ import annotations

from tests.api.databases import (
    engine,
    postgres,
    sqlite_engine,
    sqlite_template,
    sqlite_url,
    url,
)

__all__ = ["engine", "postgres", "sqlite_engine", "sqlite_template", "sqlite_url", "url"]
