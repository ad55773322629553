"""Hold an association as values: its people, its places, what it plans and what it decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from api.data.market import Market
from api.data.pay import Rubric
from calendars.appointments import Appointment
from calendars.holidays import LOCAL, holidays_of
from calendars.school import SchoolCalendar
from calendars.templates.expansion import expand
from calendars.templates.seasons import Season
from calendars.templates.template import Template, TemplateException
from calendars.training.cohorts import Cohort, trainings_of
from constraints.agreements.terms import Applied, Term
from scheduler.domain.employment.employer import (
    UNKNOWN,
    Carried,
    Employer,
    Notice,
    Outside,
    PastWeek,
)
from scheduler.domain.employment.grounds import Ground
from scheduler.domain.limits import Limit, Streak, Succession
from scheduler.domain.people import Absence, Mediator, Pair, Wish
from scheduler.domain.problem import Lock, Training, Worked
from scheduler.domain.rhythm import RhythmPrice
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import Span
from scheduler.domain.worktime.mandates import Delegation


@dataclass(frozen=True, kw_only=True)
class Agency:
    """
    An agency, with its académie, its school zone and its département (empty: not known).

    The département decides which public holidays are its own (Alsace, Moselle, overseas).
    """

    id: str
    name: str
    academy: str = ""
    zone: str = ""
    departement: str = ""


@dataclass(frozen=True, kw_only=True)
class Dispositif:
    """
    A dispositif of an agency; `hours`: when it runs, as people read it.

    `post_worth`: minutes over contract that a post of the target is worth (None: the usual).
    """

    id: str
    name: str
    agency: str
    hours: str = ""
    post_worth: int | None = None


@dataclass(frozen=True, kw_only=True)
class Site:
    """A place; `part_of` names the wider site of which it is a part (a circuit's secteur)."""

    id: str
    name: str
    address: str = ""
    agency: str = ""
    latitude: float | None = None
    longitude: float | None = None
    part_of: str = ""


@dataclass(frozen=True, kw_only=True)
class Title:
    """A professional title and the day on which it was obtained."""

    mediator: str
    title: str
    since: date


@dataclass(frozen=True, kw_only=True)
class Published:
    """
    A published duty of a person, with its identity and revisions as a calendar event.

    `uid` never changes while the person keeps the shift; `sequence` counts its revisions, and
    `created` and `changed` are the instants of its first and last publication, where known.
    """

    uid: str
    worked: Worked
    sequence: int = 0
    created: datetime | None = None
    changed: datetime | None = None

    @property
    def order(self) -> tuple[int, str, str]:
        """Return the key by which what is published sorts: start, slot, person."""
        return self.worked.duty.span.first, self.worked.duty.id, self.worked.mediator


class RemovalCause(StrEnum):
    """Why a published shift isn't any more as it was."""

    TAKEN = ""
    """A publication took it away."""
    SWAP = "echange"
    """Its person gave it to a colleague by a swap that both wanted."""
    CHANGED = "changement"
    """Its person keeps it, at other hours or another place."""


@dataclass(frozen=True, kw_only=True)
class Removal:
    """
    A published shift that a publication took away from its person, or changed, before it began.

    `removed`: the instant of that publication; `created` and `changed`: those of the shift's first
    and last publication until then, where known. No month has the shift as it was.
    """

    worked: Worked
    removed: datetime
    created: datetime | None = None
    changed: datetime | None = None
    cause: RemovalCause = RemovalCause.TAKEN

    @property
    def key(self) -> tuple[str, str, datetime]:
        """Return its identity: person, slot, instant."""
        return self.worked.mediator, self.worked.duty.id, self.removed

    @property
    def order(self) -> tuple[int, str, str, datetime]:
        """Return the key by which removals sort: start, slot, person, instant."""
        duty = self.worked.duty
        return duty.span.first, duty.id, self.worked.mediator, self.removed


@dataclass(frozen=True, kw_only=True)
class Revision:
    """
    The identity and revisions of a training or absence, which calendars show as an event.

    `kind` and `about` are those of `calendars.events.key_of`; `shown` is the digest of what
    calendars showed at the last revision, and `changed` is the instant of that revision.
    """

    mediator: str
    kind: str
    about: str
    uid: str
    sequence: int = 0
    created: datetime
    changed: datetime
    shown: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return the key of the event: its person, its kind and what it is about."""
        return self.mediator, self.kind, self.about


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """
    Somebody's acknowledgement of a finding: its code, the ground named, by whom, which day.

    `month`: first day of the month in whose audit it was found (None: not known).
    """

    code: str
    ground: str
    by: str
    day: date
    month: date | None = None


@dataclass(frozen=True, kw_only=True)
class Association:
    """
    Everything that an association's files say.

    `mediators` have no titles yet: which they hold depends on the day (see `titles`). `members`
    are pairs of a cohort's and a person's id; `vehicles`, of an agency's id and a number.
    `templates` end with those that accepted `appointments` make, and `locks` with those that they
    ask for. `history`: what was published, by month (`2026-12`); `removals`: what was taken away
    since; `revisions`: of trainings and absences.
    `notices`: those typed by hand. `applied` and `terms`: branch agreements, and what company
    agreements and authorisations set (see `api.data.building.agreements`). `rubrics`: those of the
    payroll program.
    """

    agencies: tuple[Agency, ...] = ()
    dispositifs: tuple[Dispositif, ...] = ()
    sites: tuple[Site, ...] = ()
    travel: tuple[tuple[str, str, int], ...] = ()
    mediators: tuple[Mediator, ...] = ()
    titles: tuple[Title, ...] = ()
    markets: tuple[Market, ...] = ()
    templates: tuple[Template, ...] = ()
    exceptions: tuple[TemplateException, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    seasons: tuple[Season, ...] = ()
    school: SchoolCalendar = field(default_factory=SchoolCalendar)
    cohorts: tuple[Cohort, ...] = ()
    members: tuple[tuple[str, str], ...] = ()
    absences: tuple[Absence, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    wishes: tuple[Wish, ...] = ()
    pairs: tuple[Pair, ...] = ()
    limits: tuple[Limit, ...] = ()
    successions: tuple[Succession, ...] = ()
    rhythm: tuple[RhythmPrice, ...] = ()
    streaks: tuple[Streak, ...] = ()
    grounds: tuple[Ground, ...] = ()
    vehicles: tuple[tuple[str, int], ...] = ()
    locks: tuple[Lock, ...] = ()
    history: Mapping[str, tuple[Published, ...]] = field(default_factory=dict)
    removals: tuple[Removal, ...] = ()
    revisions: tuple[Revision, ...] = ()
    employer: Employer = UNKNOWN
    outside: tuple[Outside, ...] = ()
    carried: tuple[Carried, ...] = ()
    past_weeks: tuple[PastWeek, ...] = ()
    notices: tuple[Notice, ...] = ()
    applied: tuple[Applied, ...] = ()
    terms: tuple[Term, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    rubrics: tuple[Rubric, ...] = ()

    @cached_property
    def mediator_of(self) -> Mapping[str, Mediator]:
        """Return people by id."""
        return MappingProxyType({m.id: m for m in self.mediators})

    @cached_property
    def site_of(self) -> Mapping[str, Site]:
        """Return sites by id."""
        return MappingProxyType({s.id: s for s in self.sites})

    @cached_property
    def dispositif_of(self) -> Mapping[str, Dispositif]:
        """Return dispositifs by id."""
        return MappingProxyType({d.id: d for d in self.dispositifs})

    @cached_property
    def team_times(self) -> Mapping[str, str]:
        """Return what a team's own times are called, by the id of their template."""
        return MappingProxyType({t.id: t.name for t in self.templates if t.kind is SlotKind.TEAM})

    @cached_property
    def appointment_of(self) -> Mapping[str, Appointment]:
        """Return appointments by id, which is also the id of the template that each makes."""
        return MappingProxyType({each.id: each for each in self.appointments})

    def holidays(self, years: Iterable[int], agency: str = "") -> frozenset[date]:
        """Return the public holidays of these years, and those that an agency's place adds."""
        return holidays_of(years, departement=self.departements.get(agency, ""))

    def local_holidays(self, years: Iterable[int]) -> Mapping[str, frozenset[date]]:
        """Return the public holidays of these years that the places of agencies add, by agency."""
        wanted = tuple(years)
        everywhere = holidays_of(wanted)
        return {
            agency: self.holidays(wanted, agency) - everywhere
            for agency, departement in self.departements.items()
            if departement in LOCAL
        }

    def slots(self, templates: Iterable[Template], span: Span) -> tuple[Slot, ...]:
        """
        Return the slots that these templates make in `span`, with what is an exception of theirs.

        Raises `BadTemplatesError`: templates make no slots.
        """
        chosen = tuple(templates)
        ids = {template.id for template in chosen}
        years = range(span.day.year, span.last_day.year + 1)
        return expand(
            chosen,
            [exception for exception in self.exceptions if exception.template in ids],
            span,
            holidays=holidays_of(years),
            local=self.local_holidays(years),
            school=self.school,
            seasons=self.seasons,
        )

    def trainings(self, people: Iterable[Mediator], span: Span) -> tuple[Training, ...]:
        """Return these people's sessions that touch `span`, cohort by cohort, on no holiday."""
        return tuple(
            trainings_of(
                self.cohorts,
                self.members,
                {person.id: person for person in people},
                span,
                local=self.local_holidays(range(span.day.year, span.last_day.year + 1)),
            )
        )

    @cached_property
    def departements(self) -> Mapping[str, str]:
        """Return the département of each agency, by id (empty: not known)."""
        return {agency.id: agency.departement for agency in self.agencies}

    @cached_property
    def absences_of(self) -> Mapping[str, Sequence[Absence]]:
        """Return the absences of each person who has any, by id, in their order."""
        table: dict[str, list[Absence]] = {}
        for absence in self.absences:
            table.setdefault(absence.mediator, []).append(absence)
        return MappingProxyType(table)

    def has_left(self, row: Published) -> bool:
        """Whether the person of a published shift has left by its day: nobody will come to it."""
        person = self.mediator_of.get(row.worked.mediator)
        return person is not None and person.left_on(row.worked.duty.span.day)

    @cached_property
    def published_of(self) -> Mapping[str, tuple[Published, ...]]:
        """Return what is published of each person, by id, in the order of the months."""
        table: dict[str, list[Published]] = {}
        for rows in self.history.values():
            for row in rows:
                table.setdefault(row.worked.mediator, []).append(row)
        return MappingProxyType({who: tuple(rows) for who, rows in table.items()})

    @cached_property
    def published_months(self) -> tuple[str, ...]:
        """Return the months of which something is published (`2026-12`), the first one first."""
        return tuple(sorted(label for label, rows in self.history.items() if rows))

    def taken_back(self, month: date) -> bool:
        """Whether all that was published of a month was taken back: it is published, and empty."""
        return self.history.get(f"{month:%Y-%m}") == ()

    def titles_on(self, day: date) -> Mapping[str, frozenset[str]]:
        """Return the titles that people hold on `day`, by person."""
        table: dict[str, set[str]] = {}
        for title in self.titles:
            if title.since <= day:
                table.setdefault(title.mediator, set()).add(title.title)
        return MappingProxyType({who: frozenset(titles) for who, titles in table.items()})
