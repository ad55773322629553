"""Closures: the slots of a dispositif that are taken away for some days, and for what reason."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from api.data.association import Agency, Association
from api.data.entering.editor import RowEditor
from api.data.entering.reader import RowReader
from api.data.rows.demand import ExceptionRow
from api.french.words import alphabetical, days_words
from api.ledger.history import whole
from api.week.writing import Deed
from calendars.templates.expansion import days_of
from calendars.templates.template import ExceptionAction, TemplateException
from scheduler.domain.time import days_span

REMOVE = ExceptionAction.REMOVE


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
