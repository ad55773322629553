"""The lists of the workbook: hours by person, findings, holes, coverage."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from api.export.groups import HEADS, WIDTHS, group_rows
from api.export.month.sheet import rows_by_name
from api.export.month.workbook.month import state
from api.french.words import DAYS, KINDS, SEVERITIES, VERDICTS, consequence, roles
from api.judging.report.grouping import grouped
from api.staffing.wording import cause_words, lift_words, nearest_words
from constraints.registry import base
from constraints.teams import EMPLOYER
from scheduler.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from api.export.styles import Styles
    from api.planning.grid import Grid
    from api.planning.names import Names
    from api.staffing.groups import Reasons
    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding

A4 = 9
HOURS = ("Prévu", "Dû", "Écart", "Terrain", "Formation", "Trajets", "Nuit", "Dimanche", "Férié")
COUNTS = ("Nuits", "Samedis", "Dimanches", "Jours fériés")
FINDINGS = (
    *("Gravité", "Effet", "Avis", "Règle", "Article", "Personne ou créneau", "Date"),
    *("Mesuré", "Limite", "Écart", "Constat", "Preuves", "Hérité"),
)
HOLES = (
    *("Date", "Jour", "Début", "Fin", "Dispositif", "Site", "Nature", "Qui manque"),
    *("Présents", "Minimum", "Cible", "Manque", "Gravité", "Créneau"),
    *("Pourquoi", "Au plus proche", "Ce qui le lèverait"),
)


def hours_sheet(sheet: Any, styles: Styles, grid: Grid) -> None:
    """List each person's counters; hours are durations that add up in Excel."""
    rows = rows_by_name(grid)
    weeks = [monday for monday, _ in rows[0].counters.weeks] if rows else []
    heads = (
        *("Personne", "Contrat"),
        *HOURS,
        *COUNTS,
        *(f"S{monday.isocalendar().week}\n{monday:%d/%m}" for monday in weeks),
    )
    _heads(sheet, styles, heads, (26, 9, *(9,) * (len(heads) - 2)))
    for line, row in enumerate(rows, 1):
        counts = row.counters
        sheet.write_string(line, 0, row.mediator.name, styles.text)
        sheet.write_number(line, 1, row.contract_percent / 100, styles.percent)
        sheet.write_number(line, 2, counts.planned / 1440, styles.hours)
        sheet.write_number(line, 3, counts.due / 1440, styles.hours)
        sheet.write_number(line, 4, *styles.duration(counts.balance))
        durations = (
            *(counts.work, counts.training, counts.travel),
            *(counts.night, counts.sunday, counts.holiday),
        )
        for n, minutes in enumerate(durations, 5):
            sheet.write_number(line, n, minutes / 1440, styles.hours)
        figures = (counts.nights, counts.saturdays, counts.sundays, counts.holidays)
        for n, figure in enumerate(figures, 11):
            sheet.write_number(line, n, figure, styles.number)
        for n, (_, minutes) in enumerate(counts.weeks, 15):
            sheet.write_number(line, n, minutes / 1440, styles.hours)


def findings_sheet(sheet: Any, styles: Styles, rota: Rota, findings: Sequence[Finding]) -> None:
    """List the findings, those that block first, then by severity, person and day."""
    _heads(sheet, styles, FINDINGS, (14, 18, 12, 24, 14, 24, 11, 12, 12, 12, 70, 40, 8))
    people = rota.problem.mediator_of
    for line, one in enumerate(ranked(findings), 1):
        who = people[one.subject].name if one.subject in people else one.subject
        who = rota.problem.employer.called if who == EMPLOYER else who
        look = styles.alarm if one.blocks else styles.text
        texts = {
            0: SEVERITIES[one.severity],
            1: consequence(one),
            2: VERDICTS[one.verdict],
            3: one.rule,
            4: one.article,
            5: who,
            10: one.message,
            11: ", ".join(one.evidence),
            12: "oui" if one.inherited else "",
        }
        for n, text in texts.items():
            sheet.write_string(line, n, text, look)
        sheet.write_datetime(line, 6, _day(one.on), styles.date)
        for n, value in enumerate((one.measured, one.limit, one.amount), 7):
            sheet.write(line, n, *styles.quantity(value, one.unit))


def ranked(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings by what they stop and severity; those that don't block, rule by rule."""
    order = list(Severity)
    blocking = sorted(
        (one for one in findings if one.blocks),
        key=lambda f: (order.index(f.severity), f.subject, f.on, f.rule),
    )
    others = grouped((one for one in findings if not one.blocks), ())
    return blocking + [
        one
        for group in others
        for one in sorted(group.findings, key=lambda f: (f.subject, f.on, f.code))
    ]


def others_sheet(sheet: Any, styles: Styles, rota: Rota, findings: Sequence[Finding]) -> None:
    """Group what doesn't block, a row a rule, the most frequent first."""
    _heads(sheet, styles, HEADS, WIDTHS)
    titles = {rule.id: rule.title for rule in base().rules}
    people = rota.problem.mediator_of
    for line, cells in enumerate(group_rows(findings, people, titles), 1):
        for n, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(line, n, cell, styles.number)
            else:
                sheet.write_string(line, n, cell, styles.text)


def holes_sheet(sheet: Any, styles: Styles, reasons: Reasons, names: Names) -> None:
    """Name every hole, and say why it is one."""
    widths = (11, 10, 8, 8, 34, 28, 10, 24, 9, 9, 9, 9, 18, 34, 60, 60, 60)
    _heads(sheet, styles, HOLES, widths)
    for line, why in enumerate(reasons.whys, 1):
        hole = why.hole
        slot, need = hole.slot, hole.need
        sheet.write_datetime(line, 0, _day(slot.span.day), styles.date)
        for n, moment in enumerate((slot.span.start, slot.span.end), 2):
            sheet.write_datetime(line, n, moment.time(), styles.clock)
        texts = {
            1: DAYS[slot.span.day.weekday()],
            4: names.dispositif(slot.dispositif),
            5: names.site(slot.site),
            6: KINDS[slot.kind],
            7: roles(need.roles),
            12: "sous le minimum" if hole.vital else "sous la cible",
            13: slot.id,
            14: cause_words(why, reasons),
            15: nearest_words(why, names),
            16: lift_words(why, reasons, names),
        }
        for n, text in texts.items():
            sheet.write_string(line, n, text, styles.alarm if hole.vital else styles.text)
        figures = (hole.have, need.minimum, need.target, hole.missing)
        for n, figure in enumerate(figures, 8):
            sheet.write_number(line, n, figure, styles.number)


def coverage_sheet(sheet: Any, styles: Styles, grid: Grid) -> None:
    """Show have and target of each dispositif, kind and day, and the month's totals."""
    days = [f"{DAYS[c.day.weekday()][:2]}\n{c.day.day}" for c in grid.columns]
    heads = ("Dispositif", "Nature", *days, "Pourvus", "Cible", "Taux")
    _heads(sheet, styles, heads, (34, 10, *(6,) * len(days), 9, 9, 9))
    line = 1
    for section in grid.sections:
        for row in section.coverage:
            sheet.write_string(line, 0, section.title, styles.text)
            sheet.write_string(line, 1, KINDS[row.kind], styles.text)
            for n, cell in enumerate(row.cells, 2):
                if cell is not None:
                    text = cell.words
                    sheet.write_string(line, n, text, styles.coverage(state(cell)))
            have = sum(cell.have for cell in row.cells if cell is not None)
            target = sum(cell.target for cell in row.cells if cell is not None)
            last = 2 + len(days)
            sheet.write_number(line, last, have, styles.number)
            sheet.write_number(line, last + 1, target, styles.number)
            if target:
                sheet.write_number(line, last + 2, have / target, styles.percent)
            line += 1


def _heads(sheet: Any, styles: Styles, heads: tuple[str, ...], widths: tuple[float, ...]) -> None:
    for n, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.write_string(0, n, head, styles.head)
        sheet.set_column(n, n, width)
    sheet.set_row(0, 28)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&8&A&R&8page &P sur &N")


def _day(day: date) -> datetime:
    # Excel has no zones: a day is its midnight without one.
    return datetime.combine(day, time())
