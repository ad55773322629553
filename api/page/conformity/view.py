"""What the page of a month's findings shows: a table to sort, whose rows unfold to their proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.access.reach import PLANNERS, Reach
from api.french.words import alphabetical
from api.hours.months.evidence import proven
from api.page.conformity.line import ShownProof, line_of, shown_proof
from api.page.conformity.table import Arrangement, Place, Table, table_of
from api.planning.names import with_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.access.caller import Caller
    from api.database.tables.access import UserRow
    from api.hours.months.service import Month
    from api.judging.report.report import ReportedFinding
    from api.page.conformity.months import Choice
    from scheduler.finding import Finding

PATH, PROOF = "/rh", "/rh/constat"
NAMED = 2
"""Planners whose names are written; others are counted."""


def conformity_view(
    month: Month,
    findings: Sequence[Finding],
    planners: Sequence[tuple[UserRow, Caller]],
    choice: Choice,
    arrangement: Arrangement,
) -> Table:
    """Return the table of a month's findings."""
    report = proven(month, findings)
    names = _Planners(month, planners)

    def proof(code: str) -> ShownProof | None:
        return proof_of(month, findings, code)

    lines = [
        line_of(
            reported,
            with_names(reported.finding.message, month.association),
            names.of(reported),
        )
        for reported in report.findings
    ]
    place = Place(path=PATH, proof=PROOF, query=choice.query)
    return table_of(lines, proof, place, arrangement)


def proof_of(month: Month, findings: Sequence[Finding], code: str) -> ShownProof | None:
    """Return what a finding unfolds to, by its code (None: there is no such finding)."""
    report = proven(month, [finding for finding in findings if finding.code == code])
    return next((shown_proof(each, report.case) for each in report.findings), None)


class _Planners:
    """The names of those who plan a person's shifts: of the nearest, else of who plans all."""

    def __init__(self, month: Month, planners: Sequence[tuple[UserRow, Caller]]) -> None:
        self.problem = month.rota.problem
        self.planners = [
            (user.name, Reach(caller, PLANNERS))
            for user, caller in sorted(planners, key=lambda pair: alphabetical(pair[0].name))
        ]
        self.kept: dict[str, str] = {}

    def of(self, reported: ReportedFinding) -> str:
        """Return who answers for a finding, in words."""
        subject = reported.finding.subject
        if subject not in self.kept:
            self.kept[subject] = self._words(subject)
        return self.kept[subject]

    def _words(self, subject: str) -> str:
        person = self.problem.mediator_of.get(subject)
        slot = self.problem.slot_of.get(subject)
        if person is not None:
            mine = [(name, reach) for name, reach in self.planners if reach.person(person)]
        elif slot is not None:
            area = slot.agency, slot.dispositif
            mine = [(name, reach) for name, reach in self.planners if reach.area(*area)]
        else:
            return "RH"
        near = [name for name, reach in mine if not reach.everything]
        names = near or [name for name, _ in mine]
        if not names:
            return "Aucun responsable"
        more = len(names) - NAMED
        text = ", ".join(names[:NAMED])
        return f"{text} et {more} de plus" if more > 0 else text
