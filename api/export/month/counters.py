"""
Make the table of counters: what each person worked in each known month.

RH compare people and months with it, and notebooks take its data frame from `counters_table`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from api.data.association import Published
from api.export.csv_table import harmless
from api.export.month.bundle import Month
from api.export.month.sheet import rows_by_name
from api.planning.counters import begun
from calendars.holidays import holidays_of
from constraints.counters.lines.owed import owed_lines
from scheduler.domain.duty import Duty, DutyKind

YEAR = 12
OF_SERVICES = ("services", "travail_minutes", "nuits", "astreintes")
OF_DAYS = ("samedis", "dimanches", "feries")
OWED = "repos_equivalent_du_minutes"
WHO = ("personne", "nom", "agence")


def documents(month: Month) -> Iterator[tuple[str, bytes]]:
    """
    Yield the path and content of a CSV table of the grid's people, which Excel opens.

    Other months are those that are published, up to this one, which is the rota's.
    """
    people = [row.mediator for row in rows_by_name(month.grid)]
    months = {label: rows for label, rows in month.history.items() if label < month.label}
    years = {int(label[:4]) for label in (*months, month.label)}
    everywhere = holidays_of(years)
    holidays = {m.id: everywhere.union(month.local_holidays.get(m.agency, ())) for m in people}
    table = counters_table(
        {**months, month.label: month.rows}, lambda who: holidays.get(who, everywhere)
    )
    who = pd.DataFrame(
        [(m.id, harmless(m.name), harmless(month.names.agency(m.agency))) for m in people],
        columns=WHO,
    )
    table = who.merge(table.reset_index(), on="personne")
    rows = zip(table["personne"], table["mois"], strict=True)
    table[OWED] = pd.array(list(_owed(month, rows)), dtype="Int64")
    shapes = {row.mediator.id: row.counters.rhythm for row in rows_by_name(month.grid)}
    this = table["mois"] == month.label
    table["rythme"] = table["personne"].map(shapes).where(this, "")
    table["personne"] = table["personne"].map(harmless)
    text = table.to_csv(index=False, sep=";", lineterminator="\r\n")
    yield f"compteurs-{month.label}.csv", text.encode("utf-8-sig")


def _owed(month: Month, rows: Iterable[tuple[object, object]]) -> Iterator[int | None]:
    """
    Yield the minutes of equivalent rest (D3131-2) still owed at the end of the rota's month.

    Nothing (None) for a row of another month: what was owed at its end isn't worked out here.
    """
    people = month.rota.problem.mediator_of
    for who, label in rows:
        person = people.get(str(who))
        if label != month.label or person is None:
            yield None
        else:
            lines = owed_lines(month.rota.timeline(person), month.profile.rules_of(person))
            yield sum(line.minutes for line in lines if line.returned is None)


def counters_table(
    months: Mapping[str, Iterable[Published]], holidays: Callable[[str], Collection[date]]
) -> pd.DataFrame:
    """
    Return a row per person and month with a service, in order, indexed by both.

    `months`: what is published of each month that is known (`2026-12`). Services count in the month
    in which they start; `samedis`, `dimanches` and `feries` are days on which some work starts.
    `holidays`: the public holidays of a person's place.
    `…_12_mois` sums the twelve months up to this one, of which `mois_connus` are known.
    """
    by = ["personne", "mois"]
    counts = [
        (who, label, *_counts(duties, holidays(who)))
        for label, rows in months.items()
        for who, duties in _by_person(rows).items()
    ]
    columns = [*by, *OF_SERVICES, *OF_DAYS]
    table = pd.DataFrame(counts, columns=columns).set_index(by).sort_index()
    # A month that isn't known is a gap of the calendar, and adds nothing to the twelve.
    calendar = pd.period_range(min(months), max(months), freq="M").astype(str)
    everybody = pd.MultiIndex.from_product([table.index.unique("personne"), calendar], names=by)
    year = table.reindex(everybody).groupby("personne").rolling(YEAR, min_periods=1).sum()
    present = pd.Series(1, index=sorted(months), name="mois_connus").reindex(calendar)
    table = table.join(year.droplevel(0).add_suffix("_12_mois"))
    table = table.join(present.rolling(YEAR, min_periods=1).sum(), on="mois")
    return table.astype(int)


def _by_person(rows: Iterable[Published]) -> Mapping[str, list[Duty]]:
    duties: dict[str, list[Duty]] = defaultdict(list)
    for row in rows:
        duties[row.worked.mediator].append(row.worked.duty)
    return duties


def _counts(duties: Sequence[Duty], holidays: Collection[date]) -> tuple[int, ...]:
    """Return what the columns of services, then those of days, count."""
    days = begun(duties, holidays)
    standby = sum(duty.kind is DutyKind.STANDBY for duty in duties)
    work = sum(duty.work for duty in duties)
    return len(duties), work, days.nights, standby, days.saturdays, days.sundays, days.holidays
