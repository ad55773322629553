"""Describe arrangements of hours over several weeks (« aménagements ») and who is under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.french.plural import plural
from api.french.words import short_date
from scheduler.domain.employer import Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from api.export.registers.records import Record, Registers
    from scheduler.domain.employer import Scheme


def bound_by(registers: Registers, scheme: Scheme, agency: str = "") -> Iterator[Record]:
    """Yield the records of people whose hours an arrangement counts in the month."""
    for record in registers.records:
        own = record.mediator.agency
        inside = (
            scheme.start <= registers.last and (scheme.until or registers.last) >= registers.first
        )
        if record.over_weeks and inside and scheme.agency in ("", own) and agency in ("", own):
            yield record


def scheme_words(scheme: Scheme) -> str:
    """Write an arrangement: `périodes de 4 semaines depuis le 05/01/2026, décision de …`."""
    length = plural(scheme.weeks, "semaine") if scheme.weeks else f"{scheme.months} mois"
    route = "décision de l’employeur" if scheme.route is Route.UNILATERAL else "accord"
    return f"périodes de {length} depuis le {short_date(scheme.start)}, {route}"


def notice_words(scheme: Scheme) -> str:
    """Write how early a change is told: by the agreement, or by law (L3121-47, D3121-27)."""
    if scheme.notice_days is not None:
        one_day, days = (
            ("jour ouvré", "jours ouvrés") if scheme.notice_working else ("jour", "jours")
        )
        return plural(scheme.notice_days, one_day, days)
    return "sept jours ouvrés" if scheme.route is Route.UNILATERAL else "sept jours"


def worked(record: Record, weeks: Iterable[date]) -> list[int]:
    """Return a record's minutes of work in each of these weeks."""
    table = {line.monday: line.work for line in record.counters.weeks}
    return [table.get(monday, 0) for monday in weeks]
