"""A little published rota, and how tests read a feed back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from random import Random
from typing import Any
from uuid import UUID

from icalendar import Calendar

from calendars.events import Entry, Event, revise
from calendars.ical.feeds import person_feed
from calendars.templates.clock import place
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.problem import Training
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import Span, at, days_span

WHEN = datetime(2026, 9, 20, 15, 0, 7, tzinfo=UTC)
PEOPLE = {"aya.diallo": "Aya Diallo", "tom": "Tom Le Goff"}


@dataclass(frozen=True)
class Names:
    """Names of the little rota."""

    park: str = "Parc des Chantiers"
    where: str = "Bd Léon Bureau, 44200 Nantes"

    def dispositif(self, ident: str) -> str:
        return "Voyage à Nantes" if ident == "11" else ident

    def site(self, ident: str) -> str:
        return self.park if ident == "parc" else ident

    def address(self, ident: str) -> str:
        return self.where if ident == "parc" else ""

    def purpose(self, slot: str) -> str:
        return "Rendez-vous D-7 : hall B" if slot.startswith("RV-7-") else ""


NAMES = Names()


def night(day: date, start: time = time(21, 30), end: time = time(6), site: str = "parc") -> Slot:
    placed = place(day, start, end)
    return Slot(
        id=f"11-nuit-{day.isoformat()}",
        span=placed.span,
        dispositif="11",
        agency="nantes",
        site=site,
        kind=SlotKind.NIGHT,
        source="modèle « 11-nuit » ; exception : modifié (plainte d'un riverain)",
    )


def training(day: date) -> Training:
    span = Span(at(day, time(9)), at(day, time(12, 30)))
    return Training(mediator="aya.diallo", id=f"amis-aya.diallo-{day}-am", span=span, site="cfa")


def away(first: date, last: date, kind: AbsenceKind = AbsenceKind.SICK) -> Absence:
    return Absence(mediator="aya.diallo", span=days_span(first, last), kind=kind)


def publish(
    *current: tuple[str, Entry],
    previous: tuple[Event, ...] = (),
    when: datetime = WHEN,
    names: Names = NAMES,
    span: Span | None = None,
    seed: int = 1,
) -> tuple[Event, ...]:
    """Publish these after `previous`, with the uids of a seed."""
    random = Random(seed)
    return revise(
        {row.uid: row for row in previous},
        current,
        when,
        names=names,
        people=PEOPLE,
        span=span,
        uids=lambda: str(UUID(int=random.getrandbits(128), version=4)),
    )


def aya(*entries: Entry) -> list[tuple[str, Entry]]:
    return [("aya.diallo", entry) for entry in entries]


def feed(*entries: Entry, **options: Any) -> bytes:
    """Aya's feed of these."""
    return person_feed("aya.diallo", publish(*aya(*entries)), names=NAMES, people=PEOPLE, **options)


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def lines(data: bytes) -> list[str]:
    """Content lines, unfolded."""
    return data.decode().replace("\r\n ", "").split("\r\n")


def values(data: bytes, name: str) -> list[str]:
    """Raw values of a property, wherever it stands."""
    return [
        line.partition(":")[2]
        for line in lines(data)
        if line.partition(":")[0].partition(";")[0] == name
    ]
