"""From a case's `context` to facts: what the employer decided, notices, leave, balances."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from constraints.registry import agreements
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import (
    Carried,
    CarriedKind,
    Employer,
    ExceptionalDay,
    Notice,
    NoticeKind,
    Route,
    Scheme,
)
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.time import Span, days_span

#: What the harness knows of a context; anything else is an error, never left aside.
KNOWN = frozenset(
    (
        *("sunday_derogation", "may1_continuous_service", "weeks_to_check", "limit_minutes"),
        *("notified", "effective", "oncall_start", "exceptional", "leave_start", "leave_end"),
        *("fractions", "months", "headcount", "weeks", "start", "overtime_minutes_year", "date"),
        *("annual_minutes", "period_end", "contract_start", "agreed", "leave_day_minutes"),
        *("agreement", "agreement_name", "idcc", "agreement_start", "night_basis", "absences"),
        "exceptional_days",
    )
)

MAY = 5
"""Month in which leave years begin (L3141-23)."""

CYCLES = frozenset({"overtime_unilateral_cycle", "unilateral_period_limit"})
YEARS = frozenset({"annual_hours_1607", "schedule_change_notice_calendar_days"})


def day(case: dict[str, Any], key: str) -> date:
    return date.fromisoformat(case["context"][key])


def check_known(case: dict[str, Any]) -> None:
    unknown = set(case["context"]) - KNOWN
    if unknown:
        raise ValueError(f"{case['id']} : contexte inconnu {sorted(unknown)}")


def agreement(case: dict[str, Any]) -> str:
    """Return the id of the branch agreement that the context names, by id or number."""
    context = case["context"]
    if "idcc" in context:
        return next(a.id for a in agreements().values() if a.idcc == int(context["idcc"]))
    return str(context.get("agreement", ""))


def agreement_name(case: dict[str, Any]) -> str:
    """Return how the agreement that sets the case's limit is named."""
    return str(case["context"].get("agreement_name", "accord du cas"))


def agreed_since(case: dict[str, Any]) -> date:
    """Return the first day of the agreement: long ago unless the context tells."""
    return date.fromisoformat(case["context"].get("agreement_start", "2017-01-01"))


def days(case: dict[str, Any]) -> list[date]:
    """All days that the context names."""
    context = case["context"]
    keys = ("notified", "effective", "oncall_start", "leave_start", "leave_end", "date")
    named = [date.fromisoformat(context[key]) for key in (*keys, "period_end") if key in context]
    named += [date.fromisoformat(text) for pair in context.get("fractions", ()) for text in pair]
    named += [
        date.fromisoformat(absence[end])
        for absence in context.get("absences", ())
        for end in ("start", "end")
    ]
    if context.get("fractions"):
        # They are all the leave of the period (L3141-23), which is described from its first day.
        named.append(leave_year(case))
    for key in ("start", "contract_start"):
        if key in context:
            named.append(date.fromisoformat(context[key]))
    return named


def known(case: dict[str, Any]) -> Span | None:
    """Return the period that a case describes: the whole leave year where it tells its leave."""
    if not case["context"].get("fractions"):
        return None
    first = leave_year(case)
    return days_span(first, first.replace(year=first.year + 1) - timedelta(days=1))


def leave_year(case: dict[str, Any]) -> date:
    """Return the first day of the leave year in which the first of a case's fractions ends."""
    end = min(date.fromisoformat(last) for _, last in case["context"]["fractions"])
    return date(end.year - (end.month < MAY), MAY, 1)


def basis(case: dict[str, Any]) -> HoursBasis:
    """Over what the contract counts hours, by what the case is about."""
    full_time = not case["worker"]["part_time"]
    if case["rule"] in YEARS:
        return HoursBasis.YEAR
    if case["rule"] in CYCLES:
        return HoursBasis.CYCLE
    if case["rule"] == "schedule_change_notice_working_days" and full_time:
        return HoursBasis.CYCLE
    return HoursBasis.WEEK


def employer(case: dict[str, Any], first: date) -> Employer:
    context = case["context"]
    schemes: tuple[Scheme, ...] = ()
    if case["rule"] == "unilateral_period_limit":
        schemes = (
            Scheme(route=Route.UNILATERAL, start=day(case, "start"), weeks=context["weeks"]),
        )
    elif basis(case) is HoursBasis.CYCLE:
        monday = first - timedelta(days=first.weekday())
        schemes = (Scheme(route=Route.UNILATERAL, start=monday, weeks=context.get("weeks", 4)),)
    elif basis(case) is HoursBasis.YEAR:
        end = date.fromisoformat(context.get("period_end", f"{first.year}-12-31"))
        start = end.replace(year=end.year - 1) + timedelta(days=1)
        schemes = (Scheme(route=Route.AGREEMENT, start=start, months=12),)
    return Employer(
        headcount=context.get("headcount"),
        schemes=schemes,
        exceptional=tuple(ExceptionalDay(day=day, why="cas") for day in exceptional_days(case)),
    )


def exceptional_days(case: dict[str, Any]) -> set[date]:
    """Return the days that a case marks as exceptional: those named, or all if it says `true`."""
    context = case["context"]
    named = context.get("exceptional_days", [])
    if context.get("exceptional") is True:
        named = [*named, *(shift["start"][:10] for shift in case["shifts"])]
    return {date.fromisoformat(text) for text in named}


def grounds(case: dict[str, Any]) -> tuple[Ground, ...]:
    """What is recorded: for all and for ever if the case says `true`, else as it tells."""
    keys = (
        ("sunday_derogation", GroundKind.SUNDAY),
        ("may1_continuous_service", GroundKind.MAY_FIRST),
        ("night_basis", GroundKind.NIGHT),
    )
    collected = []
    for key, kind in keys:
        if days := case["context"].get(key):
            days = {} if days is True else days
            until = days.get("until")
            collected.append(
                Ground(
                    kind=kind,
                    since=date.fromisoformat(days.get("since", "2020-01-01")),
                    until=None if until is None else date.fromisoformat(until),
                    agency=days.get("agency", ""),
                    ground="cas",
                )
            )
    return tuple(collected)


def outside(case: dict[str, Any]) -> dict[date, int]:
    """Return the minutes declared for other employers, by Monday."""
    minutes = case["history"].get("outside_minutes", {})
    return {date.fromisoformat(monday): minutes for monday, minutes in minutes.items()}


def notices(case: dict[str, Any]) -> Iterator[Notice]:
    context = case["context"]
    if "notified" not in context:
        return
    kind, key = NoticeKind.SCHEDULE, "effective"
    if "oncall_start" in context:
        kind, key = NoticeKind.STANDBY, "oncall_start"
    elif case["rule"].startswith("paid_leave"):
        kind, key = NoticeKind.LEAVE, "effective" if "effective" in context else "leave_start"
    yield Notice(
        mediator="m",
        kind=kind,
        notified=day(case, "notified"),
        effective=day(case, key),
        exceptional=context.get("exceptional", False),
        agreed=context.get("agreed", False),
        before=day(case, key) if kind is NoticeKind.LEAVE else None,
    )


def absences(case: dict[str, Any]) -> Iterator[Absence]:
    context = case["context"]
    leave = AbsenceKind.LEAVE.value
    spans = [(first, last, leave) for first, last in context.get("fractions", ())]
    if "leave_start" in context and "leave_end" in context:
        spans.append((context["leave_start"], context["leave_end"], leave))
    spans += [
        (absence["start"], absence["end"], absence["kind"])
        for absence in context.get("absences", ())
    ]
    for first, last, kind in sorted(spans):
        span = days_span(date.fromisoformat(first), date.fromisoformat(last))
        worth = context.get("leave_day_minutes") if kind == leave else None
        yield Absence(mediator="m", span=span, kind=AbsenceKind(kind), day_minutes=worth)


def carried(case: dict[str, Any]) -> Iterator[Carried]:
    context = case["context"]
    if "overtime_minutes_year" in context:
        yield Carried(
            mediator="m",
            kind=CarriedKind.OVERTIME,
            day=day(case, "date"),
            minutes=context["overtime_minutes_year"],
        )
    if "annual_minutes" in context:
        yield Carried(
            mediator="m",
            kind=CarriedKind.PERIOD,
            day=day(case, "period_end"),
            minutes=context["annual_minutes"],
        )
