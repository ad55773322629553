"""What is said beside a change that was made: taken as it was given, it will surprise."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from api.data.stored.association import read
from api.data.untenable import untenable_remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

TEMPLATE = MappingProxyType({"gabarits": "id", "pauses": "template", "exceptions": "template"})
"""Kinds of rows that describe a template's hours, and their field that names it."""


def remarks_on(session: Session, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[str, ...]:
    """Say which templates that these rows (kind, values) describe nobody may lawfully hold."""
    touched = {values[TEMPLATE[kind]] for kind, values in rows if kind in TEMPLATE}
    return untenable_remarks(read(session), touched) if touched else ()
