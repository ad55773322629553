"""Read a legend from a file of its own, with headers or without."""

from __future__ import annotations

from pathlib import Path

from api.data.errors import BadFilesError, FileError
from api.data.sheets.content import sheets_of
from api.intake.table.grid.legend import legend_alone
from api.intake.table.legend.codes import Legend, legend_of


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
