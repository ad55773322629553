"""
What the page of coverage shows: dispositif by dispositif and day by day, posts held on posts due.

No person reaches it: it is made of counts and of names of places.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.coverage.documents import NO_DATA, by_day, share
from api.coverage.service import minimum_met, rate, target_met
from api.french.plural import plural
from api.french.words import DAYS, KINDS, day_of_month, month_name
from api.shell.option import Option
from calendars.holidays import name_of
from scheduler.domain.posts import Posts
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import next_month

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from api.coverage.service import FundedCoverage
    from api.data.association import Association

SATURDAY = 5
SPOKEN = {"plein": "cible tenue", "court": "sous la cible"}
ADDRESS = "/couverture"


WHY_NONE = "Rien n’est publié de ce mois, ou rien n’y demande de poste."


@dataclass(frozen=True, kw_only=True)
class DayHead:
    """A column's head, and classes for week-ends and holidays."""

    number: int
    letter: str
    label: str
    classes: str


@dataclass(frozen=True, kw_only=True)
class CoverCell:
    """A day: `12/14`, and its state as a colour, a sign and words."""

    text: str
    state: str
    label: str
    classes: str


@dataclass(frozen=True, kw_only=True)
class CoverLine:
    """A row: a dispositif, or a site and a kind of slots of the one that is looked at."""

    name: str
    address: str
    cells: tuple[CoverCell | None, ...]
    total: str
    rate: str


@dataclass(frozen=True, kw_only=True)
class Share:
    """A commitment: what it is, and how far it was met."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class CoverageView:
    """
    A month. `missing`: why there is nothing to show (empty: there is).

    `before`, `after`: addresses of the published months around; `csv`, `pdf`: of the documents.
    """

    month: str
    label: str
    title: str
    missing: str
    months: tuple[Option, ...]
    before: str
    after: str
    csv: str
    pdf: str
    dispositif: str
    days: tuple[DayHead, ...]
    lines: tuple[CoverLine, ...]
    without: tuple[str, ...]
    shares: tuple[Share, ...]


def view_of(
    coverages: Sequence[FundedCoverage],
    association: Association,
    month: str,
    months: Sequence[str],
    dispositif: str = "",
) -> CoverageView:
    """Draw a month (`2026-12`), of all dispositifs or of one, by site and kind."""
    first = date.fromisoformat(f"{month}-01")
    days = [first + timedelta(days=n) for n in range((next_month(first) - first).days)]
    published = [coverage for coverage in coverages if coverage.days]
    lines = _parts(published, association, days) if dispositif else _all(published, days, month)
    name = coverages[0].dispositif.name if dispositif and coverages else ""
    missing = ""
    if not coverages:
        missing = "Aucun dispositif ne vous est ouvert : demandez-le à l’association."
    elif not published:
        missing = f"{month_name(first).capitalize()} : {NO_DATA}. {WHY_NONE}"
    query = urlencode({"month": month} | ({"dispositif": dispositif} if dispositif else {}))
    return CoverageView(
        month=month,
        label=month_name(first),
        title=name or "Couverture",
        missing=missing,
        months=tuple(
            Option(value=label, label=month_name(date.fromisoformat(f"{label}-01")))
            for label in sorted({*months, month}, reverse=True)
        ),
        before=_month_address(max((m for m in months if m < month), default=""), dispositif),
        after=_month_address(min((m for m in months if m > month), default=""), dispositif),
        csv=f"/api/v1/commanditaire/couverture.csv?{query}",
        pdf=f"/api/v1/commanditaire/couverture.pdf?{query}",
        dispositif=dispositif,
        days=tuple(map(_head, days)),
        lines=tuple(lines),
        without=() if dispositif else tuple(c.dispositif.name for c in coverages if not c.days),
        shares=_shares(sum((coverage.total for coverage in published), Posts())),
    )


def _month_address(month: str, dispositif: str) -> str:
    if not month:
        return ""
    query = {"month": month} | ({"dispositif": dispositif} if dispositif else {})
    return f"{ADDRESS}?{urlencode(query)}"


def _shares(total: Posts) -> tuple[Share, ...]:
    return (
        Share(name="Créneaux au minimum promis", value=share(minimum_met(total))),
        Share(name="Créneaux à la cible", value=share(target_met(total))),
        Share(name="Postes pourvus", value=share(rate(total))),
        Share(name="Postes à pourvoir", value=_open(total)),
    )


def _open(total: Posts) -> str:
    """Write `6, dont 2 sous le minimum`."""
    under = f"dont {total.under}" if total.under else "aucun"
    return f"{total.open}, {under} sous le minimum" if total.open else "aucun"


def _all(coverages: Sequence[FundedCoverage], days: Sequence[date], month: str) -> list[CoverLine]:
    return [
        _line(
            coverage.dispositif.name,
            by_day(coverage),
            days,
            address=_month_address(month, coverage.dispositif.id),
        )
        for coverage in sorted(coverages, key=lambda coverage: coverage.dispositif.name)
    ]


def _parts(
    coverages: Sequence[FundedCoverage], association: Association, days: Sequence[date]
) -> Iterator[CoverLine]:
    """Yield a row per site and kind of the dispositif."""
    parts: dict[tuple[str, str], dict[date, Posts]] = defaultdict(dict)
    for coverage in coverages:
        for day, counts in coverage.days.items():
            site = association.site_of.get(day.site)
            name = day.site if site is None else site.name
            parts[name, KINDS[SlotKind(day.kind)]][day.on] = counts
    for (site_name, kind), counts_of in sorted(parts.items()):
        yield _line(f"{site_name}, {kind}", counts_of, days)


def _line(
    name: str, counts_of: Mapping[date, Posts], days: Sequence[date], address: str = ""
) -> CoverLine:
    total = sum(counts_of.values(), Posts())
    return CoverLine(
        name=name,
        address=address,
        cells=tuple(_cell(day, counts_of.get(day)) for day in days),
        total=f"{total.have}/{total.target}",
        rate=share(rate(total)),
    )


def _cell(day: date, counts: Posts | None) -> CoverCell | None:
    if counts is None:
        return None
    state = "vital" if counts.vital else "court" if counts.open else "plein"
    words = f"{counts.under} sous le minimum" if counts.vital else SPOKEN[state]
    return CoverCell(
        text=f"{counts.have}/{counts.target}",
        state=state,
        label=f"{day_of_month(day)} : {counts.have} sur {plural(counts.target, 'poste')}, {words}",
        classes=_classes(day),
    )


def _head(day: date) -> DayHead:
    holiday = name_of(day)
    return DayHead(
        number=day.day,
        letter=DAYS[day.weekday()][:1].upper(),
        label=day_of_month(day) + (f", {holiday}" if holiday else ""),
        classes=_classes(day),
    )


def _classes(day: date) -> str:
    if name_of(day):
        return "ferie"
    return "we" if day.weekday() >= SATURDAY else ""
