"""Write a month's workbook: a sheet per dispositif, hours, findings, holes, coverage, shifts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from api.export import palette
from api.export.groups import NAME as OTHERS
from api.export.month.bundle import Month
from api.export.month.edition import Edition
from api.export.month.workbook.lists import (
    coverage_sheet,
    duties_sheet,
    findings_sheet,
    holes_sheet,
    hours_sheet,
    others_sheet,
)
from api.export.month.workbook.month import month_sheet
from api.export.workbook import written
from api.planning.chips import ChipKind
from api.planning.grid import Grid, Section
from api.planning.names import Names
from api.staffing.groups import Reasons
from scheduler.domain.rota import Rota
from scheduler.finding import Finding

LONGEST = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
DUTIES = "Services"
RESERVED = ("Heures", "Constats", OTHERS, "Trous", "Couverture", DUTIES)


def documents(month: Month) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the workbook."""
    content = workbook(
        month.rota, month.grid, month.findings, month.names, month.edition, reasons=month.reasons
    )
    yield f"planning-{month.label}.xlsx", content


def workbook(
    rota: Rota,
    grid: Grid,
    findings: Sequence[Finding],
    names: Names,
    edition: Edition,
    *,
    reasons: Reasons,
) -> bytes:
    """
    Return the workbook; no cell is a formula, even if its text looks like one.

    The same rota and edition give the same bytes.
    """
    output = io.BytesIO()
    with written(output, "Planning", edition.made) as (book, styles):
        taken = {name.casefold() for name in RESERVED}
        for section in grid.sections:
            sheet = book.add_worksheet(sheet_name(section.title, taken))
            sheet.set_tab_color(palette.KINDS[_main_kind(section)][1])
            month_sheet(sheet, styles, grid, section, edition)
        hours_sheet(book, styles, grid)
        findings_sheet(book, styles, rota, findings)
        others_sheet(book, styles, rota, findings)
        holes_sheet(book, styles, reasons, names)
        coverage_sheet(book, styles, grid)
        duties_sheet(book, styles, rota, names)
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
