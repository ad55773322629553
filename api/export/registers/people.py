"""Write each person's papers: hours of the month, annex of the pay slip, on-call."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from api.export.pdf import pdf
from api.export.registers.records import KEPT, LEGAL_TIME, Period, Record, Registers
from api.french.plural import NO_BREAK
from api.french.words import (
    DAYS,
    clock,
    day_in_margin,
    hours,
    month_name,
    of_month,
    period_words,
    quantity,
    short_date,
    shortened,
)
from api.judging.report.wording import CONTRACTS
from constraints.counters.sheet import PeriodLine, Tiers
from scheduler.domain.time import SUNDAY, week_of

SITE_LENGTH = 24
PAUSE_LENGTH = 44
NIGHT_REST = "Repos compensateur de nuit acquis (L3122-8)"
OWED_REST = "Repos équivalents dus en fin de mois pour des repos quotidiens réduits (D3131-2)"
COMPENSATION = (
    "La compensation des astreintes, en argent ou en repos, est fixée par l’accord ou, à défaut, "
    "par l’employeur après avis du CSE (L3121-9, L3121-11, L3121-12) : le planning ne la connaît "
    "pas, elle est à porter ici. Les interventions sont du travail, comptées dans le relevé."
)


def record_sheets(registers: Registers, records: Iterable[Record]) -> bytes:
    """Return a PDF with each person's hours and the document annexed to the pay slip."""
    data = _common(registers, f"Relevé des heures {of_month(registers.first)}")
    data["people"] = [_record(registers, record) for record in records]
    return pdf("registers/record.typ", data, registers.edition.made)


def standby_sheets(registers: Registers, records: Iterable[Record]) -> bytes:
    """Return a PDF with each person's on-call of the month (R3121-2)."""
    data = _common(registers, f"Astreintes {of_month(registers.first)}")
    data["compensation"] = COMPENSATION
    data["people"] = [_standby(registers, record) for record in records]
    return pdf("registers/standby.typ", data, registers.edition.made)


def figures(registers: Registers, record: Record) -> list[tuple[str, str]]:
    """Return the labels and values of the month's document, in order (D3171-11 to -13)."""
    sheet, employer = record.counters, registers.rota.problem.employer
    month, year, rest = sheet.months[0], sheet.years[-1], sheet.rest
    since = (
        ""
        if (year.since.month, year.since.day) == (1, 1)
        else f", connues depuis le {short_date(year.since)}"
    )
    rows = [
        ("Heures de travail du mois", hours(sheet.total.work)),
        ("dont heures de nuit", hours(sheet.total.night)),
        *_tiers(
            "Heures supplémentaires des semaines et périodes finies dans le mois", month.overtime
        ),
    ]
    if month.by_leave:
        rows += _tiers(
            "Heures supplémentaires dues aux congés payés de ces semaines", month.by_leave
        )
    if record.part_time is not None:
        rows += _tiers("Heures complémentaires du mois", month.complementary)
        if month.complement:
            rows += _tiers("Heures de l’avenant de complément d’heures", month.complement)
    rows += [
        (f"Heures supplémentaires depuis le 1er janvier{since}", hours(record.overtime_year)),
        ("Repos compensateur de remplacement acquis dans le mois", hours(rest.equivalent)),
        (f"Contrepartie obligatoire en repos acquise{_from(record)}", hours(rest.compulsory)),
        *([] if rest.night == 0 else [(NIGHT_REST, _night_rest(rest.night))]),
        ("Repos compensateur pris dans le mois", hours(record.rest_taken)),
        ("Repos compensateur à prendre en fin de mois", hours(rest.balance)),
    ]
    if sheet.owed:
        rows.append((OWED_REST, hours(sheet.owed_minutes)))
    if record.over_weeks and employer.scheme_on(registers.last, record.mediator.agency) is not None:
        days = str(record.days_off)
        rows.append(("Jours de repos de l’aménagement du temps de travail pris dans le mois", days))
    if record.standby:
        rows.append(("Heures d’astreinte du mois, hors interventions", hours(sheet.total.standby)))
    rows += [_period(line) for line in sheet.periods if line.over and line.ends >= registers.first]
    return rows


def opened(record: Record) -> str:
    """Say that seven hours of compulsory rest are due, and until when they can be taken."""
    rest = record.counters.rest
    if rest.opened is None or rest.deadline is None:
        return ""
    return (
        f"Droit à repos ouvert le {short_date(rest.opened)} : à prendre dans les deux mois, au "
        f"plus tard le {short_date(rest.deadline)} (D3171-11, D3121-18)."
    )


def _common(registers: Registers, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "month": month_name(registers.first),
        "edition": registers.edition.title,
        "statement": registers.statement,
        "legal": LEGAL_TIME,
        "kept": KEPT,
    }


def _record(registers: Registers, record: Record) -> dict[str, Any]:
    return {
        "name": record.mediator.name,
        "where": _where(registers, record),
        "rows": list(_rows(registers, record)),
        "figures": figures(registers, record),
        "opened": opened(record),
        "reserves": record.reserves,
    }


def _rows(registers: Registers, record: Record) -> Iterator[dict[str, Any]]:
    """Yield a row for each period, days without any included, and one to close each week."""
    minutes = {line.day: line.minutes.work for line in record.counters.days}
    weeks = {line.monday: line for line in record.counters.weeks}
    for day, periods in record.days:
        total = hours(minutes[day]) if minutes[day] else ""
        name = day_in_margin(day)
        if not periods:
            # A night that ends in the morning: minutes of the day without a period of its own.
            blank = "—" if record.mediator.employed_on(day) else "hors contrat"
            yield {"cells": [name, blank if not total else "fin de nuit", *[""] * 4, total]}
        for number, period in enumerate(periods):
            last = number == len(periods) - 1
            yield {"cells": [name if number == 0 else "", *_cells(period), total if last else ""]}
        if day.weekday() == SUNDAY or day == registers.last:
            week = weeks[week_of(day)]
            partly = day.weekday() != SUNDAY or not week.described
            words = f"{short_date(week.monday)[:5]} – {short_date(day)[:5]}"
            remark = "connue en partie" if partly else ""
            cells = ["Semaine", words, remark, "", "", "", hours(week.work)]
            yield {"cells": cells, "strong": True}


def _cells(period: Period) -> list[str]:
    return [
        times(period.span.start, period.span.end, carried=period.carried),
        shortened(period.pauses, PAUSE_LENGTH),
        period.label,
        shortened(period.site, SITE_LENGTH),
        hours(period.minutes),
    ]


def times(start: datetime, end: datetime, *, carried: bool = False) -> str:
    """Write a period's start and end: `21h30 – 6h (+1)`, or `… – 6h` for a night begun before."""
    if carried:
        return f"… – {clock(end)}"
    later = end.date() > start.date() and (end.hour, end.minute) != (0, 0)
    return f"{clock(start)} – {clock(end)}{' (+1)' if later else ''}"


def _standby(registers: Registers, record: Record) -> dict[str, Any]:
    rows = [
        {
            "cells": [
                moment(standby.span.start),
                moment(standby.span.end),
                hours(standby.span.minutes),
                hours(standby.called),
            ]
        }
        for standby in record.standby
    ]
    on_call = sum(standby.span.minutes for standby in record.standby)
    called = sum(standby.called for standby in record.standby)
    return {
        "name": record.mediator.name,
        "where": _where(registers, record),
        "rows": [*rows, {"cells": ["Total", "", hours(on_call), hours(called)], "strong": True}],
        "figures": [
            ("Heures d’astreinte du mois", hours(on_call)),
            ("dont heures d’intervention, comptées comme travail", hours(called)),
            ("Compensation (montant ou repos)", "à compléter"),
        ],
    }


def moment(instant: datetime) -> str:
    """Write a day and a clock time: `jeu. 01/10 21h30`."""
    return f"{DAYS[instant.weekday()][:3]}.{NO_BREAK}{instant:%d/%m} {clock(instant)}"


def _where(registers: Registers, record: Record) -> str:
    contracts = ", puis ".join(
        f"{CONTRACTS[contract.kind]}, "
        + (
            f"{hours(contract.weekly_minutes)} par semaine"
            if contract.forfait is None
            else f"forfait de {contract.forfait.days} jours par an"
        )
        for contract in record.contracts
    )
    agency = registers.names.agency(record.mediator.agency)
    return " · ".join(part for part in (agency, contracts) if part)


def _tiers(label: str, tiers: Tiers) -> list[tuple[str, str]]:
    if not tiers:
        return [(label, hours(0))]
    return [
        (f"{label}, à {quantity(tier.rate, 'permille')}", hours(tier.minutes)) for tier in tiers
    ]


def _night_rest(minutes: int | None) -> str:
    return "montant à fixer par accord" if minutes is None else hours(minutes)


def _period(line: PeriodLine) -> tuple[str, str]:
    label = f"Total de la période de référence {period_words(line.begins, line.ends)} (D3171-13)"
    return label, hours(line.done)


def _from(record: Record) -> str:
    since = record.counters.rest.since
    return f" depuis le {short_date(since)}" if since else " depuis le 1er janvier"
