"""Pages rendered as every role, and searched for what a role mustn't see: names and reasons."""

import re
from collections.abc import Collection, Iterable

from fastapi.testclient import TestClient

from api.access.caller import Role
from api.data.stored.association import read
from api.database.engine import reading
from tests.api.service import Service

HTML = {"accept": "text/html"}
REASONS = ("maladie", "maternité", "arrêt de travail", "congé")
"""Words of absences' reasons, as people read them."""

HEALTH = (
    "maladie",
    "accident",
    "accident_travail",
    "maternité",
    "paternité",
    "maternite_paternite",
    "grossesse",
    "enceinte",
)
"""Words of reasons that tell of somebody's health, as people read them and as files write them."""

ADVICE = "Une maladie ne se demande pas"
"""What a page tells whoever asks for leave, which is about nobody."""


def as_role(service: Service, role: Role) -> TestClient:
    """Give a client of a role over the whole association; a médiateur's is Ada's."""
    return service.client(role.value, person="ada" if role is Role.MEDIATEUR else "")


def names_of(service: Service) -> list[str]:
    """Return everybody's names, first names and surnames."""
    with reading(service.engine) as session:
        people = read(session).mediators
    return sorted({word for person in people for word in (person.name, *person.name.split())})


def mentions(text: str, words: Iterable[str]) -> list[str]:
    """Return those of these words that a text holds, as words of their own."""
    lower = text.casefold()
    within = [w for w in words if w.casefold() in lower]  # quick, and most are nowhere
    return [w for w in within if re.search(rf"(?<!\w){re.escape(w.casefold())}(?!\w)", lower)]


def reasons_in(text: str, reasons: Collection[str] = REASONS) -> list[str]:
    """Return the reasons of absences that a page tells."""
    return mentions(text, reasons)
