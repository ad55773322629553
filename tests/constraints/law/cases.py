"""
The worked cases: one a line, each a worker, shifts, history and the verdict of the law.

`python -m tests.constraints.law FILE` judges any file of that form, case by case: see `forms` for
what others write otherwise, or what no timeline of ours holds.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from constraints.agreements.terms import Applied
from constraints.registry import agreements, base, profile_of
from scheduler.dated import Dated, Level, Source
from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.problem import Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import PARIS, Span, day_of, days_span, week_of, week_span
from scheduler.domain.timeline import Timeline
from scheduler.errors import UnlawfulDerogationError
from scheduler.finding import Finding, Verdict
from scheduler.rule import PersonRule, Rule, TeamRule
from tests.constraints.law import facts
from tests.constraints.law.workers import REFERENCE_END, worker

CASES: tuple[dict[str, Any], ...] = tuple(
    json.loads(line)
    for line in (Path(__file__).parent / "cases.jsonl").read_text("utf-8").splitlines()
)

LONGEST_PAUSE = 2 * 60
"""Minutes from which a limit told of a break is that of the work before it."""


class UnknownRuleError(LookupError):
    """No rule has the name that a case tells."""


def cases(rule: str) -> list[dict[str, Any]]:
    """Return the cases of one rule."""
    return [case for case in CASES if case["rule"] == rule]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def duty(number: int, shift: dict[str, Any]) -> Duty:
    start, end = local(shift["start"]), local(shift["end"])
    if end <= start and not (end.hour or end.minute):
        end += timedelta(days=1)  # 00:00 as an end is 24:00 of the start day
    pause = shift.get("break_minutes", 0)
    where = shift.get("break_start")
    breaks = (Break(minutes=pause, start=local(where) if where else None),) if pause else ()
    return Duty(
        id=f"s{number}",
        span=Span(start, end),
        kind=DutyKind(shift.get("kind", "work")),
        breaks=breaks,
        agency="rennes",
        dispositif="d",
    )


def timeline(case: dict[str, Any]) -> Timeline:
    """Build the timeline that a case describes."""
    facts.check_known(case)
    duties = tuple(
        sorted((duty(n, s) for n, s in enumerate(case["shifts"])), key=lambda d: d.span.first)
    )
    weeks = {
        date.fromisoformat(monday): minutes
        for monday, minutes in case["history"].get("weeks_minutes", {}).items()
    }
    named = facts.days(case)
    if "months" in case["context"]:
        named = [REFERENCE_END]
    outside = facts.outside(case)
    known = [d.span.day for d in duties] + list(weeks) + named
    first = min(known, default=date(2026, 6, 1))
    last = max(
        [day_of(d.span.last - 1) for d in duties]
        + [w + timedelta(days=6) for w in weeks]
        + named
        + ([date(first.year, 10, 31)] if case["context"].get("fractions") else []),
        default=first,
    )
    only = case["context"].get("weeks_to_check")
    years = range(first.year - 1, last.year + 2)
    return Timeline(
        mediator=worker(case, duties[0].span.day if duties else first),
        horizon=Span(days_span(first, last).start, week_span(week_of(last)).end),
        duties=duties,
        absences=tuple(facts.absences(case)),
        known=facts.known(case),
        weeks=weeks,
        rest_weeks=None if only is None else frozenset(map(date.fromisoformat, only)),
        grounds=facts.grounds(case),
        holidays=frozenset(day for year in years for day in french_holidays(year)),
        employer=facts.employer(case, first),
        notices=tuple(facts.notices(case)),
        carried=tuple(facts.carried(case)),
        outside=outside,
    )


def french_holidays(year: int) -> frozenset[date]:
    """The eleven days of L3133-1, by the Easter of Butcher and Meeus: not the product's own."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    easter = date(year, month, day + 1)
    moving = {easter + timedelta(days=shift) for shift in (1, 39, 50)}
    fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    return frozenset(moving | {date(year, m, d) for m, d in fixed})


NAMES = {
    "overtime_weekly": "legal_35h_overtime",
    "annual_hours_1607": "modulation_overtime",
    "overtime_unilateral_cycle": "modulation_overtime",
    "unilateral_period_limit": "modulation_period",
    "schedule_change_notice_working_days": "part_time_notice",
    "schedule_change_notice_calendar_days": "modulation_notice",
    "paid_leave_max_run": "paid_leave_taking",
    "paid_leave_main_fraction": "paid_leave_taking",
    "paid_leave_date_change_notice": "paid_leave_date_change",
    "apprentice_training_counts": "apprentice_training_time",
}
"""Names of cases that differ from the rules'."""

CONVENTION_TERMS = {
    "ccn_eclat_amplitude_12h": ("eclat", "daily_span_13h"),
    "ccn_alisfa_daily_rest_12h": ("alisfa", "daily_rest_11h"),
}
"""Rules of agreements that are values of the Code's rules: the catalogue's name, whose it is."""


def convention_rule(name: str) -> tuple[str, str]:
    """
    Return the agreement, and the id of the rule, that a catalogue's name of agreement rule means.

    A rule that several agreements have is the first one's, by id. Raises `KeyError` where none has.
    """
    if name in CONVENTION_TERMS:
        return CONVENTION_TERMS[name]
    for agreement in agreements().values():
        if any(clause.id == name for clause in agreement.clauses):
            return agreement.id, name
    raise KeyError(name)


def rule_of(case: dict[str, Any]) -> Rule:
    """Return the rule that a case is about, as the agreement that it names has it."""
    name = NAMES.get(case["rule"], case["rule"])
    if case["rule"] == "schedule_change_notice_working_days" and not case["worker"]["part_time"]:
        name = "modulation_notice"
    profile = base()
    agreement = facts.agreement(case)
    if name.startswith("ccn_"):
        try:
            first, name = convention_rule(name)
        except KeyError:
            raise UnknownRuleError(name) from None
        agreement = agreement or first
    if agreement:
        since = facts.agreed_since(case)
        profile = profile_of([Applied(agreement=agreement, since=since)])
    named = {rule.id: rule for rule in profile.rules}
    if name not in named:
        raise UnknownRuleError(name)
    return named[name]


def agreed(rule: Any, case: dict[str, Any]) -> Any:
    """Return the rule as a valid agreement on it alone has it, by its first value that may move."""
    minutes: int = case["context"]["limit_minutes"]
    source = Source(facts.agreement_name(case), "art. 1")
    if rule.id == "part_time_complementary_cap":
        hours = round(case["worker"]["weekly_hours"] * 60)
        part = rule.part.derogate(hours // (minutes - hours), facts.agreed_since(case), source)
        return replace(rule, part=part)
    for name, value in rule.limits().items():
        if value.unit != "minutes":
            continue
        if rule.id == "break_20min" and (name == "pause") is not (minutes < LONGEST_PAUSE):
            continue  # it has two: the work before a break, and the break
        # An average may be told as the total of the twelve weeks.
        limit = minutes // 12 if name == "average" and minutes > 7 * 24 * 60 else minutes
        for level in (Level.COMPANY, Level.BRANCH, Level.AUTHORISATION):
            try:
                moved: Dated = value.derogate(limit, facts.agreed_since(case), source, level=level)
            except UnlawfulDerogationError:
                continue
            return replace(rule, **{name: moved})
    raise ValueError(f"{rule.id} : aucun accord ne peut fixer {minutes} minutes")


def audited(rule: Rule, case: dict[str, Any]) -> Iterable[Finding]:
    """Yield what a rule says of a case, by its timeline or by its employer."""
    if isinstance(rule, PersonRule):
        return rule.audit(timeline(case))
    assert isinstance(rule, TeamRule)
    line = timeline(case)
    problem = Problem(
        horizon=line.horizon,
        mediators=(line.mediator,),
        slots=(),
        employer=line.employer,
        holidays=line.holidays,
    )
    return rule.audit(Rota(problem=problem, assignments=frozenset()))


def difference(rule: Any, case: dict[str, Any]) -> str:
    """
    Hold a rule's audit against the verdict, date, amount and measure of a case.

    Returns what differs, in French: nothing where the verdict is the same. `rule` is as the
    case's own agreement has it (see `in_force`).
    """
    if "expected_value" in case:
        value = rule.computed(timeline(case))
        return (
            "" if value == case["expected_value"] else f"{value} (attendu {case['expected_value']})"
        )
    every = list(audited(rule, case))
    violations = [f for f in every if f.verdict is Verdict.VIOLATION]
    expected = case["expected"]
    if expected != "violation":
        unsettled = any(f.verdict is Verdict.TO_CONFIRM for f in every)
        if not violations and (expected == "ok" or unsettled):
            return ""
        said = _said(min(violations, key=lambda f: f.on)) if violations else "aucun constat"
        return f"{said} (attendu {expected})"
    if not violations:
        unsettled = any(f.verdict is Verdict.TO_CONFIRM for f in every)
        return f"{'to_confirm' if unsettled else 'aucun constat'} (attendu violation)"
    first = min(violations, key=lambda f: f.on)
    compared = (
        ("le", case["first_violation_date"], first.on.isoformat()),
        ("écart", case["amount"], first.amount),
        ("mesuré", case["measured"], first.measured),
    )
    wrong = [f"{field} {wanted}" for field, wanted, seen in compared if wanted not in (None, seen)]
    return f"{_said(first)} (attendu {', '.join(wrong)})" if wrong else ""


def in_force(case: dict[str, Any]) -> Any:
    """Return the rule that a case is about, by the agreement and the limit that it tells."""
    rule = rule_of(case)
    return agreed(rule, case) if "limit_minutes" in case["context"] else rule


def check(rule: Any, case: dict[str, Any]) -> None:
    """Assert that a rule finds what the case says."""
    if "limit_minutes" in case["context"]:
        rule = agreed(rule, case)
    assert difference(rule, case) == ""


def _said(finding: Finding) -> str:
    return f"violation le {finding.on}, mesuré {finding.measured}, écart {finding.amount}"
