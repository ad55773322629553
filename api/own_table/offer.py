"""What of a table can be imported, and how: a line each for people, places, slots and months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from api.data.association import Association
from api.data.stored.naming import identifier
from api.french.moments import length_words
from api.french.plain import plain
from api.french.plural import NO_BREAK
from api.own_table.reading import Person, Understood
from api.own_table.week import UsualSlot, most, usual_week
from api.planning.names import names_of
from scheduler.domain.people import Absence
from scheduler.domain.problem import Worked
from scheduler.domain.time import next_month

NEW, NOWHERE = "", "-"
"""What is chosen for a place, instead of an id: it is made, or left out."""

USUAL_BREAK = 20
"""Minutes that are offered where a break is due and no file tells one (L3121-16)."""

Typed = Mapping[str, str]


@dataclass(frozen=True)
class Choices:
    """What was typed and ticked on the page; of what it hasn't shown yet, what it offers."""

    typed: Typed = field(default_factory=dict)

    def text(self, name: str, offered: str = "") -> str:
        """Return what a field holds."""
        return self.typed.get(name, offered).strip()

    def place(self, name: str, recorded: Container[str], offered: str) -> str:
        """Return what is chosen for a place: one that the caller sees, `NEW` or `NOWHERE`."""
        chosen = self.text(name, offered)
        return chosen if chosen in recorded or chosen == NOWHERE else NEW

    def ticked(self, name: str, *, beside: str, offered: bool = True) -> bool:
        """Whether a box is ticked; `beside`: a field that is sent with it, ticked or not."""
        return bool(self.typed.get(name)) if beside in self.typed else offered


@dataclass(frozen=True, kw_only=True)
class PlaceLine:
    """
    A dispositif or a site of files (`raw`: as shifts name it, empty where none is named).

    `choice`: an id of the association, `NEW` or `NOWHERE`; `name`: of a new one.
    """

    key: str
    raw: str
    written: str
    choice: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """A person, whether they are imported, and what is typed of them."""

    key: str
    person: Person
    kept: bool
    name: str
    role: str
    hours: str
    kind: str
    start: str


@dataclass(frozen=True, kw_only=True)
class SlotLine:
    """A slot of the usual week, where it is; `there`: the association has it already."""

    key: str
    place: str
    slot: UsualSlot
    kept: bool
    pause: str
    there: bool


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """
    A month of which shifts are told, from the first to the last day told.

    `published`: something of it is published here already, so that it can't come in.
    """

    label: str
    first: date
    last: date
    shifts: int
    published: bool
    kept: bool

    @property
    def whole(self) -> bool:
        """Whether each of its days is told."""
        return self.first.day == 1 and (self.last + timedelta(days=1)).day == 1


@dataclass(frozen=True, kw_only=True)
class Offer:
    """
    What can be imported, as it was offered or as it was typed.

    `hours` and `start`: of the contracts of those beside whom nothing is typed. `paid`: whether the
    breaks typed here are. `absences`: those that the association hasn't.
    """

    understood: Understood
    agency: PlaceLine
    dispositifs: tuple[PlaceLine, ...]
    sites: tuple[PlaceLine, ...]
    people: tuple[PersonLine, ...]
    hours: str
    start: str
    paid: bool
    slots: tuple[SlotLine, ...]
    absences: tuple[Absence, ...]
    absences_kept: bool
    months: tuple[MonthLine, ...]


def offer_of(understood: Understood, association: Association, typed: Typed) -> Offer:
    """Return what can be imported of files, with what was typed so far."""
    choices = Choices(typed)
    agencies = {agency.id: agency.name for agency in association.agencies}
    alone = next(iter(agencies)) if len(agencies) == 1 else NEW
    places = {d.id: d.name for d in association.dispositifs}
    sites = {site.id: site.name for site in association.sites}
    named = {person.id for person in understood.people}
    theirs = [d for m in association.mediators if m.id in named for d in m.dispositifs]
    usual = most([d for d in theirs if d in places]) or NEW
    return Offer(
        understood=understood,
        agency=PlaceLine(
            key="agence",
            raw="",
            written="",
            choice=choices.place("agence", agencies, alone),
            name=choices.text("agence.name"),
        ),
        dispositifs=tuple(_places("d", _dispositifs(understood), places, choices, usual)),
        sites=tuple(_places("l", {w.duty.site for w in understood.worked} - {""}, sites, choices)),
        people=tuple(_people(understood.people, choices)),
        hours=choices.text("heures"),
        start=choices.text("debut"),
        paid=choices.text("pauses") == "payee",
        slots=tuple(_slots(usual_week(understood.worked), association, choices)),
        absences=tuple(_unrecorded(understood.absences, association)),
        absences_kept=choices.ticked("absences", beside="absences.vu"),
        months=tuple(_months(understood, association, choices)),
    )


def _dispositifs(understood: Understood) -> set[str]:
    """Return the dispositifs that files name (empty: somebody or some shift has none)."""
    named = {worked.duty.dispositif for worked in understood.worked}
    busy = {worked.mediator for worked in understood.worked}
    idle = [p for p in understood.people if p.id not in busy and not p.known]
    return named | {person.facts.dispositif for person in idle}


def _places(
    kind: str,
    written: Iterable[str],
    recorded: Mapping[str, str],
    choices: Choices,
    unnamed: str = NEW,
) -> Iterator[PlaceLine]:
    """Yield a line for each place; `unnamed`: what it is likely to be where files name none."""
    by_name = {plain(name): ident for ident, name in recorded.items()}
    taken = set[str]()
    for name in sorted(written, key=plain):
        taken.add(stem := identifier(name, taken))
        ident = name if name in recorded else by_name.get(plain(name), NEW if name else unnamed)
        key = f"{kind}-{stem}"
        yield PlaceLine(
            key=key,
            raw=name,
            written=recorded.get(name, name),
            choice=choices.place(key, recorded, ident),
            name=choices.text(f"{key}.name", name),
        )


def _people(people: Sequence[Person], choices: Choices) -> Iterator[PersonLine]:
    taken = set[str]()
    for person in people:
        taken.add(stem := identifier(person.written, taken))
        key = f"p-{stem}"
        facts, since = person.facts, person.facts.since
        yield PersonLine(
            key=key,
            person=person,
            kept=choices.ticked(f"{key}.garder", beside=f"{key}.name"),
            name=choices.text(f"{key}.name", person.name),
            role=choices.text(f"{key}.role", facts.role or "mediateur"),
            hours=choices.text(f"{key}.weekly_minutes", _hours(facts.minutes)),
            kind=choices.text(f"{key}.kind", facts.kind or "CDI"),
            start=choices.text(f"{key}.start", f"{since:%d/%m/%Y}" if since else ""),
        )


def _hours(minutes: int | None) -> str:
    return length_words(minutes).replace(NO_BREAK, " ") if minutes else ""


def _slots(
    slots: Iterable[UsualSlot], association: Association, choices: Choices
) -> Iterator[SlotLine]:
    recorded = {(t.dispositif, t.site, t.start, t.end) for t in association.templates}
    names = names_of(association)
    taken = set[str]()
    for slot in slots:
        shape = slot.shape
        taken.add(stem := identifier(f"{shape.site or shape.dispositif} {slot.hours}", taken))
        key = f"s-{stem}"
        there = (shape.dispositif, shape.site, shape.start, shape.end) in recorded
        pause = USUAL_BREAK if slot.needs_break else slot.pause
        yield SlotLine(
            key=key,
            place=names.where(shape.site, shape.dispositif),
            slot=slot,
            kept=choices.ticked(
                f"{key}.garder",
                beside=f"{key}.minutes",
                offered=bool(slot.groups) and not there,
            ),
            pause=choices.text(f"{key}.minutes", str(pause or "")),
            there=there,
        )


def _unrecorded(absences: Iterable[Absence], association: Association) -> Iterator[Absence]:
    """Yield the absences at whose time the association has none of that person."""
    recorded: dict[str, list[Absence]] = defaultdict(list)
    for absence in association.absences:
        recorded[absence.mediator].append(absence)
    for absence in absences:
        if not any(other.span.touches(absence.span) for other in recorded[absence.mediator]):
            yield absence


def _months(
    understood: Understood, association: Association, choices: Choices
) -> Iterator[MonthLine]:
    days, lines = understood.reading.days, _dispositifs(understood)
    by_month: dict[str, list[Worked]] = defaultdict(list)
    for worked in understood.worked:
        by_month[f"{worked.duty.span.day:%Y-%m}"].append(worked)
    for label, there in sorted(by_month.items()):
        first = date.fromisoformat(f"{label}-01")
        last = next_month(first) - timedelta(days=1)
        yield MonthLine(
            label=label,
            first=max(first, days[0]) if days else first,
            last=min(last, days[1]) if days else last,
            shifts=len(there),
            published=any(
                row.worked.duty.dispositif in lines for row in association.history.get(label, ())
            ),
            kept=choices.ticked(f"mois-{label}", beside=f"mois-{label}.vu", offered=False),
        )
