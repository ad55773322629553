"""What is entered together with a row, because the one doesn't stand without the other."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from api.data.rows.columns import Kind
from api.data.rows.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.data.rows.columns import Column


@dataclass(frozen=True, kw_only=True)
class Companion:
    """
    Rows that come with a new row: their kind, and the field in which they name it.

    `lines`: how many are offered at first; lines that stay empty are left out.
    """

    kind: Kind
    via: str
    lines: int

    @property
    def columns(self) -> Sequence[Column]:
        """Return the columns to fill: all but the one that names the row."""
        return [column for column in self.kind.columns.values() if column.field != self.via]

    def prefix(self, line: int) -> str:
        """Return what the names of a line's fields begin with."""
        return f"{self.where(line)}."

    def where(self, line: int) -> str:
        """Return the path of a line in the request."""
        return f"{self.kind.name}.{line}"


COMPANIONS: Mapping[str, Companion] = MappingProxyType(
    {
        "personnes": Companion(kind=KINDS["contrats"], via="mediator", lines=1),
        "gabarits": Companion(kind=KINDS["besoins"], via="template", lines=1),
        "cohortes": Companion(kind=KINDS["dates_cohortes"], via="cohort", lines=4),
    }
)
"""By kind: a person has a contract, a template a need, a cohort dates (or a rhythm)."""

MOST_LINES = 60
MORE = 4
"""How many lines are added when more are wanted."""
