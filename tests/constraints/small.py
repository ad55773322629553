"""Small problems written in one line: people, slots by hour, who is where, what a rule says."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from constraints.registry import base
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.employment.employer import Opinion
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Problem, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import PARIS, Span, days_span
from scheduler.finding import Finding
from scheduler.rule import PersonRule, Rule, TeamRule
from tests.constraints.agreement import accepts

#: Two civil weeks of June: no holiday, no clock change.
MONDAY = date(2026, 6, 1)
HORIZON = days_span(MONDAY, date(2026, 6, 14))


def span(start: str, end: str) -> Span:
    """Build a span of June 2026 from "dd hh:mm" texts."""
    return Span(_local(start), _local(end))


def person(name: str, **changes: Any) -> Mediator:
    """Build a full-time médiateur of dispositif « d », with the formation socle."""
    plain = Mediator(
        id=name,
        name=name.capitalize(),
        agency="ag",
        contracts=(Contract(kind=ContractKind.CDI, start=date(2020, 1, 1)),),
        dispositifs=frozenset({"d"}),
        socle=date(2020, 6, 1),
    )
    return replace(plain, **changes)


def apprentice(name: str, **changes: Any) -> Mediator:
    """Build an apprentice."""
    contract = Contract(kind=ContractKind.APPRENTICESHIP, start=date(2025, 9, 1))
    return person(name, contracts=(contract,), **changes)


def slot(name: str, start: str, end: str, *, need: Need | None = None, **changes: Any) -> Slot:
    """Build a slot of dispositif « d » with one need."""
    plain = Slot(
        id=name,
        span=span(start, end),
        dispositif="d",
        agency="ag",
        site="s",
        needs=(need or Need(minimum=0, target=2, maximum=4),),
    )
    return replace(plain, **changes)


def worked(who: str, name: str, start: str, end: str, **changes: Any) -> Worked:
    """Build a duty that isn't decided."""
    duty = Duty(
        id=name, span=span(start, end), dispositif="d", agency="ag", site="s", decided=False
    )
    return Worked(mediator=who, duty=replace(duty, **changes))


def problem(people: list[Mediator], slots: list[Slot], **rest: Any) -> Problem:
    """Build a problem over the two weeks."""
    return Problem(mediators=tuple(people), slots=tuple(slots), **{"horizon": HORIZON, **rest})


def rota(of: Problem, *pairs: str) -> Rota:
    """Build a rota from "person slot" texts."""
    return Rota(problem=of, assignments=frozenset(Assignment(*pair.split()) for pair in pairs))


def judged(rule: Rule, judge: Rota) -> list[Finding]:
    """Return the rule's findings, once its encoding has been seen to say the same."""
    if isinstance(rule, PersonRule):
        people = judge.problem.mediators
        findings = [f for m in people for f in rule.audit(judge.timeline(m))]
    else:
        assert isinstance(rule, TeamRule)
        findings = list(rule.audit(judge))
    lawful = not [f for f in findings if not f.inherited]
    assert accepts(rule, judge) == lawful
    assert accepts(rule, judge, gated=True) == lawful
    return findings


def messages(rule: Rule, judge: Rota) -> list[str]:
    """Return the sentences of the findings."""
    return [finding.message for finding in judged(rule, judge)]


def standby(who: str, name: str, start: str, end: str) -> Worked:
    """Build a fixed standby."""
    return worked(who, name, start, end, kind=DutyKind.STANDBY)


def _local(text: str) -> datetime:
    return datetime.strptime(f"2026-06-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=PARIS)


def opinion_on(rule: str, day: date) -> Opinion:
    """Return an opinion of the CSE as the rows of an association give it."""
    matters = {known.id: known.matter for known in base().rules}
    return Opinion(about=rule, day=day, matter=matters[rule])
