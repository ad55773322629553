"""
Judge each person, in this process or on all cores, then the team, and report a whole case.

A publication changes the shifts of some people. What was found on the others is still right, since
the rules on a person judge that person's timeline alone (`audit_person`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from api.data.association import Association
from api.database.memory import Memory
from api.judging.acknowledging import Answers, answers_for
from api.judging.case import Case, Facts, Shares
from api.judging.missing_facts import mark_to_confirm
from api.judging.processes import cores, run_in_processes
from api.judging.report.report import Report, report
from scheduler.audit import audit_person, audit_team
from scheduler.domain.people import Mediator
from scheduler.domain.timeline import Timeline
from scheduler.finding import Finding
from scheduler.rule import Profile

ALONE = 600
"""Up to this number of person-months, starting other processes costs more than it gains."""

KEPT = 8
"""Months whose people a process remembers having judged."""

SHARE = 60
"""Person-months of one share: half a second of work, so that progress and Ctrl+C are quick."""


@dataclass(frozen=True, kw_only=True)
class PersonFindings:
    """A person and the findings on that person."""

    mediator: Mediator
    findings: tuple[Finding, ...]


def judge(
    facts: Facts,
    profile: Profile,
    people: Sequence[Mediator] | None = None,
    *,
    processes: int | None = None,
) -> Iterator[PersonFindings]:
    """
    Yield the findings of each of these people (None: all), in order.

    `processes`: how many (None: as many as there are cores, where that pays). The findings are
    the same, whatever their number.

    It raises `SolverCrashError`: a process died, for want of memory most often.
    """
    chosen = facts.problem.mediators if people is None else tuple(people)
    months = len(facts.problem.horizon.days) / 30
    if processes is None:
        processes = cores() if len(chosen) * months > ALONE else 1
    if processes == 1:
        yield from (judge_person(facts, profile, person) for person in chosen)
        return
    shares = Shares(facts).cut(chosen, max(1, round(SHARE / max(1.0, months))))
    yield from run_in_processes(_judge, profile, shares, processes=processes)


def judge_person(facts: Facts, profile: Profile, mediator: Mediator) -> PersonFindings:
    """Return the findings on one person; those that rest on a missing fact are to confirm."""
    timeline = facts.timeline(mediator)
    findings = mark_to_confirm(
        audit_person(timeline, profile),
        {duty.id: duty for duty in timeline.duties},
        profile.rules_of(mediator),
        grounds_told=facts.grounds_told,
        contract_told=mediator.id not in facts.strangers,
    )
    return PersonFindings(mediator=mediator, findings=tuple(findings))


def judge_team(facts: Facts, profile: Profile) -> list[Finding]:
    """Return the findings of the rules that judge the rota as a whole."""
    return [finding for rule in profile.team_rules for finding in audit_team(facts.rota, rule)]


def _judge(profile: Profile, share: Facts) -> list[PersonFindings]:
    return [judge_person(share, profile, person) for person in share.problem.mediators]


@dataclass(frozen=True, kw_only=True)
class _Judged:
    """What was found on each person of a month, by id, and from which timeline."""

    profile: Profile
    timelines: Mapping[str, Timeline]
    people: Mapping[str, PersonFindings]


_people = Memory[_Judged](KEPT)


def judged_people(facts: Facts, profile: Profile, month: Hashable) -> list[PersonFindings]:
    """
    Return the findings of each person, in order, as `judge` does.

    `month` names what is judged, so that its people are compared with those judged under the same
    name before: who has the same timeline, by the same rules, isn't judged again.
    """
    timelines = {person.id: facts.timeline(person) for person in facts.problem.mediators}
    before = _people.find(month)
    unchanged: Mapping[str, PersonFindings] = {}
    if before is not None and before.profile == profile:
        unchanged = {
            person: findings
            for person, findings in before.people.items()
            if before.timelines[person] == timelines.get(person)
        }
    others = [person for person in facts.problem.mediators if person.id not in unchanged]
    judged = {answer.mediator.id: answer for answer in judge(facts, profile, others)}
    people = {person: unchanged.get(person) or judged[person] for person in timelines}
    _people.keep(month, _Judged(profile=profile, timelines=timelines, people=people))
    return list(people.values())


def findings_on(
    case: Case, *, processes: int | None = None, advance: Callable[[], object] = lambda: None
) -> list[Finding]:
    """
    Return the findings on each person of a case, then on the team if nobody is left out.

    `processes`: see `judge`. `advance` is called once a person is judged.
    """
    findings: list[Finding] = []
    for person in judge(case.facts, case.profile, case.mediators, processes=processes):
        findings += person.findings
        advance()
    if case.everybody:
        findings += judge_team(case.facts, case.profile)
    return findings


def audit(
    case: Case,
    association: Association | None = None,
    *,
    since: date | None = None,
    markets: tuple[str, ...] = (),
    processes: int | None = None,
    advance: Callable[[], object] = lambda: None,
) -> Report:
    """
    Return the report of a case (see `report` and `findings_on`).

    `association`: whose acknowledgements answer for findings (None: nobody's). `markets`: what is
    said of its markets.
    """
    findings = findings_on(case, processes=processes, advance=advance)
    answers = Answers()
    if association is not None:
        answers = answers_for(association, findings, case.facts.problem.horizon)
        if since or not (case.everybody and case.every_rule):
            # Nothing is known of what was left out: no acknowledgement is said to be moot.
            answers = replace(answers, moot=())
    return report(case, findings, answers, since=since, markets=markets)
