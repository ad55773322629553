"""The same calculation with more time, for one that had not enough."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.database.tables.jobs import JobRow

AGAIN, LEAST_AGAIN = 4, 60
"""How many times the seconds that weren't enough are proposed, and the fewest."""


@dataclass(frozen=True, kw_only=True)
class Longer:
    """The same calculation with more time: the `fields` of the form that asks for it."""

    seconds: int
    fields: tuple[tuple[str, str], ...]


def longer_of(row: JobRow, most: int) -> Longer:
    """Return the same request with several times the seconds, as far as the service gives them."""
    options = row.options
    seconds = min(most, max(LEAST_AGAIN, math.ceil(AGAIN * options["seconds"])))
    fields = {
        "kind": row.kind,
        "seconds": str(seconds),
        "since": options["since"] or "",
        "until": (options.get("until") or "")[:7],
    }
    bounds = (("dispositifs", dispositif) for dispositif in options["dispositifs"])
    return Longer(seconds=seconds, fields=(*fields.items(), *bounds))
