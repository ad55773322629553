"""Make the rows of an association, and its published months, from what is chosen of a table."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from api.access.rights.rows import unmasked
from api.data.association import Published
from api.data.entering.editor import REASONS, RowEditor
from api.data.rows.kinds import KINDS
from api.data.stored.association import state
from api.data.stored.entries import identifier
from api.french.plain import plain
from api.intake.text.clock import NotReadError
from api.intake.text.contract import contract_of
from api.intake.text.days import date_of
from api.ledger.history import whole
from api.own_table.namesakes import another, namesakes
from api.own_table.offer import NEW, NOWHERE, Line, Offer, Place
from api.own_table.reading import Person
from api.own_table.week import Shape, UsualSlot, shape_of
from api.planning.published_shifts import derived_uid
from api.web.months import first_of
from api.web.refusing.problems import Fault
from scheduler.domain.duty import Break, BreakKind, Duty
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.problem import Worked
from scheduler.domain.time import PARIS, next_month

NAMES = {
    "agences": "le nom de l’agence",
    "dispositifs": "le nom du dispositif",
    "sites": "le nom du lieu",
}
RENAMED = "« nouveau », pour le nom ci-dessous ; ou rien dans ce nom"
HOURS = "des heures par semaine, comme 35 ou 28h30"
START = "le premier jour du contrat, comme 01/09/2025"
PAUSE = "un nombre de minutes, ou rien"
FULL, ANY_DAY = 35 * 60, "2000-01-01"
"""What stands for hours and a day that are refused, so that the rest is checked with them."""

Rows = list[tuple[str, dict[str, Any], str]]
"""Rows to add: their kind, their values, and the line of the page that each comes from."""


@dataclass
class Draft:
    """
    What is written: rows, and months to publish.

    `joins`: the dispositifs that people of the association are given, by id, with their line.
    `faults`: what is wrong with what was typed, field by field.
    """

    rows: Rows = field(default_factory=list)
    joins: dict[str, tuple[set[str], str]] = field(default_factory=dict)
    months: dict[str, list[Published]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """Return how many rows of a kind are added."""
        return sum(name == kind for name, _, _ in self.rows)


def draft_of(offer: Offer, editor: RowEditor) -> Draft:
    """Return what is written of an offer, as it is chosen."""
    return _Drafting(offer, editor).draft


def doubts(offer: Offer) -> Iterator[Fault]:
    """Yield what would be refused of people as files write them: cells, names of two people."""
    for line in offer.people:
        facts, new = line.about.facts, line.kept and not line.about.known
        for name, cell, expected in (
            ("weekly_minutes", facts.hours_text, HOURS),
            ("start", facts.since_text, START),
        ):
            if new and cell and line.texts[name] == cell:
                yield Fault(field=f"{line.key}.{name}", received=cell, expected=expected)
    for line, expected in namesakes(offer):
        if not another(line):
            yield Fault(field=f"{line.key}.name", received=line.texts["name"], expected=expected)


class _Drafting:
    """The making of rows: places first, then the people who work there, then what they do."""

    def __init__(self, offer: Offer, editor: RowEditor) -> None:
        self.offer, self.editor, self.draft = offer, editor, Draft()
        rows = state(editor.session).rows
        self._taken = {
            kind: {line.value("id") for line in rows[KINDS[kind].model]}
            for kind in ("agences", "dispositifs", "sites", "personnes", "gabarits")
        }
        self._agency_of = dict(editor.places.agency_of)
        self._history = whole(editor.session).history
        self._dispositifs: dict[str, str] = {}
        self._sites: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._paid = "payee" if offer.everybody.texts["pauses"] else ""
        self._stems: dict[tuple[Shape, int], str] = {}
        self._places()
        self.draft.faults += doubts(offer)
        for line in offer.people:
            if line.kept or line.about.known:
                self._person(line)
        for absence in offer.absences.about if offer.absences.kept else ():
            self._absence(absence)
        for slot in offer.slots:
            self._slot(slot)
        self._months()

    def _add(self, kind_: str, where: str, **values: Any) -> None:
        self.draft.rows.append((kind_, values, where))

    def _refuse(self, name: str, received: str, expected: str) -> None:
        fault = Fault(field=name, received=received, expected=expected)
        if fault not in self.draft.faults:
            self.draft.faults.append(fault)

    def _free(self, kind: str, name: str) -> str:
        ident = identifier(name, self._taken[kind])
        self._taken[kind].add(ident)
        return ident

    def _places(self) -> None:
        offer, agency = self.offer, self.offer.agency.texts["choice"]
        if any(line.texts["choice"] == NEW for line in offer.dispositifs):
            agency = self._place("agences", offer.agency)
        for line in offer.dispositifs:
            ident = self._place("dispositifs", line, agency=agency)
            self._dispositifs[line.about.raw] = ident
            agency = self._agency_of.setdefault(ident, agency)
        for line in offer.sites:
            self._sites[line.about.raw] = self._place("sites", line, agency=agency)

    def _place(self, kind: str, line: Line[Place], **values: str) -> str:
        """Return the id of a place, which is made if it is new (empty: it is left out)."""
        choice, name = line.texts["choice"], line.texts["name"]
        if choice != NEW and plain(name) not in {"", plain(line.about.raw)}:
            self._refuse(f"{line.key}.choice", name, RENAMED)
        if choice != NEW:
            return "" if choice == NOWHERE else choice
        if not name:
            self._refuse(f"{line.key}.name", "", NAMES[kind])
        ident = self._free(kind, name)
        self._add(kind, line.key, id=ident, name=name, **values)
        return ident

    def _person(self, line: Line[Person]) -> None:
        person, name = line.about, line.texts["name"]
        theirs = [
            w.duty.dispositif for w in self.offer.understood.worked if w.mediator == person.id
        ]
        names = dict.fromkeys(theirs) or {person.facts.dispositif: None}
        dispositifs = {self._dispositifs[name] for name in names if name in self._dispositifs}
        if person.known:
            self._people[person.id] = person.id
            self.draft.joins[person.id] = dispositifs, line.key
            return
        ident = self._people[person.id] = self._free("personnes", name)
        self._add(
            "personnes",
            line.key,
            id=ident,
            name=name,
            role=line.texts["role"],
            agency=next((self._agency_of[each] for each in sorted(dispositifs)), ""),
            dispositifs=sorted(dispositifs),
        )
        self._contract(line, ident)

    def _contract(self, line: Line[Person], ident: str) -> None:
        until = line.about.facts.until
        self._add(
            "contrats",
            line.key,
            mediator=ident,
            kind=line.texts["kind"],
            start=self._day(line),
            end=until and until.isoformat(),
            weekly_minutes=self._hours(line),
        )

    def _hours(self, line: Line[Person]) -> int:
        """Return the weekly minutes of a person, typed beside them or for everybody."""
        name, text = self._text(line, "weekly_minutes")
        minutes: int | None = None
        with suppress(NotReadError):
            minutes, _ = contract_of(text)
        if minutes is None:
            self._refuse(name, text, HOURS)
        return minutes or FULL

    def _day(self, line: Line[Person]) -> str:
        """Return the first day of a person's contract, typed beside them or for everybody."""
        name, text = self._text(line, "start")
        try:
            return date_of(text).isoformat()
        except NotReadError:
            self._refuse(name, text, START)
            return ANY_DAY

    def _text(self, line: Line[Person], name: str) -> tuple[str, str]:
        """Return the field that counts of a person, and its text: their own, or everybody's."""
        counts = line if line.texts[name] else self.offer.everybody
        return f"{counts.key}.{name}", counts.texts[name]

    def _absence(self, absence: Absence) -> None:
        who = self._people.get(absence.mediator)
        if who is None:
            return
        span = absence.span
        start, end = span.start.astimezone(PARIS), span.end.astimezone(PARIS)
        days = (start.hour, start.minute, end.hour, end.minute) == (0, 0, 0, 0)
        # A responsable gives no reason of health: whoever reads their table may know it, not more.
        reads = unmasked(self.editor.who, "absences") or absence.kind in REASONS
        self._add(
            "absences",
            "absences",
            mediator=who,
            start=f"{span.day}" if days else f"{start:%Y-%m-%dT%H:%M}",
            end=f"{span.last_day}" if days else f"{end:%Y-%m-%dT%H:%M}",
            kind=absence.kind if reads else AbsenceKind.UNAVAILABLE,
        )

    def _slot(self, line: Line[UsualSlot]) -> None:
        """Add a slot of the week: rows for each number of people that its days want."""
        slot, shape = line.about, line.about.shape
        site = self._sites.get(shape.site, "")
        roles = sorted(
            {each.texts["role"] for each in self.offer.people if each.about.id in slot.holders}
        )
        pause = _minutes(line.texts["minutes"])
        if line.kept and pause is None:
            self._refuse(f"{line.key}.minutes", line.texts["minutes"], PAUSE)
        for count, days in sorted(slot.groups.items()):
            ident = self._free("gabarits", f"{site} {slot.hours}")
            self._stems |= {(shape, day): ident for day in days}
            if not line.kept:
                continue
            self._add(
                "gabarits",
                line.key,
                id=ident,
                dispositif=self._dispositifs[shape.dispositif],
                site=site,
                kind=slot.kind,
                weekdays=days,
                start=f"{shape.start:%H:%M}",
                end=f"{shape.end:%H:%M}",
                since=f"{self._since(slot)}",
                team=slot.team,
            )
            people = dict.fromkeys(("minimum", "target", "maximum"), count)
            self._add("besoins", line.key, template=ident, roles=roles, **people)
            if pause:
                kind = self._paid or "non_payee"
                at = f"{slot.at:%H:%M}" if slot.at and pause == slot.pause else None
                self._add("pauses", line.key, template=ident, minutes=pause, at=at, kind=kind)

    def _since(self, slot: UsualSlot) -> date:
        """Return the first day of a slot: it opens no post in a month that is published already."""
        dispositif = self._dispositifs[slot.shape.dispositif]
        published = [
            label
            for label, rows in self._history.items()
            if any(row.worked.duty.dispositif == dispositif for row in rows)
        ]
        if not published:
            return slot.since
        return max(slot.since, next_month(first_of(max(published))))

    def _months(self) -> None:
        months = self.offer.months
        chosen = {m.about.label for m in months if m.kept and not m.about.published}
        pauses = {s.about.shape: _minutes(s.texts["minutes"]) for s in self.offer.slots}
        rows: dict[str, list[Published]] = defaultdict(list)
        for worked in self.offer.understood.worked:
            label = f"{worked.duty.span.day:%Y-%m}"
            who = self._people.get(worked.mediator)
            if label in chosen and who is not None:
                duty = self._duty(worked.duty, pauses)
                row = Worked(mediator=who, duty=duty)
                rows[label].append(Published(uid=derived_uid(who, duty.id), worked=row))
        self.draft.months = dict(rows)

    def _duty(self, duty: Duty, pauses: Mapping[Shape, int | None]) -> Duty:
        """Return a shift as the register has it: by its slot of the week, with ids of places."""
        shape, day = shape_of(duty), duty.span.day
        stem = self._stems.get((shape, day.weekday())) if duty.is_post else None
        dispositif = self._dispositifs[duty.dispositif]
        breaks = duty.breaks
        if (minutes := pauses.get(shape)) and not duty.breaks_known:
            kind = BreakKind.PAID if self._paid else BreakKind.UNPAID
            breaks = (Break(minutes=minutes, kind=kind),)
        return replace(
            duty,
            id=f"{stem or identifier(duty.id, ())}-{day}",
            site=self._sites.get(duty.site, ""),
            dispositif=dispositif,
            agency=self._agency_of[dispositif],
            breaks=breaks,
            breaks_known=True,
            decided=False,
        )


def _minutes(text: str) -> int | None:
    """Return a number of minutes (none if nothing is typed; None: it is no number)."""
    digits = text.removesuffix("min").strip()
    if not digits:
        return 0
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else None  # noqa: PLR2004
