"""What the address of a grid asks to see: which view, which days, which rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, get_type_hints
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from fastapi.params import Query as Parameter
from pydantic import BeforeValidator

from api.french.words import alphabetical, period_words
from api.planning.chips import ChipKind
from api.planning.grid import Grid, Row, Section
from api.planning.names import Names
from api.web.refusing.problems import Fault, Refusal
from scheduler.domain.time import civil_day, week_of

MOBILE = "Mobi"
"""What browsers of phones have in their name, so that a phone without script gets lists."""


class View(StrEnum):
    """How a month is shown."""

    MONTH = "mois"
    WEEK = "semaine"
    LIST = "liste"


class By(StrEnum):
    """What a list is sorted by."""

    DAY = "jour"
    PERSON = "personne"


def _blank(value: object) -> object:
    """Read what a form leaves empty as absent."""
    return None if value == "" else value


Text = Annotated[str, Query(max_length=120)]
OneDay = Annotated[date | None, BeforeValidator(_blank), Query()]


@dataclass(frozen=True, kw_only=True)
class Filters:
    """
    The filters of an address, each by the name of its parameter.

    `columns`: the days that a page shows already, which a fragment of it must have: an edit that
    fills the last post of a day would take its column out of « à pourvoir ».
    """

    view: Annotated[View | None, BeforeValidator(_blank), Query(alias="vue")] = None
    by: Annotated[By, Query(alias="par")] = By.DAY
    since: Annotated[date | None, BeforeValidator(_blank), Query(alias="du")] = None
    dispositif: Text = ""
    site: Text = ""
    agency: Text = ""
    person: Annotated[str, Query(alias="personne", max_length=120)] = ""
    title: Annotated[str, Query(alias="titre", max_length=120)] = ""
    day: Annotated[date | None, BeforeValidator(_blank), Query(alias="jour")] = None
    blocking: Annotated[str, Query(alias="bloquants", max_length=8)] = ""
    open: Annotated[str, Query(alias="pourvoir", max_length=8)] = ""
    changed: Annotated[str, Query(alias="modifies", max_length=8)] = ""
    nights: Annotated[str, Query(alias="nuits", max_length=8)] = ""
    findings: Annotated[str, Query(alias="constats", max_length=8)] = ""
    columns: Annotated[str, Query(alias="jours", max_length=400)] = ""

    @property
    def wide(self) -> bool:
        """Whether entries have room for names and times: a week, a day alone, a list."""
        return self.view in (View.WEEK, View.LIST) or self.day is not None

    @property
    def count(self) -> int:
        """Return how many filters are set."""
        return len(self._rows) + sum(map(bool, (self.dispositif, self.day, self.open)))

    @property
    def _rows(self) -> tuple[str, ...]:
        texts = self.site, self.person, self.title, self.blocking, self.changed, self.nights
        return tuple(filter(None, texts))

    def link(self, **changes: object) -> str:
        """
        Return the query of the same filters but for some, by the names of fields.

        What a fragment's page shows already is left out: a link leads to a page of its own.
        """
        return _query(replace(self, columns="", **changes))  # type: ignore[arg-type]

    def places(self, grid: Grid, now: datetime) -> tuple[int, ...]:
        """
        Return which columns are shown: a day, a week of the month, those with open posts, or all.

        Raises `Refusal`: the day isn't one of the month (422).
        """
        days = [column.day for column in grid.columns]
        if self.columns:
            wanted = set(self.columns.split(","))
            return tuple(place for place, day in enumerate(days) if day.isoformat() in wanted)
        chosen = range(len(days))
        if self.day is not None:
            if self.day not in days:
                expected = f"un jour {period_words(days[0], days[-1])}"
                fault = Fault(field="jour", received=str(self.day), expected=expected)
                raise Refusal(422, "donnees_refusees", "1 valeur refusée.", errors=[fault])
            chosen = range(days.index(self.day), days.index(self.day) + 1)
        elif self.view in (View.WEEK, View.LIST):
            monday = self.monday(days, now)
            chosen = range(
                max(0, (monday - days[0]).days),
                min(len(days), (monday - days[0]).days + 7),
            )
        if not self.open:
            return tuple(chosen)
        sections = [s for s in grid.sections if self.dispositif in ("", s.dispositif)]
        return tuple(place for place in chosen if any(s.holes[place] for s in sections))

    def monday(self, days: Sequence[date], now: datetime) -> date:
        """Return the Monday of the week that is shown: what is asked, today's, or the first."""
        today = civil_day(now)
        wanted = self.since or (today if days[0] <= today <= days[-1] else days[0])
        return week_of(min(max(wanted, days[0]), days[-1]))

    def weeks(self, days: Sequence[date], now: datetime) -> tuple[date | None, date | None]:
        """Return the Mondays of the week before and of the week after, within the month."""
        monday = self.monday(days, now)
        before, after = monday - timedelta(days=7), monday + timedelta(days=7)
        return (before if monday > days[0] else None), (after if after <= days[-1] else None)

    def sections(
        self, grid: Grid, places: Sequence[int], names: Names
    ) -> Iterable[tuple[Section, tuple[Row, ...]]]:
        """Yield the dispositifs that are shown, each with the rows that are."""
        if self.columns:
            yield from ((section, section.rows) for section in grid.sections)
            return
        for section in grid.sections:
            if self.dispositif not in ("", section.dispositif):
                continue
            if self.open and not any(section.holes[place] for place in places):
                continue
            rows = tuple(row for row in section.rows if self._keeps(row, places, names))
            if rows or not (self._rows or self.day):
                yield section, rows

    def _keeps(self, row: Row, places: Sequence[int], names: Names) -> bool:
        chips = [chip for place in places for chip in row.cells[place]]
        without = (
            self.day and not any(chip.duty for chip in chips),
            self.site and all(chip.site != self.site for chip in chips),
            self.title and self.title not in row.mediator.titles,
            self.blocking and not row.findings.blocking,
            self.nights and all(chip.kind is not ChipKind.NIGHT for chip in chips),
        )
        if any(without):
            return False
        changed = any(chip.changed for chip in chips) or any(row.before[n] for n in places)
        if self.changed and not changed:
            return False
        texts = [row.mediator.name, *(names.site(chip.site) for chip in chips)]
        wanted = alphabetical(self.person.strip())
        return any(wanted in alphabetical(text) for text in texts)


EVERYTHING = Filters(view=View.MONTH)


def _filters(request: Request, wanted: Annotated[Filters, Depends(Filters)]) -> Filters:
    """Read the filters; a phone that doesn't say which view gets the list."""
    phone = MOBILE in request.headers.get("user-agent", "")
    return replace(wanted, view=wanted.view or (View.LIST if phone else View.MONTH))


Filtered = Annotated[Filters, Depends(_filters)]


NAMES = {
    name: next(each.alias for each in hint.__metadata__ if isinstance(each, Parameter)) or name
    for name, hint in get_type_hints(Filters, include_extras=True).items()
}
"""The parameter of each field."""


@lru_cache(maxsize=1024)
def _query(filters: Filters) -> str:
    """Return filters as a query: each edit asks for those of the days of its page."""
    values = {
        NAMES[field.name]: str(value)
        for field in fields(filters)
        if (value := getattr(filters, field.name)) and value != field.default
    }
    return f"?{urlencode(values)}"
