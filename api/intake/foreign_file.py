"""Read a rota made elsewhere: a workbook, a CSV file, a calendar, a folder; and its legend."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from pathlib import Path

from api.data.errors import BadFilesError, FileError
from api.data.sheets.content import Kind, data_of, kind_of, read_sheets, sheets_of, text_of
from api.data.sheets.limits import bad
from api.intake.calendar.reading import read_calendar
from api.intake.gatherer import Gatherer
from api.intake.reading import Reading
from api.intake.table.columns import Correspondence, read_correspondence
from api.intake.table.grid.legend import legend_alone
from api.intake.table.legend import Legend, legend_of
from api.intake.table.tables import Options, read_tables
from api.intake.text.clock import Clock


def read_legend(path: Path) -> Legend:
    """Read a legend from its own file (BadFilesError: it can't be read; all rows at once)."""
    legend = Legend()
    for sheet in sheets_of(path):
        part = legend_of(sheet) or legend_alone(sheet)
        if part is not None:
            legend = legend.over(part)
    if legend.unread:
        raise BadFilesError(legend.unread)
    if not legend.codes:
        raise BadFilesError(
            [
                FileError(
                    file=path.name,
                    received="aucun code",
                    expected="les colonnes code;debut;fin;pause;debut_pause;type;site;"
                    "dispositif;agence",
                )
            ]
        )
    return legend


def read_foreign(
    path: Path,
    *,
    mapping: Path | None = None,
    legends: Sequence[Path] = (),
    month: date | None = None,
    day_start: Clock | None = None,
) -> Reading:
    """
    Read a rota made elsewhere, whatever program made it.

    The kind of a file is found from its content. `mapping` names columns and `legends` codes (see
    `correspondence` and `legend`); the first that has a code counts. `month`: the month of day
    numbers written without one; events without an end repeat until its end. `day_start`: when days
    start of which only a number of hours is written. All files of a folder are read; bad ones are
    refused. BadFilesError: nothing could be read: the file isn't there, is another kind of
    document, is too large, or has neither a list's nor a grid's headers; or the mapping or the
    legend is wrong.
    """
    guide = read_correspondence(mapping) if mapping else Correspondence()
    options = Options(
        guide=guide if day_start is None else replace(guide, day_start=day_start),
        legend=reduce(Legend.over, map(read_legend, legends), Legend()),
        month=None if month is None else month.replace(day=1),
    )
    gatherer = Gatherer()
    if not path.is_dir():
        _read(path, options, gatherer)
        return gatherer.reading()
    files = [file for file in sorted(path.iterdir()) if file.is_file() and file.name[:1] != "."]
    if not files:
        others = ", ".join(sorted(entry.name for entry in path.iterdir()))
        content = f"dossier sans fichier à lire (mais : {others})" if others else "dossier vide"
        raise bad(path.name, content, "des calendriers, des classeurs ou des fichiers CSV")
    faults: list[BadFilesError] = []
    for file in files:
        try:
            _read(file, options, gatherer)
        except BadFilesError as error:
            faults.append(error)
    if len(faults) == len(files):
        raise BadFilesError(error for fault in faults for error in fault.errors)
    for fault in faults:
        gatherer.refuse(fault.errors)
    return gatherer.reading()


def _read(path: Path, options: Options, gatherer: Gatherer) -> None:
    data = data_of(path)
    kind = kind_of(path.name, data)
    if kind is Kind.CALENDAR:
        read_calendar(path.name, text_of(path.name, data), options, gatherer)
        return
    read_tables(read_sheets(path.name, data, kind), options, gatherer)
