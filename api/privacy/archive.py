"""Write a person's data as an archive: JSON for programs, and one CSV file per sort for people."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from api.export.csv_table import csv_table, harmless
from api.french.words import long_date
from api.privacy.personal import ABOUT, Sort
from scheduler.domain.time import civil_day

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of the files in the archive: the same data give the same bytes."""

READ_ME = """\
Données personnelles de {who}
Extraites le {at}

donnees.json : toutes les données, pour un programme.
Les fichiers .csv : les mêmes, une sorte par fichier (points-virgules, UTF-8).

{contents}

Une donnée fausse se corrige sur demande. Tout s’efface sur demande quand la loi n’oblige plus à le
garder : les heures, trois ans après la fin du contrat (code du travail, art. L3245-1).
"""
OF_ASSOCIATION = "tel que l’association l’a saisi"


def archive(sorts: Sequence[Sort], who: str, now: datetime) -> bytes:
    """Return the archive as the bytes of a ZIP file; `who` is the name to write on it."""
    files = {
        "lisez-moi.txt": _read_me(sorts, who, now).encode(),
        "donnees.json": _json(sorts),
        **{
            f"{sort.name}.csv": csv_table(sort.columns, (map(_cell, row) for row in sort.rows))
            for sort in sorts
        },
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _read_me(sorts: Sequence[Sort], who: str, now: datetime) -> str:
    contents = "\n".join(
        f"{sort.name}.csv : {ABOUT.get(sort.name, OF_ASSOCIATION)}." for sort in sorts
    )
    at = long_date(civil_day(now))
    return READ_ME.format(who=who, at=at, contents=contents)


def _json(sorts: Sequence[Sort]) -> bytes:
    content = {
        sort.name: [dict(zip(sort.columns, row, strict=True)) for row in sort.rows]
        for sort in sorts
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case str():
            return harmless(value)
        case int() | float():
            return str(value)
        case _:
            return harmless(json.dumps(value, ensure_ascii=False))
