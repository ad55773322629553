"""Report an audit: each finding with its proof, penalty and acknowledgement; groups of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from api.data.errors import Where
from api.french.words import alphabetical
from api.judging.acknowledging import NEVER, Acceptance, Answers, Rejection
from api.judging.case import Case
from constraints.night.rules import NightRule
from constraints.sanctions.sanction import Penalty, penalty_of
from constraints.teams import EMPLOYER
from scheduler.dated import Since
from scheduler.domain.duty import Duty
from scheduler.domain.people import Mediator
from scheduler.evidence import Measure
from scheduler.finding import Effect, Finding, Severity, Verdict
from scheduler.rule import Rule


class ProofColumn(StrEnum):
    """The French title of the last column of a proof's table, which says what its minutes count."""

    WORK = "travail compté"
    NIGHT = "travail de nuit compté"
    REST = "repos avant ce service"
    SPAN = "de la première prise de poste"
    NOTHING = ""


@dataclass(frozen=True, kw_only=True)
class ProofLine:
    """A shift of a proof; `counted`: the minutes that count in the measure (None: none do)."""

    duty: Duty
    counted: int | None = None


@dataclass(frozen=True, kw_only=True)
class Proof:
    """
    The shifts that prove a finding.

    `total`: the sum of the lines if it is the finding's measure; None if the measure is of another
    kind, which the finding's sentence then names.
    """

    how: ProofColumn
    lines: tuple[ProofLine, ...]
    total: int | None = None


def proof_of(finding: Finding, duties: Sequence[Duty], rule: Rule) -> Proof:
    """
    Return a finding's shifts, each with the minutes that count.

    `duties`: those that the finding names, in order. Where no way of counting gives the measure
    exactly, none is shown: a table that doesn't add up proves nothing.
    """
    if finding.unit == "minutes":
        for how, counted in _ways(finding, duties, rule):
            total = _total(how, counted, best=rule.proof is Measure.BEST_REST)
            if total == finding.measured:
                lines = tuple(
                    ProofLine(duty=d, counted=c) for d, c in zip(duties, counted, strict=True)
                )
                return Proof(how=how, lines=lines, total=total)
    return Proof(how=ProofColumn.NOTHING, lines=tuple(ProofLine(duty=d) for d in duties))


def _ways(
    finding: Finding, duties: Sequence[Duty], rule: Rule
) -> Iterator[tuple[ProofColumn, tuple[int | None, ...]]]:
    """Yield the ways of counting that suit the rule, the likeliest first."""
    if rule.proof in {Measure.REST, Measure.BEST_REST}:
        yield ProofColumn.REST, (None, *(b.span.first - a.span.last for a, b in pairwise(duties)))
        return
    if rule.proof is Measure.SPAN and duties:
        begin = min(d.span.first for d in duties)
        yield ProofColumn.SPAN, tuple(d.span.last - begin for d in duties)
        return
    yield ProofColumn.WORK, tuple(d.work_in(finding.span) for d in duties)
    yield ProofColumn.WORK, tuple(d.work for d in duties)
    if isinstance(rule, NightRule):
        yield ProofColumn.NIGHT, tuple(rule.night(d) for d in duties)


def _total(how: ProofColumn, counted: Sequence[int | None], *, best: bool) -> int | None:
    """Return what a column comes to: a sum, the shortest rest, or the best one of a week."""
    values = [minutes for minutes in counted if minutes is not None]
    if not values:
        return None
    if how is ProofColumn.REST:
        return max(values) if best else min(values)
    return max(values) if how is ProofColumn.SPAN else sum(values)


class Part(StrEnum):
    """The part of a report that lists a finding: what is wrong, what is due, notes."""

    WRONG = "constat"
    DUE = "du"
    NOTE = "note"


class Answer(StrEnum):
    """Whether a finding is acknowledged, and if not, whether it may be."""

    ACKED = "acquitté"
    REFUSED = "acquittement refusé"
    POSSIBLE = "peut être acquitté"
    WITH_GROUND = "peut être acquitté, sur un accord ou une dérogation enregistrés"
    IMPOSSIBLE = "ne peut pas être acquitté"
    NONE = ""


@dataclass(frozen=True, kw_only=True)
class ReportedFinding:
    """
    A finding with its proof, and the penalty that the law sets for it.

    `penalty`: none for what is due or noted. `value`: the entry in force of the value that it was
    held against, where there is one. `where`: the rows of its shifts, for a rota made
    elsewhere.
    """

    finding: Finding
    rule: Rule
    who: str
    proof: Proof
    penalty: Penalty | None
    value: Since | None
    answer: Answer
    acked: Acceptance | None = None
    refused: Rejection | None = None
    where: tuple[Where | None, ...] = ()

    @property
    def part(self) -> Part:
        """Return the part of the report that lists the finding."""
        return part_of(self.finding)

    @property
    def title(self) -> str:
        """Return the rule's title as documents show it."""
        return self.rule.title


@dataclass(frozen=True, kw_only=True)
class Report:
    """
    The result of an audit.

    `findings` come by part, severity, person and day; `stopping`: those that stop a publication.
    `people`: how many were judged. `markets`: months far from what they pay for, which is no matter
    of law. `whole`: neither people, rules nor days were left out, and no row was refused.
    """

    case: Case
    findings: tuple[ReportedFinding, ...]
    answers: Answers
    stopping: tuple[Finding, ...]
    people: int
    markets: tuple[str, ...] = ()
    whole: bool = True

    @property
    def lawful(self) -> bool:
        """Whether every blocking finding is acknowledged."""
        return not self.stopping

    def of(self, part: Part) -> tuple[ReportedFinding, ...]:
        """Return the findings of a part."""
        return tuple(reported for reported in self.findings if reported.part is part)

    @cached_property
    def by_subject(self) -> Mapping[str, tuple[ReportedFinding, ...]]:
        """Return the findings of each person or slot, by id."""
        table: dict[str, list[ReportedFinding]] = {}
        for reported in self.findings:
            table.setdefault(reported.finding.subject, []).append(reported)
        return {subject: tuple(listed) for subject, listed in table.items()}


def part_of(finding: Finding) -> Part:
    """Return the part of a report that lists a finding."""
    if finding.effect is Effect.COMPUTE:
        return Part.DUE
    informs = finding.effect is Effect.INFORM or finding.verdict is Verdict.NOTE
    return Part.NOTE if informs else Part.WRONG


def report(
    case: Case,
    findings: Sequence[Finding],
    answers: Answers,
    *,
    since: date | None = None,
    markets: tuple[str, ...] = (),
) -> Report:
    """
    Return the report of a case's findings; `since`: only those dated from that day on.

    Only the findings that are reported may stop a publication.
    """
    kept = [f for f in findings if since is None or f.on >= since]
    reporter = _Reporter(case, answers)
    reported = sorted((reporter.reported(finding) for finding in kept), key=_order)
    return Report(
        case=case,
        findings=tuple(reported),
        answers=answers,
        stopping=answers.stopping(kept),
        people=len(case.mediators),
        markets=markets,
        whole=case.everybody and case.every_rule and not (since or case.read.refused),
    )


def _order(reported: ReportedFinding) -> tuple[object, ...]:
    finding = reported.finding
    return (
        list(Part).index(reported.part),
        not finding.blocks,
        list(Severity).index(finding.severity),
        alphabetical(reported.who),
        finding.subject,
        finding.on,
        finding.rule,
        finding.code,
    )


class _Reporter:
    """A maker of reported findings, which remembers the shifts of each person."""

    def __init__(self, case: Case, answers: Answers) -> None:
        self.case = case
        self.answers = answers
        self.problem = case.facts.problem
        self.refused = {answer.finding.code: answer for answer in answers.refused}
        self._duties: dict[str, Mapping[str, Duty]] = {}

    def reported(self, finding: Finding) -> ReportedFinding:
        person = self.problem.mediator_of.get(finding.subject)
        rule = self._rule(finding, person)
        duties = tuple(self._evidence(finding, person))
        acked = self.answers.by_code.get(finding.code)
        return ReportedFinding(
            finding=finding,
            rule=rule,
            who=person.name if person else self._other_name(finding.subject),
            proof=proof_of(finding, duties, rule),
            penalty=penalty_of(rule, finding.on) if part_of(finding) is Part.WRONG else None,
            value=value_of(rule, finding),
            answer=self._answer(finding, acked),
            acked=acked,
            refused=self.refused.get(finding.code),
            where=tuple(self.case.where.get((finding.subject, duty.id)) for duty in duties),
        )

    def _rule(self, finding: Finding, person: Mediator | None) -> Rule:
        """Return the rule that found it, with the values of the person's agency."""
        if person is not None:
            for rule in self.case.profile.rules_of(person):
                if rule.id == finding.rule:
                    return rule
        return self.case.profile.rule_of[finding.rule]

    def _evidence(self, finding: Finding, person: Mediator | None) -> Iterator[Duty]:
        if person is not None and person.id not in self._duties:
            duties = self.case.facts.timeline(person).duties
            self._duties[person.id] = {duty.id: duty for duty in duties}
        mine = self._duties[person.id] if person is not None else {}
        for key in finding.evidence:
            if key in mine:
                yield mine[key]
            elif key in self.problem.slot_of:
                yield self.problem.slot_of[key].duty

    def _other_name(self, subject: str) -> str:
        """Return the name of a subject that is no person: a slot, the employer or an agency."""
        if subject == EMPLOYER:
            return self.problem.employer.called
        slot = self.problem.slot_of.get(subject)
        return self.case.names.agency(subject) if slot is None else slot.label

    def _answer(self, finding: Finding, acked: Acceptance | None) -> Answer:
        if acked is not None:
            return Answer.ACKED
        if finding.code in self.refused:
            return Answer.REFUSED
        doubt = finding.verdict is Verdict.TO_CONFIRM
        if finding.verdict is Verdict.NOTE or (finding.effect is Effect.INFORM and not doubt):
            return Answer.NONE
        if not finding.blocks or finding.severity is Severity.HOUSE:
            return Answer.POSSIBLE
        if finding.severity in NEVER:
            return Answer.IMPOSSIBLE
        return Answer.WITH_GROUND


def value_of(rule: Rule, finding: Finding) -> Since | None:
    """Return the dated value of a rule that is a finding's limit (None: the rule has none)."""
    values = [
        dated.entry(finding.on)
        for dated in rule.parameters().values()
        if dated.unit == finding.unit and dated.entries(finding.on)
    ]
    return next((entry for entry in values if entry.value == finding.limit), None)


def by_person(findings: Iterable[ReportedFinding]) -> Iterator[tuple[str, list[ReportedFinding]]]:
    """Yield each subject's name with its findings, in their order."""
    groups: dict[tuple[str, str], list[ReportedFinding]] = {}
    for reported in findings:
        groups.setdefault((reported.finding.subject, reported.who), []).append(reported)
    for (_, who), listed in groups.items():
        yield who, listed


@dataclass(frozen=True, kw_only=True)
class Group:
    """The findings of one rule in one part of a report; `people`: how many people they concern."""

    part: Part
    rule: str
    findings: tuple[Finding, ...]
    people: int

    @property
    def doubts(self) -> int:
        """Return how many of the findings are to be confirmed."""
        return sum(finding.verdict is Verdict.TO_CONFIRM for finding in self.findings)

    @property
    def severity(self) -> Severity:
        """Return the gravest severity of the findings."""
        return min((finding.severity for finding in self.findings), key=list(Severity).index)


def grouped(findings: Iterable[Finding], people: Collection[str]) -> list[Group]:
    """Group findings by part and rule, the most frequent first; `people`: ids of persons."""
    table: dict[tuple[Part, str], list[Finding]] = {}
    for finding in findings:
        table.setdefault((part_of(finding), finding.rule), []).append(finding)
    groups = [
        Group(
            part=part,
            rule=rule,
            findings=tuple(listed),
            people=len({finding.subject for finding in listed} & set(people)),
        )
        for (part, rule), listed in table.items()
    ]
    return sorted(groups, key=lambda g: (list(Part).index(g.part), -len(g.findings), g.rule))
