"""Write a month as a workbook: a sheet a dispositif (A3, frozen heads, legend), then lists."""

import io
from collections.abc import Iterator
from typing import Any

from api.export import palette
from api.export.groups import NAME as OTHERS
from api.export.month.bundle import Edition, Month
from api.export.month.lists import (
    coverage_sheet,
    duties_sheet,
    findings_sheet,
    holes_sheet,
    hours_sheet,
    others_sheet,
)
from api.export.month.wall import LEGEND
from api.export.workbook import Styles, written
from api.french.plural import plural
from api.french.words import DAYS, KINDS, clock, month_name
from api.planning.chips import Chip, ChipKind
from api.planning.grid import Grid, Row, Section
from api.planning.holes import open_words

A3 = 8
NOTE = (
    "◆ affectation verrouillée ; +1 finit le lendemain ; → finit la nuit de la veille ; "
    "italique : créneau d’un autre dispositif"
)
HEADS = 3  # rows above the first person: title, note, days
LINE = 12.5
RIGHT = ("Prévu", "Dû", "Écart", "Nuits", "Sam.", "Dim.", "Fériés", "Constats")


def month_sheet(sheet: Any, styles: Styles, grid: Grid, section: Section, edition: Edition) -> None:
    """Write a dispositif's month on one sheet."""
    days = len(grid.columns)
    sheet.write_string(0, 0, f"{section.title} — {month_name(grid.first)}", styles.title)
    sheet.write_string(
        1,
        0,
        f"{section.agency} · {plural(len(section.rows), 'personne')} · "
        f"{open_words(section.posts.open, section.posts.under)} · {edition.title}",
        styles.note,
    )
    sheet.write_string(2, 0, "Personne", styles.head)
    for n, column in enumerate(grid.columns, 1):
        head = f"{DAYS[column.day.weekday()][:2]}\n{column.day.day}"
        sheet.write_string(
            2, n, head, styles.day(weekend=column.weekend, holiday=bool(column.holiday))
        )
        if column.holiday:
            sheet.write_comment(2, n, column.holiday)
    for n, title in enumerate(RIGHT, days + 1):
        sheet.write_string(2, n, title, styles.head)
    sheet.set_row(2, 2.4 * LINE)
    line = _holes(sheet, styles, grid, section, HEADS)
    for row in section.rows:
        _person(sheet, styles, grid, (row, section.dispositif), line)
        line += 1
    for kind in section.coverage:
        sheet.write_string(line, 0, f"Couverture {KINDS[kind.kind]}", styles.name)
        for n, (column, cell) in enumerate(zip(grid.columns, kind.cells, strict=True), 1):
            if cell is None:
                look = styles.empty(weekend=column.weekend, holiday=bool(column.holiday))
                sheet.write_blank(line, n, None, look)
            else:
                sheet.write_string(line, n, cell.words, styles.coverage(cell))
        line += 1
    _legend(sheet, styles, section, line + 1)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, days, 7.2)
    sheet.set_column(days + 1, days + len(RIGHT), 8)
    sheet.freeze_panes(HEADS, 1)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.5)
    sheet.set_footer("&L&8&A&R&8page &P sur &N")


def _holes(sheet: Any, styles: Styles, grid: Grid, section: Section, line: int) -> int:
    sheet.write_string(line, 0, "À pourvoir", styles.name)
    for n, (column, cell) in enumerate(zip(grid.columns, section.holes, strict=True), 1):
        if not cell:
            look = styles.empty(weekend=column.weekend, holiday=bool(column.holiday))
            sheet.write_blank(line, n, None, look)
            continue
        entries = [
            f"{grid.codes.get(hole.slot.site, KINDS[hole.slot.kind][0].upper())} "
            f"{clock(hole.slot.span.start)} (manque {hole.missing})"
            for hole in cell
        ]
        look = styles.hole(vital=any(hole.vital for hole in cell))
        sheet.write_string(line, n, "\n".join(entries), look)
    tallest = max((len(cell) for cell in section.holes), default=0)
    sheet.set_row(line, LINE * max(1.2, 3 * tallest))
    return line + 1


def _person(sheet: Any, styles: Styles, grid: Grid, shown: tuple[Row, str], line: int) -> None:
    row, dispositif = shown
    badges = "".join(f" · {badge.value}" for badge in row.badges)
    name = f"{row.mediator.name}\n{row.contract_words}{badges}"
    sheet.write_string(line, 0, name, styles.name)
    tallest = 0.0
    for n, (column, cell) in enumerate(zip(grid.columns, row.cells, strict=True), 1):
        if not cell:
            look = styles.empty(weekend=column.weekend, holiday=bool(column.holiday))
            sheet.write_blank(line, n, None, look)
            continue
        text = "\n".join(_entry(chip) for chip in cell)
        tallest = max(tallest, text.count("\n") + 1.0)
        last = cell[-1]
        elsewhere = bool(last.dispositif) and last.dispositif != dispositif
        sheet.write_string(line, n, text, styles.entry(last.kind, elsewhere=elsewhere))
    sheet.set_row(line, LINE * max(2.2, tallest * 0.95))
    counts, findings = row.counters, row.findings
    first = len(grid.columns) + 1
    for n, minutes in enumerate((counts.planned, counts.due)):
        sheet.write_number(line, first + n, minutes / 1440, styles.hours)
    sheet.write_number(line, first + 2, *styles.duration(counts.balance))
    figures = (counts.nights, counts.saturdays, counts.sundays, counts.holidays)
    for n, figure in enumerate(figures, first + 3):
        sheet.write_number(line, n, figure, styles.number)
    total = findings.blocking + findings.to_confirm + findings.other
    sheet.write_number(line, first + 7, total, styles.number)


def _entry(chip: Chip) -> str:
    if not chip.start:
        return chip.text
    mark = "◆" if chip.locked else ""
    over = " +1" if chip.over else ""
    return f"{chip.code}{mark}\n{chip.start}–{chip.end}{over}"


def _legend(sheet: Any, styles: Styles, section: Section, line: int) -> None:
    sheet.write_string(line, 0, "Légende", styles.name)
    for n, (kind, label) in enumerate(LEGEND.items()):
        sheet.merge_range(
            line, 1 + 3 * n, line, 3 + 3 * n, label, styles.entry(ChipKind(kind), elsewhere=False)
        )
    notes = [
        NOTE,
        *(
            f"{code} : {name}{f', {address}' if address else ''}"
            for code, name, address in section.sites
        ),
    ]
    for n, note in enumerate(notes, line + 1):
        sheet.write_string(n, 0, note, styles.note)


LONGEST = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
DUTIES = "Services"
RESERVED = ("Heures", "Constats", OTHERS, "Trous", "Couverture", DUTIES)


def documents(month: Month) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the workbook."""
    yield f"planning-{month.label}.xlsx", workbook(month)


def workbook(month: Month) -> bytes:
    """
    Return the workbook; no cell is a formula, even if its text looks like one.

    The same rota and edition give the same bytes.
    """
    output, grid = io.BytesIO(), month.grid
    with written(output, "Planning", month.edition.made) as (book, styles):
        taken = {name.casefold() for name in RESERVED}
        for section in grid.sections:
            sheet = book.add_worksheet(sheet_name(section.title, taken))
            sheet.set_tab_color(palette.KINDS[_main_kind(section)][1])
            month_sheet(sheet, styles, grid, section, month.edition)
        hours_sheet(book, styles, grid)
        findings_sheet(book, styles, month.rota, month.findings)
        others_sheet(book, styles, month.rota, month.findings)
        holes_sheet(book, styles, month.reasons, month.names)
        coverage_sheet(book, styles, grid)
        duties_sheet(book, styles, month.rota, month.names)
    return output.getvalue()


def sheet_name(title: str, taken: set[str]) -> str:
    """Return a sheet name that Excel accepts (31 characters at most) and that isn't taken."""
    plain = " ".join(title.translate(FORBIDDEN).split()) or "Dispositif"
    name, number = plain[:LONGEST].strip(), 2
    while name.casefold() in taken:
        tail = f" {number}"
        name = plain[: LONGEST - len(tail)].strip() + tail
        number += 1
    taken.add(name.casefold())
    return name


def _main_kind(section: Section) -> ChipKind:
    return ChipKind(section.coverage[0].kind) if section.coverage else ChipKind.DAY
