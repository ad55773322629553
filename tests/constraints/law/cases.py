"""The worked cases: one a line, each a worker, shifts, history and the verdict of the law."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.people import Contract, ContractKind, Mediator
from scheduler.domain.problem import Ground, GroundKind
from scheduler.domain.time import PARIS, Span, day_of, days_span, week_of, week_span
from scheduler.domain.timeline import Timeline

CASES: tuple[dict[str, Any], ...] = tuple(
    json.loads(line)
    for line in (Path(__file__).parent / "cases.jsonl").read_text("utf-8").splitlines()
)

KINDS = {
    "CDI": ContractKind.CDI,
    "CDD": ContractKind.CDD,
    "apprenti": ContractKind.APPRENTICESHIP,
    "interim": ContractKind.TEMP,
}


def cases(rule: str) -> list[dict[str, Any]]:
    """Return the cases of one rule."""
    return [case for case in CASES if case["rule"] == rule]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def duty(number: int, shift: dict[str, Any]) -> Duty:
    start, end = local(shift["start"]), local(shift["end"])
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


def worker(case: dict[str, Any], first: date) -> Mediator:
    """Build the person: the given age on the first day, hired long before."""
    given = case["worker"]
    birth = date(first.year - given["age"], first.month, 1) - timedelta(days=1)
    declared = given["night_worker"]
    return Mediator(
        id="m",
        name="M",
        birth=birth,
        agency="rennes",
        contracts=(
            Contract(
                kind=KINDS[given["contract"]],
                start=date(2020, 1, 1),
                weekly_minutes=round(given["weekly_hours"] * 60),
            ),
        ),
        night_worker=None if declared == "auto" else declared,
        night_worker_since=date(2020, 1, 1) if declared is True else None,
    )


def timeline(case: dict[str, Any]) -> Timeline:
    """Build the timeline that a case describes."""
    duties = tuple(
        sorted((duty(n, s) for n, s in enumerate(case["shifts"])), key=lambda d: d.span.first)
    )
    weeks = {
        date.fromisoformat(monday): minutes
        for monday, minutes in case["history"].get("weeks_minutes", {}).items()
    }
    known = [d.span.day for d in duties] + list(weeks)
    first = min(known, default=date(2026, 6, 1))
    last = max(
        [day_of(d.span.last - 1) for d in duties] + [w + timedelta(days=6) for w in weeks],
        default=first,
    )
    context = case["context"]
    grounds = []
    if context.get("sunday_derogation"):
        grounds.append(Ground(kind=GroundKind.SUNDAY, since=date(2020, 1, 1), ground="cas"))
    if context.get("may1_continuous_service"):
        grounds.append(Ground(kind=GroundKind.MAY_FIRST, since=date(2020, 1, 1), ground="cas"))
    only = context.get("weeks_to_check")
    return Timeline(
        mediator=worker(case, duties[0].span.day if duties else first),
        horizon=Span(days_span(first, last).start, week_span(week_of(last)).end),
        duties=duties,
        weeks=weeks,
        rest_weeks=None if only is None else frozenset(map(date.fromisoformat, only)),
        grounds=tuple(grounds),
        holidays=french_holidays(first.year),
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


def check(rule: Any, case: dict[str, Any]) -> None:
    """Hold a rule's audit against the verdict, date, amount and measure of a case."""
    if "expected_value" in case:
        assert rule.computed(timeline(case)) == case["expected_value"]
        return
    found = [f for f in rule.audit(timeline(case)) if f.verdict.value == "violation"]
    if case["expected"] == "ok":
        assert found == []
        return
    first = min(found, key=lambda f: f.on)
    assert first.on.isoformat() == case["first_violation_date"]
    if case["amount"] is not None:
        assert first.amount == case["amount"]
    if case["measured"] is not None:
        assert first.measured == case["measured"]
