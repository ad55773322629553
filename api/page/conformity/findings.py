"""Findings as RH's screens show them: a table to sort, rows that unfold to their proof."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from api.french.words import alphabetical, day_in_figures, quantity
from api.judging.case import Case
from api.judging.report.report import Answer, ReportedFinding
from api.judging.report.wording import answer_words, link_of, shift_words
from api.page.conformity.strip import Strip, strip_of
from api.page.grid.panel import sentence_beside
from scheduler.finding import Finding, Verdict

LEVELS = {
    "bloquant": "Bloquant",
    "doute": "À confirmer",
    "savoir": "À savoir",
    "herite": "Vient de services commencés",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    A row of a table: a finding, whom it is about, and its rule.

    `sentence`: what it says, in words that the reader knows; `answers`: who answers for it.
    `acked`: whether somebody does, as the law allows; `waits`: somebody may, and nobody does yet.
    """

    finding: Finding
    who: str
    rule: str
    url: str
    acknowledged: str
    sentence: str
    answers: str
    acked: bool
    waits: bool

    @property
    def blocks(self) -> bool:
        """Whether it blocks, and nobody answers for it."""
        return self.finding.blocks and not self.acked

    @property
    def in_doubt(self) -> bool:
        """Whether it is to be confirmed, and nobody answers for it."""
        return self.finding.verdict is Verdict.TO_CONFIRM and not self.acked

    @property
    def level(self) -> str:
        """How the row is marked, a word of `LEVELS`."""
        if self.finding.blocks:
            return "herite" if self.finding.inherited else "bloquant"
        return "doute" if self.finding.verdict is Verdict.TO_CONFIRM else "savoir"

    @property
    def level_label(self) -> str:
        """The level in words."""
        return LEVELS[self.level]

    @property
    def day(self) -> str:
        """The day of the finding: `lun. 02/03/2026`."""
        return day_in_figures(self.finding.on)


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
    """Write a finding as a row (see `Line`)."""
    finding = reported.finding
    answered = reported.answer in {Answer.ACKED, Answer.REFUSED}
    return Line(
        finding=finding,
        who=reported.who,
        rule=reported.title,
        url=link_of(reported.rule, finding.article),
        acknowledged=answer_words(reported) if answered else "",
        sentence=sentence_beside(reported.who, sentence),
        answers=answers,
        acked=reported.answer is Answer.ACKED,
        waits=reported.answer in {Answer.POSSIBLE, Answer.WITH_GROUND},
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


PAGE = 50
"""Findings of a page."""

FEW = 10
"""Findings beyond which a month shows its causes, and folds the list until it is asked for."""


class Arrangement:
    """How a table is asked for in an address: its order, its page, and the finding unfolded."""

    def __init__(
        self,
        *,
        tri: Annotated[str, Query(max_length=20)] = "",
        sens: Annotated[str, Query(max_length=4)] = "asc",
        bloquants: Annotated[str, Query(max_length=4)] = "",
        regle: Annotated[str, Query(max_length=60)] = "",
        page: Annotated[int, Query(ge=1, le=10_000)] = 1,
        ouvert: Annotated[str, Query(max_length=120)] = "",
    ) -> None:
        self.sort = tri if tri in COLUMNS else ""
        self.descending = sens == "desc"
        self.blocking_only = bool(bloquants)
        self.rule = regle
        self.page = page
        self.unfolded = ouvert

    @property
    def chosen(self) -> bool:
        """Whether the address asks for some findings, or for an order of them."""
        return bool(self.sort or self.blocking_only or self.rule or self.unfolded or self.page > 1)


TheArrangement = Annotated[Arrangement, Depends()]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of the table: its finding, the proof if it is unfolded, and where it (un)folds."""

    line: Line
    proof: ShownProof | None
    turn: str
    fragment: str


@dataclass(frozen=True, kw_only=True)
class Head:
    """A column that sorts: its address, and how the table is sorted by it (empty: it isn't)."""

    title: str
    address: str
    sorted: str


@dataclass(frozen=True, kw_only=True)
class Cause:
    """
    The findings of one rule, which one answer often settles.

    `subjects`: how many people or slots they are about; `example`: what the first of them says;
    `address`: the table of these alone, or of all again if these are `chosen`. `question`: where
    those that wait (`waiting`) are answered for at once (empty: none waits, or it isn't asked).
    """

    rule: str
    title: str
    count: int
    subjects: int
    blocking: int
    to_confirm: int
    example: str
    address: str
    chosen: bool
    waiting: int
    question: str

    @property
    def waits_for_somebody(self) -> bool:
        """Whether one of them blocks, or is to be confirmed."""
        return bool(self.blocking or self.to_confirm)


@dataclass(frozen=True, kw_only=True)
class Table:
    """
    A page of findings; `order` and `sort`: what keeps the order in a form.

    `blocking`, `to_confirm`: of those that nobody answers for; `acked`: the others. `unfolded`:
    whether the findings are shown one by one at once, and not by cause alone.
    """

    count: int
    blocking: int
    to_confirm: int
    acked: int
    blocking_only: bool
    sort: str
    order: str
    causes: tuple[Cause, ...]
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    unfolded: bool
    first: int
    before: str
    after: str


COLUMNS: dict[str, tuple[str, Callable[[Line], tuple[object, ...]]]] = {
    "personne": ("Personne", lambda line: (alphabetical(line.who), line.finding.on)),
    "jour": ("Jour", lambda line: (line.finding.on, alphabetical(line.who))),
    "regle": ("Règle", lambda line: (line.rule, alphabetical(line.who))),
    "article": ("Article", lambda line: (line.finding.article, alphabetical(line.who))),
    "mesure": ("Mesuré", lambda line: (line.finding.unit, line.finding.measured)),
    "limite": ("Limite", lambda line: (line.finding.unit, line.finding.limit)),
    "repond": ("Qui répond", lambda line: (line.answers, alphabetical(line.who))),
}
"""The columns, by the word that sorts by them in the address."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """
    Where a table stands: its address, that of one proof, and parameters that both keep.

    `group`: the address that asks once for all findings of a rule (empty: nobody answers here).
    """

    path: str
    proof: str
    query: Mapping[str, str]
    group: str = ""

    def address(self, **more: str) -> str:
        """Return the address of the table with other parameters."""
        return f"{self.path}?{urlencode({**self.query, **more})}"

    def fragment(self, code: str) -> str:
        """Return the address of a finding's proof alone."""
        return f"{self.proof}?{urlencode({**self.query, 'code': code})}"

    def question(self, rule: str) -> str:
        """Return the address that asks once for the findings of a rule (empty: none does)."""
        return f"{self.group}?{urlencode({**self.query, 'regle': rule})}" if self.group else ""


def table_of(
    lines: Sequence[Line],
    proof: Callable[[str], ShownProof | None],
    place: Place,
    arrangement: Arrangement,
    columns: Sequence[str] = tuple(COLUMNS),
) -> Table:
    """
    Sort findings, those that block first unless a column is asked for; cut a page.

    `proof`: gives what a finding unfolds to, by its code; it is called for the one unfolded.
    """
    alike = [line for line in lines if line.finding.blocks or not arrangement.blocking_only]
    kept = [line for line in alike if arrangement.rule in ("", line.finding.rule)]
    sort, descending = arrangement.sort, arrangement.descending
    if sort:
        kept.sort(key=COLUMNS[sort][1], reverse=descending)
    begin = (arrangement.page - 1) * PAGE
    blocking = {"bloquants": "oui"} if arrangement.blocking_only else {}
    more = blocking | ({"regle": arrangement.rule} if arrangement.rule else {})
    order = {"tri": sort, "sens": "desc" if descending else "asc"} if sort else {}

    def at(number: int) -> str:
        return place.address(**more, **order, page=str(number))

    def row(line: Line) -> Row:
        unfolded = line.finding.code == arrangement.unfolded
        here = {**more, **order, "page": str(arrangement.page)}
        turned = here if unfolded else {**here, "ouvert": line.finding.code}
        return Row(
            line=line,
            proof=proof(line.finding.code) if unfolded else None,
            turn=f"{place.address(**turned)}#{line.finding.code}",
            fragment=place.fragment(line.finding.code),
        )

    causes = _causes(alike, place, arrangement.rule, blocking)
    return Table(
        count=len(lines),
        blocking=sum(line.blocks for line in lines),
        to_confirm=sum(line.in_doubt for line in lines),
        acked=sum(line.acked for line in lines),
        blocking_only=arrangement.blocking_only,
        sort=sort,
        order="desc" if descending else "asc",
        causes=causes,
        heads=tuple(_head(name, place, arrangement, more) for name in columns),
        rows=tuple(row(line) for line in kept[begin : begin + PAGE]),
        unfolded=len(kept) <= FEW or not causes[1:] or arrangement.chosen,
        first=begin + 1,
        before=at(arrangement.page - 1) if arrangement.page > 1 else "",
        after=at(arrangement.page + 1) if begin + PAGE < len(kept) else "",
    )


def _causes(
    lines: Sequence[Line], place: Place, chosen: str, more: Mapping[str, str]
) -> tuple[Cause, ...]:
    """Group lines by rule: those that block first, then those with the most to confirm."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.finding.rule, []).append(line)
    causes = [
        Cause(
            rule=rule,
            title=group[0].rule,
            count=len(group),
            subjects=len({line.finding.subject for line in group}),
            blocking=sum(line.blocks for line in group),
            to_confirm=sum(line.in_doubt for line in group),
            example=group[0].sentence,
            address=place.address(**more, **({} if rule == chosen else {"regle": rule})),
            chosen=rule == chosen,
            waiting=waiting,
            question=place.question(rule) if waiting else "",
        )
        for rule, group in groups.items()
        for waiting in (sum(line.waits for line in group),)
    ]
    return tuple(sorted(causes, key=lambda c: (-c.blocking, -c.to_confirm, -c.count, c.title)))


def _head(name: str, place: Place, arrangement: Arrangement, more: Mapping[str, str]) -> Head:
    mine = arrangement.sort == name
    turn = "desc" if mine and not arrangement.descending else "asc"
    direction = "descending" if arrangement.descending else "ascending"
    return Head(
        title=COLUMNS[name][0],
        address=place.address(**more, tri=name, sens=turn),
        sorted=direction if mine else "",
    )
