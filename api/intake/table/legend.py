"""
Read the codes of a rota and their meanings: hours, a reason of absence, or rest.

A legend is a CSV or a sheet « Légende » of the workbook, with the columns `code`, `debut`, `fin`,
`pause`, `debut_pause`, `type`, `site`, `dispositif`, `agence`; or with labels such as
`Matin 8h-15h (pause 30 min)`. The usual codes are known without a legend; if a legend has them too,
its meaning is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property

from api.data.errors import FileError
from api.data.sheets.cells import Sheet, Value, compact
from api.french.plain import plain
from api.intake.table.columns import Column, columns_of
from api.intake.text.clock import NotReadError, clock_in_cell
from api.intake.text.days import weekdays_of
from api.intake.text.hours import Pause, Stretch, kind_of, of_kind, pauses_of, stretch, stretches_of
from api.intake.text.words import ABSENCE_NAMES, KINDS, KINDS_EXPECTED, REST, SAID_ABSENCES, Field
from scheduler.domain.duty import DutyKind
from scheduler.domain.people import AbsenceKind

MEANING = (
    f"des heures (debut et fin), un motif (congé, maladie, repos…) ou un type parmi : "
    f"{KINDS_EXPECTED}"
)
BEGINNING = re.compile(r"(?<![\w.,:])(?:de\s|midi|minuit|\d)", re.IGNORECASE)
ASIDE = re.compile(r"\([^()]*\)")
SAID = frozenset({"formation", "cfa", "astreinte"})
"""Words that give the kind of a duty wherever they are in a label."""

ONE_PAUSE = "une pause avec un seul horaire (les coupures sont entre les horaires)"
OF_BREAKS = ("pause", "coupure")
MOST_WORDS = 8
"""Words after the hours, a place most often, that may follow them."""

TO = r"(?:[àÀ] l[’']|(?:[àÀ](?: la)?|[Aa]ux?)\b)"
AFTER = re.compile(rf"\s*(?:[,;(–—-]\s*(?:{TO})?|{TO})\s*([^\W\d_][^,;()]*?)[\s.)]*")
"""What follows hours and may name a place: « 8h-16h, Mairie », « 8h-16h (à la Gare) »."""

NO_PLACES = frozenset(
    (
        *("du", "de", "des", "les", "le", "sauf", "avec", "sans", "et", "ou", "puis", "en", "tous"),
        *("hors", "environ", "selon", "si", "week", "weekend", "we", "semaine", "continu", "midi"),
    )
)
"""Words that begin what is no place: « 8h-16h, Sauf fériés »."""


def label_of(text: str, pauses: tuple[Pause, ...] | None) -> tuple[str, tuple[Stretch, ...], str]:
    """
    Return a label's word for a kind or a reason, its hours and its place; each may be empty.

    NotReadError: it has neither of the first two.
    """
    for word in (text, ASIDE.sub(" ", text)):
        if _says_what(plain(word)):
            return word, (), ""
    for match in BEGINNING.finditer(text):
        rest = text[match.start() :].strip("() ")
        for hours in _hours(rest):
            with suppress(NotReadError):
                stretches = with_pauses(stretches_of(hours), pauses)
                return _kind(text[: match.start()]), stretches, _place(rest[len(hours) :])
    raise NotReadError(MEANING)


def with_pauses(
    stretches: tuple[Stretch, ...], pauses: tuple[Pause, ...] | None
) -> tuple[Stretch, ...]:
    """
    Return stretches with the breaks of their row (None: there is no column of breaks).

    NotReadError: there are several stretches: nothing says in which one the break is.
    """
    if pauses is None:
        return stretches
    if pauses and len(stretches) != 1:
        raise NotReadError(ONE_PAUSE)
    return tuple(
        Stretch(stretch.start, stretch.end, stretch.pauses or pauses) for stretch in stretches
    )


def _hours(text: str) -> Iterator[str]:
    """Yield what may be the hours of a text: all of it, then without the words at its end."""
    yield text
    words = text.split(" ")
    for count in range(1, min(MOST_WORDS, len(words) - 1) + 1):
        rest = " ".join(words[-count:])
        # A figure left out could be an hour, and a break left out would be lost.
        if any(letter.isdigit() for letter in rest) or any(
            word in plain(rest) for word in OF_BREAKS
        ):
            return
        yield " ".join(words[:-count]).rstrip(" ,(-–—")


def _place(text: str) -> str:
    """Return the place after hours, a name with its capital (empty: another word, or nothing)."""
    match = AFTER.fullmatch(text)
    if match is None or not match[1][0].isupper():
        return ""
    words = plain(match[1]).split()
    if not words or words[0] in NO_PLACES or weekdays_of(words[0]):
        return ""
    return "" if _says_what(" ".join(words)) else match[1]


def _says_what(bare: str) -> bool:
    """Whether a plain text says by itself what is done: a kind of duty, a reason, or rest."""
    return bool(bare) and (bare in KINDS or bare in SAID_ABSENCES or bare in REST)


def _kind(text: str) -> str:
    """Return the kind or the reason that is before hours, empty where there is none."""
    bare = plain(text)
    if bare in KINDS or bare in SAID_ABSENCES:
        return text
    return next((word for word in bare.split() if word in SAID), "")


TITLES = frozenset({"code", "codes", "sigle", "abreviation", "abrege"})
LABELS = frozenset({"signification", "libelle", "designation", "description", "legende"})


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """
    What a code means.

    `rest`: nothing is done that day. `absence`: why someone is away, the whole day or for the
    `stretches`. Otherwise a duty, whose hours the cell itself gives where `stretches` are none.
    """

    stretches: tuple[Stretch, ...] = ()
    kind: DutyKind = DutyKind.WORK
    absence: AbsenceKind | None = None
    rest: bool = False
    site: str = ""
    dispositif: str = ""
    agency: str = ""


def _away(kind: AbsenceKind, *codes: str) -> dict[str, Meaning]:
    return dict.fromkeys(codes, Meaning(absence=kind))


USUAL: Mapping[str, Meaning] = {
    **_away(AbsenceKind.LEAVE, "cp", "ca", "c p", "conge", "conges", "cgs"),
    **_away(AbsenceKind.SICK, "maladie"),
    **_away(AbsenceKind.RECOVERY, "rtt", "recup", "rec"),
    **_away(AbsenceKind.REST, "rc", "rcr", "rco"),
    **_away(AbsenceKind.UNPAID, "css", "ss"),
    **_away(AbsenceKind.UNAVAILABLE, "indispo", "ind"),
    **_away(AbsenceKind.OTHER, "abs", "absence", "aa"),
    **dict.fromkeys(("r", "rh", "repos", "off", "f", "fer", "ferie", "jf"), Meaning(rest=True)),
    **dict.fromkeys(("cfa", "formation"), Meaning(kind=DutyKind.TRAINING)),
}
"""
The usual meanings by code, in lower case and without accents; none is of health (`HEALTH_DOUBTS`).
"""

MARKS: Mapping[str, Meaning] = dict.fromkeys(("-", "–", "—", "/", "."), Meaning(rest=True))


@dataclass(frozen=True, kw_only=True)
class Legend:
    """
    The meanings of codes: those of a legend (as written), then the usual ones.

    `unread`: what couldn't be read of a sheet « Légende » or of a legend beside a grid. `unclear`:
    the codes that are defined there; they stay unknown, whatever they usually mean.
    """

    codes: Mapping[str, Meaning] = field(default_factory=dict)
    unread: tuple[FileError, ...] = ()
    unclear: frozenset[str] = frozenset()

    def meaning(self, code: str) -> Meaning | None:
        """Return the meaning of a code (None: it isn't known)."""
        if code in self.codes:
            return self.codes[code]
        bare = plain(code)
        if not bare:
            return MARKS.get(code)
        return self._plain.get(bare) or (None if bare in self._unclear else USUAL.get(bare))

    def usual(self, code: str) -> bool:
        """Whether the legend lacks a code, so that only its usual meaning can be used."""
        return code not in self.codes and plain(code) not in self._plain

    @property
    def listed_codes(self) -> str:
        """Say in French which codes are known."""
        usual = ("CP", "RTT", "R", "RH", "F", "CFA")
        own = tuple(dict.fromkeys(self.codes))
        return ", ".join((*own, *(code for code in usual if plain(code) not in self._plain)))

    @cached_property
    def _plain(self) -> dict[str, Meaning]:
        return {plain(code): meaning for code, meaning in self.codes.items() if plain(code)}

    @cached_property
    def _unclear(self) -> frozenset[str]:
        return frozenset(map(plain, self.unclear))

    def over(self, other: Legend) -> Legend:
        """Return this legend completed by another; for codes in both, this one is used."""
        return Legend(
            codes={**other.codes, **self.codes},
            unread=(*self.unread, *other.unread),
            unclear=(self.unclear | other.unclear) - self.codes.keys(),
        )


def legend_of(sheet: Sheet) -> Legend | None:
    """Return the legend that a sheet holds (None: the sheet is no legend)."""
    for row in sheet.order:
        titles = {n: plain(compact(value)) for n, value in sheet.row(row).items()}
        code = next((n for n, title in titles.items() if title in TITLES), None)
        if code is None:
            continue
        columns = columns_of({n: v for n, v in sheet.row(row).items() if n != code})
        label = next((n for n, title in titles.items() if title in LABELS), None)
        reader = _Rows(sheet, code, dict(columns.of), label)
        if label is not None or {Field.START, Field.HOURS, Field.KIND, Field.CODE} & set(
            columns.of
        ):
            return reader.read(after=row)
    return None


def labelled(text: str) -> Meaning:
    """
    Return the meaning of a label alone: `congés payés`, `Matin 8h-15h`.

    NotReadError: it can't be read.
    """
    return _meaning_of(*label_of(text, None))


def _meaning_of(
    word: str,
    stretches: tuple[Stretch, ...],
    site: str = "",
    dispositif: str = "",
    agency: str = "",
) -> Meaning:
    bare = plain(word)
    if bare in REST:
        return Meaning(rest=True)
    if bare in SAID_ABSENCES:
        return Meaning(absence=SAID_ABSENCES[bare], stretches=stretches)
    if bare not in KINDS or not (bare or stretches or site or dispositif):
        raise NotReadError(MEANING)
    return Meaning(
        stretches=stretches, kind=KINDS[bare], site=site, dispositif=dispositif, agency=agency
    )


class _Rows:
    """A reader of the rows of a legend."""

    def __init__(
        self, sheet: Sheet, code: int, columns: dict[Field, Column], label: int | None
    ) -> None:
        self.sheet = sheet
        self.code = code
        self.columns = columns
        self.label = label

    def read(self, *, after: int) -> Legend:
        """Read the rows after a header."""
        codes: dict[str, Meaning] = {}
        lines: dict[str, int] = {}
        unread = []
        unclear = set()
        for row in (line for line in self.sheet.order if line > after):
            cells = self.sheet.row(row)
            code = compact(cells.get(self.code))
            where = self.sheet.where(row, self.code, "code")
            text = " ; ".join(compact(value) for _, value in sorted(cells.items()))
            if not code or code in lines:
                expected = (
                    f"ce code une seule fois (déjà ligne {lines[code]})" if code else "un code"
                )
                unread.append(where.refusal(text, expected))
                continue
            lines[code] = where.line
            try:
                codes[code] = self._meaning(cells)
            except NotReadError as error:
                unread.append(where.refusal(text, error.expected))
                unclear.add(code)
        return Legend(codes=codes, unread=tuple(unread), unclear=frozenset(unclear))

    def _cell(self, cells: Mapping[int, Value], name: Field) -> Value:
        column = self.columns.get(name)
        return "" if column is None else cells.get(column.index, "")

    def _meaning(self, cells: Mapping[int, Value]) -> Meaning:
        pauses = self._pauses(cells)
        stretches = self._stretches(cells, pauses)
        word = compact(self._cell(cells, Field.KIND)) or compact(self._cell(cells, Field.CODE))
        place = ""
        if not word and not stretches and self.label is not None:
            word, stretches, place = label_of(compact(cells.get(self.label)), pauses)
        site, dispositif, agency = (
            compact(self._cell(cells, name))
            for name in (Field.SITE, Field.DISPOSITIF, Field.AGENCY)
        )
        return _meaning_of(word, stretches, site or place, dispositif, agency)

    def _stretches(
        self, cells: Mapping[int, Value], pauses: tuple[Pause, ...] | None
    ) -> tuple[Stretch, ...]:
        start, end = self._cell(cells, Field.START), self._cell(cells, Field.END)
        hours = compact(self._cell(cells, Field.HOURS))
        if hours:
            return with_pauses(stretches_of(hours), pauses)
        if start == "" and end == "":
            return ()
        return with_pauses((stretch(clock_in_cell(start), clock_in_cell(end)),), pauses)

    def _pauses(self, cells: Mapping[int, Value]) -> tuple[Pause, ...] | None:
        """Return the breaks of a row, None where the legend has no column of breaks."""
        if Field.PAUSE not in self.columns:
            return None
        pauses = pauses_of(self._cell(cells, Field.PAUSE), self.columns[Field.PAUSE].unit)
        start = self._cell(cells, Field.PAUSE_START)
        pauses = of_kind(pauses, kind_of(compact(self._cell(cells, Field.PAUSE_KIND))))
        if start != "" and len(pauses) != 1:
            raise NotReadError("une pause avec son début")
        clock = clock_in_cell(start) if start != "" else None
        return tuple(replace(pause, start=clock or pause.start) for pause in pauses)


DUTY_NAMES = {
    DutyKind.WORK: "travail",
    DutyKind.TRAINING: "formation",
    DutyKind.TRAVEL: "trajet",
    DutyKind.INTERVENTION: "intervention d’astreinte",
    DutyKind.STANDBY: "astreinte",
    DutyKind.COMMUTE: "trajet domicile",
    DutyKind.DELEGATION: "heures de délégation",
    DutyKind.COUNCIL: "réunion avec l’employeur",
}


def legend_words(codes: Mapping[str, Meaning]) -> str:
    """Write codes with their meanings: `J = 09:00–16:30, pause 30 min ; CP = congé`."""
    return " ; ".join(f"{code} = {meaning_words(meaning)}" for code, meaning in codes.items())


def meaning_words(meaning: Meaning) -> str:
    """Write what a code means."""
    if meaning.rest:
        return "repos"
    hours = " et ".join(_stretch_words(stretch) for stretch in meaning.stretches)
    name = DUTY_NAMES[meaning.kind] if meaning.absence is None else ABSENCE_NAMES[meaning.absence]
    if not hours:
        return name if meaning.absence is not None else f"{name}, heures non dites"
    where = f", {meaning.site}" if meaning.site else ""
    return f"{hours}{where}" if name == "travail" else f"{name} {hours}{where}"


def _stretch_words(stretch: Stretch) -> str:
    words = f"{stretch.start}–{stretch.end}"
    for pause in stretch.pauses or ():
        words += f", pause {pause.minutes} min"
    return words
