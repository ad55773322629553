"""What the page of counters shows: a row a person, hours as texts, overtime by its rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.export.audit.counters import described_words
from api.french.plural import plural
from api.french.words import alphabetical, hours, quantity
from api.hours.months.counting import person_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from api.hours.months.service import Month
    from api.page.conformity.months import Choice
    from api.planning.counters import Counters
    from constraints.counters.sheet import OwedRestLine
    from scheduler.domain.people import Mediator

NONE = "–"


@dataclass(frozen=True, kw_only=True)
class Part:
    """Hours of a kind of time, and the nights or days on which shifts begin (empty: neither)."""

    hours: str
    begun: str


@dataclass(frozen=True, kw_only=True)
class CountersRow:
    """
    A person's month. `overtime`: by rate, in the order of the table's rates.

    `mean`: of the twelve weeks that end last; `partial`: over how many of them, if not all are
    described.
    `owed`: the equivalent rest still owed, and by when it begins.
    """

    name: str
    due: str
    planned: str
    balance: str
    overtime: tuple[str, ...]
    night: Part
    sunday: Part
    holiday: Part
    training: str
    mean: str
    partial: str
    owed: str


@dataclass(frozen=True, kw_only=True)
class CountersView:
    """
    The table; `rates`: of overtime, as percentages; `csv`, `xlsx`: addresses of documents.

    `owed`: whether anybody is owed an equivalent rest.
    """

    rates: tuple[str, ...]
    rows: tuple[CountersRow, ...]
    unconfirmed: int
    owed: bool
    csv: str
    xlsx: str


def counters_view(
    month: Month, people: Sequence[Mediator], choice: Choice, *, documents: bool
) -> CountersView:
    """Count the month of these people, by name; `documents`: whether they may have them."""
    by_name = sorted(people, key=lambda person: alphabetical(person.name))
    counted = [person_count(month, person) for person in by_name]
    rates = sorted({rate for each in counted for rate in each.overtime})
    rows = []
    for each in counted:
        count, window = each.counters, each.window
        mean, partial = NONE, ""
        if window is not None and window.average is not None:
            mean, partial = hours(window.average), described_words(window.described)
        rows.append(
            CountersRow(
                name=count.mediator.name,
                **account_words(count),
                overtime=tuple(_or_none(each.overtime.get(rate, 0)) for rate in rates),
                night=_part(count.night, count.nights, "nuit"),
                sunday=_part(count.sunday, count.sundays, "dimanche"),
                holiday=_part(count.holiday, count.holidays, "férié"),
                training=_or_none(count.training),
                mean=mean,
                partial=partial,
                owed=_owed(each.owed),
            )
        )
    base = f"/mois/{choice.month}/documents"
    query = f"?agency={choice.agency}" if choice.agency else ""
    return CountersView(
        rates=tuple(quantity(rate, "permille") for rate in rates),
        rows=tuple(rows),
        unconfirmed=month.unconfirmed,
        owed=any(row.owed != NONE for row in rows),
        csv=f"{base}/compteurs{query}" if documents else "",
        xlsx=f"{base}/xlsx{query}" if documents else "",
    )


def account_words(count: Counters) -> dict[str, str]:
    """Write what is due, planned and left: hours, or days of a forfait."""
    line = count.forfait
    if line is None:
        return {
            "due": hours(count.due),
            "planned": hours(count.planned),
            "balance": _signed(count.balance),
        }
    return {
        "due": f"{line.number} j par an",
        "planned": f"{line.month} j",
        "balance": f"reste {line.left} j",
    }


def _owed(lines: Iterable[OwedRestLine]) -> str:
    """Write the equivalent rest still owed, and the first day by which one is to begin."""
    waiting = [line for line in lines if line.returned is None]
    if not waiting:
        return NONE
    due = min(line.due for line in waiting)
    return f"{hours(sum(line.minutes for line in waiting))}, au plus tard le {due:%d/%m/%Y}"


def _part(minutes: int, days: int, noun: str) -> Part:
    """Write `22 h 00` and `0 dimanche`."""
    return Part(hours=_or_none(minutes), begun=plural(days, noun) if minutes or days else "")


def _or_none(minutes: int) -> str:
    return hours(minutes) if minutes else NONE


def _signed(minutes: int) -> str:
    sign = "+" if minutes > 0 else "−" if minutes < 0 else ""
    return f"{sign}{hours(abs(minutes))}"
