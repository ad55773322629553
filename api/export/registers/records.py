"""Record each person's month as the labour code asks (D3171-8 to -13)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from api.export.month.bundle import Edition
from api.french.plural import plural
from api.french.words import alphabetical, clock, short_date
from api.judging.report.wording import KINDS
from api.planning.names import Names
from constraints.counters.count import counters
from constraints.counters.days.absences import absence_minutes_by_day
from constraints.counters.days.work import work_by_day
from constraints.counters.sheet import Counters
from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.employment.employer import Employer, Route, Scheme
from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.people import AbsenceKind, Mediator
from scheduler.domain.rota import Rota
from scheduler.domain.time import SUNDAY, Span, day_span, days_span, week_of, week_span
from scheduler.domain.timeline import Timeline
from scheduler.rule import PersonRule, Profile

KEPT = (
    "À tenir un an à la disposition de l’inspection du travail (D3171-16) ; trois ans sont "
    "prudents, les salaires se réclamant sur trois ans (L3245-1)."
)
LEGAL_TIME = (
    "Heures légales de Paris ; durées en heures et minutes écoulées, changements d’heure compris."
)
LABELS = {**KINDS, DutyKind.TRAVEL: "trajet entre deux lieux"}
PAUSES = {BreakKind.UNPAID: "", BreakKind.PAID: " payée", BreakKind.WATCH: " travaillée"}


def statement(employer: Employer, first: date, last: date) -> str:
    """Say whether hours really worked are recorded on the days from `first` to `last`."""
    since = employer.records_since
    if since is None or since > last:
        return (
            "Heures prévues au planning, et non heures faites : aucun relevé des heures faites "
            "n’est déclaré pour ce mois. Ce document ne vaut pas décompte des heures accomplies "
            "(D3171-8) tant qu’elles n’y sont pas relevées."
        )
    if since > first:
        return (
            f"Heures prévues au planning, et non heures faites, avant le {short_date(since)}. À "
            "partir de ce jour les heures faites sont relevées : à rapprocher de ce relevé."
        )
    return (
        f"Heures du planning publié. Les heures faites sont relevées depuis le {short_date(since)} "
        ": à rapprocher de ce relevé avant signature."
    )


def pauses_of(breaks: Iterable[Break]) -> str:
    """Write breaks, with their time if it is known: `20 min à 12h30 + 10 min payée`."""
    return " + ".join(
        f"{pause.minutes} min{f' à {clock(pause.start)}' if pause.start else ''}"
        f"{PAUSES[pause.kind]}"
        for pause in breaks
    )


def scheme_words(scheme: Scheme) -> str:
    """Write an arrangement: `périodes de 4 semaines depuis le 05/01/2026, décision de …`."""
    length = plural(scheme.weeks, "semaine") if scheme.weeks else f"{scheme.months} mois"
    route = "décision de l’employeur" if scheme.route is Route.UNILATERAL else "accord"
    return f"périodes de {length} depuis le {short_date(scheme.start)}, {route}"


def notice_words(scheme: Scheme) -> str:
    """Write how early a change is announced: by the agreement, or by law (L3121-47, D3121-27)."""
    if scheme.notice_days is not None:
        one_day, days = (
            ("jour ouvré", "jours ouvrés") if scheme.notice_working else ("jour", "jours")
        )
        return plural(scheme.notice_days, one_day, days)
    return "sept jours ouvrés" if scheme.route is Route.UNILATERAL else "sept jours"


@dataclass(frozen=True, kw_only=True)
class WeekRest:
    """
    The longest rest of one civil week, on-call included (L3121-10).

    `first` and `last`: UTC minutes of the end of a duty and of the next start, wherever they lie
    (None: no duty is known there). `whole`: no work at all in the week. `sunday`: the whole Sunday
    is rest.
    """

    monday: date
    first: int | None
    last: int | None
    whole: bool
    sunday: bool

    @property
    def minutes(self) -> int | None:
        """Return how long the rest lasts, if both ends are known (None: they aren't)."""
        return None if self.first is None or self.last is None else self.last - self.first


def week_rests(timeline: Timeline) -> Iterator[WeekRest]:
    """Yield the rest of each civil week whose Sunday lies in the horizon."""
    horizon = timeline.horizon
    for monday in timeline.horizon_weeks:
        sunday = monday + timedelta(days=SUNDAY)
        if sunday in horizon.days:
            yield _rest(timeline, week_span(monday), day_span(sunday))


def _rest(timeline: Timeline, week: Span, sunday: Span) -> WeekRest:
    gaps = [(a, b) for a, b in _gaps(timeline) if _in(week, a, b) > 0]
    first, last = max(gaps, key=lambda gap: (_in(week, *gap), gap[0] or 0), default=(0, 0))
    return WeekRest(
        monday=week.day,
        first=first,
        last=last,
        whole=_in(week, first, last) == week.minutes,
        sunday=not timeline.duties_in(sunday),
    )


def _gaps(timeline: Timeline) -> Iterator[tuple[int | None, int | None]]:
    """Yield the stretches without work, the first and the last open at one end."""
    end: int | None = None
    for duty in timeline.working:
        if end is None or duty.span.first > end:
            yield end, duty.span.first
        end = duty.span.last if end is None else max(end, duty.span.last)
    yield end, None


def _in(week: Span, first: int | None, last: int | None) -> int:
    begin = week.first if first is None else max(first, week.first)
    end = week.last if last is None else min(last, week.last)
    return max(0, end - begin)


#: Rest days that an arrangement of hours gives (D3171-12, 4°).
DAYS_OFF = frozenset({AbsenceKind.RECOVERY})
COMPENSATORY = frozenset({AbsenceKind.REST})


@dataclass(frozen=True, kw_only=True)
class Period:
    """
    A period of work: its start and end, its breaks, its minutes of work.

    `carried`: it began before the month, whose minutes alone are in `minutes`.
    """

    span: Span
    label: str
    pauses: str
    minutes: int
    site: str
    carried: bool = False


@dataclass(frozen=True, kw_only=True)
class Standby:
    """A stretch of on-call within the month; `called`: minutes of intervention during it."""

    span: Span
    called: int


@dataclass(frozen=True, kw_only=True)
class Record:
    """
    One person's month: contracts in order, periods by day, counters, on-call and weekly rests.

    `overtime_year`: overtime worked since 1 January, given back as rest or not (D3171-12, 1°);
    `complementary_year`: a part-timer's complementary hours since then.
    `rest_taken`: minutes of compensatory rest taken in the month; `days_off`: days of rest of an
    arrangement of hours. `reserves`: what is to be confirmed, without a word on anyone's health.
    """

    mediator: Mediator
    contracts: tuple[Contract, ...]
    days: tuple[tuple[date, tuple[Period, ...]], ...]
    counters: Counters
    overtime_year: int
    complementary_year: int
    standby: tuple[Standby, ...]
    rests: tuple[WeekRest, ...]
    rest_taken: int
    days_off: int
    reserves: tuple[str, ...]

    @property
    def temp(self) -> bool:
        """Whether a temp agency sends the person."""
        return any(contract.kind is ContractKind.TEMP for contract in self.contracts)

    @property
    def part_time(self) -> Contract | None:
        """Return the month's part-time contract as signed, the first of two (None: none is)."""
        first, last = self.days[0][0], self.days[-1][0]
        contracts = (c for c in self.mediator.contracts if c.touches(first, last))
        return next((contract for contract in contracts if contract.part_time), None)

    @property
    def over_weeks(self) -> bool:
        """Whether hours are counted over a cycle or a year during some part of the month."""
        return any(
            contract.basis in (HoursBasis.CYCLE, HoursBasis.YEAR) for contract in self.contracts
        )

    @property
    def sundays(self) -> tuple[date, ...]:
        """Return the Sundays of the month on which the person works."""
        return tuple(d.day for d in self.counters.days if d.minutes.work and _sunday(d.day))


@dataclass(frozen=True, kw_only=True)
class Registers:
    """The records of a month by name, with the rota and edition that documents name."""

    rota: Rota
    names: Names
    edition: Edition
    records: tuple[Record, ...]

    @property
    def first(self) -> date:
        """First day of the month."""
        return self.rota.problem.horizon.day

    @property
    def last(self) -> date:
        """Last day of the month."""
        return self.rota.problem.horizon.days[-1]

    @property
    def doubts(self) -> int:
        """How much of the records is to be confirmed."""
        return sum(len(record.reserves) for record in self.records)

    @property
    def statement(self) -> str:
        """Say whether the hours shown were recorded, or only planned."""
        return statement(self.rota.problem.employer, self.first, self.last)

    @property
    def basis(self) -> str:
        """Say briefly where the figures come from: the rota, or records of hours."""
        since = self.rota.problem.employer.records_since
        if since is None or since > self.first:
            return "Chiffres tirés du planning, et non d’heures relevées sur tout le mois."
        return "Chiffres tirés du planning publié, à rapprocher du relevé des heures faites."


def registers(rota: Rota, profile: Profile, names: Names, edition: Edition) -> Registers:
    """Gather the records of everyone under contract in the rota's month, by name."""
    people = sorted(rota.problem.mediators, key=lambda m: (alphabetical(m.name), m.id))
    records = (record(rota.timeline(who), profile, names) for who in people)
    return Registers(
        rota=rota,
        names=names,
        edition=edition,
        records=tuple(kept for kept in records if kept is not None),
    )


def bound_by(registers: Registers, scheme: Scheme, agency: str = "") -> Iterator[Record]:
    """Yield the records of people whose hours an arrangement counts in the month."""
    for record in registers.records:
        own = record.mediator.agency
        inside = (
            scheme.start <= registers.last and (scheme.until or registers.last) >= registers.first
        )
        if record.over_weeks and inside and scheme.agency in ("", own) and agency in ("", own):
            yield record


def sundays(registers: Registers) -> list[date]:
    """Return the Mondays of weeks whose Sunday is in the month."""
    return [week_of(day) for day in registers.rota.problem.horizon.days if day.weekday() == SUNDAY]


def worked(record: Record, weeks: Iterable[date]) -> list[int]:
    """Return a record's minutes of work in each of these weeks."""
    table = {line.monday: line.work for line in record.counters.weeks}
    return [table.get(monday, 0) for monday in weeks]


def record(timeline: Timeline, profile: Profile, names: Names) -> Record | None:
    """Gather the month of one person (None: the person has no contract in it)."""
    who, horizon = timeline.mediator, timeline.horizon
    first, last = horizon.day, horizon.days[-1]
    daily = [who.contract_on(day) for day in horizon.days]
    contracts = tuple(dict.fromkeys(contract for contract in daily if contract is not None))
    if not contracts:
        return None
    rules = profile.rules_of(who)
    counted = counters(timeline, rules)
    all_hours = _all_overtime(timeline)
    worked = counted if all_hours is timeline else counters(all_hours, rules)
    periods = _periods(timeline, names)
    taken = absence_minutes_by_day(timeline, COMPENSATORY, first, last)
    off = absence_minutes_by_day(timeline, DAYS_OFF, first, last)
    return Record(
        mediator=who,
        contracts=contracts,
        days=tuple((day, periods.get(day, ())) for day in horizon.days),
        counters=counted,
        overtime_year=worked.years[-1].overtime,
        complementary_year=_complementary(timeline, rules)
        if any(c.part_time for c in contracts)
        else 0,
        standby=tuple(_standby(timeline)),
        rests=tuple(week_rests(timeline)),
        rest_taken=sum(taken.values()),
        days_off=len(off),
        reserves=counted.remarks,
    )


def _all_overtime(timeline: Timeline) -> Timeline:
    """Return the timeline in which all overtime counts, given back as rest or urgent."""
    employer = timeline.employer
    urgent = any(ground.kind is GroundKind.URGENT for ground in timeline.grounds)
    if not employer.rest_for_overtime and not urgent:
        return timeline
    return replace(
        timeline,
        employer=replace(employer, rest_for_overtime=False),
        grounds=tuple(g for g in timeline.grounds if g.kind is not GroundKind.URGENT),
    )


def _complementary(timeline: Timeline, rules: Sequence[PersonRule]) -> int:
    """Return the complementary minutes of the contract's weeks or months ended since January."""
    days = timeline.horizon.days
    year = replace(timeline, horizon=days_span(date(days[0].year, 1, 1), days[-1]))
    lines = counters(year, rules).complementary
    return sum(tier.minutes for line in lines if line.last <= days[-1] for tier in line.tiers)


def _periods(timeline: Timeline, names: Names) -> Mapping[date, tuple[Period, ...]]:
    """Return periods of work by the day they begin; on the 1st, the end of a night of before."""
    horizon = timeline.horizon
    table: dict[date, list[Period]] = {}
    for duty in timeline.working:
        if not duty.span.touches(horizon) or duty.span.first >= horizon.last:
            continue
        carried = duty.span.first < horizon.first
        period = Period(
            span=duty.span,
            label=LABELS[duty.kind],
            pauses=pauses_of(duty.breaks),
            minutes=_minutes_inside(timeline, duty) if carried else duty.work,
            site=names.site(duty.site),
            carried=carried,
        )
        table.setdefault(horizon.day if carried else duty.span.day, []).append(period)
    return {day: tuple(periods) for day, periods in table.items()}


def _minutes_inside(timeline: Timeline, duty: Duty) -> int:
    """Return the minutes of a duty that fall in the month, as counters place its breaks."""
    return sum(minutes for day, minutes in work_by_day(duty) if day in timeline.horizon.days)


def _standby(timeline: Timeline) -> list[Standby]:
    called = [d.span for d in timeline.duties if d.kind is DutyKind.INTERVENTION]
    standby = []
    for duty in timeline.duties:
        if duty.kind is DutyKind.STANDBY and duty.span.touches(timeline.horizon):
            span = _inside(duty.span, timeline.horizon)
            standby.append(Standby(span=span, called=sum(span.overlap(call) for call in called)))
    return standby


def _inside(span: Span, horizon: Span) -> Span:
    if horizon.contains(span):
        return span
    return Span.of_minutes(max(span.first, horizon.first), min(span.last, horizon.last))


def _sunday(day: date) -> bool:
    return day.weekday() == SUNDAY
