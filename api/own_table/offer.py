"""What of a table can be imported, and how: a line each for people, places, slots and months."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Generic, NamedTuple, TypeVar

from api.data.association import Association
from api.data.stored.entries import identifier
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
Subject = TypeVar("Subject")


class Place(NamedTuple):
    """A dispositif or a site: `raw` as shifts name it (empty: they name none), and its name."""

    raw: str
    written: str


@dataclass(frozen=True, kw_only=True)
class Month:
    """
    A month of which shifts are told, from the first to the last day told.

    `published`: what of it is published here already keeps it from coming in.
    """

    label: str
    first: date
    last: date
    shifts: int
    published: bool

    @property
    def whole(self) -> bool:
        """Whether each of its days is told."""
        return self.first.day == 1 and (self.last + timedelta(days=1)).day == 1


@dataclass(frozen=True, kw_only=True)
class Line(Generic[Subject]):
    """
    A line of the page: what it is about, whether it is ticked, and the texts of its fields.

    Until the page was sent with the line, they are what is offered.
    """

    key: str
    about: Subject
    kept: bool
    texts: Typed


@dataclass(frozen=True)
class Choices:
    """What was typed and ticked on the page so far."""

    typed: Typed = field(default_factory=dict)

    def line(
        self, key: str, about: Subject, *, ticked: bool = True, **offered: str
    ) -> Line[Subject]:
        """Return a line as it was sent, or as it is offered."""
        names = {name: f"{key}.{name}" for name in offered}
        sent = any(name in self.typed for name in names.values())
        return Line(
            key=key,
            about=about,
            kept=f"{key}.garder" in self.typed if sent else ticked,
            texts={
                name: self.typed.get(names[name], text).strip() for name, text in offered.items()
            },
        )


@dataclass(frozen=True, kw_only=True)
class Offer:
    """
    What can be imported, with what was typed of it, into the association that the caller sees.

    `everybody`: what holds for those beside whom nothing is typed, and whether breaks typed here
    are paid. `absences`: those that the association hasn't.
    """

    association: Association
    understood: Understood
    agency: Line[Place]
    dispositifs: tuple[Line[Place], ...]
    sites: tuple[Line[Place], ...]
    everybody: Line[None]
    people: tuple[Line[Person], ...]
    slots: tuple[Line[UsualSlot], ...]
    absences: Line[tuple[Absence, ...]]
    months: tuple[Line[Month], ...]


def offer_of(understood: Understood, association: Association, typed: Typed) -> Offer:
    """Return what can be imported of files, with what was typed so far."""
    choices, names = Choices(typed), names_of(association)
    sites = {site: place.name for site, place in names.sites.items()}
    named = {person.id for person in understood.people}
    theirs = [d for m in association.mediators if m.id in named for d in m.dispositifs]
    usual = most([d for d in theirs if d in names.dispositifs]) or _only(names.dispositifs)
    agency = choices.line("agence", Place("", ""), choice=_only(names.agencies), name="")
    site_names = {worked.duty.site for worked in understood.worked} - {""}
    dispositifs = tuple(_places("d", _dispositifs(understood), names.dispositifs, choices, usual))
    places = tuple(_places("l", site_names, sites, choices))
    chosen = tuple(
        {line.about.raw: line.texts["choice"] for line in lines} for lines in (dispositifs, places)
    )
    slots = usual_week(understood.worked, association, chosen)
    paid = "payee" if any(slot.paid for slot in slots) else ""
    return Offer(
        association=association,
        understood=understood,
        agency=_chosen(agency, names.agencies),
        dispositifs=dispositifs,
        sites=places,
        everybody=choices.line("tous", None, weekly_minutes="", start="", pauses=paid),
        people=tuple(_people(understood.people, choices)),
        slots=tuple(_slots(slots, choices)),
        absences=choices.line(
            "absences", tuple(_unrecorded(understood.absences, association)), vu="oui"
        ),
        months=tuple(_months(understood, association, choices, set(chosen[0].values()))),
    )


def _only(recorded: Mapping[str, str]) -> str:
    """Return the only place there is, the likely one (`NEW`: there are others, or none)."""
    return next(iter(recorded)) if len(recorded) == 1 else NEW


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
) -> Iterator[Line[Place]]:
    """Yield a line for each place; `unnamed`: what it is likely to be where files name none."""
    by_name = {plain(name): ident for ident, name in recorded.items()}
    for key, raw in _keyed(kind, sorted(written, key=plain)):
        ident = raw if raw in recorded else by_name.get(plain(raw), NEW if raw else unnamed)
        place = Place(raw, recorded.get(raw, raw))
        yield _chosen(choices.line(key, place, choice=ident, name=raw), recorded)


def _chosen(line: Line[Place], recorded: Mapping[str, str]) -> Line[Place]:
    """Return a line in which a place is chosen that the caller sees, a new one or none."""
    if line.texts["choice"] in {*recorded, NOWHERE}:
        return line
    return replace(line, texts={**line.texts, "choice": NEW})


def _keyed(kind: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield names, each with a key of its own for the fields of its line."""
    taken = set[str]()
    for name in names:
        taken.add(stem := identifier(name, taken))
        yield f"{kind}-{stem}", name


def _people(people: Iterable[Person], choices: Choices) -> Iterator[Line[Person]]:
    by_key = zip(people, _keyed("p", (person.written for person in people)), strict=True)
    for person, (key, _) in by_key:
        facts = person.facts
        yield choices.line(
            key,
            person,
            name=person.name,
            autre="",
            role=facts.role or "mediateur",
            weekly_minutes=length_words(facts.minutes or 0).replace(NO_BREAK, " ")
            if facts.minutes
            else facts.hours_text,
            kind=facts.kind or "CDI",
            start=f"{facts.since:%d/%m/%Y}" if facts.since else facts.since_text,
        )


def _slots(slots: Sequence[UsualSlot], choices: Choices) -> Iterator[Line[UsualSlot]]:
    names = (f"{slot.shape.site or slot.shape.dispositif} {slot.hours}" for slot in slots)
    for slot, (key, _) in zip(slots, _keyed("s", names), strict=True):
        pause = USUAL_BREAK if slot.needs_break else slot.pause
        ticked = bool(slot.groups) and not slot.there
        yield choices.line(key, slot, ticked=ticked, minutes=str(pause or ""))


def _unrecorded(absences: Iterable[Absence], association: Association) -> Iterator[Absence]:
    """Yield the absences at whose time the association has none of that person."""
    for absence in absences:
        recorded = association.absences_of.get(absence.mediator, ())
        if not any(other.span.touches(absence.span) for other in recorded):
            yield absence


def _months(
    understood: Understood, association: Association, choices: Choices, dispositifs: set[str]
) -> Iterator[Line[Month]]:
    days = understood.reading.days
    by_month: dict[str, list[Worked]] = defaultdict(list)
    for worked in understood.worked:
        by_month[f"{worked.duty.span.day:%Y-%m}"].append(worked)
    for label, there in sorted(by_month.items()):
        first = date.fromisoformat(f"{label}-01")
        last = next_month(first) - timedelta(days=1)
        published = (row.worked.duty.dispositif for row in association.history.get(label, ()))
        month = Month(
            label=label,
            first=max(first, days[0]) if days else first,
            last=min(last, days[1]) if days else last,
            shifts=len(there),
            published=not dispositifs.isdisjoint(published),
        )
        yield choices.line(f"mois-{label}", month, ticked=False, vu="oui")
