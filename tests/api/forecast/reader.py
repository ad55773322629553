"""Read the sentences of a forecast, and compare each with what its rows say."""

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from api.data.association import Association
from api.forecast.service import Forecast, WeekForecast, forecast
from api.forecast.words import (
    cause_words,
    causes_words,
    full_time_words,
    rate_words,
    state_words,
    total_words,
)
from api.french.words import signed_hours
from calendars.holidays import holidays_of
from calendars.templates.expansion import expand
from scheduler.domain.people import Mediator
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import days_span
from tests.api.forecast.recounted import Kind, Lost, Recount

HOURS = r"(\d+) h (\d\d)"
CAUSES = {
    "contrats": rf"{HOURS} de moins dans les contrats que dans les besoins",
    "apprentis": r"(\d+) apprenti(s?) au CFA",
    "formation": r"(\d+) personne(s?) en formation",
    "conges": r"(\d+) personne(s?) en congé",
    "absences": r"(\d+) personne(s?) absente\2",
    "imprevu": rf"{HOURS} d’absences imprévues",
}
"""What a sentence says of each cause, in the order of causes that take as much."""

IN_MINUTES = frozenset({"contrats", "imprevu"})


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


def minutes(whole: str, rest: str) -> int:
    assert int(rest) < 60
    return 60 * int(whole) + int(rest)


def read_cause(words: str) -> tuple[str, int]:
    """Return what a cause is, and its minutes or its number of people."""
    for name, pattern in CAUSES.items():
        said = re.fullmatch(pattern, plain(words))
        if said and name in IN_MINUTES:
            return name, minutes(*said.groups())
        if said:
            assert said[2] == ("s" if int(said[1]) > 1 else "")
            return name, int(said[1])
    raise AssertionError(words)


class Reader:
    """A forecast, and all that its sentences are compared with."""

    def __init__(self, known: Association, first: date, last: date) -> None:
        self.known, self.first = known, first
        self.forecast: Forecast = forecast(known, first, last)
        mondays = sorted({week.monday for week in self.forecast.weeks})
        years = range(first.year, last.year + 1)
        ends = (mondays[-1] + timedelta(days=6), date(last.year, 12, 31))
        slots = expand(
            known.templates,
            known.exceptions,
            days_span(min(mondays[0], date(first.year, 1, 1)), max(ends)),
            holidays=holidays_of(range(mondays[0].year, ends[0].year + 1)),
            local={},
            school=known.school,
            seasons=known.seasons,
        )
        self.recount = Recount(known, slots, years)
        self.needs = {monday: self.recount.needed(monday) for monday in mondays}
        self.kinds = {kind for needs in self.needs.values() for kind in needs}
        self.people = [person for person in known.mediators if self.group(person)]
        self.weeks: dict[tuple[str, date], Lost] = {
            (person.id, monday): self.recount.week(person, monday)
            for person in self.people
            for monday in mondays
        }
        lost, due, count = self.recount.rate(first.replace(day=1))
        self.rate = Fraction(lost, due) if count >= 5 else None

    def group(self, person: Mediator) -> frozenset[Kind]:
        """Return the kinds of post that a person may hold."""
        return frozenset(
            (dispositif, roles)
            for dispositif, roles in self.kinds
            if dispositif in person.dispositifs and person.role in roles
        )

    def staff(self, kind: Kind, *, alone: bool = False) -> list[Mediator]:
        """Return who may hold a kind of post; `alone`: and no other kind."""
        groups = ((each, self.group(each)) for each in self.people)
        return [each for each, group in groups if kind in group and (len(group) == 1 or not alone)]

    def unforeseen(self, lost: Lost) -> int:
        return int(lost.left * (self.rate or 0))

    def check(self) -> Counter[str]:
        """Check every sentence; return how often each cause is among the first."""
        self._check_rate()
        first: Counter[str] = Counter()
        for week in self.forecast.weeks:
            first.update(self._check_causes(week))
            self._check_state(week)
            self._check_full_time(week)
        for total in self.forecast.totals:
            self._check_total(total.dispositif, plain(total_words(total)))
        return first

    def _check_rate(self) -> None:
        words = plain(rate_words(self.forecast.rate))
        said = re.search(r": (\d+),(\d) % des jours, d’après les douze derniers mois connus", words)
        assert bool(said) is (self.rate is not None)
        if said and self.rate is not None:
            assert abs(Fraction(int(said[1] + said[2]), 1000) - self.rate) <= Fraction(1, 2000)
        else:
            assert words.endswith("non comptées, trop peu de personnes pour en dire un taux.")

    def _check_causes(self, week: WeekForecast) -> list[str]:
        mine = [kind for kind in self.kinds if kind[0] == week.dispositif]
        staff = {each.id: each for kind in mine for each in self.staff(kind)}.values()
        weeks = [self.weeks[each.id, week.monday] for each in staff]
        parts = {
            "apprentis": [lost.training for lost in weeks if lost.apprentice],
            "formation": [lost.training for lost in weeks if not lost.apprentice],
            "conges": [lost.leave for lost in weeks],
            "absences": [lost.absence for lost in weeks],
            "imprevu": [self.unforeseen(lost) for lost in weeks],
        }
        takes = {name: sum(each) for name, each in parts.items()}
        said = dict(read_cause(cause_words(cause)) for cause in week.causes)
        takes["contrats"] = self._contracts_lack(week, said.get("contrats", 0))
        if not week.shortage:
            assert causes_words(week) == ""
            return []
        assert said == {
            name: takes[name] if name in IN_MINUTES else sum(map(bool, parts[name]))
            for name in CAUSES
            if takes[name]
        }
        ranked = sorted(said, key=lambda name: (-takes[name], list(CAUSES).index(name)))
        first = [read_cause(words) for words in causes_words(week).split(", ") if words]
        assert first == [(name, said[name]) for name in ranked[:3]]
        return ranked[:3]

    def _contracts_lack(self, week: WeekForecast, said: int) -> int:
        """Check what contracts are said to lack, whoever shares their hours out; return it."""
        bounds = [0, 0]
        for kind, needed in self.needs[week.monday].items():
            if kind[0] == week.dispositif:
                for place, alone in enumerate((False, True)):
                    gives = (self.weeks[p.id, week.monday] for p in self.staff(kind, alone=alone))
                    bounds[place] += max(0, needed - sum(lost.contract for lost in gives))
        if week.shortage:
            assert bounds[0] <= said <= bounds[1]
        return said

    def _check_state(self, week: WeekForecast) -> None:
        """Check a week of a dispositif of which nobody has another, nor a post of another kind."""
        mine = [kind for kind in self.kinds if kind[0] == week.dispositif]
        if any(len(self.staff(kind)) > len(self.staff(kind, alone=True)) for kind in mine):
            return
        rate, lacks, squares = self.rate or Fraction(0), [0, 0], 0
        for kind in mine:
            weeks = [self.weeks[each.id, week.monday] for each in self.staff(kind)]
            gives = sum(lost.left - self.unforeseen(lost) for lost in weeks)
            squares += sum(lost.left**2 for lost in weeks)
            for place, least in enumerate((False, True)):
                needed = self.recount.needed(week.monday, least=least).get(kind, 0)
                lacks[place] += max(0, needed - gives)
        variance = rate * (1 - rate) * squares
        grave = [lack > 0 and lack**2 > variance for lack in lacks]
        assert state_words(week) == ("très tendue" if all(grave) else "tendue" if grave[0] else "")
        if lacks[0]:
            assert plain(signed_hours(week.gap)) == f"−{lacks[0] // 60} h {lacks[0] % 60:02d}"

    def _check_full_time(self, week: WeekForecast) -> None:
        said = Decimal(full_time_words(week.gap).replace(",", "."))
        assert said.as_tuple().exponent == -2
        assert abs(Fraction(said) - Fraction(abs(week.gap), 35 * 60)) <= Fraction(1, 200)

    def _check_total(self, dispositif: str, words: str) -> None:
        least = 0
        for kind in self.kinds:
            if kind[0] == dispositif:
                needed = sum(needs.get(kind, 0) for needs in self.needs.values())
                gives = sum(self.weeks[p.id, m].left for p in self.staff(kind) for m in self.needs)
                least += max(0, needed - gives)
        said = re.search(rf"il manquera au moins {HOURS}, quel que soit le planning", words)
        assert (minutes(*said.groups()) if said else 0) == least
        uncovered, beyond = self._published(dispositif)
        planned = re.search(rf"Planifié : il manque {HOURS}( : des personnes font plus)?", words)
        assert (minutes(planned[1], planned[2]) if planned else None) == uncovered
        if planned and planned[3]:
            assert beyond, "nobody does more than was foreseen, nor comes from elsewhere"

    def _published(self, dispositif: str) -> tuple[int | None, bool]:
        """Return the minutes that nobody holds, and whether some do more or come from elsewhere."""
        by_id = {person.id: person for person in self.known.mediators}
        holders: dict[str, list[Mediator]] = {}
        months, worked = set(), Counter[str]()
        for label, rows in self.known.history.items():
            for row in rows:
                if row.worked.duty.dispositif != dispositif:
                    continue
                months.add(label)
                if row.worked.mediator in by_id:
                    who = by_id[row.worked.mediator]
                    holders.setdefault(row.worked.duty.id, []).append(who)
        uncovered, elsewhere = 0, False
        for slot in self.recount.slots:
            day = slot.span.start.date()
            looked_at = any(0 <= (day - monday).days < 7 for monday in self.needs)
            if slot.dispositif != dispositif or not looked_at or slot.kind is SlotKind.STANDBY:
                continue
            if f"{day:%Y-%m}" not in months:
                return None, False
            team = holders.get(slot.id, [])
            for need in slot.needs:
                there = sum(each.role in need.roles for each in team)
                uncovered += slot.duty.paid * max(0, need.target - there)
            elsewhere |= any(dispositif not in each.dispositifs for each in team)
            worked.update({each.id: slot.duty.paid for each in team})
        left = Counter[str]()
        for (name, _), lost in self.weeks.items():
            left[name] += lost.left
        return uncovered, elsewhere or any(worked[name] > left[name] for name in worked)
