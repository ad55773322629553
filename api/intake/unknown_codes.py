"""Collect unknown codes and texts, so that the user is asked about each of them once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from api.data.errors import FileError
from api.data.questions import CodeQuestion
from api.french.plain import plain
from api.intake.text.clock import NotReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

SHAPE = re.compile(r"[^\W\d_].{0,23}")
"""A code begins with a letter; what begins with a figure is most often an hour typed wrong."""

OFTEN = 3
"""From this number of cells on, the same text is a way of writing and no typing error."""

EXPECTED = (
    "ce que {what} ({codes}) ; dites-le dans une légende, par exemple « {first} : 9h-16h30 » sous "
    "le planning, dans une feuille « Légende », ou dans un fichier (--legende)"
)


class UnknownCodeError(NotReadError):
    """A cell holds an unknown code, or a code whose hours are unknown."""


def code_key(code: str) -> str:
    """Return what makes two writings of a code the same."""
    return plain(code) or code


def is_code(text: str) -> bool:
    """Whether a text that can't be read looks like a code."""
    return SHAPE.fullmatch(text) is not None


@dataclass(kw_only=True)
class UnknownEntries:
    """The unknown codes and texts of some files, by sheet, with the refusal of each cell."""

    _met: dict[tuple[str, str], dict[str, list[FileError]]] = field(default_factory=dict)
    _texts: dict[tuple[str, str, str, str], list[FileError]] = field(default_factory=dict)

    def add(self, code: str, refusal: FileError) -> None:
        """Note an entry that is refused for its code."""
        codes = self._met.setdefault((refusal.file, refusal.sheet), {})
        codes.setdefault(code_key(code), []).append(replace(refusal, received=code))

    def add_text(self, refusal: FileError, *, tellable: bool = False) -> None:
        """
        Note a cell that can't be read and holds no code; a frequent text is told once.

        `tellable`: a legend may say what the text means.
        """
        if tellable:
            refusal = replace(refusal, questions=(CodeQuestion(code=refusal.received, cells=1),))
        key = (refusal.file, refusal.sheet, refusal.received, refusal.expected)
        self._texts.setdefault(key, []).append(refusal)

    def refusals(self) -> Iterator[FileError]:
        """Yield refusals: a code seen once may be mistyped; for the others, a question is asked."""
        for codes in self._met.values():
            groups = sorted(codes.values(), key=len, reverse=True)
            yield from (_with_questions(group[0], [group]) for group in groups if len(group) == 1)
            often = [group for group in groups if len(group) > 1]
            if often:
                yield _question(often)
        for refusals in self._texts.values():
            if len(refusals) < OFTEN:
                yield from refusals
            else:
                expected = f"{refusals[0].expected} (le même texte dans {len(refusals)} cases)"
                first = (
                    _with_questions(refusals[0], [refusals])
                    if refusals[0].questions
                    else refusals[0]
                )
                yield replace(first, expected=expected, entries=len(refusals))


def _with_questions(refusal: FileError, groups: list[list[FileError]]) -> FileError:
    """Return a refusal that asks what each code means."""
    questions = tuple(CodeQuestion(code=group[0].received, cells=len(group)) for group in groups)
    return replace(refusal, questions=questions)


def _question(often: list[list[FileError]]) -> FileError:
    """Return one refusal for all codes of a sheet that come more than once."""
    first = often[0][0]
    many = len(often) > 1
    codes = ", ".join(f"{group[0].received} : {len(group)} cases" for group in often)
    return replace(
        _with_questions(first, often),
        received=f"{len(often)} codes inconnus" if many else first.received,
        expected=EXPECTED.format(
            what="valent ces codes" if many else "vaut ce code", codes=codes, first=first.received
        ),
        entries=sum(map(len, often)),
    )
