"""Read the answers of the page's form, and keep what was typed wrong so that it is shown again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Form

from api.controls.answers import WORK, Answers, CodeAnswer
from api.intake.unknown_codes import code_key
from api.web.months import PATTERN, first_of

MOST = 400
Texts = Annotated[list[Annotated[str, Form(max_length=1000)]], Form(max_length=MOST)]
MONTH = "un mois comme 2026-06"


@dataclass(frozen=True, kw_only=True)
class Typed:
    """
    Answers as they were typed: codes with a word and hours, names, months of files.

    `faults`: what was expected instead, by `code:…` or `mois:…`.
    """

    codes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    months: Mapping[str, str] = field(default_factory=dict)
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
        oublier: Texts = [],  # noqa: B006
    ) -> None:
        self.codes = {
            written: (word, " ".join(hours.split()))
            for written, word, hours in zip(code, sens, horaires, strict=False)
        }
        self.names = dict(zip(nom, personne, strict=False))
        self.months = {name: month.strip() for name, month in zip(fichier, mois, strict=False)}
        self.forgotten = frozenset(oublier)


TheAnswers = Annotated[AnswersForm, Depends()]


def answered(form: AnswersForm, before: Answers) -> tuple[Answers, Typed]:
    """Return the answers before with those of a form, and what was typed with its faults."""
    codes, faults = dict(before.codes), dict[str, str]()
    for code, (word, hours) in form.codes.items():
        for other in [each for each in codes if code_key(each) == code_key(code)]:
            del codes[other]
        if not word and not hours:
            continue
        answer = CodeAnswer(word=word or WORK, hours=hours)
        if fault := answer.fault():
            faults[f"code:{code}"] = fault
        codes[code] = answer
    names = {name: who for name, who in before.names.items() if name not in form.forgotten}
    names |= {name: who for name, who in form.names.items() if who}
    months = dict(before.months)
    for file, text in _filled(form.months):
        if re.fullmatch(PATTERN, text):
            months[file] = first_of(text)
        else:
            faults[f"mois:{file}"] = MONTH
    typed = Typed(codes=form.codes, names=form.names, months=form.months, faults=faults)
    return Answers(codes=codes, names=names, months=months), typed


def _filled(texts: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return ((name, text) for name, text in texts.items() if text)
