"""Say of a row of the week why nobody could lawfully hold it, and which break would mend that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.data.association import Association
from api.data.building.values import from_row
from api.data.rows.demand import BreakRow
from api.data.warnings import unlawful_findings
from api.french.words import capital
from api.week.matrix import WeekRow, changed
from calendars.templates.clock import TemplateBreak
from calendars.templates.template import Template
from scheduler.domain.duty import BreakKind
from scheduler.domain.slots import Need
from scheduler.errors import InvalidProblemError

DATE = re.compile(r" le (dimanche )?\d\d/\d\d/\d{4}")
CURES = (20, 30, 45, 60, 90, 120)
"""Minutes of a break that may make a row lawful, the shortest first: 20 are due after 6 hours."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Why a row can't be held as it is; `minutes`: of the break that cures it (0: none does)."""

    text: str
    minutes: int = 0


def troubles_of(row: WeekRow, association: Association) -> list[Trouble]:
    """
    Return what the law refuses of a row, each with the shortest break that leaves nothing refused.

    A row that contradicts itself has none: it is refused otherwise.
    """
    texts = list(_findings(row, association))
    if not texts:
        return []
    cure = next((each for each in CURES if _cures(row, each, association)), 0)
    return [Trouble(text=text, minutes=cure) for text in texts]


def _cures(row: WeekRow, minutes: int, association: Association) -> bool:
    if len(row.breaks) > 1 or any(minutes <= each.minutes for each in row.breaks):
        return False
    return not list(_findings(replace(row, breaks=(lengthened(row, minutes),)), association))


def lengthened(row: WeekRow, minutes: int) -> BreakRow:
    """Return the break of a row made as long as that; a new one isn't paid, at nobody's hour."""
    for pause in row.breaks:
        return changed(pause, minutes=minutes)
    return BreakRow.model_construct(
        None, template="", minutes=minutes, at=None, kind=BreakKind.UNPAID
    )


def _findings(row: WeekRow, association: Association) -> Iterator[str]:
    agency = next(
        (d.agency for d in association.dispositifs if d.id == row.template.dispositif), ""
    )
    try:
        template = from_row(
            Template,
            row.template_of("semaine", row.days),
            agency=agency,
            needs=(from_row(Need, row.need_of("", (1, 1)), titles=frozenset(row.need.titles)),),
            breaks=tuple(from_row(TemplateBreak, pause) for pause in row.breaks),
            supervises=frozenset(row.template.supervises),
        )
        findings = unlawful_findings(template, association)
    except InvalidProblemError:
        return
    yield from dict.fromkeys(
        f"{_undated(finding.message)} ({finding.article})" for finding in findings
    )


def _undated(message: str) -> str:
    """Return what a finding says of any week: neither the hours of its row, nor a date."""
    said = message.partition(" : ")[2] or message
    return capital(DATE.sub(lambda date: " le dimanche" if date[1] else "", said).rstrip("."))
