"""Gather what the documents of a month need, and write them one format at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path

from api.data.association import Association, Published
from api.data.building.agreements import profile_for
from api.export.file_names import unique
from api.export.formats import EACH, Format
from api.french.plural import NO_BREAK
from api.french.words import short_date
from api.planning.counters import counters_of
from api.planning.grid import Grid, grid
from api.planning.month_change import MonthChange, events, month_change
from api.planning.names import Names, names_of
from api.planning.published_shifts import SHOWN, fingerprint, published_rows
from api.staffing.groups import Reasons, reasons_of
from calendars.events import Event
from calendars.holidays import name_of
from scheduler.domain.posts import Posts
from scheduler.domain.rota import Rota
from scheduler.domain.time import civil_day, minute_at
from scheduler.finding import Finding
from scheduler.rule import Profile


@dataclass(frozen=True, kw_only=True)
class Edition:
    """
    What the head of every document says: which version it is, and of when.

    `version` is the rota's fingerprint: two sheets with the same one show the same rota.
    `published`: None for a draft. `register` and `head`: the number and hash of the register's
    last publication, by which a verifier knows that its end wasn't cut off (0: not from a
    register).
    """

    version: str
    made: date
    published: date | None = None
    register: int = 0
    head: str = ""

    @property
    def title(self) -> str:
        """Write the version and its date: `version 3f2a90c1, publiée le 20/09/2026`."""
        if self.published is None:
            return f"brouillon {self.version}, édité le {short_date(self.made)}"
        title = f"version {self.version}, publiée le {short_date(self.published)}"
        return f"{title}, registre n°{NO_BREAK}{self.register}" if self.register else title

    @property
    def seal(self) -> str:
        """Write the register's head in groups of eight digits (empty: no register holds it)."""
        if not self.register or self.published is None:
            return ""
        groups = (self.head[n : n + SHOWN] for n in range(0, len(self.head), SHOWN))
        return f"Tête du registre n°{NO_BREAK}{self.register} : {' '.join(groups)}"


@dataclass(frozen=True, kw_only=True)
class Month:
    """
    What the documents of a month are made from.

    `rows`: its publication, made at `now`; `events`: what calendars show of it; `history`: what
    was published of each month (`2026-12`). `local_holidays`: those that the places of agencies add
    in the years of both, by agency. `profile`: the rules that say why posts are open.
    `figures`: wall sheets show each person's hours and number of findings, and aren't to be posted.
    """

    rota: Rota
    grid: Grid
    findings: tuple[Finding, ...]
    names: Names
    edition: Edition
    profile: Profile
    rows: tuple[Published, ...] = ()
    events: tuple[Event, ...] = ()
    history: Mapping[str, tuple[Published, ...]] = field(default_factory=dict)
    local_holidays: Mapping[str, frozenset[date]] = field(default_factory=dict)
    now: datetime
    figures: bool = False

    @property
    def label(self) -> str:
        """Return the month as files name it: `2026-12`."""
        return f"{self.grid.first:%Y-%m}"

    @property
    def posts(self) -> Posts:
        """Return the posts of the grid's dispositifs."""
        return sum((section.posts for section in self.grid.sections), Posts())

    @cached_property
    def reasons(self) -> Reasons:
        """Return why posts of the grid's dispositifs are open; worked out on first use only."""
        shown = {section.dispositif for section in self.grid.sections}
        slots = {slot.id for slot in self.rota.problem.slots if slot.dispositif in shown}
        now = minute_at(self.now)
        return reasons_of(self.rota, self.profile, self.findings, now=now, slots=slots)

    @property
    def agencies(self) -> Iterator[tuple[str, Grid]]:
        """Return each agency with the grid of its dispositifs, in the order of the grid."""
        for agency in dict.fromkeys(section.agency for section in self.grid.sections):
            sections = tuple(s for s in self.grid.sections if s.agency == agency)
            yield agency, replace(self.grid, sections=sections)

    def published_by(self, publication: MonthChange) -> Month:
        """
        Return the same month as it will be once a publication is made, with its instant.

        Reasons that are known are kept.
        """
        day = civil_day(publication.now)
        month = replace(
            self,
            edition=replace(self.edition, published=day),
            rows=publication.after,
            events=publication.events,
        )
        if "reasons" in self.__dict__:
            month.__dict__["reasons"] = self.reasons
        return month


def month_of(
    association: Association,
    rota: Rota,
    findings: Iterable[Finding],
    first: date,
    *,
    dispositifs: Iterable[str] = (),
    published: datetime | None = None,
    register: int = 0,
    head: str = "",
) -> Month:
    """
    Gather what documents need; `published`: when the month last was (None: it is a draft).

    A draft's rows and events are those that publishing it now would keep. `dispositifs`: those that
    it decides (none: all). `register` and `head`: those of the register that holds the publication
    (see `Edition`).
    """
    names = names_of(association)
    now = datetime.now(UTC).replace(microsecond=0)
    findings = tuple(findings)
    holidays = {d: name_of(d) for d in rota.problem.horizon.days if d in rota.problem.holidays}
    profile = profile_for(association)
    if published is None:
        change = month_change(association, rota, now, dispositifs)
        rows, shown = change.after, change.events
    else:
        before = association.history.get(f"{first:%Y-%m}", ())
        rows = published_rows(rota, before, published)
        vain = {row.uid for row in rows if association.has_left(row)}
        everything = events(rota, rows, association.revisions, published, names=names)
        shown = tuple(event for event in everything if event.uid not in vain)
    return Month(
        rota=rota,
        grid=grid(
            rota,
            findings,
            names=names,
            holidays=holidays,
            counters=lambda of, person: counters_of(of, person, profile.rules_of(person)),
        ),
        findings=findings,
        names=names,
        edition=Edition(
            version=fingerprint(rota),
            made=civil_day(now),
            published=published and civil_day(published),
            register=register,
            head=head,
        ),
        rows=rows,
        profile=profile,
        events=shown,
        history=association.history,
        local_holidays=association.local_holidays(
            sorted({first.year, *(int(label[:4]) for label in association.history)})
        ),
        now=now,
    )


def documents(month: Month, formats: Iterable[Format]) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of documents one by one, since a month may have hundreds."""
    wanted, taken = set(formats), set[str]()
    for kind in EACH:
        if kind in wanted or Format.ALL in wanted:
            # What makes a kind may take half a second to import: only where it is made.
            maker = import_module(f"api.export.month.{kind.module}")
            for name, content in maker.documents(month):
                # Ids that differ by case or punctuation alone: nobody's file takes another's place.
                yield unique(name, taken), content


def write_documents(folder: Path, month: Month, formats: Iterable[Format]) -> Iterator[Path]:
    """Write the documents into a folder; yield the path of each once it is written."""
    for name, content in documents(month, formats):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        yield path
