"""
Compare what publications carried over to a month with what the whole register gives of the past.

The database keeps what is published of each month, and each publication moves it on: that is
carried over. Read from its first entry on, the register must give the same, shift by shift: then
averages, statuses and debts, which are counted from these shifts, are the same too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.association import Published
from api.database.tables.ledger import PublicationRow
from api.french.plural import plural
from api.ledger.history import months_kept


@dataclass(frozen=True, kw_only=True)
class CarryOver:
    """Whether both pasts are the same (None: they can't be compared any more), in a sentence."""

    same: bool | None
    sentence: str


def carry_over(
    session: Session, row: PublicationRow, replayed: Mapping[str, tuple[Published, ...]]
) -> CarryOver:
    """
    Compare the months before a publication's: as they are kept, and as the register gives them.

    `replayed`: the months as all entries before the publication give them.
    """
    label = f"{row.month:%Y-%m}"
    since = session.scalars(
        select(PublicationRow.month)
        .where(PublicationRow.number > row.number, PublicationRow.month < row.month)
        .distinct()
    )
    again = ", ".join(f"{month:%Y-%m}" for month in sorted(since))
    if again:
        return CarryOver(
            same=None,
            sentence=f"des mois d’avant ont été publiés de nouveau depuis ({again}) : ce qui était "
            "reporté ce jour-là n’est plus gardé à part",
        )
    kept = {name: rows for name, rows in months_kept(session).items() if name < label and rows}
    full = {name: rows for name, rows in replayed.items() if name < label and rows}
    differing = [name for name in sorted({*kept, *full}) if kept.get(name) != full.get(name)]
    if differing:
        return CarryOver(
            same=False,
            sentence="ce que la base reporte des mois d’avant n’est pas ce que donne le registre "
            f"relu en entier : {', '.join(differing)}",
        )
    count = plural(sum(len(rows) for rows in kept.values()), "service", "services")
    return CarryOver(
        same=True,
        sentence=f"depuis ce que la base reporte ou depuis tout le registre, le passé est le même "
        f"({count} avant {label}, empreinte {past_hash(kept)[:8]})",
    )


def past_hash(months: Mapping[str, tuple[Published, ...]]) -> str:
    """Return a digest of published months, shift by shift."""
    digest = sha256()
    for label in sorted(months):
        for row in months[label]:
            digest.update(repr((label, row)).encode())
    return digest.hexdigest()
