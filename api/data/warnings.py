"""Find what surprises although nothing is wrong: idle locks, slots that nobody may hold."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from api.data.association import Association
from api.data.building.agreements import profile_for
from api.french.shifts import typed_hours
from calendars.holidays import holidays_of
from calendars.school import SchoolCalendar
from calendars.templates.expansion import expand
from calendars.templates.template import ExceptionAction, Template, TemplateException
from constraints.obstacles import obstacles
from scheduler.audit import audit_person
from scheduler.domain.duty import slot_day, template_of
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Lock
from scheduler.domain.slots import Slot
from scheduler.domain.time import Span, day_span, days_span, week_of
from scheduler.domain.timeline import Timeline
from scheduler.finding import Finding, Severity, Verdict
from scheduler.rule import Profile


@dataclass(frozen=True, kw_only=True)
class IdleLock:
    """
    A lock that can't apply: why, in French, and which of its fields (`slot`, `mediator`).

    `who`: the person's name.
    """

    lock: Lock
    field: str
    why: str
    who: str

    @property
    def message(self) -> str:
        """Say which lock it is, where, and why it keeps nobody on its slot."""
        lock = self.lock
        which = f"{self.who}, créneau {lock.slot} (verrou de {lock.by} : {lock.why})"
        return f"{which} : affectation laissée de côté, {self.why}."


def locks_of(
    association: Association, templates: Iterable[str], first: date, last: date
) -> Iterator[Lock]:
    """Yield locks on slots of these templates, by id, between two days included."""
    planned = frozenset(templates)
    for lock in association.locks:
        if template_of(lock.slot) in planned and first <= slot_day(lock.slot) <= last:
            yield lock


def idle_locks(
    association: Association,
    locks: Iterable[Lock],
    slots: Mapping[str, Slot],
    people: Mapping[str, Mediator],
) -> tuple[IdleLock, ...]:
    """Return locks that can't apply: no such slot, or the person can't have the post."""
    idle = []
    for lock in locks:
        slot, person = slots.get(lock.slot), people.get(lock.mediator)
        who = lock.mediator if person is None else person.name
        if slot is None:
            template, day = template_of(lock.slot), slot_day(lock.slot)
            why = f"le gabarit « {template} » n’a pas de créneau le {day:%d/%m/%Y}"
            idle.append(IdleLock(lock=lock, field="slot", why=why, who=who))
            continue
        if why := _against(association, person, slot):
            idle.append(IdleLock(lock=lock, field="mediator", why=why, who=who))
    return tuple(idle)


def _against(association: Association, person: Mediator | None, slot: Slot) -> str:
    """
    Return what keeps a person from a slot, in French (empty: nothing).

    Being away does only where an appointment names them: a commanditaire's appointment must not
    stop a month. A planner's own lock of somebody who is away is explained as a conflict.
    """
    if person is None:
        return "n’est pas de l’association"
    named = template_of(slot.id) in association.appointment_of
    return next(obstacles(person, slot), away(association, person.id, slot.span) if named else "")


def with_titles(
    association: Association, day: date, people: Iterable[Mediator]
) -> Mapping[str, Mediator]:
    """Return people by id, with the titles that they have on a day."""
    titles = association.titles_on(day)
    return {m.id: replace(m, titles=m.titles | titles.get(m.id, frozenset())) for m in people}


def idle_lock(association: Association, lock: Lock) -> IdleLock | None:
    """
    Return why a lock can't apply in the association as it is (None: it can).

    Titles are those of the first day of its month, as when that month is planned.
    """
    day, slot = slot_day(lock.slot), slot_of(association, lock.slot)
    person = association.mediator_of.get(lock.mediator)
    people = with_titles(association, day.replace(day=1), () if person is None else (person,))
    there = {slot.id: slot} if slot else {}
    return next(iter(idle_locks(association, [lock], there, people)), None)


def slot_of(association: Association, name: str) -> Slot | None:
    """Return the slot that a template makes on a day, by its id (None: it makes none)."""
    template, day = template_of(name), slot_day(name)
    slots = association.slots([t for t in association.templates if t.id == template], day_span(day))
    return next((slot for slot in slots if slot.id == name), None)


def away(association: Association, who: str, span: Span) -> str:
    """
    Return in French that a person is away for a part of a span (empty: they are there).

    The words never say why: a reason of absence is between a person and RH.
    """
    if any(absence.span.touches(span) for absence in association.absences_of.get(who, ())):
        return "a une absence"
    if any(d.mediator == who and d.span.touches(span) for d in association.delegations):
        return "est en mandat"
    person = association.mediator_of.get(who)
    if person is not None and association.trainings([person], span):
        return "est en formation"
    return ""


LONG_AGO = date(2000, 1, 1)
WEEK = timedelta(days=7)
CLOCKS_CHANGE = ((3, 25), (10, 25))
"""A month, and the earliest day on which its last Sunday can be."""


def unlawful_slots(
    slots: Iterable[Slot], association: Association, profile: Profile
) -> Iterator[tuple[Slot, Finding]]:
    """
    Yield, for each shape of slot that no adult may lawfully hold, a slot and the reason.

    The rules themselves judge: a full-time adult holds that slot and nothing else. What an
    agreement or a night worker's status would change isn't asked here: public order only. A shape
    is judged once a weekday (Sundays have a law of their own) and reported once a rule.
    """
    judged: set[object] = set()
    said: set[object] = set()
    for slot in slots:
        day, shape = slot.span.day, _shape(slot)
        off = association.holidays((day.year, day.year + 1), slot.agency)
        # On a public holiday the day itself counts: the law has one that isn't like the others.
        case = (shape, day.weekday(), day if off & set(slot.span.days) else None)
        if case in judged:
            continue
        judged.add(case)
        finding = _refusal(slot, association, profile, off)
        if finding is not None and (shape, finding.rule) not in said:
            said.add((shape, finding.rule))
            yield slot, finding


def unlawful_remarks(
    association: Association, templates: Collection[str] | None = None
) -> tuple[str, ...]:
    """
    Say which templates and exceptions describe slots that nobody may lawfully hold.

    `templates`: of these alone, by id. A template is judged on a week without public holiday nor
    change of clocks, whatever its season, and with each derogation whatever its dates: it is the
    template that is judged, not a month.
    """
    profile, undated = profile_for(association), _undated(association)
    exceptions: dict[str, list[TemplateException]] = {}
    for exception in association.exceptions:
        exceptions.setdefault(exception.template, []).append(exception)
    return tuple(
        f"nul ne peut légalement tenir {what} : {finding.message} ({finding.article})"
        for template in association.templates
        if templates is None or template.id in templates
        for what, slots in _slots_to_judge(template, exceptions.get(template.id, ()))
        for _, finding in unlawful_slots(slots, undated, profile)
    )


def unlawful_findings(template: Template, association: Association) -> tuple[Finding, ...]:
    """Return why nobody may lawfully hold a template's slots, a rule once (empty: one may)."""
    slots = _ordinary_slots(template)
    profile, undated = profile_for(association), _undated(association)
    return tuple(finding for _, finding in unlawful_slots(slots, undated, profile))


def _undated(association: Association) -> Association:
    """Return the association with its derogations at all dates."""
    grounds = (replace(ground, since=LONG_AGO, until=None) for ground in association.grounds)
    return replace(association, grounds=tuple(grounds))


def _ordinary_slots(template: Template) -> tuple[Slot, ...]:
    monday = _ordinary_week(template.since)
    return _slots(template, monday, monday + WEEK - timedelta(days=1))


def _slots_to_judge(
    template: Template, exceptions: Iterable[TemplateException]
) -> Iterator[tuple[str, tuple[Slot, ...]]]:
    """Yield name and slots of a template, and of each of its exceptions with hours of its own."""
    label = f"le gabarit « {template.id} » tel que ses horaires et ses pauses le décrivent"
    yield label, _ordinary_slots(template)
    for exception in exceptions:
        own = exception.start or exception.end or exception.breaks is not None
        if exception.action is ExceptionAction.ADD or (
            exception.action is ExceptionAction.CHANGE and own
        ):
            changed = replace(
                template,
                weekdays=frozenset({exception.day.weekday()}),
                start=exception.start or template.start,
                end=exception.end or template.end,
                breaks=template.breaks if exception.breaks is None else exception.breaks,
            )
            what = (
                f"le créneau du {exception.day:%d/%m/%Y} du gabarit « {template.id} » (exception)"
            )
            yield what, _slots(changed, exception.day, exception.day)


def _slots(template: Template, first: date, last: date) -> tuple[Slot, ...]:
    """Return a template's slots on these days, whatever the season, school and holidays."""
    always = replace(
        template,
        since=first,
        until=last,
        season="",
        school_zone="",
        on_holidays=True,
        every=1,
        phase=0,
    )
    span, school = days_span(first, last), SchoolCalendar()
    return expand((always,), (), span, holidays=frozenset(), local={}, school=school)


def _ordinary_week(since: date) -> date:
    """Return the Monday of the first whole week without public holiday nor change of clocks."""
    monday = week_of(since + WEEK - timedelta(days=1))
    while True:
        days = [monday + timedelta(days=n) for n in range(8)]
        off = holidays_of((monday.year, monday.year + 1))
        sunday = days[6]
        changes = any(sunday.month == month and sunday.day >= day for month, day in CLOCKS_CHANGE)
        if not changes and off.isdisjoint(days):
            return monday
        monday += WEEK


def _refusal(
    slot: Slot, association: Association, profile: Profile, holidays: frozenset[date]
) -> Finding | None:
    """Return the first finding of public order on an adult who holds this slot and nothing else."""
    someone = Mediator(
        id="adulte",
        name=typed_hours(slot.span),
        agency=slot.agency,
        dispositifs=frozenset({slot.dispositif}),
        contracts=(Contract(kind=ContractKind.CDI, start=LONG_AGO),),
        socle=LONG_AGO,
        titles=frozenset().union(*(need.titles for need in slot.needs)),
    )
    alone = Timeline(
        mediator=someone,
        horizon=days_span(slot.span.days[0], slot.span.days[-1]),
        duties=(slot.duty,),
        grounds=association.grounds,
        holidays=holidays,
        employer=association.employer,
    )
    return next(
        (
            finding
            for finding in audit_person(alone, profile)
            if finding.blocks
            and finding.severity is Severity.PUBLIC_ORDER
            and finding.verdict is not Verdict.TO_CONFIRM
        ),
        None,
    )


def _shape(slot: Slot) -> object:
    """Return the features of a slot that the law looks at, whatever its day."""
    breaks = tuple(
        (pause.minutes, pause.kind, None if pause.start is None else pause.start - slot.span.start)
        for pause in slot.breaks
    )
    hours = (slot.span.start.time(), slot.span.end.time(), slot.span.minutes)
    return (*hours, breaks, slot.kind, slot.agency, slot.dispositif)
