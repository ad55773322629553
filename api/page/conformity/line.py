"""A finding as screens of RH show it: the cells of a row, and the shifts that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from api.french.words import BRIEF_DAYS, quantity, short_date
from api.judging.report.report import Answer
from api.judging.report.wording import answer_words, link_of, shift_words
from api.page.conformity.strip import Strip, strip_of
from api.page.grid.panel import sentence_beside
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from api.judging.case import Case
    from api.judging.report.report import ReportedFinding

LEVELS = {
    "bloquant": "Bloquant",
    "doute": "À confirmer",
    "savoir": "À savoir",
    "herite": "Vient de services commencés",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A finding: what the cells of its row say, and what they sort by."""

    code: str
    subject: str
    level: str
    level_label: str
    who: str
    on: date
    day: str
    rule: str
    article: str
    url: str
    measured: tuple[str, float]
    measure: str
    limit: tuple[str, float]
    limit_text: str
    answers: str
    acknowledged: str
    sentence: str
    blocks: bool
    to_confirm: bool


@dataclass(frozen=True, kw_only=True)
class ProvingShift:
    """A shift of a proof, what it counts for, and where it stands in a file."""

    text: str
    counted: str
    place: str


@dataclass(frozen=True, kw_only=True)
class ShownProof:
    """
    What a finding unfolds to.

    `person`: the id of whom it is about (empty: a team, a slot). `counted`: what the shifts add up
    to, where that is what was measured.
    """

    person: str
    who: str
    counted: str
    shifts: tuple[ProvingShift, ...]
    strip: Strip | None


def line_of(reported: ReportedFinding, sentence: str, answers: str = "") -> Line:
    """
    Write a finding as a row of a table.

    `sentence`: what it says, in words that the reader knows; `answers`: who answers for it.
    """
    finding = reported.finding
    if finding.inherited and finding.blocks:
        level = "herite"
    elif finding.blocks:
        level = "bloquant"
    else:
        level = "doute" if finding.verdict is Verdict.TO_CONFIRM else "savoir"
    answered = reported.answer in {Answer.ACKED, Answer.REFUSED}
    return Line(
        code=finding.code,
        subject=finding.subject,
        level=level,
        level_label=LEVELS[level],
        who=reported.who,
        on=finding.on,
        day=f"{BRIEF_DAYS[finding.on.weekday()]} {short_date(finding.on)}",
        rule=reported.title,
        article=finding.article,
        url=link_of(reported.rule, finding.article),
        measured=(finding.unit, finding.measured),
        measure=quantity(finding.measured, finding.unit),
        limit=(finding.unit, finding.limit),
        limit_text=quantity(finding.limit, finding.unit),
        answers=answers,
        acknowledged=answer_words(reported) if answered else "",
        sentence=sentence_beside(reported.who, sentence),
        blocks=finding.blocks,
        to_confirm=finding.verdict is Verdict.TO_CONFIRM,
    )


def shown_proof(reported: ReportedFinding, case: Case) -> ShownProof:
    """Show the shifts that prove a finding."""
    proof = reported.proof
    places = reported.where or (None,) * len(proof.lines)
    person = case.facts.problem.mediator_of.get(reported.finding.subject)
    return ShownProof(
        person="" if person is None else person.id,
        who=reported.who,
        counted="" if proof.total is None else quantity(proof.total, "minutes"),
        shifts=tuple(
            ProvingShift(
                text=shift_words(line.duty, case.names),
                counted=""
                if line.counted is None
                else f"{quantity(line.counted, 'minutes')} ({proof.how.value})",
                place="" if place is None else place.where,
            )
            for line, place in zip(proof.lines, places, strict=True)
        ),
        strip=strip_of([line.duty for line in proof.lines]),
    )
