"""Draw the coverage of dispositifs by day, and the hours due and planned of people."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure

from api.export import palette
from api.export.file_names import slug
from api.export.month.bundle import Month
from api.export.month.sheet import rows_by_name
from api.french.words import DAYS, hours, of_month, shortened
from api.planning.chips import ChipKind
from api.planning.grid import Grid, Row, Section
from scheduler.domain.posts import Posts

LABEL = 44
#: Shares of the target at which the colour changes, and the colours between them.
STEPS = (0, 50, 75, 90, 100, 101)
SHADES = ("#E0786C", "#EE9F78", "#F2B872", "#F7E3A5", "#A9D49A")
STYLE: Any = {
    "svg.hashsalt": "roulement",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 8,
}
INCH = 25.4
KINDS = ("svg", "png")
"""Of one figure: laying it out costs as much as drawing it."""


def documents(month: Month) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of coverage and of each agency's hours, both as SVG and PNG."""
    for kind, drawing in coverage_plot(month.grid).items():
        yield f"graphiques/couverture.{kind}", drawing
    for agency, part in month.agencies:
        for kind, drawing in hours_plot(part).items():
            yield f"graphiques/heures-{slug(agency)}.{kind}", drawing


def coverage_plot(grid: Grid) -> Mapping[str, bytes]:
    """Return the heat map of posts held against the target, by kind of `KINDS`."""
    sections = grid.sections
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(330 / INCH, (38 + 8 * max(1, len(sections))) / INCH))
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        table = [
            [_share(_total(section, n)) for n in range(len(grid.columns))] for section in sections
        ]
        shades = ListedColormap(list(SHADES))
        norm = BoundaryNorm(STEPS, shades.N)
        unknown = np.ma.masked_invalid(np.array(table, dtype=float))
        image = axes.imshow(unknown, cmap=shades, norm=norm, aspect="auto")
        for y, section in enumerate(sections):
            for x in range(len(grid.columns)):
                cell = _total(section, x)
                if cell is not None and cell.target:
                    axes.text(
                        x,
                        y,
                        cell.words,
                        ha="center",
                        va="center",
                        fontsize=5.5,
                        fontweight="bold" if cell.vital else "normal",
                        color=palette.INK,
                    )
        axes.set_yticks(
            range(len(sections)), [shortened(section.title, LABEL) for section in sections]
        )
        _days(axes, grid)
        axes.set_title(
            f"Couverture {of_month(grid.first)} : postes pourvus / cible "
            "(en gras : sous le minimum)",
            loc="left",
            fontweight="bold",
            pad=26,
        )
        axes.grid(visible=False)
        bar = figure.colorbar(image, ax=axes, pad=0.01, fraction=0.02, spacing="uniform")
        bar.set_ticks(
            [25, 62.5, 82.5, 95, 100.5], labels=["< 50 %", "< 75 %", "< 90 %", "< 100 %", "100 %"]
        )
        figure.tight_layout()
        return {kind: _bytes(figure, kind) for kind in KINDS}


def hours_plot(grid: Grid) -> Mapping[str, bytes]:
    """Return the bars of hours due and planned, a person a line, by kind of `KINDS`."""
    rows = rows_by_name(grid)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(210 / INCH, (40 + 5.2 * max(1, len(rows))) / INCH))
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        places = range(len(rows))
        axes.barh(
            places,
            [r.counters.due / 60 for r in rows],
            height=0.82,
            color="#E2E2E2",
            label="heures dues",
        )
        axes.barh(
            places,
            [(r.counters.planned - r.counters.training) / 60 for r in rows],
            height=0.44,
            color=palette.KINDS[ChipKind.DAY][1],
            label="prévues, terrain",
        )
        axes.barh(
            places,
            [r.counters.training / 60 for r in rows],
            height=0.44,
            left=[(r.counters.planned - r.counters.training) / 60 for r in rows],
            color=palette.KINDS[ChipKind.TRAINING][1],
            label="prévues, formation",
        )
        for place, row in enumerate(rows):
            far = max(row.counters.due, row.counters.planned) / 60
            sign = "+" if row.counters.balance > 0 else ""
            axes.text(far + 2, place, sign + hours(row.counters.balance), va="center", fontsize=6)
        axes.set_yticks(places, _labels(rows), fontsize=7)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlabel("heures")
        axes.set_xlim(0, 1.12 * max([1.0, *(_longest(r) for r in rows)]))
        axes.xaxis.grid(visible=True, color="#DDDDDD", linewidth=0.5)
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_title(
            f"Heures {of_month(grid.first)} : prévues, dues et écart",
            loc="left",
            fontweight="bold",
            pad=22,
        )
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize=7)
        figure.tight_layout()
        return {kind: _bytes(figure, kind) for kind in KINDS}


def _total(section: Section, day: int) -> Posts | None:
    """Add up the coverage of all kinds of post of one day (None: a day without a post)."""
    cells = [cell for row in section.coverage if (cell := row.cells[day]) is not None]
    return sum(cells, Posts()) if cells else None


def _share(cell: Posts | None) -> float | None:
    return None if cell is None or not cell.target else 100 * cell.have / cell.target


def _days(axes: Any, grid: Grid) -> None:
    axes.set_xticks(
        range(len(grid.columns)),
        [f"{DAYS[c.day.weekday()][:2]}\n{c.day.day}" for c in grid.columns],
        fontsize=7,
    )
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for n, column in enumerate(grid.columns):
        if column.tinted:
            axes.get_xticklabels()[n].set_color(palette.ALERT if column.holiday else "#777777")
        if column.day.weekday() == 0:
            axes.axvline(n - 0.5, color="#555555", linewidth=0.8)
    axes.set_xticks([n - 0.5 for n in range(1, len(grid.columns))], minor=True)
    axes.set_yticks([n - 0.5 for n in range(1, len(grid.sections))], minor=True)
    axes.grid(which="minor", color="#FFFFFF", linewidth=1)
    axes.tick_params(which="minor", length=0)


def _labels(rows: Sequence[Row]) -> list[str]:
    return [f"{shortened(r.mediator.name, 30)} ({r.contract_words})" for r in rows]


def _longest(row: Row) -> float:
    return max(row.counters.due, row.counters.planned) / 60


def _bytes(figure: Figure, kind: str) -> bytes:
    output = io.BytesIO()
    # No date inside: the same rota gives the same bytes.
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    figure.savefig(output, format=kind, dpi=150, metadata=metadata)
    return output.getvalue()
