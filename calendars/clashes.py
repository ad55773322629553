"""Templates that stand in each other's way: same dispositif, same site, same time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from calendars.templates import expand
from scheduler.domain.slots import Slot, SlotKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calendars.pattern import Template, TemplateException
    from calendars.school import SchoolCalendar
    from calendars.seasons import Season
    from scheduler.domain.time import Span


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
        """Say it in French."""
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
    school: SchoolCalendar,
    seasons: Iterable[Season] = (),
) -> tuple[Clash, ...]:
    """
    Find the templates of one dispositif and site whose slots overlap in `span`, by first day.

    Two templates that name different teams run side by side, and an on-call (astreinte) runs
    beside those who are out.

    Raises
    ------
    BadTemplatesError
        The templates make no slots (see `expand`).
    """
    known = tuple(templates)
    slots = expand(known, exceptions, span, holidays=holidays, school=school, seasons=seasons)
    return overlaps(known, slots)


def overlaps(templates: Iterable[Template], slots: Iterable[Slot]) -> tuple[Clash, ...]:
    """Find the clashes among slots that `expand` made from these templates."""
    by_id = {template.id: template for template in templates}
    places: dict[tuple[str, str], list[tuple[Template, Slot]]] = defaultdict(list)
    for slot in slots:
        template = by_id[slot.id[: -len("-YYYY-MM-DD")]]
        places[slot.dispositif, slot.site].append((template, slot))
    found: dict[tuple[str, str], Clash] = {}
    for (dispositif, site), placed in places.items():
        out: list[tuple[Template, Slot]] = []
        for template, slot in placed:  # by start, as expand gives them
            out = [(t, s) for t, s in out if s.span.last > slot.span.first]
            for other, _ in out:
                first, second = sorted((other.id, template.id))
                if first != second and not parallel(other, template):
                    found.setdefault(
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
    return tuple(sorted(found.values()))


def parallel(one: Template, other: Template) -> bool:
    """Whether two templates may run at the same time on one site."""
    if (one.kind is SlotKind.STANDBY) is not (other.kind is SlotKind.STANDBY):
        return True
    return bool(one.team and other.team and one.team != other.team)
