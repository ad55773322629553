"""What the page of a month's findings shows: a table to sort, whose rows unfold to their proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.access.reach import PLANNERS, Reach
from api.french.words import BRIEF_DAYS, alphabetical, short_date
from api.judging.report.report import Answer
from api.judging.report.wording import answer_words, link_of, shift_words
from api.page.conformity.strip import Strip, strip_of
from scheduler.finding import Verdict
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api.access.caller import Caller
    from api.database.tables.access import UserRow
    from api.hours.months.service import Month
    from api.judging.report.report import Report, ReportedFinding
    from api.page.conformity.months import Choice

PATH = "/rh"
PAGE = 100
"""Findings of a page."""

NAMED = 2
"""Planners whose names are written; others are counted."""

LEVELS = {
    "bloquant": "Bloquant",
    "doute": "À confirmer",
    "savoir": "À savoir",
    "herite": "Vient de services commencés",
}


@dataclass(frozen=True, kw_only=True)
class ProvingShift:
    """A shift of a proof, and what it counts for."""

    text: str
    counted: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A finding: the cells of its row, and what it unfolds to."""

    code: str
    level: str
    level_label: str
    who: str
    day: str
    rule: str
    article: str
    url: str
    measure: str
    limit: str
    answers: str
    acknowledged: str
    sentence: str
    counted: str
    shifts: tuple[ProvingShift, ...]
    strip: Strip | None
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Head:
    """A column that sorts: its address, and how the table is sorted by it (empty: it isn't)."""

    title: str
    address: str
    sorted: str


@dataclass(frozen=True, kw_only=True)
class ConformityView:
    """A page of a month's findings."""

    count: int
    blocking: int
    to_confirm: int
    unconfirmed: int
    blocking_only: bool
    sort: str
    order: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    first: int
    before: str
    after: str


COLUMNS: dict[str, tuple[str, Callable[[tuple[ReportedFinding, str]], tuple[object, ...]]]] = {
    "personne": ("Personne", lambda row: (alphabetical(row[0].who), row[0].finding.on)),
    "jour": ("Jour", lambda row: (row[0].finding.on, alphabetical(row[0].who))),
    "regle": ("Règle", lambda row: (row[0].title, alphabetical(row[0].who))),
    "article": ("Article", lambda row: (row[0].finding.article, alphabetical(row[0].who))),
    "mesure": ("Mesuré", lambda row: (row[0].finding.unit, row[0].finding.measured)),
    "limite": ("Limite", lambda row: (row[0].finding.unit, row[0].finding.limit)),
    "repond": ("Qui répond", lambda row: (row[1], alphabetical(row[0].who))),
}
"""The columns, by the word that sorts by them in the address."""


def conformity_view(
    proofs: Report,
    month: Month,
    planners: Sequence[tuple[UserRow, Caller]],
    choice: Choice,
    *,
    sort: str,
    descending: bool,
    blocking_only: bool,
    page: int,
) -> ConformityView:
    """Sort the findings, the blocking ones first unless a column is asked for; cut a page."""
    names = _Planners(month, planners)
    everything = [(reported, names.of(reported)) for reported in proofs.findings]
    kept = [row for row in everything if row[0].finding.blocks or not blocking_only]
    if sort in COLUMNS:
        kept.sort(key=COLUMNS[sort][1], reverse=descending)
    begin = max(0, page - 1) * PAGE
    more = {"bloquants": "oui"} if blocking_only else {}
    order = {"tri": sort, "sens": "desc" if descending else "asc"} if sort in COLUMNS else {}

    def at(number: int) -> str:
        return choice.address(PATH, **more, **order, page=str(number))

    return ConformityView(
        count=len(everything),
        blocking=sum(1 for reported, _ in everything if reported.finding.blocks),
        to_confirm=sum(1 for r, _ in everything if r.finding.verdict is Verdict.TO_CONFIRM),
        unconfirmed=month.unconfirmed,
        blocking_only=blocking_only,
        sort=sort,
        order="desc" if descending else "asc",
        heads=tuple(_head(name, choice, sort, more, descending=descending) for name in COLUMNS),
        rows=tuple(
            _row(reported, answers, proofs, choice)
            for reported, answers in kept[begin : begin + PAGE]
        ),
        first=begin + 1,
        before=at(page - 1) if page > 1 else "",
        after=at(page + 1) if begin + PAGE < len(kept) else "",
    )


def _head(name: str, choice: Choice, sort: str, more: dict[str, str], *, descending: bool) -> Head:
    mine = sort == name
    turn = "desc" if mine and not descending else "asc"
    return Head(
        title=COLUMNS[name][0],
        address=choice.address(PATH, **more, tri=name, sens=turn),
        sorted=("descending" if descending else "ascending") if mine else "",
    )


def _row(reported: ReportedFinding, answers: str, proofs: Report, choice: Choice) -> Row:
    finding, proof = reported.finding, reported.proof
    person = proofs.case.facts.problem.mediator_of.get(finding.subject)
    if finding.inherited and finding.blocks:
        level = "herite"
    elif finding.blocks:
        level = "bloquant"
    else:
        level = "doute" if finding.verdict is Verdict.TO_CONFIRM else "savoir"
    answered = reported.answer in {Answer.ACKED, Answer.REFUSED}
    return Row(
        code=finding.code,
        level=level,
        level_label=LEVELS[level],
        who=reported.who,
        day=f"{BRIEF_DAYS[finding.on.weekday()]} {short_date(finding.on)}",
        rule=reported.title,
        article=finding.article,
        url=link_of(reported.rule, finding.article),
        measure=shown(finding.measured, finding.unit),
        limit=shown(finding.limit, finding.unit),
        answers=answers,
        acknowledged=answer_words(reported) if answered else "",
        sentence=finding.message,
        counted="" if proof.total is None else shown(proof.total, "minutes"),
        shifts=tuple(
            ProvingShift(
                text=shift_words(line.duty, proofs.case.names),
                counted=""
                if line.counted is None
                else f"{shown(line.counted, 'minutes')} ({proof.how.value})",
            )
            for line in proof.lines
        ),
        strip=strip_of([line.duty for line in proof.lines]),
        evidence=""
        if person is None
        else f"/api/v1/rh/preuves/{person.id}?month={choice.month}&basis={choice.basis.value}",
    )


class _Planners:
    """Names those who plan a person's shifts: the nearest first, for a dispositif, an agency."""

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
