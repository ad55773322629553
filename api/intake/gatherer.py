"""Collect what readers find in files, and count each entry exactly once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from api.data.errors import MOST_KEPT, FileError, Where, shown
from api.data.sheets.cells import Value, compact
from api.french.plain import plain
from api.french.quoting import MOST_TOLD, cut, listed
from api.intake.reading import (
    EntryCounts,
    ReadCode,
    Reading,
    SetAside,
    Shift,
    WrittenAbsence,
    WrittenContract,
)
from api.intake.text.clock import NotReadError
from api.intake.text.contract import contract_of
from api.intake.unknown_codes import UnknownEntries
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import Span

LONGEST_NAME = 120
OTHER_NOTES = "autres remarques, non détaillées"
UNTOLD = "refus non détaillés, après les 5 000 premiers"


class Gatherer:
    """Collects what is read; in a `grid`, two rows of one person may not overlap."""

    def __init__(self) -> None:
        self.shifts: list[Shift] = []
        self.aways: list[WrittenAbsence] = []
        self.refused: list[FileError] = []
        self.aside: list[SetAside] = []
        self.read = self.used = self.entries_refused = self.entries_aside = 0
        self._unknown = UnknownEntries()
        self._notes: dict[str, tuple[int, Where | None]] = {}
        self._seen: dict[tuple[object, ...], Where] = {}
        self._taken: dict[str, list[tuple[Span, Where]]] = {}
        self._people: dict[str, str] = {}
        self._contracts: dict[str, WrittenContract] = {}
        self._codes: dict[tuple[str, str, bool], list[str]] = {}
        self._columns: dict[str, None] = {}
        self._first: date | None = None
        self._last: date | None = None

    def use(
        self,
        where: Where,
        shifts: Iterable[Shift],
        aways: Iterable[WrittenAbsence] = (),
        *,
        text: str = "",
        rows_clash: bool = False,
    ) -> bool:
        """
        Keep all that an entry holds, or nothing; return whether it was kept.

        An entry is refused if its person's name is no name by its length, if the same thing was
        kept already or, with `rows_clash`, if another row has something at the same time for the
        same person.
        """
        shifts, aways = tuple(shifts), tuple(aways)
        entries: tuple[Shift | WrittenAbsence, ...] = (*shifts, *aways)
        names = (name for entry in entries for name in (entry.person, *entry.also))
        if long := next((name for name in names if len(name) > LONGEST_NAME), ""):
            self.refuse([where.refusal(long, f"un nom de {LONGEST_NAME} caractères au plus")])
            return False
        keys: dict[tuple[object, ...], Where] = {}
        for entry in entries:
            key = _key(entry)
            first = self._seen.get(key) or keys.get(key)
            if first is not None:
                self.refuse([where.refusal(text, f"une seule fois (déjà {_after(first, where)})")])
                return False
            keys[key] = entry.where
            if rows_clash and (other := self._clash(entry, where)) is not None:
                expected = (
                    "rien à ces heures : la même personne est en double, avec autre chose "
                    f"{_after(other, where)}"
                )
                self.refuse([where.refusal(text, expected)])
                return False
        self._seen |= keys
        for entry in entries:
            span = _span(entry)
            self.person(entry.person)
            if isinstance(entry, Shift):
                self.describe(span.day, span.day)
            if rows_clash:
                self._taken.setdefault(_bare(entry.person), []).append((span, where))
        self.shifts.extend(shifts)
        self.aways.extend(aways)
        self.read += 1
        self.used += 1
        return True

    def refuse(self, errors: Iterable[FileError], *, entries: int = 1) -> None:
        """Refuse an entry, for one reason or several."""
        self.read += entries
        self.entries_refused += entries
        for error in errors:
            if len(self.refused) < MOST_KEPT:
                self.refused.append(error)
            else:
                self.note(UNTOLD)

    def ask(self, code: str, refusal: FileError) -> None:
        """Refuse an entry because its code is unknown; the user is asked about each code once."""
        self.read += 1
        self.entries_refused += 1
        if not self._unknown.add(code, refusal):
            self.note(UNTOLD)

    def refuse_text(self, refusal: FileError, definable: str = "") -> None:
        """
        Refuse a cell for its text; the same text in several cells of a sheet is reported once.

        `definable`: the text, if a legend may say what it means.
        """
        self.read += 1
        self.entries_refused += 1
        if not self._unknown.add_text(refusal, definable):
            self.note(UNTOLD)

    def set_aside(self, where: Where, text: str, why: str, *, entries: int = 1) -> None:
        """Set entries aside, and say why."""
        self.read += entries
        self.entries_aside += entries
        self.aside.append(SetAside(where=where, text=shown(text), why=why, entries=entries))

    def note(self, text: str, where: Where | None = None) -> None:
        """Note an assumption; if it is made again, it is only counted."""
        if text not in self._notes and len(self._notes) >= MOST_TOLD:
            text, where = OTHER_NOTES, None
        count, first = self._notes.get(text, (0, where))
        self._notes[text] = (count + 1, first)

    def leave_out(self, titles: Sequence[str], where: Where) -> None:
        """Note the columns that aren't read, by their titles."""
        if titles:
            self._columns |= dict.fromkeys(titles)
            self.note(f"colonnes non lues : {listed(titles)}", where)

    def person(self, name: str) -> None:
        """Note that the file names somebody."""
        if len(name) <= LONGEST_NAME:
            self._people.setdefault(plain(name), name)

    def hire(self, person: str, also: Iterable[str], value: Value, where: Where) -> None:
        """Keep a person's contract as a cell gives it; if cells differ, the first one counts."""
        text = compact(value)
        if not text:
            return
        try:
            minutes, kind = contract_of(value)
        except NotReadError as error:
            message = where.refusal(text, error.expected).message
            self.note(f"contrat non lu : {message}")
            return
        contract = WrittenContract(
            person=person, also=tuple(also), minutes=minutes, kind=kind, text=text, where=where
        )
        first = self._contracts.setdefault(plain(person), contract)
        if (first.minutes, first.kind) != (minutes, kind):
            self.note(
                f"deux contrats pour {cut(person)} : « {cut(first.text)} » est retenu, "
                f"pas « {cut(text)} »",
                where,
            )

    def understand(self, code: str, meaning: str, *, usual: bool) -> None:
        """Note how a code was understood (see `ReadCode`)."""
        self._codes.setdefault((code.casefold(), meaning, usual), []).append(code)

    def describe(self, first: date, last: date) -> None:
        """Note that the file says what happened on some days, even if nobody worked."""
        self._first = first if self._first is None else min(self._first, first)
        self._last = last if self._last is None else max(self._last, last)

    def reading(self) -> Reading:
        """Return everything that was collected."""
        aways = _join(self.aways)
        if self._first is None and aways:
            # An absence may begin and end long outside: it describes no day that has shifts.
            spans = [away.absence.span for away in aways]
            self.describe(min(s.day for s in spans), max(s.last_day for s in spans))
        days = None
        if self._first is not None and self._last is not None:
            days = (self._first, self._last)
        return Reading(
            shifts=tuple(sorted(self.shifts, key=lambda s: (s.duty.span.first, s.where))),
            aways=aways,
            refused=(*self.refused, *self._unknown.refusals()),
            aside=tuple(self.aside),
            counts=EntryCounts(
                read=self.read,
                used=self.used,
                refused=self.entries_refused,
                set_aside=self.entries_aside,
            ),
            notes=tuple(_counted_note(text, *met) for text, met in self._notes.items()),
            unread=tuple(self._columns),
            people=tuple(sorted(self._people.values(), key=plain)),
            days=days,
            contracts=tuple(self._contracts.values()),
            codes=tuple(
                ReadCode(code=written[0], meaning=meaning, cells=len(written), usual=usual)
                for (_, meaning, usual), written in self._codes.items()
            ),
        )

    def _clash(self, entry: Shift | WrittenAbsence, where: Where) -> Where | None:
        span = _span(entry)
        for taken, other in self._taken.get(_bare(entry.person), ()):
            row = (other.file, other.sheet, other.line)
            if row != (where.file, where.sheet, where.line) and taken.touches(span):
                return other
        return None


def _span(entry: Shift | WrittenAbsence) -> Span:
    return entry.duty.span if isinstance(entry, Shift) else entry.absence.span


def _key(entry: Shift | WrittenAbsence) -> tuple[object, ...]:
    """Return a key that entries share if only their places and ids differ."""
    if isinstance(entry, WrittenAbsence):
        absence = entry.absence
        return _bare(entry.person), absence.span.first, absence.span.last, absence.kind
    duty = entry.duty
    return (
        _bare(entry.person),
        duty.span.first,
        duty.span.last,
        duty.kind,
        duty.breaks,
        duty.site,
        duty.dispositif,
        duty.agency,
    )


def _bare(name: str) -> str:
    """
    Return a name without capitals and repeated blanks, as answers on names compare it.

    Names that differ by an accent may be two people's: whose they are isn't known here.
    """
    return " ".join(name.split()).casefold()


def _after(first: Where, where: Where) -> str:
    """Name a place seen from another: with its file and sheet only where they differ."""
    if first.file != where.file:
        return str(first)
    if first.sheet != where.sheet:
        return str(replace(first, file="")).removeprefix(", ")
    return str(Where(file="", line=first.line, letter=first.letter)).removeprefix(", ")


def _counted_note(text: str, count: int, first: Where | None) -> str:
    times = f"{count} fois" if count > 1 else ""
    if count > 1 and first is not None:
        times += f", d’abord {first}"
    elif first is not None:
        times = str(first)
    return f"{text} ({times})" if times else text


def _join(aways: list[WrittenAbsence]) -> tuple[WrittenAbsence, ...]:
    """Return absences by start; join those of one person and one reason that touch."""
    groups: dict[tuple[str, AbsenceKind], list[WrittenAbsence]] = {}
    for away in aways:
        groups.setdefault((plain(away.person), away.absence.kind), []).append(away)
    merged: list[WrittenAbsence] = []
    for group in groups.values():
        group.sort(key=lambda a: (a.absence.span.first, a.absence.span.last))
        last = group[0]
        for away in group[1:]:
            if away.absence.span.first <= last.absence.span.last:
                end = max(last.absence.span.last, away.absence.span.last)
                span = Span.of_minutes(last.absence.span.first, end)
                places = (*(last.places or (last.where,)), *(away.places or (away.where,)))
                last = replace(last, absence=replace(last.absence, span=span), places=places)
            else:
                merged.append(last)
                last = away
        merged.append(last)
    return tuple(sorted(merged, key=lambda a: (a.absence.span.first, a.person, a.where)))
