"""Judge a rota again after an edit: only the people and slots that the edit changes."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from scheduler.around import judge_slots, rota_around
from scheduler.audit import audit_person, audit_team
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota, timeline
from scheduler.domain.slots import Slot
from scheduler.finding import Finding
from scheduler.rule import Profile

JudgePerson = Callable[[Mediator, tuple[Slot, ...]], list[Finding]]
"""Return the findings on a person of a problem who holds these slots, which come by start."""


def reaudit(
    rota: Rota,
    profile: Profile,
    findings: Iterable[Finding],
    touched: Iterable[Assignment],
    *,
    whole: bool = False,
    judged: JudgePerson | None = None,
    part: Rota | None = None,
) -> list[Finding]:
    """
    Return the findings on a rota, starting from the findings before an edit.

    `touched`: the assignments that the edit added or removed; nothing else changed. Their people
    are judged again, and the team at the times of their slots. Findings of team rules that don't
    look at slots (documents to keep, opinions to ask for) are copied, unless `whole`: these rules
    then judge the whole rota again. Findings come by person, then by team rule. Without `whole`,
    the cost depends on the number of people touched alone. `judged`: who judges a person, such as a
    frame that remembers them (None: they are judged anew). `part`: the rota around the slots of
    `touched`, where the caller has it (see `rota_around`).
    """
    problem, edited = rota.problem, tuple(touched)
    people = {assignment.mediator for assignment in edited}
    slots = [
        problem.slot_of[assignment.slot]
        for assignment in edited
        if assignment.slot in problem.slot_of
    ]
    by_slot = {rule.id: rule.by_slot for rule in profile.team_rules}
    kept: dict[str, list[Finding]] = {}
    kept_of_team: list[Finding] = []
    for finding in findings:
        if finding.rule in by_slot:
            around_it = any(finding.span.touches(slot.span) for slot in slots)
            again = around_it if by_slot[finding.rule] else whole
            if not again:
                kept_of_team.append(finding)
        elif finding.subject not in people:
            kept.setdefault(finding.subject, []).append(finding)
    for who in people:
        person = problem.mediator_of[who]
        slots_held = _slots(rota, person)
        kept[who] = (
            judge_person(problem, profile, person, slots_held)
            if judged is None
            else judged(person, slots_held)
        )
    of_people = [finding for m in problem.mediators for finding in kept.get(m.id, ())]
    if part is None and slots:
        part = rota_around(rota, slots)
    return [*of_people, *_team(rota, profile, kept_of_team, slots, part=part, whole=whole)]


def judge_person(
    problem: Problem, profile: Profile, mediator: Mediator, slots: tuple[Slot, ...]
) -> list[Finding]:
    """Return the findings on a person of a problem who holds these slots, which come by start."""
    return audit_person(timeline(problem, mediator, tuple(slot.duty for slot in slots)), profile)


@dataclass(frozen=True, kw_only=True)
class FindingChanges:
    """The findings that an edit adds, and those that it removes."""

    added: tuple[Finding, ...]
    removed: tuple[Finding, ...]

    @property
    def worse(self) -> tuple[Finding, ...]:
        """The added findings, without those that are what is left of a removed one."""
        return tuple(f for f in self.added if not any(_is_rest(f, old) for old in self.removed))


def finding_changes(before: Iterable[Finding], after: Iterable[Finding]) -> FindingChanges:
    """Compare findings by code; an object that is in both lists is skipped."""
    first, second = list(before), list(after)
    had, have = {id(finding) for finding in first}, {id(finding) for finding in second}
    old = {finding.code: finding for finding in first if id(finding) not in have}
    new = {finding.code: finding for finding in second if id(finding) not in had}
    return FindingChanges(
        added=tuple(finding for code, finding in new.items() if code not in old),
        removed=tuple(finding for code, finding in old.items() if code not in new),
    )


def _is_rest(finding: Finding, old: Finding) -> bool:
    """
    Whether a finding is what an edit leaves of another one: the same fault, by fewer duties.

    Its code is another, for its measure is. Nothing that the edit brings in proves it.
    """
    return (
        (finding.rule, finding.subject, finding.limit, finding.unit, finding.verdict)
        == (old.rule, old.subject, old.limit, old.unit, old.verdict)
        and finding.amount <= old.amount
        and set(finding.evidence) < set(old.evidence)
    )


def _slots(rota: Rota, mediator: Mediator) -> tuple[Slot, ...]:
    """Return a person's slots by start, without sorting those of the others."""
    slots = rota.problem.slot_of
    return tuple(
        sorted(
            (slots[a.slot] for a in rota.assignments if a.mediator == mediator.id),
            key=lambda s: (s.span.first, s.id),
        )
    )


def _team(
    rota: Rota,
    profile: Profile,
    kept: Iterable[Finding],
    touched: Collection[Slot],
    *,
    part: Rota | None,
    whole: bool,
) -> list[Finding]:
    """Return the team's findings, rule by rule; `kept` are those that the edit doesn't touch."""
    by_rule: dict[str, list[Finding]] = {rule.id: [] for rule in profile.team_rules}
    for finding in kept:
        by_rule[finding.rule].append(finding)
    for rule in profile.team_rules:
        if not rule.by_slot:
            by_rule[rule.id].extend(audit_team(rota, rule) if whole else ())
        elif part is not None:
            by_rule[rule.id].extend(judge_slots(part, rule, touched))
    return [finding for rule in by_rule.values() for finding in rule]
