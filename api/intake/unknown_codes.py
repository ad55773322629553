"""Collect unknown codes and texts, so that the user is asked about each of them once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from api.data.errors import MOST_KEPT, CodeQuestion, FileError
from api.french.plain import plain
from api.french.plural import plural
from api.intake.text.clock import NotReadError
from api.intake.text.words import HEALTH_DOUBTS

Key = TypeVar("Key")

SHAPE = re.compile(r"[^\W\d_].{0,23}")
"""A code begins with a letter; what begins with a figure is most often an hour typed wrong."""

OFTEN = 3
"""From this number of cells on, the same text is a way of writing and no typing error."""

LISTED = 40
"""How many codes one question names."""

EXPECTED = (
    "ce que {what} ({codes}) ; dites-le dans une légende, par exemple « {first} : 9h-16h30 » sous "
    "le planning, dans une feuille « Légende », ou dans un fichier (--legende)"
)


DOUBTFUL = "ce que vaut ce code : {doubt} Dites-le dans une légende (--legende)"


class UnknownCodeError(NotReadError):
    """A cell holds an unknown code, or a code whose hours are unknown."""


def code_key(code: str) -> str:
    """Return what makes two writings of a code the same."""
    return plain(code) or code


def doubt_of(code: str) -> str:
    """Say in French what a code may be that many read as a reason of health (empty: no such)."""
    return HEALTH_DOUBTS.get(plain(code).replace(" ", ""), "")


def is_code(text: str) -> bool:
    """Whether a text that can't be read looks like a code."""
    return SHAPE.fullmatch(text) is not None


@dataclass(kw_only=True)
class Same:
    """
    The cells that hold one code or text: their number, and the refusals of the first ones.

    `text`: as a legend would have to write it (empty: none can say it).
    """

    text: str
    cells: int = 0
    first: list[FileError] = field(default_factory=list)

    def add(self, refusal: FileError) -> None:
        """Note one more cell."""
        self.cells += 1
        if self.cells < OFTEN:
            self.first.append(refusal)

    @property
    def questions(self) -> tuple[CodeQuestion, ...]:
        """Ask what the text means, if a legend may say it."""
        if not self.text:
            return ()
        return (CodeQuestion(code=self.text, cells=self.cells, doubt=doubt_of(self.text)),)

    @property
    def named(self) -> str:
        """Name the code, with how many cells hold it and what it may be."""
        doubt = f" – {doubt}" if (doubt := doubt_of(self.text)) else ""
        return f"{self.text} : {self.cells} cases{doubt}"


@dataclass(kw_only=True)
class UnknownEntries:
    """The unknown codes and texts of some files, by sheet."""

    _met: dict[tuple[str, str], dict[str, Same]] = field(default_factory=dict)
    _texts: dict[tuple[str, str, str, str], Same] = field(default_factory=dict)

    def add(self, code: str, refusal: FileError) -> bool:
        """Note an entry that is refused for its code; return whether it will be reported."""
        codes = self._met.setdefault((refusal.file, refusal.sheet), {})
        return _add(codes, code_key(code), code, replace(refusal, received=code))

    def add_text(self, refusal: FileError, definable: str = "") -> bool:
        """
        Note a cell that can't be read and holds no code; return whether it will be reported.

        A frequent text is reported once. `definable`: the text, if a legend may say what it means.
        """
        key = (refusal.file, refusal.sheet, refusal.received, refusal.expected)
        return _add(self._texts, key, definable, refusal)

    def refusals(self) -> Iterator[FileError]:
        """Yield refusals: a code seen once may be mistyped; for the others, a question is asked."""
        for codes in self._met.values():
            groups = sorted(codes.values(), key=lambda same: -same.cells)
            for same in groups:
                if same.cells == 1:
                    yield replace(same.first[0], questions=same.questions)
            often = [same for same in groups if same.cells > 1]
            if often:
                yield _question(often)
        for same in self._texts.values():
            if same.cells < OFTEN:
                alone = Same(text=same.text, cells=1)
                yield from (replace(error, questions=alone.questions) for error in same.first)
            else:
                first = replace(same.first[0], questions=same.questions, entries=same.cells)
                expected = f"{first.expected} (le même texte dans {same.cells} cases)"
                yield replace(first, expected=expected)


def _add(kept: dict[Key, Same], key: Key, text: str, refusal: FileError) -> bool:
    if key not in kept and len(kept) >= MOST_KEPT:
        return False
    kept.setdefault(key, Same(text=text)).add(refusal)
    return True


def _question(often: list[Same]) -> FileError:
    """Return one refusal for all codes of a sheet that come more than once."""
    first = often[0].first[0]
    many = len(often) > 1
    codes = ", ".join(same.named for same in often[:LISTED])
    if more := len(often[LISTED:]):
        codes += f" et {plural(more, 'autre code', 'autres codes')}"
    return replace(
        first,
        questions=tuple(question for same in often for question in same.questions),
        received=f"{len(often)} codes inconnus" if many else first.received,
        expected=EXPECTED.format(
            what="valent ces codes" if many else "vaut ce code", codes=codes, first=first.received
        ),
        entries=sum(same.cells for same in often),
    )
