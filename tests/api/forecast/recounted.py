"""What a forecast's sentences state, counted again day by day from an association's rows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

from dateutil.easter import easter

from api.data.association import Association
from calendars.training.cohorts import Cohort
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.people import AbsenceKind, Mediator, StaffRole
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import Span

PARIS = ZoneInfo("Europe/Paris")
HEARTS = (time(10), time(12)), (time(14), time(16))
FIXED = (1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)
AFTER_EASTER = (1, 39, 50)
Kind = tuple[str, "frozenset[StaffRole]"]


@cache
def is_holiday(day: date) -> bool:
    """Whether a day is one of the eleven of L3133-1."""
    return (day.month, day.day) in FIXED or (day - easter(day.year)).days in AFTER_EASTER


@dataclass(frozen=True, kw_only=True)
class Lost:
    """A person's week: what the contracts give, and what takes minutes of it."""

    person: Mediator
    contract: int = 0
    leave: int = 0
    absence: int = 0
    training: int = 0
    apprentice: bool = False

    @property
    def left(self) -> int:
        """Minutes that are left for posts."""
        return self.contract - self.leave - self.absence - self.training


class Recount:
    """An association's weeks; `slots`: all that its templates make in the civil years `years`."""

    def __init__(self, known: Association, slots: Collection[Slot], years: range) -> None:
        self.known, self.slots, self.years = known, slots, years
        self.days_known: dict[tuple[str, date, int], Fraction] = {}
        self.opened_known: dict[str, set[date]] = {}
        self.absences: dict[str, list[tuple[AbsenceKind, Span]]] = defaultdict(list)
        for absence in known.absences:
            self.absences[absence.mediator].append((absence.kind, absence.span))
        self.cohorts: dict[str, list[Cohort]] = defaultdict(list)
        for cohort, who in known.members:
            self.cohorts[who] += [each for each in known.cohorts if each.id == cohort]
        self.opened: dict[tuple[str, StaffRole], set[date]] = defaultdict(set)
        for slot in slots:
            for role in (role for need in slot.needs for role in need.roles):
                if slot.kind is not SlotKind.STANDBY:
                    self.opened[slot.dispositif, role].add(slot.span.start.date())

    def needed(self, monday: date, *, least: bool = False) -> dict[Kind, int]:
        """Return the minutes that a week's posts ask for, by dispositif and roles."""
        minutes: dict[Kind, int] = defaultdict(int)
        for slot in self.slots:
            day = slot.span.start.date()
            if slot.kind is not SlotKind.STANDBY and 0 <= (day - monday).days < 7:
                for need in slot.needs:
                    posts = need.minimum if least else need.target
                    minutes[slot.dispositif, need.roles] += posts * slot.duty.paid
        return minutes

    def week(self, person: Mediator, monday: date) -> Lost:
        """Count what a person's week loses, contract by contract."""
        days = [monday + timedelta(days=n) for n in range(7)]
        whole = leave = other = 0
        for contract in person.contracts:
            due = [day for day in days if self._asks(person, contract, day)]
            half = self._day_once(person, contract, monday.year) / 2
            most = 2 * len(contract.days or range(5))
            on_leave = {(day, part) for day in due for part in self._off(person, day, leave=True)}
            off = on_leave | {
                (day, part) for day in due for part in self._off(person, day, leave=False)
            }
            full = int(half * min(most, 2 * len(due)))
            without = int(half * min(most, 2 * len(due) - len(on_leave)))
            there = int(half * min(most, 2 * len(due) - len(off)))
            whole, leave, other = whole + full, leave + full - without, other + without - there
        sessions = [
            (day, minutes)
            for day in days
            for part, minutes in self._sessions(person, day)
            if part not in self._off(person, day, leave=True) | self._off(person, day, leave=False)
        ]
        return Lost(
            person=person,
            contract=whole,
            leave=leave,
            absence=other,
            training=min(whole - leave - other, sum(minutes for _, minutes in sessions)),
            apprentice=any(
                contract.kind is ContractKind.APPRENTICESHIP and _runs(contract, day)
                for contract in person.contracts
                for day, _ in sessions
            ),
        )

    def _asks(self, person: Mediator, contract: Contract, day: date) -> bool:
        if not _runs(contract, day):
            return False
        if contract.basis is HoursBasis.YEAR:
            chosen = contract.days is None or day.weekday() in contract.days
            return chosen and day in self._opened(person)
        return day.weekday() in (contract.days or range(5)) and not is_holiday(day)

    def _opened(self, person: Mediator) -> set[date]:
        if person.id not in self.opened_known:
            mine = (self.opened[d, person.role] for d in person.dispositifs)
            self.opened_known[person.id] = set().union(*mine)
        return self.opened_known[person.id]

    def _day_once(self, person: Mediator, contract: Contract, year: int) -> Fraction:
        key = person.id, contract.start, year
        if key not in self.days_known:
            self.days_known[key] = self._day(person, contract, year)
        return self.days_known[key]

    def _day(self, person: Mediator, contract: Contract, year: int) -> Fraction:
        """Return what a day gives: of an annual contract, a part of what its year asks for."""
        weekdays = len(contract.days or range(5))
        mean = Fraction(contract.weekly_minutes, weekdays)
        if contract.basis is not HoursBasis.YEAR:
            return mean
        year = min(max(year, self.years[0]), self.years[-1])
        days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
        days = [day for day in days if day.year == year]
        inside = [day for day in days if _runs(contract, day)]
        weeks = Counter(
            day.isocalendar()[:2] for day in inside if self._asks(person, contract, day)
        )
        opened = sum(min(count, weekdays) for count in weeks.values())
        year_asks = contract.annual_minutes or Fraction(
            1607 * 60 * contract.weekly_minutes, 35 * 60
        )
        if not opened:
            return mean
        day = Fraction(year_asks) * Fraction(len(inside), len(days)) / opened
        return max(mean, min(mean * 5 / 4, day))

    def _off(self, person: Mediator, day: date, *, leave: bool) -> set[int]:
        """Return the half days that leave takes, or that other absences do."""
        return {
            part
            for part, (begins, ends) in enumerate(HEARTS)
            for kind, span in self.absences[person.id]
            if kind is not AbsenceKind.UNAVAILABLE and (kind is AbsenceKind.LEAVE) is leave
            if span.start <= datetime.combine(day, begins, PARIS)
            if datetime.combine(day, ends, PARIS) <= span.end
        }

    def _sessions(self, person: Mediator, day: date) -> Iterator[tuple[int, int]]:
        """Yield the half days at the centre, with their minutes."""
        if is_holiday(day) or not any(_runs(contract, day) for contract in person.contracts):
            return
        for cohort in self.cohorts[person.id]:
            if day in cohort.without:
                continue
            timed = [span for span in cohort.timed if span.start.date() == day]
            for span in timed:
                yield int(span.start.hour >= 12), int((span.end - span.start).total_seconds() / 60)
            if not timed and _meets(cohort, day):
                for part, hours in enumerate((cohort.morning, cohort.afternoon)):
                    if hours is not None:
                        yield part, _minutes(hours.end) - _minutes(hours.start)

    def rate(self, before: date) -> tuple[int, int, int]:
        """Return half days lost to sickness, those due, and how many people owe some."""
        months = sorted(
            first
            for label in self.known.history
            if (first := date.fromisoformat(f"{label}-01")) < before
        )
        end = (months[-1] + timedelta(days=32)).replace(day=1) if months else before
        lost = due = people = 0
        for person in self.known.mediators:
            spans = [s for kind, s in self.absences[person.id] if kind is AbsenceKind.SICK]
            mine, day = 0, end.replace(year=end.year - 1)
            while day < end:
                contract = next((c for c in person.contracts if _runs(c, day)), None)
                owes = contract is not None and day.weekday() in (contract.days or range(5))
                if owes and not is_holiday(day):
                    mine += 2
                    lost += sum(
                        any(
                            span.start <= datetime.combine(day, begins, PARIS)
                            and datetime.combine(day, ends, PARIS) <= span.end
                            for span in spans
                        )
                        for begins, ends in HEARTS
                    )
                day += timedelta(days=1)
            due, people = due + mine, people + bool(mine)
        return lost, due, people


def _runs(contract: Contract, day: date) -> bool:
    return contract.start <= day and (contract.end is None or day <= contract.end)


def _minutes(moment: time) -> int:
    return 60 * moment.hour + moment.minute


def _meets(cohort: Cohort, day: date) -> bool:
    """Whether a cohort is at the centre on a day, at its usual hours."""
    monday = day - timedelta(days=day.weekday())
    listed = any(each - timedelta(days=each.weekday()) == monday for each in cohort.weeks)
    if cohort.first is not None and cohort.until is not None and not listed:
        weeks = (monday - cohort.first + timedelta(days=cohort.first.weekday())).days // 7
        listed = cohort.first <= day <= cohort.until and weeks % cohort.every == 0
    return (listed and day.weekday() in cohort.weekdays) or day in cohort.days
