"""
Make the table of counters: what each person worked in each known month.

RH compare people and months with it, and notebooks take its data frame from `counters_table`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from api.export.cells import harmless
from api.export.month.sheet import rows_by_name
from calendars.holidays import holidays_of
from constraints.counters.lines.owed import owed_lines
from scheduler.domain.duty import DutyKind
from scheduler.domain.hard_hours import is_night
from scheduler.domain.time import SUNDAY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from api.data.association import Published
    from api.export.month.bundle import Month

SATURDAY = SUNDAY - 1
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
    table = counters_table({**months, month.label: month.rows}, holidays_of(years))
    who = pd.DataFrame(
        [(m.id, harmless(m.name), harmless(month.names.agency(m.agency))) for m in people],
        columns=WHO,
    )
    table = who.merge(table.reset_index(), on="personne")
    rows = zip(table["personne"], table["mois"], strict=True)
    table[OWED] = pd.array(list(_owed(month, rows)), dtype="Int64")
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
    months: Mapping[str, Iterable[Published]], holidays: Collection[date]
) -> pd.DataFrame:
    """
    Return a row per person and month with a service, in order, indexed by both.

    `months`: what is published of each month that is known (`2026-12`). Services count in the month
    in which they start; `samedis`, `dimanches` and `feries` are days on which some work starts.
    `…_12_mois` sums the twelve months up to this one, of which `mois_connus` are known.
    """
    duties = pd.DataFrame(
        [
            (
                *(row.worked.mediator, label, duty.span.day, 1, duty.work),
                *(duty.counts and is_night(duty), duty.kind is DutyKind.STANDBY, duty.counts),
            )
            for label, rows in months.items()
            for row in rows
            for duty in (row.worked.duty,)
        ],
        columns=["personne", "mois", "jour", *OF_SERVICES, "effectif"],
    )
    days = duties[duties["effectif"].astype(bool)].drop_duplicates(["personne", "jour"])
    weekday = pd.to_datetime(days["jour"]).dt.day_of_week
    days = days.assign(
        samedis=weekday == SATURDAY,
        dimanches=weekday == SUNDAY,
        feries=days["jour"].isin(holidays),
    )
    by = ["personne", "mois"]
    table = duties.groupby(by)[[*OF_SERVICES]].sum().join(days.groupby(by)[[*OF_DAYS]].sum())
    table = table.fillna(0).astype(int)
    # A month that isn't known is a gap of the calendar, and adds nothing to the twelve.
    calendar = pd.period_range(min(months), max(months), freq="M").astype(str)
    everybody = pd.MultiIndex.from_product([table.index.unique("personne"), calendar], names=by)
    year = table.reindex(everybody).groupby("personne").rolling(YEAR, min_periods=1).sum()
    known = pd.Series(1, index=sorted(months), name="mois_connus").reindex(calendar)
    table = table.join(year.droplevel(0).add_suffix("_12_mois"))
    table = table.join(known.rolling(YEAR, min_periods=1).sum(), on="mois")
    return table.astype(int)
