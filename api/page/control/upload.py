"""The form that takes files: what was chosen, and what is wrong with it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, File, Form, UploadFile

from api.controls.routes import MOST_FILES
from api.page.control.answering import MONTH, TheAnswers
from api.web.months import PATTERN, first_of
from api.web.problems import Fault
from constraints.registry import agreements
from scheduler.domain.time import next_month

if TYPE_CHECKING:
    from collections.abc import Iterator

Files = Annotated[list[UploadFile], File(max_length=MOST_FILES)]
Text = Annotated[str, Form(max_length=120)]
KINDS = "au moins un fichier : classeur .xlsx, .ods ou .xls, CSV, ou calendrier .ics"


class UploadForm:
    """
    Files, and how to judge them.

    `answers`: those already given on files that are no longer kept. `typed`: what the form shows
    again if it is refused; browsers can't keep files.
    """

    def __init__(
        self,
        answers: TheAnswers,
        *,
        fichiers: Files = [],  # noqa: B006 - never written to
        legendes: Files = [],  # noqa: B006
        noms: Files = [],  # noqa: B006
        colonnes: Files = [],  # noqa: B006
        debut: Text = "",
        fin: Text = "",
        convention: Text = "",
        avec: Text = "",
        maison: Text = "",
    ) -> None:
        self.files, self.legends = _chosen(fichiers), _chosen(legendes)
        self.names, self.mapping = _chosen(noms), _chosen(colonnes)
        self.answers = answers
        self.begin, self.end = debut.strip(), fin.strip()
        self.agreement = convention
        self.with_association, self.house = bool(avec), bool(maison)
        self.typed = {
            "debut": debut,
            "fin": fin,
            "convention": convention,
            "avec": avec,
            "maison": maison,
        }

    @property
    def first(self) -> date | None:
        """The first day to judge (None: the first that the files tell)."""
        return first_of(self.begin) if self.begin else None

    @property
    def last(self) -> date | None:
        """The last day to judge: of the last month, or of the only one."""
        end = self.end or self.begin
        return next_month(first_of(end)) - timedelta(days=1) if end else None

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the form."""
        if not self.files:
            yield Fault(field="fichiers", expected=KINDS)
        for name, files in (("noms", self.names), ("colonnes", self.mapping)):
            if len(files) > 1:
                received = ", ".join(str(file.filename) for file in files)
                yield Fault(field=name, received=received, expected="un seul fichier")
        months = {"debut": self.begin, "fin": self.end}
        wrong = [name for name, text in months.items() if text and not re.fullmatch(PATTERN, text)]
        for name in wrong:
            yield Fault(field=name, received=months[name], expected=MONTH)
        if self.end and not wrong:
            if not self.begin:
                yield Fault(field="debut", expected="aussi un premier mois")
            elif self.end < self.begin:
                expected = f"un mois à partir de {self.begin}"
                yield Fault(field="fin", received=self.end, expected=expected)
        if self.agreement and self.agreement not in agreements():
            known = ", ".join(sorted(agreements()))
            yield Fault(field="convention", received=self.agreement, expected=f"l’une de : {known}")


TheUpload = Annotated[UploadForm, Depends()]
BLANK = {"debut": "", "fin": "", "convention": "", "avec": "oui", "maison": ""}
"""The form before anything is typed."""


def _chosen(files: list[UploadFile]) -> list[UploadFile]:
    """Leave out the file without name that browsers send where none was chosen."""
    return [file for file in files if file.filename]
