"""Judge and count a published month, as planned or as worked; once for all readers."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.access.reach import Reach
from api.asking.errors import ConflictError
from api.data.association import Association
from api.data.building.agreements import profile_for
from api.database.engine import reading
from api.database.memory import Memory, Same
from api.database.tables.asking import WorkedRow
from api.french.words import month_name
from api.hours.service import current_entries
from api.hours.worked import apply, done_of
from api.judging.case import Facts
from api.judging.judging import judged_people
from api.judging.published import published_problem
from api.ledger.history import whole
from api.planning.counters import Counters, counters_of
from api.planning.fairness.accounts import accounts_of
from constraints.counters.count import counters as sheet_of
from constraints.counters.sheet import Counters as Sheet
from constraints.counters.sheet import OwedRestLine, WindowLine
from scheduler.audit import audit_team
from scheduler.domain.duty import MANDATE
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Problem, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import civil_day, midnight, next_month
from scheduler.errors import RoulementError
from scheduler.finding import Finding
from scheduler.rule import Profile

KEPT = 8
"""Months that a process remembers having built or judged."""

PEOPLE = 150
"""People of a month whose counts are kept, on average: as many as a large association has."""

log = logging.getLogger("roulement.plannings")


class Basis(StrEnum):
    """What counters and findings are about: the plan as published, or what was worked."""

    PLAN = "plan"
    WORKED = "worked"


@dataclass(frozen=True, kw_only=True, eq=False)
class Month:
    """
    A published month as seen on a `day`: shifts that began before that day count as done.

    `unconfirmed`: how many of the hours entered nobody has confirmed (on the plan: 0).
    """

    association: Association
    first: date
    day: date
    basis: Basis
    rota: Rota
    profile: Profile
    unconfirmed: int


_worked = Memory[Association](KEPT)
_months = Memory[Month](KEPT)
_judged: Memory[Sequence[Finding]] = Memory(KEPT)


def month_seen_first(association: Association, today: date) -> str:
    """Return the last published month that has begun; else the first (empty: none is)."""
    published = association.published_months
    begun = [label for label in published if label <= f"{today:%Y-%m}"]
    return begun[-1] if begun else published[0] if published else ""


def month_of(session: Session, label: str, basis: Basis, now: datetime | None = None) -> Month:
    """
    Return a published month (`2026-12`) on the plan or as worked, built once a day for the data.

    It raises `ConflictError`: nothing of it is published.
    """
    association = _association(session, basis)
    first = date.fromisoformat(f"{label}-01")
    day = civil_day(now or datetime.now(UTC))
    if not whole(session).history.get(label):
        raise ConflictError("mois_non_publie", f"Rien n’est publié en {month_name(first)}.")
    key = first, day, basis
    return _months.get((Same(association), *key), lambda: _month(session, association, *key))


def _month(
    session: Session, association: Association, first: date, day: date, basis: Basis
) -> Month:
    rota = _rota(association, first, basis, midnight(day))
    open_ = 0
    if basis is Basis.WORKED:
        label = f"{first:%Y-%m}"
        open_ = sum(1 for row in current_entries(session, months=[label]) if not row.confirmed_by)
    return Month(
        association=association,
        first=first,
        day=day,
        basis=basis,
        rota=rota,
        profile=profile_for(association),
        unconfirmed=open_,
    )


def findings_on(month: Month) -> Sequence[Finding]:
    """
    Return the findings on a month, by person then team; judged once.

    On hours worked, team rules that judge who holds a slot don't apply: hours done are not posts
    held.
    """
    return _judged.get(Same(month), lambda: _findings(month))


def findings_within(reach: Reach, month: Month, *, agency: str = "") -> list[Finding]:
    """Return the findings on people, slots or the association for which the caller answers."""
    return [each for each in findings_on(month) if _concerns(reach, month, each, agency)]


def people_within(reach: Reach, month: Month, *, agency: str = "") -> list[Mediator]:
    """Return the people of a month for whom the caller answers (`reach`), by id."""
    people = (
        mediator
        for mediator in month.rota.problem.mediators
        if reach.person(mediator) and agency in ("", mediator.agency)
    )
    return sorted(people, key=lambda mediator: mediator.id)


def _concerns(reach: Reach, month: Month, finding: Finding, agency: str) -> bool:
    problem = month.rota.problem
    person, slot = problem.mediator_of.get(finding.subject), problem.slot_of.get(finding.subject)
    if person is not None:
        return reach.person(person) and agency in ("", person.agency)
    if slot is not None:
        return reach.area(slot.agency, slot.dispositif) and agency in ("", slot.agency)
    return reach.everything and not agency


def _findings(month: Month) -> Sequence[Finding]:
    people = judged_people(Facts(rota=month.rota), month.profile, (month.first, month.basis))
    findings = [finding for judged in people for finding in judged.findings]
    for rule in month.profile.team_rules:
        if month.basis is Basis.PLAN or not rule.by_slot:
            findings.extend(audit_team(month.rota, rule))
    return tuple(findings)


def _association(session: Session, basis: Basis) -> Association:
    """Return the association, its months as planned or worked; one object for the same data."""
    association = whole(session)
    if basis is Basis.PLAN:
        return association
    row = session.execute(select(func.count(), func.max(WorkedRow.entered))).one()

    def worked() -> Association:
        history = apply(association.history, map(done_of, current_entries(session)))
        return replace(association, history=history)

    return _worked.get((Same(association), *row), worked)


def _rota(association: Association, first: date, basis: Basis, now: datetime) -> Rota:
    last = next_month(first) - timedelta(days=1)
    problem = published_problem(association, first, last, now=now)
    if basis is Basis.PLAN:
        return Rota(problem=problem, assignments=problem.previous)
    return Rota(problem=as_done(problem, association), assignments=frozenset())


def as_done(problem: Problem, association: Association) -> Problem:
    """
    Return the problem with the duties of its horizon as the history has them; they hold no slot.

    Slots stay: what an annual contract asks for hangs on the days on which there is work.
    """
    horizon = problem.horizon
    outside = (
        worked
        for worked in problem.history
        if worked.duty.kind in MANDATE or not horizon.first <= worked.duty.span.first < horizon.last
    )
    inside = (
        Worked(mediator=row.worked.mediator, duty=replace(row.worked.duty, decided=True))
        for rows in association.history.values()
        for row in rows
        if horizon.first <= row.worked.duty.span.first < horizon.last
        and row.worked.mediator in problem.mediator_of
    )
    return replace(problem, history=(*outside, *inside), locks=(), previous=frozenset())


def warm(engine: Engine, now: datetime, given_up: Callable[[], bool] = lambda: False) -> int:
    """
    Judge the month that RH look at first, and count its people; return how many were, 0 or 1.

    Everybody's accounts of fairness are added up too: what is to be done names who is far off.

    Data that can't be read are skipped: each reader learns why on reading them.
    """
    if given_up():
        return 0
    try:
        with reading(engine) as session:
            label = month_seen_first(whole(session), civil_day(now))
            if not label:
                return 0
            month = month_of(session, label, Basis.PLAN, now)
        findings_on(month)
        for person in month.rota.problem.mediators:
            if given_up():
                return 0
            count = person_count(month, person)
            _ = count.counters, count.overtime
        accounts_of(month.association, month.first, month.first)
    except (RoulementError, SQLAlchemyError) as error:
        log.warning("mois publié non jugé d’avance : %s", type(error).__name__)
        return 0
    return 1


@dataclass(frozen=True, kw_only=True, eq=False)
class PersonCount:
    """A person's month, in minutes: each part is counted when somebody reads it."""

    month: Month
    person: Mediator

    @cached_property
    def counters(self) -> Counters:
        """What they work, and what is due; not the shape of their weeks, which no reader shows."""
        rules = self.month.profile.rules_of(self.person)
        return counters_of(self.month.rota, self.person, rules, shaped=False)

    @property
    def overtime(self) -> Mapping[int, int]:
        """Minutes by rate, in thousandths."""
        return {premium.rate: premium.minutes for premium in self._sheet.overtime}

    @property
    def window(self) -> WindowLine | None:
        """The twelve weeks that end last (None: none does)."""
        return max(self._sheet.windows, key=lambda window: window.last_monday, default=None)

    @property
    def owed(self) -> Sequence[OwedRestLine]:
        """Rests owed for hours that were cut, returned or not."""
        return self._sheet.owed

    @cached_property
    def _sheet(self) -> Sheet:
        """All that the law has counted of them, of which « À faire » reads nothing."""
        rules = self.month.profile.rules_of(self.person)
        return sheet_of(self.month.rota.timeline(self.person), rules)


_counts = Memory[PersonCount](KEPT * PEOPLE)


def person_count(month: Month, person: Mediator) -> PersonCount:
    """
    Return what a month counts for one of its people, worked out once.

    A month is another one as soon as data, publications or hours worked are others (`month_of`).
    """
    return _counts.get((Same(month), person.id), lambda: PersonCount(month=month, person=person))
