"""The product's audits against the check by the minute: values and findings, one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from constraints.law.hours.avg12_44h import RULE as TWELVE
from constraints.law.minors.minor_daily_rest_12h import RULE as MINOR_REST
from constraints.law.night.night_hours import RULE as NIGHT
from constraints.law.rests.daily_rest_11h import RULE as REST
from constraints.law.rests.daily_span_13h import RULE as SPAN
from constraints.law.rests.weekly_rest_35h import RULE as WEEKLY_REST
from constraints.registry import base
from scheduler.dated import Dated, Since, Source
from scheduler.domain.timeline import Timeline
from scheduler.finding import Finding, Verdict
from tests.prove.breaks import UNKNOWN
from tests.prove.faults import COVERED, DOUBTFUL, Fault, faults
from tests.prove.minutes import Case
from tests.prove.tape import midnight, monday_of

LAW = {rule.id: rule for rule in base().person_rules if rule.id in COVERED}
BY_WEEK = frozenset({"weekly_max_48h", "six_days_per_week"})
BREAKS = frozenset({"break_20min", "minor_break_30min"})


@dataclass
class Tally:
    """
    What was compared: values by kind, findings that agree by rule, disagreements.

    `at_fault`: months with a finding; `aside`: months in which the breaks of a few days are left
    aside, because nobody can tell when work goes on (see `Case.unsettled`).
    """

    months: int = 0
    values: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    at_fault: int = 0
    aside: int = 0

    def add(self, other: Tally) -> None:
        """Add what was compared elsewhere."""
        self.months += other.months
        self.values += other.values
        self.findings += other.findings
        self.wrong += other.wrong
        self.at_fault += other.at_fault
        self.aside += other.aside

    def lines(self) -> Iterator[str]:
        """Write what was compared."""
        yield f"{self.months} mois-personnes, dont {self.at_fault} avec des constats"
        yield f"valeurs comparées : {sum(self.values.values())} ({_listed(self.values)})"
        yield f"constats confirmés : {sum(self.findings.values())} ({_listed(self.findings)})"
        yield f"mois où les pauses de quelques jours sont laissées de côté : {self.aside}"
        yield f"désaccords : {len(self.wrong)}"
        yield from (f"    {text}" for text in self.wrong[:50])


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()) if count)


def _fixed(minutes: int) -> Dated:
    return Dated("minutes", (Since(date.min, minutes, Source("essai", "aucun")),))


# Rules that find whatever they measure: their limits are out of anyone's reach.
NEVER = 10**6
REVEALING: dict[str, Any] = {
    "rest": replace(REST, rest=_fixed(NEVER)),
    "minor rest": replace(MINOR_REST, rest=_fixed(NEVER), rest_under_16=_fixed(NEVER)),
    "span": replace(SPAN, limit=_fixed(0)),
    "twelve weeks": replace(TWELVE, average=_fixed(0)),
    # As much may lie outside the week as ever; more of it is measured.
    "weekly rest": replace(WEEKLY_REST, minimum=_fixed(3000), inside=_fixed(3000 - 660)),
}


def compare(name: str, timeline: Timeline, case: Case) -> Tally:
    """Compare one person's month."""
    tally = Tally(months=1)
    for kind, (product, check) in _values(timeline, case).items():
        tally.values[kind] += len(check)
        for key in sorted(product.keys() | check.keys()):
            if product.get(key) != check.get(key):
                tally.wrong.append(
                    f"{name} {kind} {key}: {product.get(key)}, by the minute {check.get(key)}"
                )
    known = confirmed(timeline, case)
    tally.findings.update(known.agreed)
    tally.at_fault = int(bool(+known.agreed))
    tally.aside = int(not case.unsettled.isdisjoint(case.judged_days))
    tally.wrong += [f"{name} {text}" for text in known.wrong]
    return tally


def _values(
    timeline: Timeline, case: Case
) -> dict[str, tuple[Mapping[Any, int], Mapping[Any, int]]]:
    def seen(kind: str) -> dict[date, int]:
        findings = REVEALING[kind].audit(timeline)
        return {f.on: f.measured for f in findings if f.verdict is Verdict.VIOLATION}

    def kept(measures: Mapping[date, int]) -> dict[date, int]:
        return {day: minutes for day, minutes in measures.items() if case.inside(day)}

    minor = case.person.minor
    mondays = case.judged_weeks
    return {
        "day": (dict(timeline.minutes_by_day), case.days),
        "week": (
            {w: m for w, m in timeline.minutes_by_week.items() if m},
            {w: m for w, m in case.weeks.items() if m},
        ),
        "night": (
            _by_begin((d.span.first, NIGHT.night(d)) for d in timeline.working),
            _by_begin((row.first, row.night(1260, 360)) for row in case.work),
        ),
        "rest": (
            kept(seen("rest")),
            kept({day: rest for day, rest in case.rests() if not minor(day)}),
        ),
        "minor rest": (
            kept(seen("minor rest")),
            kept({day: rest for day, rest in case.pauseless_rests() if minor(day)}),
        ),
        "span": (
            kept(seen("span")),
            kept(
                {
                    day: max(row.last for row in rows) - rows[0].first
                    for day, rows in case.groups.items()
                    if not minor(day)
                }
            ),
        ),
        "twelve weeks": (
            {day: m for day, m in seen("twelve weeks").items() if m},
            {
                sunday: total
                for monday in mondays
                if not minor(sunday := monday + timedelta(days=6))
                and (
                    total := case.between(monday - timedelta(weeks=11), sunday + timedelta(days=1))
                )
            },
        ),
        "weekly rest": (
            seen("weekly rest"),
            {
                monday: best
                for monday in (mondays[0] - timedelta(weeks=1), *mondays)
                if _rest_is_judged(case, monday, 3000)
                and (rest := case.weekly_rest(monday, 3000, 3000 - 660))
                and (best := rest[0]) < 3000
                and not rest[1]
            },
        ),
    }


def _rest_is_judged(case: Case, monday: date, limit: int) -> bool:
    since = case.begin if case.known is None else min(case.known, case.begin)
    late = midnight(monday + timedelta(days=7)) + limit > midnight(case.begin)
    return monday >= since and late and not case.person.minor(monday + timedelta(days=6))


def _by_begin(pairs: Any) -> dict[int, int]:
    table: dict[int, int] = {}
    for begin, minutes in pairs:
        if minutes:
            table[begin] = table.get(begin, 0) + minutes
    return table


Found = Counter[tuple[date, int]]
"""Findings of one rule: on which day, or week, and how much."""


@dataclass
class Told:
    """Which findings of the covered rules both have, by rule, and what only one has."""

    agreed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def confirmed(timeline: Timeline, case: Case) -> Told:
    """
    Hold the violations that the audits find against those found by the minute.

    What is to confirm too, by the rules whose doubts are looked for by the minute.
    """
    compared = Told()
    by_minute: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults(case):
        by_minute[_judged(fault.rule, sure=fault.sure)].append(fault)
    for rule_id, rule in LAW.items():
        findings = list(rule.audit(timeline))
        for sure, verdict in ((True, Verdict.VIOLATION), (False, Verdict.TO_CONFIRM)):
            if sure or rule_id in DOUBTFUL:
                name = _judged(rule_id, sure=sure)
                audited = [f for f in findings if f.verdict is verdict]
                _hold(compared, name, audited, by_minute.pop(name, []), case)
    compared.wrong += [
        f"{fault}: nobody compares it" for some in by_minute.values() for fault in some
    ]
    return compared


def _judged(rule_id: str, *, sure: bool) -> str:
    return rule_id if sure else f"{rule_id} to confirm"


def _hold(
    compared: Told, name: str, findings: Iterable[Finding], by_minute: Iterable[Fault], case: Case
) -> None:
    """Hold findings of one rule and one verdict against those made by the minute."""
    audited = Counter(
        (_key(f), f.measured) for f in findings if f.rule in BY_WEEK or _scope(case, f)
    )
    checked = Counter((_of(fault), fault.measured) for fault in by_minute)
    if name.removesuffix(" to confirm") in BREAKS:
        audited = _kept(audited, case.unsettled)
        checked = _settled(audited, _kept(checked, case.unsettled))
    compared.agreed[name] += (audited & checked).total()
    compared.wrong += [f"{name} {on} {m}: not by the minute" for on, m in audited - checked]
    compared.wrong += [f"{name} {on} {m}: by the minute only" for on, m in checked - audited]


def _kept(counted: Found, without: frozenset[date]) -> Found:
    return Counter({fault: count for fault, count in counted.items() if fault[0] not in without})


def _scope(case: Case, finding: Finding) -> bool:
    """Whether the check by the minute judges it: its week, for a week's, or its day."""
    on = finding.on
    if finding.rule in ("weekly_rest_35h", "avg12_44h", "minor_weekly_35h", "part_time_below_35h"):
        return True
    return case.inside(on)


def _key(finding: Finding) -> date:
    """Weeks are told by their Monday, days by themselves."""
    weekly = BY_WEEK | {"minor_weekly_35h"}
    return monday_of(finding.on) if finding.rule in weekly else finding.on


def _of(fault: Fault) -> date:
    return monday_of(fault.on) if fault.rule in BY_WEEK else fault.on


def _settled(audited: Found, checked: Found) -> Found:
    """Where movable breaks leave no single figure, take a finding of that day or the next."""
    settled = Counter({fault: count for fault, count in checked.items() if fault[1] > UNKNOWN})
    for on, minutes in sorted(checked - settled):
        days = (on, on + timedelta(days=1))
        for _ in range(checked[on, minutes]):
            near = sorted(fault for fault in audited - settled if fault[0] in days)
            settled[near[0] if near else (on, minutes)] += 1
    return settled
