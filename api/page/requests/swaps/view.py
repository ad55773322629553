"""What the page of a swap shows to who approves it: both sides, hours, rest, findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.page.own.swaps.view import kept_words
from api.page.own.words import length_words, shift_words
from api.planning.names import short_person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.data.association import Association
    from api.database.tables.asking import SwapRow
    from api.planning.names import Names
    from api.swaps.bearing import Bearing
    from api.swaps.exchange import View
    from scheduler.domain.duty import Duty
    from scheduler.finding import Finding


@dataclass(frozen=True, kw_only=True)
class SideView:
    """What a swap does to one of the two."""

    name: str
    gives: str
    takes: str
    hours: str
    rests: tuple[str, ...]
    findings: tuple[str, ...]


def sides_of(
    bearings: Iterable[Bearing],
    view: View | None,
    association: Association,
    names: Names,
    theirs: frozenset[str],
) -> tuple[SideView, ...]:
    """
    Write both sides of a swap; `view`: what the reader may know of its findings.

    `theirs`: the people for whom the reader answers; of others neither hours nor rest are told.
    """
    findings = () if view is None else view.findings
    return tuple(
        SideView(
            name=short_person(association, bearing.person),
            gives=_duty(bearing.gives, names),
            takes=_duty(bearing.takes, names),
            hours=_hours(bearing) if bearing.person in theirs else "",
            rests=tuple(_rests(bearing)) if bearing.person in theirs else (),
            findings=tuple(
                finding_words(finding) for finding in findings if finding.subject == bearing.person
            ),
        )
        for bearing in bearings
    )


def team_findings(view: View | None, row: SwapRow) -> tuple[str, ...]:
    """Write the findings that a swap adds for neither of the two: on a slot, or for others."""
    return tuple(
        finding_words(finding)
        for finding in (() if view is None else view.findings)
        if finding.subject not in (row.mediator, row.other)
    )


def finding_words(finding: Finding) -> str:
    """Write a finding, its article last; one that blocks says so first."""
    return f"{'Bloquant : ' if finding.blocks else ''}{finding.message} ({finding.article})"


def shift_lines(row: SwapRow, association: Association, names: Names) -> tuple[str, ...]:
    """Write the shifts of a swap, and who gives each."""
    return tuple(
        f"{short_person(association, shift['person'])} donne {kept_words(shift, names)}"
        for shift in row.shifts
    )


def _duty(duty: Duty | None, names: Names) -> str:
    if duty is None:
        return "rien"
    return shift_words(duty.span, names.where_held(duty))


def _hours(bearing: Bearing) -> str:
    """Write `133 h dans le mois, 126 h avec cet échange`."""
    if bearing.before == bearing.after:
        return f"{length_words(bearing.before)} dans le mois, autant avec cet échange"
    return (
        f"{length_words(bearing.before)} dans le mois, "
        f"{length_words(bearing.after)} avec cet échange"
    )


def _rests(bearing: Bearing) -> Iterable[str]:
    if bearing.rest_before is not None:
        yield f"{length_words(bearing.rest_before)} de repos avant le service pris"
    if bearing.rest_after is not None:
        yield f"{length_words(bearing.rest_after)} de repos après"
