"""Write the A3 sheets of dispositifs to post on a wall, with version and signature box."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from api.export import palette
from api.export.file_names import slug
from api.export.month.bundle import Edition, Month
from api.export.pdf import pdf
from api.french.plural import NO_BREAK, plural
from api.french.words import DAYS, KINDS, clock, hours, month_name, of_month, ordinal, shortened
from api.planning.chips import Chip, ChipKind
from api.planning.grid import Column, CoverageRow, Grid, Row, Section
from api.planning.holes import Hole, open_words
from api.staffing.wording import group_line
from scheduler.domain.people import StaffRole

NAME_LENGTH = 34
SITE_LENGTH = 46
TITLE_LENGTH = 90
HOLES_A_DAY = 9
CAUSES, OTHERS = 6, ("autre cause", "autres causes")
LEGEND = {
    ChipKind.DAY: "jour",
    ChipKind.EVENING: "soirée",
    ChipKind.NIGHT: "nuit",
    ChipKind.STANDBY: "astreinte",
    ChipKind.TEAM: "Éq. : temps d’équipe",
    ChipKind.TRAINING: "CFA : semaine de formation",
    ChipKind.ABSENCE: "absence",
    ChipKind.OUTSIDE: "– : hors contrat",
}


def documents(month: Month) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each agency's sheets, then of each dispositif's."""
    why, figures = open_posts(month), month.figures
    for agency, part in month.agencies:
        content = wall_sheet(part, month.edition, why, figures=figures)
        yield f"affichage/{slug(agency)}.pdf", content
        for section in part.sections:
            alone = replace(month.grid, sections=(section,))
            name = f"{slug(section.dispositif)}-{slug(section.title)}"
            content = wall_sheet(alone, month.edition, why, figures=figures)
            yield f"affichage/{slug(agency)}/{name}.pdf", content


def open_posts(month: Month) -> Mapping[str, tuple[str, ...]]:
    """Return, by dispositif, why posts are open; nobody is named, since a wall is public."""
    return {
        section.dispositif: tuple(
            group_line(group, month.reasons, month.names)
            for group in month.reasons.lacking(section.dispositif)
        )
        for section in month.grid.sections
    }


def wall_sheet(
    grid: Grid,
    edition: Edition,
    why: Mapping[str, tuple[str, ...]] | None = None,
    *,
    figures: bool = False,
) -> bytes:
    """
    Return the PDF; each dispositif of the grid starts a new page and may take several.

    `why`: by dispositif, why posts are open, in lines that name nobody. `figures`: with each
    person's hours and number of findings, which are nobody else's business once it is posted.
    """
    return pdf("month/wall.typ", wall_data(grid, edition, why, figures=figures), edition.made)


def wall_data(
    grid: Grid,
    edition: Edition,
    why: Mapping[str, tuple[str, ...]] | None = None,
    *,
    figures: bool = False,
) -> dict[str, Any]:
    """Return everything that the template prints, already written as text."""
    month = month_name(grid.first)
    return {
        "title": f"Planning {of_month(grid.first)}",
        "month": month.capitalize(),
        "edition": edition.title,
        "seal": edition.seal,
        "figures": figures,
        "colours": palette.COLOURS,
        "legend": [{"kind": kind.value, "label": label} for kind, label in LEGEND.items()],
        "holidays": ", ".join(
            f"{DAYS[c.day.weekday()]} {ordinal(c.day)} ({c.holiday})"
            for c in grid.columns
            if c.holiday
        ),
        "days": [_day(column) for column in grid.columns],
        "sections": [
            _section(section, grid, (why or {}).get(section.dispositif, ()))
            for section in grid.sections
        ],
    }


def _day(column: Column) -> dict[str, Any]:
    day = column.day
    monday = day.weekday() == 0
    return {
        "number": str(day.day),
        "letter": DAYS[day.weekday()][:2],
        "week": f"S{day.isocalendar().week}" if monday or day.day == 1 else "",
        "monday": monday,
        "weekend": column.weekend,
        "holiday": column.holiday,
    }


def _section(section: Section, grid: Grid, why: tuple[str, ...]) -> dict[str, Any]:
    people = plural(len(section.rows), "personne")
    more = max(0, len(why) - CAUSES)
    posts = section.posts
    missing = open_words(posts.open, posts.under) if posts.open else "tous les postes sont pourvus"
    rows = [_row(row, section) for row in section.rows]
    return {
        "title": shortened(section.title, TITLE_LENGTH),
        "agency": shortened(section.agency, TITLE_LENGTH),
        "summary": f"{people} · {missing}",
        "missing": plural(posts.open, "poste") if posts.open else "",
        "holes": [_holes(cell, grid) for cell in section.holes],
        "why": [*why[:CAUSES], *([f"… et {plural(more, *OTHERS)}"] if more else [])],
        "rows": rows,
        **_texts(rows),
        "coverage": [_coverage(row) for row in section.coverage],
        "sites": [
            {"code": code, "name": shortened(name, SITE_LENGTH)} for code, name, _ in section.sites
        ],
    }


def _texts(rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the codes, times and spans of these rows, once each: columns must hold them."""
    chips = [chip for row in rows for cell in row["cells"] for chip in cell]
    codes = {chip["code"] + ("◆" if chip["locked"] else "") for chip in chips}
    spans = {(*chip["times"], *((f"{chip['last']}+1",) if chip["over"] else ())) for chip in chips}
    return {
        "codes": sorted(codes | {"–"}),
        "times": sorted({time for span in spans for time in span} | {"00h00"}),
        "spans": sorted({"–".join(span) for span in spans} | {"00h00"}),
    }


def _row(row: Row, section: Section) -> dict[str, Any]:
    counts, findings = row.counters, row.findings
    total = findings.blocking + findings.to_confirm + findings.other
    badges = [badge.value for badge in row.badges]
    cells = [[_chip(chip, section.dispositif) for chip in cell] for cell in row.cells]
    return {
        "name": shortened(row.mediator.name, NAME_LENGTH),
        "detail": " · ".join([row.contract_words, *badges]),
        "cells": cells,
        "shapes": _shapes(cells, lambda chip: 1 + len(chip["times"]) + chip["over"]),
        "flat": _shapes(cells, lambda chip: 1 + bool(chip["times"] or chip["over"])),
        "planned": hours(counts.planned),
        "due": hours(counts.due),
        "nights": _count(counts.nights),
        "saturdays": _count(counts.saturdays),
        "sundays": _count(counts.sundays),
        "holidays": _count(counts.holidays),
        "findings": ("!" if findings.blocking else "") + _count(total),
        "blocking": findings.blocking > 0,
    }


def _shapes(
    cells: list[list[dict[str, Any]]], lines: Callable[[dict[str, Any]], int]
) -> list[list[int]]:
    """Return each shape of a day's cell once: the number of lines of each of its entries."""
    return [list(shape) for shape in sorted({tuple(map(lines, cell)) for cell in cells})]


def _chip(chip: Chip, dispositif: str) -> dict[str, Any]:
    if chip.carried:
        times = [f"→{chip.end}"]
    elif chip.start and chip.kind is not ChipKind.TRAINING:
        times = [chip.start] if chip.over else [chip.start, chip.end]
    else:
        times = []
    return {
        "kind": chip.kind.value,
        "code": chip.code,
        "times": times,
        "over": chip.over,
        "last": chip.end,
        "locked": chip.locked,
        "elsewhere": bool(chip.dispositif) and chip.dispositif != dispositif,
    }


def _holes(cell: tuple[Hole, ...], grid: Grid) -> dict[str, Any]:
    """Return a day's holes, the gravest first, as many as a page can hold, and their count."""
    ranked = sorted(cell, key=lambda h: not h.vital)
    return {
        "shown": [_hole(hole, grid) for hole in ranked[:HOLES_A_DAY]],
        "count": len(ranked),
    }


def _hole(hole: Hole, grid: Grid) -> dict[str, Any]:
    slot = hole.slot
    role = "" if StaffRole.MEDIATEUR in hole.need.roles else NO_BREAK + "R"
    return {
        "code": grid.codes.get(slot.site, KINDS[slot.kind][0].upper()),
        "start": clock(slot.span.start),
        "missing": f"−{hole.missing}{role}",
        "vital": hole.vital,
    }


def _coverage(row: CoverageRow) -> dict[str, Any]:
    return {
        "title": f"Couverture {KINDS[row.kind]}",
        "cells": [
            None if cell is None else {"text": cell.words, "state": palette.state_of(cell)}
            for cell in row.cells
        ],
    }


def _count(number: int) -> str:
    return str(number) if number else ""
