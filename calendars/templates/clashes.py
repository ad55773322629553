"""Find templates that overlap: same dispositif, same site, same time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from calendars.templates.expansion import expand
from calendars.templates.template import ExceptionAction
from scheduler.domain.duty import template_of
from scheduler.domain.slots import Slot, SlotKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calendars.school import SchoolCalendar
    from calendars.templates.seasons import Season
    from calendars.templates.template import Template, TemplateException
    from scheduler.domain.time import Span

ONE_DAY = timedelta(days=1)
DAY = 24 * 60
WEEK = 7 * DAY


@dataclass(frozen=True, kw_only=True, order=True)
class Clash:
    """Two templates whose slots overlap, and the first day on which they do."""

    day: date
    first: str
    second: str
    dispositif: str
    site: str

    @property
    def message(self) -> str:
        """Describe the clash in French."""
        where = f"{self.dispositif}, {self.site}" if self.site else self.dispositif
        return (
            f"les modèles « {self.first} » et « {self.second} » ({where}) se chevauchent à partir "
            f"du {self.day:%d/%m/%Y} : changez un horaire, ou nommez une équipe différente sur "
            "chacun"
        )


def clashes(
    templates: Iterable[Template],
    exceptions: Iterable[TemplateException],
    span: Span,
    *,
    holidays: frozenset[date],
    local: Mapping[str, frozenset[date]],
    school: SchoolCalendar,
    seasons: Iterable[Season] = (),
) -> tuple[Clash, ...]:
    """
    Find the templates of one dispositif and site whose slots overlap in `span`, by first day.

    Two templates that name different teams run side by side; an on-call (astreinte) runs beside
    those who are out, and a team's own time or an appointment beside anything.

    Raises
    ------
    BadTemplatesError
        The templates make no slots (see `expand`).
    """
    changes = tuple(exceptions)
    known = rivals(templates, changes)
    ids = {template.id for template in known}
    about = [change for change in changes if change.template in ids]
    slots = expand(
        known, about, span, holidays=holidays, school=school, seasons=seasons, local=local
    )
    return overlaps(known, slots)


def rivals(
    templates: Iterable[Template], exceptions: Iterable[TemplateException] = ()
) -> tuple[Template, ...]:
    """
    Return templates whose clock hours may clash: few enough to expand quickly.

    Seasons, school days and rhythms may still keep them apart; an exception that adds or changes a
    slot may bring any two of one place together, outside their validity too.
    """
    excepted = {e.template for e in exceptions if e.action is not ExceptionAction.REMOVE}
    places: dict[tuple[str, str], list[Template]] = defaultdict(list)
    for template in templates:
        places[template.dispositif, template.site].append(template)
    by_id: dict[str, Template] = {}
    for there in places.values():
        for first, other in combinations(there, 2):
            if parallel(first, other):
                continue
            usual = _valid_together(first, other) and _meet(first, other)
            if usual or {first.id, other.id} & excepted:
                by_id |= {first.id: first, other.id: other}
    return tuple(by_id.values())


def _valid_together(template: Template, other: Template) -> bool:
    """Whether two templates are valid on one day, or the last night of one reaches the other."""
    begins = max(template.since, other.since)
    return all(
        t.until is None or t.until >= begins - (t.end <= t.start and rival.start < t.end) * ONE_DAY
        for t, rival in ((template, other), (other, template))
    )


def _meet(template: Template, other: Template) -> bool:
    """Whether two templates share a minute of an ordinary week, Sunday's night going on Monday."""
    return any(
        (second - first) % WEEK < one_lasts or (first - second) % WEEK < other_lasts
        for first, one_lasts in _week(template)
        for second, other_lasts in _week(other)
    )


def _week(template: Template) -> list[tuple[int, int]]:
    """Return when in the week a template starts and how long it lasts, in minutes."""
    start = template.start.hour * 60 + template.start.minute
    end = template.end.hour * 60 + template.end.minute
    return [(day * DAY + start, (end - start - 1) % DAY + 1) for day in template.weekdays]


def overlaps(templates: Iterable[Template], slots: Iterable[Slot]) -> tuple[Clash, ...]:
    """Find the clashes among slots that `expand` made from these templates."""
    by_id = {template.id: template for template in templates}
    places: dict[tuple[str, str], list[tuple[Template, Slot]]] = defaultdict(list)
    for slot in slots:
        template = by_id[template_of(slot.id)]
        places[slot.dispositif, slot.site].append((template, slot))
    by_pair: dict[tuple[str, str], Clash] = {}
    for (dispositif, site), placed in places.items():
        out: list[tuple[Template, Slot]] = []
        for template, slot in placed:  # by start, as expand gives them
            out = [(t, s) for t, s in out if s.span.last > slot.span.first]
            for other, _ in out:
                first, second = sorted((other.id, template.id))
                if first != second and not parallel(other, template):
                    by_pair.setdefault(
                        (first, second),
                        Clash(
                            day=slot.span.day,
                            first=first,
                            second=second,
                            dispositif=dispositif,
                            site=site,
                        ),
                    )
            out.append((template, slot))
    return tuple(sorted(by_pair.values()))


def parallel(template: Template, other: Template) -> bool:
    """Whether two templates may run at the same time on one site."""
    if SlotKind.TEAM in (template.kind, other.kind):
        return True
    if template.minutes is not None or other.minutes is not None:
        return True
    if (template.kind is SlotKind.STANDBY) is not (other.kind is SlotKind.STANDBY):
        return True
    return bool(template.team and other.team and template.team != other.team)
