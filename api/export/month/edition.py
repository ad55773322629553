"""Say which version of a rota a document shows, and when it was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.french.plural import NO_BREAK
from api.french.words import short_date
from api.planning.published_shifts import SHOWN


@dataclass(frozen=True, kw_only=True)
class Edition:
    """
    What the head of every document says: which version it is, and of when.

    `version` is the rota's fingerprint: two sheets with the same one show the same rota.
    `published`: None for a draft. `register` and `head`: the number and hash of the register's
    last publication, by which a verifier knows that its end wasn't cut off (0: not from a
    register).
    """

    version: str
    made: date
    published: date | None = None
    register: int = 0
    head: str = ""

    @property
    def title(self) -> str:
        """Write the version and its date: `version 3f2a90c1, publiée le 20/09/2026`."""
        if self.published is None:
            return f"brouillon {self.version}, édité le {short_date(self.made)}"
        title = f"version {self.version}, publiée le {short_date(self.published)}"
        return f"{title}, registre n°{NO_BREAK}{self.register}" if self.register else title

    @property
    def seal(self) -> str:
        """Write the register's head in groups of eight digits (empty: no register holds it)."""
        if not self.register or self.published is None:
            return ""
        groups = (self.head[n : n + SHOWN] for n in range(0, len(self.head), SHOWN))
        return f"Tête du registre n°{NO_BREAK}{self.register} : {' '.join(groups)}"
