"""
Judge each person, in this process or on all cores, then the team, and report a whole case.

A publication changes the shifts of some people. What was found on the others is still right, since
the rules on a person judge that person's timeline alone (`audit_person`).
"""

import gc
import multiprocessing as mp
import os
import signal
from collections import deque
from collections.abc import (
    Callable,
    Collection,
    Generator,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from threading import Thread
from typing import Any, TypeVar

from api.data.association import Association
from api.database.memory import Memory
from api.judging.acknowledging import Answers, answers_for
from api.judging.case import Case, Facts, Shares
from api.judging.report.report import Report, report
from scheduler.audit import audit_person, audit_team
from scheduler.domain.duty import Duty
from scheduler.domain.people import Mediator
from scheduler.domain.timeline import Timeline
from scheduler.errors import SolverCrashError
from scheduler.evidence import Fact
from scheduler.finding import Finding, Verdict
from scheduler.processes.forking import CONTEXT, begin_server, preload
from scheduler.rule import Profile, Rule, shown

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


NO_BREAKS_TOLD = "à confirmer, la source ne dit pas les pauses"


def mark_to_confirm(
    findings: Iterable[Finding],
    duties: Mapping[str, Duty],
    rules: Iterable[Rule],
    *,
    grounds_told: bool = True,
    contract_told: bool = True,
) -> Iterator[Finding]:
    """
    Yield the findings; those that rest on a missing fact have the verdict « to confirm ».

    `duties`: the evidence of findings, by id. `rules`: those that made the findings.
    """
    facts = {rule.id: rule.rests_on for rule in rules}
    for finding in findings:
        why = None
        if finding.verdict is not Verdict.TO_CONFIRM:
            proof = [duties[key] for key in finding.evidence if key in duties]
            silent = any(d.counts and not d.breaks_known for d in proof)
            why = _why(
                finding,
                facts[finding.rule],
                silent=silent,
                grounds_told=grounds_told,
                contract_told=contract_told,
            )
        yield finding if why is None else _to_confirm(finding, why)


def _why(
    finding: Finding,
    rests_on: Collection[Fact],
    *,
    silent: bool,
    grounds_told: bool,
    contract_told: bool,
) -> str | None:
    """Return in French what is to be confirmed of a finding (None: nothing)."""
    violation = finding.verdict is Verdict.VIOLATION
    if silent and violation and Fact.BREAK in rests_on:
        return (
            f"{NO_BREAKS_TOLD} : infraction si aucune ne l’a interrompu, conforme si une pause "
            "assez longue a été prise"
        )
    if silent and violation and Fact.WORK in rests_on:
        return (
            f"{NO_BREAKS_TOLD} : infraction si aucune n’a été prise, conforme si elles font au "
            f"moins {shown(finding.amount, finding.unit)}"
        )
    if silent and Fact.DUE in rests_on:
        return f"{NO_BREAKS_TOLD} : chacune diminue ce qui est compté ici"
    if violation and not grounds_told and Fact.GROUND in rests_on:
        return (
            "à confirmer, aucune dérogation n’a été donnée : infraction sans elle, conforme si un "
            "accord, une autorisation ou l’activité le permet"
        )
    if not contract_told and Fact.CONTRACT in rests_on:
        return (
            "à confirmer, 35 h par semaine sont supposées, le contrat n’étant pas connu : dû à un "
            "temps plein compté à la semaine, autrement à temps partiel ou aménagé"
        )
    return None


def _to_confirm(finding: Finding, why: str) -> Finding:
    message = f"{finding.message.rstrip().removesuffix('.')} ({why})."
    return replace(finding, verdict=Verdict.TO_CONFIRM, message=message)


Context = TypeVar("Context")
Share = TypeVar("Share")
Result = TypeVar("Result")

preload("api.judging.judging")

AHEAD = 3
"""How many shares each process has in hand; few, so that they don't fill the memory."""


GARBAGE = 500_000
"""How many new objects start a garbage collection: a few times for each share."""


def cores() -> int:
    """Return how many processes can run at once."""
    return os.cpu_count() or 1


def run_in_processes(
    work: Callable[[Context, Share], list[Result]],
    context: Context,
    shares: Iterable[Share],
    *,
    processes: int,
) -> Generator[Result, None, None]:
    """
    Yield the results of `work` on each share, in order.

    `context` is sent to each process once. With one process, all is done in this one. Memory: a
    few shares per process, and their results.

    It raises `SolverCrashError`: a process died, for want of memory most often.
    """
    if processes < 2:  # noqa: PLR2004 - this one alone
        for share in shares:
            yield from work(context, share)
        return
    remaining = iter(shares)
    ready = partial(_ready, work, context)
    begin_server()
    pool = ProcessPoolExecutor(processes, mp_context=CONTEXT, initializer=ready)
    try:
        waiting: deque[Future[list[Result]]] = deque(
            pool.submit(_run, share) for share in islice(remaining, AHEAD * processes)
        )
        while waiting:
            yield from waiting.popleft().result()
            waiting.extend(pool.submit(_run, share) for share in islice(remaining, 1))
    except BrokenProcessPool:
        raise SolverCrashError(
            "un processus de contrôle s’est arrêté, faute de mémoire le plus souvent : "
            "contrôlez moins de mois à la fois (--mois, --du, --au)"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _ChildData:
    """Data that a child process keeps from one share of the work to the next."""

    work: Any
    context: Any


def _end_with_parent() -> None:
    """Exit when the program ends: killed, it can't tell its processes to stop."""
    parent = mp.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _ready(work: Any, context: Any) -> None:
    # Ctrl+C is the parent's business: it hands out no more shares.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    # What a share holds has no cycles: looking for them as it is unpickled costs more than judging.
    gc.freeze()
    gc.set_threshold(GARBAGE)
    _ChildData.work, _ChildData.context = work, context


def _run(share: Any) -> Any:
    return _ChildData.work(_ChildData.context, share)
