"""All the documents of a month, format by format, as files to write."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from api.data.association import Published
from api.data.folder.history import write_month
from api.export.month.csv import rota_csv
from api.export.month.edition import Edition
from api.export.month.formats import Format
from api.export.month.ical import feeds
from api.export.month.sheet import person_sheets, rows_by_name
from api.export.month.wall import wall_sheet
from api.export.month.workbook.book import workbook
from api.planning.grid import Grid
from api.planning.names import Names
from api.staffing.groups import Reasons, reasons_of
from api.staffing.wording import group_line
from calendars.published import Published as Event
from scheduler.domain.rota import Rota
from scheduler.domain.time import minute_at
from scheduler.finding import Finding
from scheduler.rule import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date


@dataclass(frozen=True, kw_only=True)
class Month:
    """
    What the documents of a month are made from.

    `rows`: its publication, made at `now`; `events`: what calendars show of it. `profile`: the
    rules that say why posts are open. `figures`: wall sheets tell each person's hours and number
    of findings, and aren't to be posted.
    """

    rota: Rota
    grid: Grid
    findings: tuple[Finding, ...]
    names: Names
    edition: Edition
    profile: Profile
    rows: tuple[Published, ...] = ()
    events: tuple[Event, ...] = ()
    now: datetime
    figures: bool = False

    @property
    def label(self) -> str:
        """Return the month as files name it: `2026-12`."""
        return f"{self.grid.first:%Y-%m}"

    @cached_property
    def reasons(self) -> Reasons:
        """Why posts of the grid's dispositifs are open: asked once, by who shows it."""
        shown = {section.dispositif for section in self.grid.sections}
        slots = {slot.id for slot in self.rota.problem.slots if slot.dispositif in shown}
        now = minute_at(self.now)
        return reasons_of(self.rota, self.profile, self.findings, now=now, slots=slots)

    def published_on(self, day: date) -> Month:
        """Return the same month as published that day; reasons that are known are kept."""
        month = replace(self, edition=replace(self.edition, published=day))
        if "reasons" in self.__dict__:
            month.__dict__["reasons"] = self.reasons
        return month


def documents(month: Month, formats: Iterable[Format]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each document, one at a time: a month has hundreds."""
    wanted, given = set(formats), set[str]()
    for kind, make in MAKERS.items():
        if kind in wanted or Format.ALL in wanted:
            for name, content in make(month):
                # Ids that differ by case or punctuation alone: nobody's file takes another's place.
                yield unique(name, given), content


def unique(name: str, given: set[str]) -> str:
    """Return a file's name that isn't given yet, numbered where it must be, and note it."""
    path, number, free = PurePosixPath(name), 2, name
    while free in given:
        free = str(path.with_stem(f"{path.stem}-{number}"))
        number += 1
    given.add(free)
    return free


def _workbook(month: Month) -> Iterator[tuple[str, bytes]]:
    content = workbook(
        month.rota, month.grid, month.findings, month.names, month.edition, reasons=month.reasons
    )
    yield f"planning-{month.label}.xlsx", content


def _csv(month: Month) -> Iterator[tuple[str, bytes]]:
    yield f"planning-{month.label}.csv", rota_csv(month.rota, month.names)
    with TemporaryDirectory() as folder:
        publication = write_month(Path(folder), month.label, month.rows).read_bytes()
    yield f"publication/{month.label}.csv", publication


def _walls(month: Month) -> Iterator[tuple[str, bytes]]:
    why, figures = open_posts(month), month.figures
    for agency, part in by_agency(month.grid):
        content = wall_sheet(part, month.edition, why, figures=figures)
        yield f"affichage/{slug(agency)}.pdf", content
        for section in part.sections:
            one = replace(month.grid, sections=(section,))
            name = f"{slug(section.dispositif)}-{slug(section.title)}"
            content = wall_sheet(one, month.edition, why, figures=figures)
            yield f"affichage/{slug(agency)}/{name}.pdf", content


def open_posts(month: Month) -> Mapping[str, tuple[str, ...]]:
    """Return, by dispositif, why posts are open: what is posted on a wall names nobody."""
    return {
        section.dispositif: tuple(
            group_line(group, month.reasons, month.names)
            for group in month.reasons.lacking(section.dispositif)
        )
        for section in month.grid.sections
    }


def _sheets(month: Month) -> Iterator[tuple[str, bytes]]:
    rows = rows_by_name(month.grid)
    everybody = person_sheets(month.rota, month.grid, rows, month.names, month.edition)
    yield "fiches/toutes.pdf", everybody
    for row in rows:
        content = person_sheets(month.rota, month.grid, [row], month.names, month.edition)
        yield f"fiches/{slug(row.mediator.name)}-{slug(row.mediator.id)}.pdf", content


def _calendars(month: Month) -> Iterator[tuple[str, bytes]]:
    for kind, one, content in feeds(month.rota, month.events, month.names):
        yield f"calendriers/{kind}/{slug(one)}.ics", content


def _plots(month: Month) -> Iterator[tuple[str, bytes]]:
    # Matplotlib takes half a second to import, at each command that draws nothing.
    from api.export.month.plots import coverage_plot, hours_plot  # noqa: PLC0415

    for kind in ("svg", "png"):
        yield f"graphiques/couverture.{kind}", coverage_plot(month.grid, kind)
    for agency, part in by_agency(month.grid):
        for kind in ("svg", "png"):
            yield f"graphiques/heures-{slug(agency)}.{kind}", hours_plot(part, kind)


MAKERS = {
    Format.XLSX: _workbook,
    Format.CSV: _csv,
    Format.PLOTS: _plots,
    Format.PDF: _walls,
    Format.ICAL: _calendars,
    Format.SHEETS: _sheets,
}


def write_documents(folder: Path, month: Month, formats: Iterable[Format]) -> Iterator[Path]:
    """Write the documents into a folder, yielding each one's path once it is there."""
    for name, content in documents(month, formats):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        yield path


def by_agency(grid: Grid) -> Iterator[tuple[str, Grid]]:
    """Yield each agency with the grid of its dispositifs, in the grid's order."""
    agencies = dict.fromkeys(section.agency for section in grid.sections)
    for agency in agencies:
        sections = tuple(s for s in grid.sections if s.agency == agency)
        yield agency, replace(grid, sections=sections)


def slug(text: str, longest: int = 40) -> str:
    """Return text as part of a file's name: lower case, no accents, words joined by hyphens."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare)[:longest].strip("-") or "sans-nom"
