"""
What RH answer about files made elsewhere: codes, names, the month, the hour when days start.

The answers on codes and on names are workbooks that the readers of files take as a legend and as a
file of names, so that they can be given again next month. They are no CSV: a code may begin with a
sign that a spreadsheet would run as a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from api.data.sheets.apart import bounded
from api.data.sheets.cells import compact
from api.data.sheets.content import sheets_of
from api.export.workbook import Column, Table, written
from api.french.plain import plain
from api.intake.text.clock import Clock, NotReadError
from api.intake.text.hours import stretches_of
from api.intake.text.words import ABSENCE_NAMES, Field
from api.judging.foreign.sources import Guides
from scheduler.domain.people import AbsenceKind

LEGEND, NAMES, COLUMNS = "codes.xlsx", "noms.xlsx", "colonnes.xlsx"
CODES_HEAD, NAMES_HEAD = ("code", "horaires", "type"), ("nom", "personne")
APART = "autre"
"""What stands for a person whom no other name means."""

WORK, REST = "travail", "repos"
TIMED: Mapping[str, str] = {
    WORK: "Service",
    "formation": "Formation",
    "astreinte": "Astreinte",
    "intervention": "Intervention d’astreinte",
    "trajet": "Trajet entre deux sites",
}
"""Meanings that have hours, by the word of legends."""

AWAY: Mapping[str, str] = {
    kind.value.replace("_", " "): ABSENCE_NAMES[kind].capitalize() for kind in AbsenceKind
}
"""Reasons of absences, by the word of legends."""

MEANINGS: Mapping[str, str] = {**TIMED, REST: "Repos", **AWAY}


FIELDS: Mapping[str, str] = {
    Field.PERSON: "La personne",
    Field.LAST_NAME: "Son nom de famille",
    Field.FIRST_NAME: "Son prénom",
    Field.DAY: "Le jour",
    Field.START: "L’heure de début",
    Field.END: "L’heure de fin",
    Field.HOURS: "Les horaires",
    Field.PAUSE: "La pause",
    Field.CODE: "Un code, ou le motif d’une absence",
    Field.SITE: "Le lieu",
    Field.DISPOSITIF: "Le dispositif",
    Field.CONTRACT: "Le contrat",
}
"""What a column may hold, by the word of the file that says it (see `correspondence`)."""


@dataclass(frozen=True, kw_only=True)
class CodeAnswer:
    """What a code means: a word of legends, and hours (empty: none, or the cell's own)."""

    word: str
    hours: str = ""

    def fault(self) -> str:
        """Say in French what is wrong with the answer (empty: nothing)."""
        if self.word not in MEANINGS:
            return "l’un des sens proposés"
        if self.word == REST and self.hours:
            return "un repos sans horaires, ou un autre sens"
        if self.word in TIMED and not self.hours:
            return "des horaires, comme 9h-16h30 ou 8h-12h et 14h-18h"
        if self.hours:
            try:
                stretches_of(self.hours)
            except NotReadError as error:
                return error.expected
        return ""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """
    Answers on codes, on names (by the name as written), on the months of files and when days start.

    Names mean a person's id, another name of the files, or `APART`. `columns`: what columns hold,
    by title.
    """

    codes: Mapping[str, CodeAnswer] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    months: Mapping[str, date] = field(default_factory=dict)
    starts: Mapping[str, Clock] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)

    def over(self, other: Answers) -> Answers:
        """Return these answers completed by others."""
        return Answers(
            codes={**other.codes, **self.codes},
            names={**other.names, **self.names},
            months={**other.months, **self.months},
            starts={**other.starts, **self.starts},
            columns={**other.columns, **self.columns},
        )


def answers_before(legends: Iterable[Path], names: Path | None) -> tuple[Answers, tuple[Path, ...]]:
    """
    Return the answers of other months that were given again, and the legends that are no answers.

    It raises `BadFilesError`: a file can't be read.
    """
    codes: dict[str, CodeAnswer] = {}
    others = []
    for path in legends:
        answered = _codes_in(path)
        if answered is None:
            others.append(path)
        else:
            codes = {**answered, **codes}
    said = Guides(names=names).answers.said
    return (
        Answers(codes=codes, names={name: who or APART for name, who in said.items()}),
        tuple(others),
    )


def _codes_in(path: Path) -> dict[str, CodeAnswer] | None:
    """Return the answers of a workbook that we wrote (None: it is somebody's own legend)."""
    with bounded(path.name):
        sheet = sheets_of(path)[0]
    rows = [[compact(sheet.row(row).get(n, "")) for n in range(3)] for row in sheet.order]
    if not rows or tuple(map(plain, rows[0])) != CODES_HEAD:
        return None
    answers = {code: CodeAnswer(word=word, hours=hours) for code, hours, word in rows[1:]}
    return None if any(answer.fault() for answer in answers.values()) else answers


def guides_of(answers: Answers, legends: Sequence[Path], folder: Path, guides: Guides) -> Guides:
    """
    Write the answers where the readers of files find them, and return them with other guides.

    `legends`: those given beside the files.
    """
    codes, names = folder / LEGEND, folder / NAMES
    codes.write_bytes(codes_book(answers))
    names.write_bytes(names_book(answers))
    mapping = guides.mapping
    if answers.columns and mapping is None:
        mapping = folder / COLUMNS
        rows = [(what, title) for title, what in answers.columns.items()]
        mapping.write_bytes(_book("Colonnes", ("champ", "colonne"), rows))
    return replace(
        guides,
        mapping=mapping,
        legends=(*((codes,) if answers.codes else ()), *legends),
        names=names if answers.names else None,
        months=answers.months,
        starts=answers.starts,
    )


def codes_book(answers: Answers) -> bytes:
    """Return the workbook of the answers on codes, which is a legend."""
    rows = [(code, answer.hours, answer.word) for code, answer in answers.codes.items()]
    return _book("Codes", CODES_HEAD, rows)


def names_book(answers: Answers) -> bytes:
    """Return the workbook of the answers on names."""
    return _book("Noms", NAMES_HEAD, list(answers.names.items()))


def _book(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    output = io.BytesIO()
    with written(output, title, date(2000, 1, 1)) as (book, styles):
        Table(book, styles, title, [Column(head, 30) for head in heads]).rows(rows)
    return output.getvalue()
