"""Follow trainings: hours of titles done, planned and missing, days that would make them up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from api.access.reach import Reach
from api.data.association import Association
from api.data.building.agreements import profile_for
from calendars.training.cohorts import Cohort
from calendars.training.courses import Followed, followed, hours_of_titles, minutes_of
from scheduler.audit import judge
from scheduler.domain.people import Mediator
from scheduler.domain.time import Span, civil_day, day_span
from scheduler.domain.timeline import Timeline
from scheduler.finding import Finding, Severity, Verdict
from scheduler.rule import Lever

SATURDAY = 5
MARGIN = timedelta(weeks=4)
"""How long after the last session a day may be added, where the contract has no end."""


@dataclass(frozen=True, kw_only=True)
class TitleHours:
    """
    A person's training for a title, in minutes: due, done before now, planned from now on, missing.

    `lost`: taken away by public holidays; `missed`: by absences. `make_up`: days on which the
    missing hours could be given, as many as are needed, or fewer where there are no more.
    """

    title: str
    cohorts: tuple[str, ...]
    due: int
    done: int
    planned: int
    missing: int
    lost: int
    missed: int
    make_up: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class Trainee:
    """A person who is trained for titles, or whom the house's rules on training name today."""

    person: Mediator
    titles: tuple[TitleHours, ...]
    findings: tuple[Finding, ...]


class Trainings:
    """The trainings of an association's people at an instant."""

    def __init__(self, association: Association, now: datetime) -> None:
        self.association, self.now = association, now
        self.today = civil_day(now)
        cohorts = {cohort.id: cohort for cohort in association.cohorts}
        self.due = hours_of_titles(cohorts.values())
        self.taken = _taken(association, self.today)
        self.enrolled: dict[str, list[Cohort]] = defaultdict(list)
        for cohort, who in association.members:
            self.enrolled[who].append(cohorts[cohort])

    def titles(self, person: Mediator) -> tuple[TitleHours, ...]:
        """
        Return the titles for which a person is trained, if they are employed today.

        Make-up days are from Monday to Friday, after today and before the contract ends, without
        public holiday, session, absence or published post; the nearest to a session come first.
        """
        if person.contract_on(self.today) is None:
            return ()
        cohorts = self.enrolled[person.id]
        place = self.association.departements.get(person.agency, "")
        absences = self.association.absences_of.get(person.id, ())
        busy = self.taken[person.id] | {s.day for cohort in cohorts for _, s in cohort.sessions}
        return tuple(
            _hours(course, self._open_days(person, course, busy), self.now)
            for course in followed(person, cohorts, self.due, absences, place)
            if course.sessions
        )

    def _open_days(self, person: Mediator, course: Followed, busy: set[date]) -> Iterator[date]:
        """Yield the days on which a session could be added, the nearest to another one first."""
        contract = person.contract_on(self.today)
        end = contract.end if contract is not None else None
        if end is None:
            end = course.sessions[-1].day + MARGIN
        days = [self.today + timedelta(days=n) for n in range(1, (end - self.today).days + 1)]
        off = self.association.holidays({day.year for day in days}, person.agency)
        sessions = {span.day for span in course.sessions}

        def apart(day: date) -> tuple[int, date]:
            return min(abs((day - other).days) for other in sessions), day

        free = (day for day in days if day.weekday() < SATURDAY and day not in busy | off)
        yield from sorted(free, key=apart)


def trainees(reach: Reach, association: Association, now: datetime) -> tuple[Trainee, ...]:
    """Return the trainees of a caller who are employed today, those with findings first."""
    trainings, findings = Trainings(association, now), findings_of(reach, association, now)
    listed = (
        Trainee(
            person=person, titles=trainings.titles(person), findings=findings.get(person.id, ())
        )
        for person in reach.people(association).values()
    )
    return tuple(sorted((each for each in listed if each.titles or each.findings), key=_order))


def findings_of(
    reach: Reach, association: Association, now: datetime
) -> Mapping[str, tuple[Finding, ...]]:
    """Return what the house's rules on training find on a day of a caller's people, by person."""
    today, profile = civil_day(now), profile_for(association)
    obtained = association.titles_on(today)
    table: dict[str, tuple[Finding, ...]] = {}
    for person in reach.people(association).values():
        titled = replace(person, titles=obtained.get(person.id, frozenset()))
        timeline = Timeline(mediator=titled, horizon=day_span(today), duties=())
        findings = tuple(
            finding
            for rule in profile.rules_of(person)
            if rule.severity is Severity.HOUSE and rule.lever is Lever.TRAINING
            for finding in judge(rule, timeline)
        )
        if findings:
            table[person.id] = findings
    return table


def _order(trainee: Trainee) -> tuple[int, str]:
    verdicts = {finding.verdict for finding in trainee.findings}
    late = Verdict.VIOLATION in verdicts
    return 0 if late else 1 if verdicts else 2, trainee.person.name


def _taken(association: Association, today: date) -> Mapping[str, set[date]]:
    """Return the days after today on which people are away or have a published post."""
    taken: dict[str, set[date]] = defaultdict(set)
    for month, rows in association.history.items():
        if month >= f"{today:%Y-%m}":
            for row in rows:
                taken[row.worked.mediator].update(row.worked.duty.span.days)
    for absence in association.absences:
        if absence.span.last_day > today:
            taken[absence.mediator].update(absence.span.days)
    return taken


def _hours(course: Followed, days: Iterable[date], now: datetime) -> TitleHours:
    done = [span for span in course.sessions if span.end <= now]
    dated = minutes_of(course.sessions)
    missing = max(0, course.due - dated)
    needed = -(-missing // _day_minutes(course.sessions)) if missing else 0
    return TitleHours(
        title=course.title,
        cohorts=course.cohorts,
        due=course.due,
        done=minutes_of(done),
        planned=dated - minutes_of(done),
        missing=missing,
        lost=minutes_of(course.lost),
        missed=minutes_of(course.missed),
        make_up=tuple(sorted(islice(days, needed))),
    )


def _day_minutes(sessions: Iterable[Span]) -> int:
    """Return the minutes of the longest day of sessions."""
    minutes: dict[date, int] = defaultdict(int)
    for span in sessions:
        minutes[span.day] += span.minutes
    return max(minutes.values())
