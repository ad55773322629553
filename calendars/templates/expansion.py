"""
Expand weekly templates into dated slots.

`expand` is a pure function: the same data make the same slots, with the same ids and in the same
order, and each slot names, in French, the template and calendar that made it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from calendars.holidays import name_of
from calendars.templates.clock import AutumnChange, TemplateBreak, place, place_minutes
from calendars.templates.seasons import Season, by_id
from calendars.templates.template import ExceptionAction, Template, TemplateException
from scheduler.domain.slots import Slot, SlotKind
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from calendars.school import SchoolCalendar
    from scheduler.domain.time import Span

__all__ = [
    "AutumnChange",
    "BadTemplatesError",
    "ExceptionAction",
    "Fault",
    "Template",
    "TemplateBreak",
    "TemplateException",
    "expand",
]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A fault of a template, on one day or (None) as a whole; `message` is in French."""

    template: str
    day: date | None
    message: str


class BadTemplatesError(InvalidProblemError):
    """Templates and exceptions have faults, so no slot is made: all faults at once, one a line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.message for fault in self.faults))


def expand(
    templates: Iterable[Template],
    exceptions: Iterable[TemplateException],
    span: Span,
    *,
    holidays: frozenset[date],
    local: Mapping[str, frozenset[date]],
    school: SchoolCalendar,
    seasons: Iterable[Season] = (),
) -> tuple[Slot, ...]:
    """
    Make the slots that start in `span`, by start and then id.

    `holidays`: public holidays everywhere; `local`: those that the place of an agency adds.
    Exceptions outside the span are only checked for the template that they name.

    Raises
    ------
    BadTemplatesError
        A template is given twice, a template or season is unknown, an exception names a day that it
        can't change, or hours don't exist on a day: every fault, with template and day.
    """
    work = _Expansion(span, holidays, local, school, by_id(seasons))
    by_template: dict[str, Template] = {}
    for template in templates:
        if template.id in by_template:
            work.fault(template.id, None, f"modèle en double : « {template.id} »")
        by_template[template.id] = template
    by_day = work.sort(exceptions, by_template)
    slots = [
        slot
        for template in by_template.values()
        for slot in work.slots(template, by_day.get(template.id, {}))
    ]
    if work.faults:
        raise BadTemplatesError(work.faults)
    return tuple(sorted(slots, key=lambda s: (s.span.first, s.id)))


def days_of(
    templates: Iterable[Template],
    exceptions: Iterable[TemplateException],
    span: Span,
    *,
    holidays: frozenset[date],
    local: Mapping[str, frozenset[date]],
    school: SchoolCalendar,
    seasons: Iterable[Season] = (),
) -> frozenset[date]:
    """Return the days of `span` on which a template of those makes a slot (see `expand`)."""
    work = _Expansion(span, holidays, local, school, by_id(seasons))
    by_template = {template.id: template for template in templates}
    changed = work.sort((e for e in exceptions if e.template in by_template), by_template)
    days = set[date]()
    for template in by_template.values():
        mine = changed.get(template.id, {})
        added = (day for day, e in mine.items() if e.action is ExceptionAction.ADD)
        removed = {day for day, e in mine.items() if e.action is ExceptionAction.REMOVE}
        days |= {*work.regular(template), *added} - removed
    return frozenset(days.intersection(work.days))


class _Expansion:
    """One expansion: the calendars' answers, remembered by day, and the faults met."""

    def __init__(
        self,
        span: Span,
        holidays: frozenset[date],
        local: Mapping[str, frozenset[date]],
        school: SchoolCalendar,
        seasons: Mapping[str, Season],
    ) -> None:
        self.span = span
        self.days = span.days
        self.holidays = holidays
        self.local = {agency: holidays | days for agency, days in local.items()}
        self.school = school
        self.seasons = seasons
        self.faults: list[Fault] = []
        self._open: dict[tuple[str, str], frozenset[date]] = {}

    def fault(self, template: str, day: date | None, message: str) -> None:
        """Record a fault."""
        self.faults.append(Fault(template=template, day=day, message=message))

    def sort(
        self, exceptions: Iterable[TemplateException], templates: Mapping[str, Template]
    ) -> Mapping[str, Mapping[date, TemplateException]]:
        """Group the exceptions by template and day."""
        table: dict[str, dict[date, TemplateException]] = defaultdict(dict)
        for exception in exceptions:
            if exception.template not in templates:
                self.fault(exception.template, exception.day, f"{exception.label} : modèle inconnu")
            elif exception.day in table[exception.template]:
                self.fault(exception.template, exception.day, f"{exception.label} : en double")
            else:
                table[exception.template][exception.day] = exception
        return table

    def slots(
        self, template: Template, exceptions: Mapping[date, TemplateException]
    ) -> Iterator[Slot]:
        """Yield one template's slots."""
        if template.season and template.season not in self.seasons:
            text = f"modèle « {template.id} » : saison inconnue « {template.season} »"
            self.fault(template.id, None, text)
            return
        made = set(self.regular(template))
        for day in self.days:
            exception = exceptions.get(day)
            if exception is None:
                if day in made:
                    yield from self.slot(template, day, None)
            elif exception.action is ExceptionAction.ADD:
                if day in made:
                    text = f"{exception.label} : le modèle a déjà un créneau ce jour-là"
                    self.fault(template.id, day, text)
                else:
                    yield from self.slot(template, day, exception)
            elif day not in made:
                text = f"{exception.label} : le modèle n’a pas de créneau ce jour-là"
                self.fault(template.id, day, text)
            elif exception.action is ExceptionAction.CHANGE:
                yield from self.slot(template, day, exception)

    def regular(self, template: Template) -> Iterator[date]:
        """Yield the days of the span on which calendars let the template run."""
        season = self.seasons[template.season].days if template.season else None
        pupils = self.open_days(template) if template.school_zone else None
        for day in self.days:
            if (
                template.due(day)
                and (season is None or day in season)
                and (pupils is None or day in pupils)
                and (template.on_holidays or day not in self.holidays_of(template))
            ):
                yield day

    def holidays_of(self, template: Template) -> frozenset[date]:
        """Return the public holidays where a template runs."""
        return self.local.get(template.agency, self.holidays)

    def open_days(self, template: Template) -> frozenset[date]:
        """Return the span's school days for the template's zone and agency."""
        key = (template.school_zone, template.agency)
        if key not in self._open:
            self._open[key] = frozenset(
                day
                for day in self.days
                if self.school.school_day(template.school_zone, day, template.agency)
            )
        return self._open[key]

    def slot(
        self, template: Template, day: date, exception: TemplateException | None
    ) -> Iterator[Slot]:
        """Yield the slot of one day, unless its hours don't exist or it starts outside the span."""
        start, end, needs, breaks = template.start, template.end, template.needs, template.breaks
        if exception is not None:
            start, end = exception.start or start, exception.end or end
            needs = needs if exception.needs is None else exception.needs
            breaks = breaks if exception.breaks is None else exception.breaks
        try:
            placed = (
                place(day, start, end, breaks, template.autumn)
                if template.minutes is None
                else place_minutes(day, start, template.minutes)
            )
        except InvalidProblemError as error:
            text = f"modèle « {template.id} », créneau du {day:%d/%m/%Y} : {error}"
            self.fault(template.id, day, text)
            return
        if not self.span.first <= placed.span.first < self.span.last:
            return
        yield Slot(
            id=f"{template.id}-{day.isoformat()}",
            span=placed.span,
            dispositif=template.dispositif,
            agency=template.agency,
            site=template.site,
            kind=template.kind,
            needs=needs,
            breaks=placed.breaks,
            binome=template.binome,
            vehicle=template.vehicle,
            supervised=template.supervised,
            supervises=template.supervises,
            mandatory=template.mandatory,
            invited=template.invited,
            appointment=template.minutes is not None,
            source=self.source(template, day, exception, placed.changed),
        )

    def source(
        self, template: Template, day: date, exception: TemplateException | None, changed: str
    ) -> str:
        """Say in French what made the slot."""
        if template.minutes is not None:
            return f"rendez-vous « {template.id} »"
        what = "temps d’équipe" if template.kind is SlotKind.TEAM else "modèle"
        parts = [f"{what} « {template.id} »"]
        if template.season:
            parts.append(f"saison « {self.seasons[template.season].name} »")
        if template.school_zone:
            parts.append(self.school.reason(template.school_zone, day, template.agency))
        if day in self.holidays_of(template):
            parts.append(f"jour férié : {name_of(day) or 'jour local'}")
        else:
            parts.append("jours fériés compris" if template.on_holidays else "hors jours fériés")
        if exception is not None:
            done = {ExceptionAction.ADD: "ajouté", ExceptionAction.CHANGE: "modifié"}
            parts.append(f"exception : {done[exception.action]} ({exception.why})")
        if changed:
            parts.append(changed)
        return " ; ".join(parts)
