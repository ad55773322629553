"""The forms that take files and answers about them: what was typed, and what is wrong with it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Annotated

from fastapi import Depends, File, Form, UploadFile

from api.controls.answers import FIELDS, WORK, Answers, CodeAnswer
from api.controls.routes import MOST_FILES
from api.intake.text.clock import NotReadError, written
from api.intake.unknown_codes import code_key
from api.web.months import PATTERN, first_of
from api.web.refusing.problems import Fault, Refusal
from constraints.registry import agreements
from scheduler.domain.time import next_month

MOST = 400
Token = Annotated[str, Form(max_length=60)]
Deed = Annotated[str, Form(max_length=20)]
Texts = Annotated[list[Annotated[str, Form(max_length=1000)]], Form(max_length=MOST)]
MONTH = "un mois comme 2026-06"
TypedCode = tuple[str, tuple[str, str]]
"""A code, and what is typed beside it: a word and hours."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """
    Answers as they were typed: codes with a word and hours, names, and by file months and starts.

    `codes`, by their key (see `code_key`). `faults`: what was expected instead, by `code:…`,
    `mois:…` or `debut:…`.
    """

    codes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    months: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


class AnswersForm:
    """The form's columns: each code with a meaning and hours, each name with whom it means."""

    def __init__(
        self,
        *,
        code: Texts = [],  # noqa: B006 - never written to
        sens: Texts = [],  # noqa: B006
        horaires: Texts = [],  # noqa: B006
        nom: Texts = [],  # noqa: B006
        personne: Texts = [],  # noqa: B006
        fichier: Texts = [],  # noqa: B006
        mois: Texts = [],  # noqa: B006
        liste: Texts = [],  # noqa: B006
        debut: Texts = [],  # noqa: B006
        colonne: Texts = [],  # noqa: B006
        champ: Texts = [],  # noqa: B006
        oublier: Texts = [],  # noqa: B006
    ) -> None:
        self.codes = tuple(
            (written, (word, " ".join(hours.split())))
            for written, word, hours in zip(code, sens, horaires, strict=False)
        )
        self.names = dict(zip(nom, personne, strict=False))
        self.months = {name: month.strip() for name, month in zip(fichier, mois, strict=False)}
        self.starts = {name: hour.strip() for name, hour in zip(liste, debut, strict=False)}
        self.columns = dict(zip(colonne, champ, strict=False))
        self.forgotten = frozenset(oublier)


TheAnswers = Annotated[AnswersForm, Depends()]


def answered(form: AnswersForm, before: Answers) -> tuple[Answers, Typed]:
    """Return the answers before with those of a form, and what was typed with its faults."""
    said = _rows_by_code(form.codes, before)
    codes = {code: answer for code, answer in before.codes.items() if code_key(code) not in said}
    faults: dict[str, str] = {}
    for key, (code, (word, hours)) in said.items():
        if not word and not hours:
            continue
        answer = CodeAnswer(word=word or WORK, hours=hours)
        if fault := answer.fault():
            faults[f"code:{key}"] = fault
        codes[code] = answer
    names = {name: who for name, who in before.names.items() if name not in form.forgotten}
    names |= {name: who for name, who in form.names.items() if who}
    months = dict(before.months)
    for file, text in _filled(form.months):
        if re.fullmatch(PATTERN, text):
            months[file] = first_of(text)
        else:
            faults[f"mois:{file}"] = MONTH
    starts = dict(before.starts)
    for file, text in _filled(form.starts):
        try:
            starts[file] = written(text)
        except NotReadError as error:
            faults[f"debut:{file}"] = error.expected
    typed = Typed(
        codes={key: typed for key, (_, typed) in said.items()},
        names=form.names,
        months=form.months,
        starts=form.starts,
        faults=faults,
    )
    said_columns = {title: what for title, what in form.columns.items() if what in FIELDS}
    columns = {**before.columns, **said_columns}
    return Answers(codes=codes, names=names, months=months, starts=starts, columns=columns), typed


def without_wrong(answers: Answers, before: Answers) -> Answers:
    """Return answers with those before instead of those on codes that can't be read."""
    wrong = {code_key(code) for code, answer in answers.codes.items() if answer.fault()}
    kept = {code: answer for code, answer in before.codes.items() if code_key(code) in wrong}
    kept |= {c: answer for c, answer in answers.codes.items() if code_key(c) not in wrong}
    return replace(answers, codes=kept)


def _rows_by_code(rows: Iterable[TypedCode], before: Answers) -> dict[str, TypedCode]:
    """
    Return the row of a form that counts for each code, by the code's key.

    Files may explain one code in two ways, and a form then has two rows of it, both with the answer
    before: that row counts which changes it.
    """
    shown = {code_key(code): (answer.word, answer.hours) for code, answer in before.codes.items()}
    said: dict[str, TypedCode] = {}
    for code, typed in rows:
        key = code_key(code)
        if key not in said or typed != shown.get(key, ("", "")):
            said[key] = code, typed
    return said


def _filled(texts: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return ((name, text) for name, text in texts.items() if text)


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

    def check(self) -> None:
        """Refuse a form that has faults, all of them at once."""
        faults = list(self._faults())
        if faults:
            raise Refusal(422, "requete_invalide", "Rien n’a été lu.", errors=faults)

    def _faults(self) -> Iterator[Fault]:
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
