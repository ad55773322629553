"""From a case's `worker` to a person and contracts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis, ShortHours
from scheduler.domain.people import Mediator
from tests.constraints.law import facts

KINDS = {
    "CDI": ContractKind.CDI,
    "CDD": ContractKind.CDD,
    "apprenti": ContractKind.APPRENTICESHIP,
    "interim": ContractKind.TEMP,
    "adulte-relais": ContractKind.CDI,
}

REFERENCE_END = date(2026, 5, 31)
"""End of a reference year of paid leave (R3141-4): where a case tells months of work only."""


def worker(case: dict[str, Any], first: date) -> Mediator:
    """
    Build the person: the given age on the first day, hired long before unless told.

    A worker may also tell an exact `birth` date, `night_worker_since` and `medical_visit`;
    `contracts` says what else.
    """
    worker = case["worker"]
    if "birth" in worker:
        birth = date.fromisoformat(worker["birth"])
    else:
        birth = date(first.year - worker["age"], first.month, 1) - timedelta(days=1)
    declared = worker["night_worker"]
    since = worker.get("night_worker_since", "2020-01-01")
    visit = worker.get("medical_visit")
    return Mediator(
        id="m",
        name="M",
        birth=birth,
        agency="rennes",
        contracts=tuple(contracts(case)),
        night_worker=None if declared == "auto" else declared,
        night_worker_since=date.fromisoformat(since) if declared is True else None,
        medical_visit=None if visit is None else date.fromisoformat(visit),
    )


def contracts(case: dict[str, Any]) -> Iterable[Contract]:
    """
    Yield the contract that a case describes, and the one that follows it where it tells.

    Beside its kind and hours a worker may tell `contract_start`, `contract_end`,
    `next_weekly_hours` of the contract that follows, `basis`, `days`, `annual_minutes`, `group`,
    `priority_area` and `short_hours`, as our files do.
    """
    worker, context = case["worker"], case["context"]
    hired = context.get("contract_start", worker.get("contract_start", "2020-01-01"))
    start, end = date.fromisoformat(hired), worker.get("contract_end")
    if "months" in context:
        start = months_before(REFERENCE_END + timedelta(days=1), context["months"])
    relay = worker["contract"] == "adulte-relais"
    first = Contract(
        kind=KINDS[worker["contract"]],
        start=start,
        end=None if end is None else date.fromisoformat(end),
        weekly_minutes=round(worker["weekly_hours"] * 60),
        basis=HoursBasis(worker["basis"]) if "basis" in worker else facts.basis(case),
        days=frozenset(worker["days"]) if "days" in worker else None,
        annual_minutes=worker.get("annual_minutes"),
        short_hours=ShortHours(worker["short_hours"]) if "short_hours" in worker else None,
        group=worker.get("group", ""),
        adult_relay=relay,
        priority_area=worker.get("priority_area", True) if relay else None,
    )
    yield first
    if "next_weekly_hours" in worker and first.end is not None:
        following = first.end + timedelta(days=1)
        minutes = round(worker["next_weekly_hours"] * 60)
        yield replace(first, start=following, end=None, weekly_minutes=minutes)


def months_before(first: date, months: int) -> date:
    """Return the first of the month so many months before the one that holds `first`."""
    number = first.year * 12 + first.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
