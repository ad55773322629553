"""What the page of obligations shows: the month's documents by kind, what they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from api.export.registers.bundle import planned

if TYPE_CHECKING:
    from api.obligations.service import MonthRecords
    from api.page.conformity.months import Choice

TITLES = {
    "": "Classeur des registres",
    "cse": "Consultation du CSE",
    "registre": "Registre des repos hebdomadaires",
    "affichage": "Horaires à afficher, par agence",
    "decompte": "Décomptes individuels",
    "astreintes": "Astreintes",
}
FEW = 4
"""Documents of a kind beyond which the list is folded."""


@dataclass(frozen=True, kw_only=True)
class DocumentLink:
    """A document, and its address."""

    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class DocumentGroup:
    """Documents of one kind."""

    title: str
    folded: bool
    documents: tuple[DocumentLink, ...]


@dataclass(frozen=True, kw_only=True)
class ObligationsView:
    """The documents of a month. `statement`: what they are worth; `doubts`: to be confirmed."""

    statement: str
    people: int
    doubts: int
    unconfirmed: int
    everything: str
    groups: tuple[DocumentGroup, ...]


def obligations_view(records: MonthRecords, choice: Choice) -> ObligationsView:
    """List the documents of a month."""
    base = f"/api/v1/rh/obligations/{choice.month}"
    query = f"?basis={choice.basis.value}"
    groups: dict[str, list[DocumentLink]] = {}
    for path, _ in planned(records.registers):
        folder, _, name = path.rpartition("/")
        address = f"{base}/documents/{quote(path)}{query}"
        groups.setdefault(folder, []).append(DocumentLink(name=name, address=address))
    return ObligationsView(
        statement=records.registers.statement,
        people=len(records.registers.records),
        doubts=sum(len(record.reserves) for record in records.registers.records),
        unconfirmed=records.unconfirmed,
        everything=f"{base}/documents.zip{query}",
        groups=tuple(
            DocumentGroup(
                title=TITLES.get(folder, folder), folded=len(links) > FEW, documents=tuple(links)
            )
            for folder, links in groups.items()
        ),
    )
