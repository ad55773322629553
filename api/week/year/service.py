"""
Gather a year of an agency by day: what is closed, who is away, what else is unusual.

Closures are slots of a dispositif that are taken away for some days, and for what reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, groupby

from api.access.reach import OVERSEERS, Reach
from api.data.association import Agency, Association
from api.data.entering.editor import Deed, RowEditor
from api.data.entering.reader import RowReader
from api.data.rows.demand import ExceptionRow
from api.data.rows.employer import ExceptionalDayRow
from api.french.words import alphabetical, days_words
from api.intake.text.words import ABSENCE_NAMES
from api.ledger.history import whole
from calendars.holidays import names_of
from calendars.school import FIRST_KNOWN, LAST_OFFICIAL, break_of
from calendars.templates.expansion import days_of
from calendars.templates.template import ExceptionAction, TemplateException
from scheduler.domain.people import Absence
from scheduler.domain.time import days_span

REMOVE = ExceptionAction.REMOVE
OFFICIAL, FORESEEN, OURS = "calendrier officiel", "calendrier prévisionnel", "saisi ici"


@dataclass(kw_only=True)
class Day:
    """
    A day as the calendar of an agency has it.

    `school`: the school holidays that it lies in, and `school_source`, who says so. `closed` and
    `changed`: dispositifs of which a slot is taken away, or is otherwise than usual; `exceptional`,
    why it is. `away`: who isn't there, and why where the caller may read it.
    """

    day: date
    holiday: str = ""
    school: str = ""
    school_source: str = ""
    seasons: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    exceptional: list[str] = field(default_factory=list)
    training: list[str] = field(default_factory=list)
    away: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Year:
    """The days of a year as an agency has them, by day."""

    agency: Agency
    days: Mapping[date, Day]

    @property
    def months(self) -> list[tuple[date, Sequence[Day]]]:
        """Return the days of each month, with its first day."""
        by_month = groupby(self.days.values(), key=lambda each: each.day.replace(day=1))
        return [(month, list(days)) for month, days in by_month]


def year_of(reader: RowReader, agency: Agency, first: date, last: date) -> Year:
    """Return the days from `first` to `last` as an agency has them, as far as the caller sees."""
    association = whole(reader.session)
    days = {day: _official(association, agency, day) for day in days_span(first, last).days}
    for name, marks in _marks(reader, association, agency):
        for day, text in marks:
            if day in days and text not in getattr(days[day], name):
                getattr(days[day], name).append(text)
    return Year(agency=agency, days=days)


def _official(association: Association, agency: Agency, day: date) -> Day:
    """Return a day with what the State's calendars, and the association's changes to them, say."""
    shown = Day(day=day, holiday=names_of(day.year, agency.departement).get(day, ""))
    if not agency.zone or day < FIRST_KNOWN:
        return shown
    override = association.school.override(agency.zone, day, agency.id)
    if override is not None:
        shown.school = "" if override.open else override.why
        shown.school_source = OURS
    elif name := break_of(agency.zone, day):
        shown.school = name
        shown.school_source = OFFICIAL if day <= LAST_OFFICIAL else FORESEEN
    return shown


def _marks(
    reader: RowReader, association: Association, agency: Agency
) -> Iterator[tuple[str, Iterator[tuple[date, str]]]]:
    """Yield each list of a day that is filled, with the days and texts to put in it."""
    names = {each.id: each.name for each in association.dispositifs}
    by_template = {template.id: template for template in association.templates}
    exceptions: dict[bool, list[tuple[date, str]]] = defaultdict(list)
    for _, row in reader.rows("exceptions", agency=agency.id):
        if isinstance(row, ExceptionRow):
            where = by_template[row.template].dispositif
            exceptions[row.action is REMOVE].append((row.day, names.get(where, where)))
    people = Reach(reader.who, OVERSEERS).people(association)
    local = {who: person for who, person in people.items() if person.agency == agency.id}
    yield "closed", iter(exceptions[True])
    yield "changed", iter(exceptions[False])
    yield (
        "exceptional",
        (
            (row.day, row.why)
            for _, row in reader.rows("jours_exceptionnels", agency=agency.id)
            if isinstance(row, ExceptionalDayRow) and not row.mediator
        ),
    )
    yield (
        "seasons",
        ((day, season.name) for season in association.seasons for day in sorted(season.days)),
    )
    followed = {cohort for cohort, who in association.members if who in local}
    yield (
        "training",
        (
            (day, cohort.title)
            for cohort in association.cohorts
            if cohort.id in followed
            for day in cohort.dates
        ),
    )
    absences = [each for each in association.absences if each.mediator in local]
    absences.sort(key=lambda each: alphabetical(local[each.mediator].name))

    def away(absence: Absence) -> Iterator[tuple[date, str]]:
        name = local[absence.mediator].name
        hidden = reader.hidden("absences", {"mediator": absence.mediator})
        words = name if "kind" in hidden else f"{name} ({ABSENCE_NAMES[absence.kind]})"
        return ((day, words) for day in absence.span.days)

    yield "away", chain.from_iterable(map(away, absences))


@dataclass(frozen=True, kw_only=True)
class Closure:
    """Dispositifs that close together: on no day from `first` to `last` have they a slot left."""

    first: date
    last: date
    why: str
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """Write it: `du 03/03/2026 au 05/03/2026 : Médiation de place (Travaux)`."""
        return f"{days_words(self.first, self.last)} : {', '.join(self.names)} ({self.why})"


def closures(reader: RowReader, agency: Agency) -> list[Closure]:
    """Return the closures of an agency that the caller sees, by first day, with their names."""
    association = whole(reader.session)
    names = {each.id: each.name for each in association.dispositifs}
    where = {template.id: template.dispositif for template in association.templates}
    reasons: dict[str, dict[date, str]] = defaultdict(dict)
    for _, row in reader.rows("exceptions", agency=agency.id):
        if isinstance(row, ExceptionRow) and row.action is REMOVE:
            reasons[where[row.template]].setdefault(row.day, row.why)
    together: dict[tuple[date, date, str], list[str]] = defaultdict(list)
    for dispositif, why in reasons.items():
        slots = slots_of(association, dispositif, min(why), max(why), association.exceptions)
        left = {day for _, day in slots}
        shut = {day: reason for day, reason in why.items() if day not in left}
        for reason, group in groupby(sorted({*shut, *left}), key=shut.get):
            if reason is not None:
                days = [*group]
                together[days[0], days[-1], reason].append(names.get(dispositif, dispositif))
    return [
        Closure(first=first, last=last, why=why, names=tuple(sorted(there, key=alphabetical)))
        for (first, last, why), there in sorted(together.items())
    ]


def slots_of(
    association: Association,
    dispositif: str,
    first: date,
    last: date,
    exceptions: Iterable[TemplateException] = (),
) -> list[tuple[str, date]]:
    """Return a dispositif's templates with the days of their slots, as exceptions leave them."""
    span, years = days_span(first, last), range(first.year, last.year + 2)
    holidays, local = association.holidays(years), association.local_holidays(years)
    return [
        (template.id, day)
        for template in association.templates
        if template.dispositif == dispositif and template.minutes is None
        for day in sorted(
            days_of(
                (template,),
                exceptions,
                span,
                holidays=holidays,
                school=association.school,
                seasons=association.seasons,
                local=local,
            )
        )
    ]


def closed(editor: RowEditor, slots: Sequence[tuple[str, date]], why: str) -> Iterator[Deed]:
    """Yield what takes slots away, and those that their templates add on these days."""
    there, days = _exceptions(editor), {day for _, day in slots}
    for template, day in slots:
        key, _ = there.get((template, day), (None, None))
        values = {"template": template, "day": day.isoformat(), "why": why}
        yield Deed(kind="exceptions", key=key, row={**values, "action": REMOVE.value})
    own = {template for template, _ in slots}
    for (template, day), (key, row) in there.items():
        if template in own and day in days and row.action is ExceptionAction.ADD:
            yield Deed(kind="exceptions", key=key)


def opened(editor: RowEditor, slots: Sequence[tuple[str, date]]) -> Iterator[Deed]:
    """Yield what brings back slots that were taken away."""
    there = _exceptions(editor)
    for slot in slots:
        if slot in there and there[slot][1].action is REMOVE:
            yield Deed(kind="exceptions", key=there[slot][0])


def _exceptions(reader: RowReader) -> Mapping[tuple[str, date], tuple[int, ExceptionRow]]:
    rows = ((k, row) for k, row in reader.rows("exceptions") if isinstance(row, ExceptionRow))
    return {(row.template, row.day): (key, row) for key, row in rows}
