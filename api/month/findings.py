"""Find what a version breaks, all once, then what an edit touches; say what stops publication."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from api.database.memory import Memory, Same
from api.judging.acknowledging import Answers, answers_for
from api.judging.reaudit import finding_changes, reaudit
from api.month.frames import Frame
from scheduler.audit import audit
from scheduler.domain.problem import Assignment, Lock
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import minute_at
from scheduler.finding import Finding
from scheduler.publication import begun_slots, with_inherited
from scheduler.rule import Profile, Rule

KEPT = 60
"""How many versions' findings a process keeps in memory."""

KEPT_ASIDE = 8
"""How many of them it keeps of frames that are for one answer alone."""


@dataclass(frozen=True, kw_only=True)
class _KnownFindings:
    """The findings on a rota, by the rules of `profile`; `whole`: all were judged at once."""

    profile: Profile
    findings: list[Finding]
    whole: bool


_findings = Memory[_KnownFindings](KEPT)
"""Findings kept in memory, by problem and version."""

_findings_aside = Memory[_KnownFindings](KEPT_ASIDE)
"""The same, of frames that are for one answer alone."""

_inherited = Memory[list[Finding]](KEPT)
"""The same findings, marked, by what had begun."""


def findings_of(
    frame: Frame,
    assignments: frozenset[Assignment],
    *,
    whole: bool = False,
    now: datetime | None = None,
) -> list[Finding]:
    """
    Return the findings on a version, by person then team; kept in memory, not stored.

    `whole`: judge everything again, and don't start from an older version's findings. A finding is
    marked inherited if all its proof is published and has begun at `now`.
    """
    return _with_inherited(frame, assignments, _judge(frame, assignments, whole=whole), now)


def after_edit(
    frame: Frame, before: frozenset[Assignment], after: frozenset[Assignment]
) -> list[Finding]:
    """
    Return the findings after an edit (see `findings_of`); judge again only those it touches.

    Rules on the whole month (documents to keep, opinions to ask for) are judged again too, so that
    a version has the same findings in every process, whichever process made it.
    """
    findings = _known_findings(frame, after)
    if findings is None:
        touched = [assignment for assignment in before ^ after if frame.decides(assignment)]
        # Known before its turn is taken: whoever undoes the edit goes the other way.
        known = _judge(frame, before)
        with _memory(frame).turn(_key(frame, after)):
            findings = _known_findings(frame, after)
            if findings is None:
                findings = reaudit(
                    frame.edited_rota(before, after),
                    frame.profile,
                    known,
                    touched,
                    whole=True,
                    judged=frame.judged,
                )
                _keep(frame, after, findings, whole=False)
    return _with_inherited(frame, after, findings, None)


def added_by(
    frame: Frame, before: frozenset[Assignment], after: frozenset[Assignment], first: str = ""
) -> Iterator[tuple[Finding, ...]]:
    """
    Yield the findings that an edit adds: to each person whom it touches, then to everybody.

    What is left of findings that it lessens isn't added (see `FindingChanges.worse`).

    `first`: the person who is judged first. Whoever only asks whether any of them blocks goes no
    farther. The last ones are those of `after_edit`, but nothing is kept in memory: of many edits
    tried, few are made.
    """
    old, now = findings_of(frame, before), minute_at(datetime.now(UTC))
    rota = frame.rota(before).changed(after - before, before - after)

    def added(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return finding_changes(old, with_inherited(findings, rota, now)).worse

    people = {assignment.mediator for assignment in before ^ after}
    for who in sorted(people, key=lambda each: (each != first, each)):
        person = frame.problem.mediator_of[who]
        yield added(frame.judged(person, rota.slots_of[who]))
    touched = [assignment for assignment in before ^ after if frame.decides(assignment)]
    yield added(
        reaudit(rota, frame.profile, old, touched, whole=True, judged=frame.judged),
    )


def _judge(
    frame: Frame, assignments: frozenset[Assignment], *, whole: bool = False
) -> list[Finding]:
    known = _known_findings(frame, assignments, whole=whole)
    if known is not None:
        return known
    # Several who ask at once for the first time wait for one audit.
    with _memory(frame).turn(_key(frame, assignments)):
        known = _known_findings(frame, assignments, whole=whole)
        if known is None:
            known = audit(frame.rota(assignments), frame.profile)
            _keep(frame, assignments, known, whole=True)
    return known


def _with_inherited(
    frame: Frame,
    assignments: frozenset[Assignment],
    findings: list[Finding],
    now: datetime | None,
) -> list[Finding]:
    at = minute_at(now or datetime.now(UTC))
    # Of one problem, as many slots begun are the same slots.
    key = _key(frame, assignments), Same(findings), len(begun_slots(frame.problem, at))
    return list(_inherited.get(key, lambda: with_inherited(findings, frame.rota(assignments), at)))


def _known_findings(
    frame: Frame, assignments: frozenset[Assignment], *, whole: bool = False
) -> list[Finding] | None:
    judged = _memory(frame).find(_key(frame, assignments))
    if judged is None or judged.profile != frame.profile:
        return None
    return judged.findings if judged.whole or not whole else None


def _keep(
    frame: Frame, assignments: frozenset[Assignment], findings: list[Finding], *, whole: bool
) -> None:
    judged = _KnownFindings(profile=frame.profile, findings=findings, whole=whole)
    _memory(frame).keep(_key(frame, assignments), judged)


def _memory(frame: Frame) -> Memory[_KnownFindings]:
    return _findings_aside if frame.aside else _findings


def _key(frame: Frame, assignments: frozenset[Assignment]) -> Hashable:
    return Same(frame.problem), assignments


def locked_slots(frame: Frame) -> list[tuple[Slot, Lock]]:
    """Return the locks that plans follow, each with its slot, by day and person."""
    pairs = ((frame.problem.slot_of[lock.slot], lock) for lock in frame.problem.locks)
    return sorted(pairs, key=lambda each: (each[0].span.first, each[1].mediator, each[0].id))


def locked_conflicts(frame: Frame) -> tuple[Finding, ...]:
    """
    Return what a person's locked shifts break by themselves, whatever else is planned.

    What those shifts don't prove isn't theirs, nor what somebody has answered for. A rule that
    several people's locks break together isn't sought here: a calculation says so.
    """
    locked: dict[str, list[Slot]] = defaultdict(list)
    for slot, lock in locked_slots(frame):
        locked[lock.mediator].append(slot)
    findings = []
    for who, slots in locked.items():
        names = {slot.id for slot in slots}
        judged = frame.judged(frame.problem.mediator_of[who], tuple(slots))
        findings += [finding for finding in judged if names.intersection(finding.evidence)]
    return answers_for(frame.association, findings, frame.problem.horizon).stopping(findings)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A rota, its findings, and those that nobody lawfully answers for, `stopping` publication."""

    frame: Frame
    rota: Rota
    findings: tuple[Finding, ...]
    answers: Answers
    stopping: tuple[Finding, ...]

    @property
    def rule_of(self) -> Mapping[str, Rule]:
        """The rules that it was judged by, by id."""
        return self.frame.profile.rule_of


def judge(frame: Frame, assignments: Iterable[Assignment]) -> Judged:
    """Judge the assignments of a version, or the published ones (`frame.published`)."""
    version = frozenset(assignments)
    findings = findings_of(frame, version)
    answers = answers_for(frame.association, findings, frame.problem.horizon)
    return Judged(
        frame=frame,
        rota=frame.rota(version),
        findings=tuple(findings),
        answers=answers,
        stopping=answers.stopping(findings),
    )
