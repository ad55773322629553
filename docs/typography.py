"""Bind the texts of the guides as the service binds those of its screens."""

from __future__ import annotations

from typing import Any

from api.shell.typography import in_markup


def on_page_content(html: str, **_: Any) -> str:
    """Return a page's text with its no-break spaces (a hook that mkdocs calls)."""
    return in_markup(html)
