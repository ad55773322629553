"""Make the findings panel: findings that stop publication first, with article and measure."""

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from api.database.memory import Memory
from api.french.plural import plural
from api.french.words import brief_day_of_month, capital, quantity
from api.judging.acknowledging import grounds_for
from api.judging.report.wording import link_of
from api.month.drafts.replacing import is_missing
from api.month.findings import Judged
from api.month.frames import Frame
from api.planning.names import with_names
from scheduler.domain.problem import Assignment, Problem
from scheduler.finding import Finding, Verdict

WRITTEN = 2048
"""How many lines of a frame are kept: an edit changes one or two of them, its panel shows all."""


@dataclass(frozen=True, kw_only=True)
class FindingLine:
    """
    One finding: `level` is `bloquant`, `doute` or `savoir`; `shifts`, of the month, prove it.

    `answerable`: somebody may answer for it, on some ground. `away`: shifts of the version that its
    person can't come for (see `is_missing`) prove it.
    """

    code: str
    level: str
    who: str
    person: str
    day: str
    sentence: str
    article: str
    url: str
    measure: str
    limit: str
    shifts: str
    answered: str
    answerable: bool
    away: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """Findings of one severity; `folded`: hidden until opened; `later`: not sent until then."""

    id: str
    title: str
    lines: tuple[FindingLine, ...]
    folded: bool
    later: bool


@dataclass(frozen=True, kw_only=True)
class PanelView:
    """
    All findings of a version.

    `stopping`: how many stop its publication; `begun`: how many would, but come from begun shifts.
    """

    stopping: int
    begun: int
    groups: tuple[Group, ...]


def panel_of(judged: Judged, *, whole: bool = False) -> PanelView:
    """
    Sort the findings of a version by their effect, then by person and day.

    `whole`: also write those of `LATER`, which ask nobody to act and are half of the page in size.
    """
    stopping = {finding.code for finding in judged.stopping}
    parts: dict[str, list[FindingLine]] = {name: [] for name in TITLES}
    for finding in judged.findings:
        acked = judged.answers.by_code.get(finding.code)
        if finding.code in stopping:
            part = "bloquants"
        elif acked is not None:
            part = "acquittes"
        elif finding.inherited and finding.blocks:
            part = "herites"
        elif finding.verdict is Verdict.TO_CONFIRM:
            part = "doutes"
        else:
            part = "savoir"
        by = "" if acked is None else acked.acknowledgement.by
        parts[part].append(line_of(finding, judged, by))
    return PanelView(
        stopping=len(parts["bloquants"]),
        begun=len(parts["herites"]),
        groups=tuple(
            Group(
                id=part,
                title=f"{title} ({len(lines)})",
                lines=tuple(sorted(lines, key=lambda line: (line.who, line.day))),
                folded=part != "bloquants",
                later=part in LATER and not whole,
            )
            for part, title in TITLES.items()
            if (lines := parts[part])
        ),
    )


TITLES = {
    "bloquants": "Bloquants",
    "doutes": "À confirmer",
    "savoir": "À savoir",
    "herites": "Vient de services commencés, n’empêche rien",
    "acquittes": "Acquittés",
}

LATER = frozenset({"savoir"})


def line_of(finding: Finding, judged: Judged, by: str = "") -> FindingLine:
    """Write one finding; the same one of a frame is written once, whichever version has it."""
    lines = _lines.setdefault(judged.frame, Memory(WRITTEN))
    return lines.get((finding, by), lambda: _line_of(finding, judged, by))


_lines: WeakKeyDictionary[Frame, Memory[FindingLine]] = WeakKeyDictionary()


def _line_of(finding: Finding, judged: Judged, by: str) -> FindingLine:
    people = judged.frame.problem.mediator_of
    person = people.get(finding.subject)
    message = with_names(finding.message, judged.frame.association)
    rule = judged.rule_of.get(finding.rule)
    return FindingLine(
        code=finding.code,
        level=level_of(finding),
        who=person.name if person else "Équipe",
        person=finding.subject if person else "",
        day=brief_day_of_month(finding.on),
        sentence=sentence_beside(person.name if person else "", message),
        article=finding.article,
        url=link_of(rule, finding.article) if rule else "",
        measure=quantity(finding.measured, finding.unit),
        limit=quantity(finding.limit, finding.unit),
        shifts=" ".join(_drawn(finding, judged.frame.problem)),
        answered=by,
        answerable=not by
        and level_of(finding) != "savoir"
        and grounds_for(finding, judged.frame.association) is not None,
        away=level_of(finding) == "bloquant" and _held_away(finding, judged.frame),
    )


def _held_away(finding: Finding, frame: Frame) -> bool:
    """Whether the proof of a finding has a shift, to decide, that its person can't come for."""
    slots = frame.problem.slot_of
    return any(
        slot in slots
        and frame.decides(Assignment(finding.subject, slot))
        and is_missing(frame.problem, finding.subject, slots[slot].span)
        for slot in finding.evidence
    )


def _drawn(finding: Finding, problem: Problem) -> Iterator[str]:
    """Yield the shifts of a proof that the month draws: not those that ended before it."""
    before = {
        duty.id
        for duty in problem.fixed_of.get(finding.subject, ())
        if duty.span.last <= problem.horizon.first
    }
    return (shift for shift in finding.evidence if shift not in before)


def sentence_beside(name: str, message: str) -> str:
    """Write a finding's sentence to stand beside the name that it begins with, which it leaves."""
    if not name or not message.startswith((f"{name} : ", f"{name} (")):
        return message
    rest = message.removeprefix(name)
    if rest.startswith(" : "):
        return capital(rest.removeprefix(" : "))
    aside, closed, said = rest.removeprefix(" (").partition(") : ")
    return f"{capital(aside)} : {said}" if closed else message


def level_of(finding: Finding) -> str:
    """Return the level by which a finding is marked."""
    if finding.blocks and not finding.inherited:
        return "bloquant"
    return "doute" if finding.verdict is Verdict.TO_CONFIRM else "savoir"


def announced(added: int, removed: int) -> str:
    """Say what an edit changes: `1 constat de plus, 2 de moins`."""
    if not added and not removed:
        return "Aucun constat ne change."
    parts = []
    if added:
        parts.append(f"{plural(added, 'constat')} de plus")
    if removed:
        parts.append(f"{removed} de moins" if added else f"{plural(removed, 'constat')} de moins")
    return ", ".join(parts) + "."
