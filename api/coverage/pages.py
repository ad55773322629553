"""
Couverture: dispositif by dispositif and day by day, posts held on posts due.

No person reaches the page: it is made of counts and of names of places.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.request import Reading, Who
from api.access.rights.rule import agency
from api.coverage.documents import NO_DATA, by_day, share
from api.coverage.service import (
    Done,
    FundedCoverage,
    coverage_of,
    done_in,
    funded,
    minimum_met,
    months_of,
    rate,
    target_met,
)
from api.data.association import Association
from api.data.stored.association import read
from api.french.words import KINDS, month_name
from api.planning.names import names_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.screens import Screens
from api.web.clock import Now
from api.web.months import OneMonth, first_of
from calendars.holidays import name_of
from scheduler.domain.posts import Posts
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import PARIS, next_month

ENTRY = Entry(
    rank=50,
    address="/couverture",
    title="Couverture",
    roles=frozenset({Role.COMMANDITAIRE}),
    icon="chart-column",
)

GUIDES = (
    Guide(
        address="/aide/couverture",
        title="Couverture",
        file="coverage/month",
        screens=("/couverture",),
        picture="La couverture : un dispositif par ligne, un jour par colonne, pourvus sur prévus.",
    ),
)

router = Screens()
Text = Annotated[str, Query(max_length=120)]
NONE_DONE = Done()
LOOKED_BACK = 3
"""Months in which what was done is looked for, where none of the shown month is confirmed."""

WHY_NONE = "Rien n’est publié de ce mois, ou rien n’y demande de poste."


@dataclass(frozen=True, kw_only=True)
class CoverLine:
    """
    A row: a dispositif (`id`), or a site and a kind of slots of the one that is looked at.

    `days`: its posts, of the days on which it has slots. `done`: of a dispositif's, what was done.
    """

    name: str
    days: Mapping[date, Posts]
    id: str = ""
    done: Done = NONE_DONE

    @property
    def total(self) -> Posts:
        """The posts of all its days."""
        return sum(self.days.values(), Posts())


@router.get("/couverture", may=agency(Role.COMMANDITAIRE))
def coverage_page(
    request: Request,
    who: Who,
    session: Reading,
    *,
    now: Now,
    month: OneMonth = "",
    dispositif: Text = "",
) -> Response:
    """Draw a month, the last published one that has begun unless it is named."""
    association = read(session)
    theirs = months_of(session, [each.id for each in funded(who, association)])
    months = sorted({label for labels in theirs.values() for label in labels})
    today = f"{now.astimezone(PARIS):%Y-%m}"
    shown = month or max((label for label in months if label <= today), default="")
    label = shown or (months[0] if months else today)
    coverages = coverage_of(session, label, funded(who, association, dispositif))
    published = [coverage for coverage in coverages if coverage.days]
    first = first_of(label)
    missing = ""
    if not coverages:
        missing = "Aucun dispositif ne vous est ouvert : demandez-le à l’association."
    elif not published:
        missing = f"{month_name(first).capitalize()} : {NO_DATA}. {WHY_NONE}"
    total = sum((coverage.total for coverage in published), Posts())
    ids = [each.dispositif.id for each in coverages]
    done = done_in(session, label, [each.dispositif.id for each in published], now)
    summed = sum(done.values(), Done())
    return render(
        request,
        "coverage/month.html",
        month=label,
        title=coverages[0].dispositif.name if dispositif and coverages else "Couverture",
        missing=missing,
        months={each: first_of(each) for each in sorted({*months, label}, reverse=True)},
        before=max((each for each in months if each < label), default=""),
        after=min((each for each in months if each > label), default=""),
        dispositif=dispositif,
        days=[first + timedelta(days=n) for n in range((next_month(first) - first).days)],
        lines=list(_parts(published, association) if dispositif else _all(published, done)),
        without=() if dispositif else tuple(c.dispositif.name for c in coverages if not c.days),
        total=total,
        done=summed,
        last_done=None if summed.confirmed else _last_done(session, months, label, ids, now),
        shares={
            "Créneaux au minimum promis": minimum_met(total),
            "Créneaux à la cible": target_met(total),
            "Postes pourvus": rate(total),
        },
        address=_address,
        holiday=name_of,
        rate=rate,
        share=share,
    )


def _address(path: str, month: str, dispositif: str, **more: str) -> str:
    of = {"dispositif": dispositif} if dispositif else {}
    return f"{path}?{urlencode({'month': month, **of, **more})}"


def _last_done(
    session: Reading, months: Sequence[str], before: str, dispositifs: Sequence[str], now: datetime
) -> tuple[str, Done] | None:
    """Return the last of the months before one of which some hours are confirmed (None: none)."""
    for label in [each for each in reversed(months) if each < before][:LOOKED_BACK]:
        done = sum(done_in(session, label, dispositifs, now).values(), Done())
        if done.confirmed:
            return label, done
    return None


def _all(coverages: Sequence[FundedCoverage], done: Mapping[str, Done]) -> Iterator[CoverLine]:
    for coverage in sorted(coverages, key=lambda coverage: coverage.dispositif.name):
        of = coverage.dispositif
        theirs = done.get(of.id, NONE_DONE)
        yield CoverLine(name=of.name, days=by_day(coverage), id=of.id, done=theirs)


NO_SITE = "Sans site fixe"
"""Where those who go round several sites are counted."""


def _parts(coverages: Sequence[FundedCoverage], association: Association) -> Iterator[CoverLine]:
    """Yield a row per site and kind of the dispositif."""
    names = names_of(association)
    parts: dict[tuple[str, str], dict[date, Posts]] = defaultdict(dict)
    for coverage in coverages:
        for day, counts in coverage.days.items():
            parts[names.site(day.site) or NO_SITE, KINDS[SlotKind(day.kind)]][day.on] = counts
    for (site_name, kind), days in sorted(parts.items()):
        yield CoverLine(name=f"{site_name}, {kind}", days=days)
