"""Édition: which version of a rota a document shows, and since when."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from api.words import short_date

if TYPE_CHECKING:
    from scheduler.domain.rota import Rota

SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class Edition:
    """
    What the head of every document says.

    `version` is the rota's fingerprint: two sheets with the same one show the same rota.
    `published`: None for a draft.
    """

    version: str
    made: date
    published: date | None = None

    @property
    def title(self) -> str:
        """Write the version and its date: `version 3f2a90c1, publiée le 20/09/2026`."""
        if self.published is None:
            return f"brouillon {self.version}, édité le {short_date(self.made)}"
        return f"version {self.version}, publiée le {short_date(self.published)}"


def fingerprint(rota: Rota) -> str:
    """Return eight hexadecimal digits that change with any assignment or slot time."""
    lines = sorted(
        f"{a.mediator}\t{a.slot}\t{slot.span.first}\t{slot.span.last}"
        for a in rota.assignments
        for slot in (rota.problem.slot_of[a.slot],)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:SHOWN]
