"""Read a row of a list: who, when, what and which breaks; give all reasons to refuse it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from api.data.errors import FileError, StartQuestion, Where
from api.french.plain import plain
from api.intake.duties import AWAY_DAYS, STANDBY_DAYS, TimedSpan, duty_of, stretch_span, whole_days
from api.intake.gatherer import Gatherer
from api.intake.reading import Shift, WrittenAbsence
from api.intake.table.legend import ONE_PAUSE, Legend, Meaning, meaning_words
from api.intake.table.row_cells import NEEDS_DAY, Cells, Moment, span_between
from api.intake.text.clock import (
    ALONE,
    BOUNDS,
    EXPECTED,
    HOURS_EXPECTED,
    NUMBER,
    NotReadError,
    clock_of,
    instant,
)
from api.intake.text.hours import Pause, Stretch, kind_of, of_kind, stretches_of
from api.intake.text.words import ABSENCE_NAMES, ABSENCES, KINDS, KINDS_EXPECTED, OPEN, REST, Field
from api.intake.unknown_codes import DOUBTFUL, doubt_of, is_code
from scheduler.domain.duty import DutyKind
from scheduler.domain.people import Absence
from scheduler.domain.time import Span, day_of, instant_of
from scheduler.domain.timeline import PLACED

TWICE = "heure qui revient deux fois la nuit du changement d’heure : premier passage retenu"
WHOLE_DAY = "fin égale au début : lue comme un jour entier de travail"
NO_PAUSE = "case de pause vide : lue comme aucune pause"
UNKNOWN_PAUSES = "pauses inconnues : le fichier n’en dit rien, et rien n’est supposé"
USUAL_CODE = "code « {code} » lu comme {meaning}, son sens usuel (une légende peut le changer)"
STARTS_SAID = (
    "heures sans horaires : journée commencée à {start}, comme vous l’avez dit ; repos, pauses et "
    "nuit sont jugés d’après cette heure"
)
LENGTH_EXPECTED = "un nombre d’heures comme 8,5 ou 7h30"
LENGTH_BOUNDS = "un nombre d’heures de 0 à 24"
SHORT = 4
"""A code of at most this number of letters could also mean something else."""


class Row(Cells):
    """Reads one row, and gives its shifts or its refusals to the gatherer."""

    _day: date | None = None
    _last: date | None = None
    _start: Moment | None = None
    _end: Moment | None = None
    _unknown: tuple[str, FileError] | None = None

    def read(self) -> None:
        """Read the row."""
        gatherer = self.table.gatherer
        state = self.text_in(Field.STATE)
        if OPEN.match(plain(state)):
            gatherer.set_aside(self.where, self.text, f"poste « {state} »")
            return
        person, also = self.person()
        self._day, self._last = self.day(Field.DAY), self.day(Field.LAST_DAY)
        self.check_weekday(self._day)
        self._start, self._end = self.moment(Field.START), self.moment(Field.END)
        meaning = self._meaning()
        stretches, meaning = self._stretches(meaning)
        length = self._length(meaning) if not (self._start or self._end or stretches) else None
        pauses = self.pauses()
        if meaning.rest and not self.faults:
            if not (self._start or self._end or stretches):
                note_code(self._code(), self.table.legend, gatherer, self.where)
                gatherer.set_aside(self.where, self.text, "repos")
                return
            self.fault(Field.CODE, "un motif de repos sans heures")
        if length == 0 and meaning.absence is None and not self.faults and self._unknown is None:
            gatherer.set_aside(self.where, self.text, "aucune heure")
            return
        shifts: tuple[Shift, ...] = ()
        aways: tuple[WrittenAbsence, ...] = ()
        if not self.faults and self._unknown is None:
            with self.at(Field.HOURS if stretches and not self._start else Field.START):
                if meaning.absence is not None:
                    aways = tuple(
                        WrittenAbsence(person=person, also=also, absence=absence, where=self.where)
                        for absence in self._absences(person, meaning, stretches)
                    )
                else:
                    timings = self._of_written_kinds(
                        self._timings(meaning, stretches, pauses)
                        if length is None
                        else [replace(self._lasting(length), pauses=pauses)]
                    )
                    shifts = self._shifts(person, also, meaning, timings)
        if self.faults:
            gatherer.refuse(self.faults)
        elif self._unknown is not None:
            gatherer.ask(*self._unknown)
        elif gatherer.use(self.where, shifts, aways, text=self.text):
            self._notes(shifts)
            contract = self.value(Field.CONTRACT)
            gatherer.hire(person, also, contract, self.place(Field.CONTRACT))

    def _meaning(self) -> Meaning:
        """Return the meaning of the row: work, unless its type or its code says otherwise."""
        word, code = self.text_in(Field.KIND), self.text_in(Field.CODE)
        meaning = Meaning()
        if word:
            of_legend = meaning_of(word, self.table.legend)
            if of_legend is None:
                self.fault(Field.KIND, f"l’un de : {KINDS_EXPECTED}, ou un code connu")
            meaning = of_legend or meaning
        if code:
            of_legend = meaning_of(code, self.table.legend)
            if of_legend is None:
                expected = self._expected_code(code)
                self._unknown = code, self.place(Field.CODE).refusal(code, expected)
            meaning = of_legend or meaning
        return meaning

    def _expected_code(self, code: str, before: str = "") -> str:
        """Say in French what was expected of an unknown code."""
        if doubt := doubt_of(code):
            return DOUBTFUL.format(doubt=doubt)
        return f"{before}un code connu ({self.table.legend.listed_codes})"

    def _stretches(self, meaning: Meaning) -> tuple[tuple[Stretch, ...], Meaning]:
        """Return the stretches of the hours' column or else of the code, and the row's meaning."""
        text = self.text_in(Field.HOURS)
        if not text:
            return (() if self._start or self._end else meaning.stretches), meaning
        coded = meaning_of(text, self.table.legend)
        if coded is not None:
            return coded.stretches, coded
        try:
            return stretches_of(text), meaning
        except NotReadError as error:
            if is_code(text) and error.expected == HOURS_EXPECTED:
                expected = self._expected_code(text, f"{HOURS_EXPECTED}, ou ")
                self._unknown = text, self.place(Field.HOURS).refusal(text, expected)
            else:
                self.fault(Field.HOURS, NUMBER if ALONE.fullmatch(text) else error.expected)
        return (), meaning

    def _length(self, meaning: Meaning) -> int | None:
        """Return how many minutes the row says that the day lasts (None: the list has no such)."""
        columns = self.table.columns
        if Field.LENGTH not in columns:
            return None
        if meaning.rest or self.value(Field.LENGTH) == "":
            return 0
        decimals = columns.of[Field.LENGTH].unit == "heures"
        try:
            return clock_of(self.value(Field.LENGTH), decimals=decimals).minutes
        except NotReadError as error:
            expected = error.expected.replace(EXPECTED, LENGTH_EXPECTED)
            self.fault(Field.LENGTH, LENGTH_BOUNDS if expected == BOUNDS else expected)
        return None

    def _lasting(self, minutes: int) -> TimedSpan:
        """Return the span of so many minutes from when days start, as the user says."""
        start = self.table.guide.day_start
        if self._day is None or start is None:
            raise NotReadError(NEEDS_DAY)
        begins = instant(self._day, start)
        self.table.gatherer.note(STARTS_SAID.format(start=start), self.where)
        return TimedSpan(Span(begins.at, instant_of(begins.minute + minutes)), begins.twice)

    def _absences(
        self, person: str, meaning: Meaning, stretches: tuple[Stretch, ...]
    ) -> Iterator[Absence]:
        """Yield the absences of a row: some hours, or whole days."""
        kind = meaning.absence
        if kind is None:
            return
        start, end = self._start or Moment(), self._end or Moment()
        if stretches or start.clock or end.clock:
            for timed in self._timings(meaning, stretches, None):
                yield Absence(mediator=person, span=timed.span, kind=kind)
            return
        first = self._day or start.day
        if first is None:
            raise NotReadError(NEEDS_DAY)
        yield whole_days(person, first, self._last or end.day or first, kind)

    def _timings(
        self,
        meaning: Meaning,
        stretches: tuple[Stretch, ...],
        pauses: tuple[Pause, ...] | None,
    ) -> list[TimedSpan]:
        """Return the spans of a row, each with its breaks as far as they are written."""
        days = STANDBY_DAYS if meaning.kind is DutyKind.STANDBY else 1
        if meaning.absence is not None:
            days = AWAY_DAYS
        if stretches:
            return self._place(stretches, pauses)
        if self._start is None or self._end is None:
            missing = Field.END if self._end is None and self._start else Field.START
            self.fault(missing, "des heures de début et de fin")
            if self.table.columns.lasting is not None and missing is Field.START:
                question = StartQuestion(file=self.where.file)
                self.faults[-1] = replace(self.faults[-1], questions=(question,))
            return []
        timed = span_between(self._day, self._start, self._end, self._last, days=days)
        return [replace(timed, pauses=pauses)]

    def _of_written_kinds(self, timings: list[TimedSpan]) -> list[TimedSpan]:
        """Return spans with their breaks, of the kind in the row's column of kinds."""
        with self.at(Field.PAUSE_KIND):
            kind = kind_of(self.text_in(Field.PAUSE_KIND))
            pauses = tuple(pause for timed in timings for pause in timed.pauses or ())
            if pauses or not self.text_in(Field.PAUSE):
                of_kind(pauses, kind)
            return [
                replace(timed, pauses=of_kind(timed.pauses, kind)) if timed.pauses else timed
                for timed in timings
            ]
        return timings

    def _place(
        self, stretches: tuple[Stretch, ...], pauses: tuple[Pause, ...] | None
    ) -> list[TimedSpan]:
        """Put stretches on the row's day; return their spans with their breaks (None: unknown)."""
        day = self._day or (self._start.day if self._start else None)
        if day is None:
            raise NotReadError(NEEDS_DAY)
        timings = [stretch_span(day, stretch) for stretch in stretches]
        final = timings[-1].span
        if self._last is not None and self._last not in {final.last_day, day_of(final.last)}:
            self.fault(Field.LAST_DAY, f"{final.last_day:%d/%m/%Y}, fin des horaires")
        if pauses and len(timings) > 1:
            gaps = final.last - timings[0].span.first - sum(t.span.minutes for t in timings)
            if sum(pause.minutes for pause in pauses) != gaps:
                self.fault(Field.PAUSE, ONE_PAUSE)
            pauses = ()  # written twice: the break is what lies between
        return timings if pauses is None else [replace(t, pauses=pauses) for t in timings]

    def _shifts(
        self, person: str, also: tuple[str, ...], meaning: Meaning, timings: list[TimedSpan]
    ) -> tuple[Shift, ...]:
        shifts: list[Shift] = []
        own = self.text_in(Field.SLOT) if self.table.own else ""
        name = own or ident_of(self.where, str(self.where.line))
        for number, timed in enumerate(timings, 1):
            if timed.twice:
                self.table.gatherer.note(TWICE, self.where)
            with self.at(Field.PAUSE):
                built = duty_of(
                    name if len(timings) == 1 else f"{name}/{number}",
                    timed,
                    meaning.kind,
                    site=self.text_in(Field.SITE) or meaning.site,
                    dispositif=self.text_in(Field.DISPOSITIF) or meaning.dispositif,
                    agency=self.text_in(Field.AGENCY) or meaning.agency,
                )
                shifts.append(Shift(person=person, also=also, duty=built, where=self.where))
        return tuple(shifts)

    def _notes(self, shifts: tuple[Shift, ...]) -> None:
        gatherer = self.table.gatherer
        note_code(self._code(), self.table.legend, gatherer, self.where)
        empty = Field.PAUSE in self.table.columns and not self.text_in(Field.PAUSE)
        start, end = self._start, self._end
        for shift in shifts:
            if shift.duty.kind not in PLACED:
                continue
            if not shift.duty.breaks_known:
                gatherer.note(UNKNOWN_PAUSES, self.where)
            elif empty and not self.table.own:
                gatherer.note(NO_PAUSE, self.where)
            if start and end and start.clock == end.clock and not (end.day or self._last):
                gatherer.note(WHOLE_DAY, self.where)

    def _code(self) -> str:
        """Return the code of the row; the column of hours may hold it (empty: there is none)."""
        return self.text_in(Field.CODE) or self.text_in(Field.HOURS)


def ident_of(where: Where, place: str) -> str:
    """Return a readable id made from a place in a file: `planning.xlsx:Juin:D12`."""
    return ":".join(part for part in (where.file, where.sheet, place) if part)


def meaning_of(word: str, legend: Legend) -> Meaning | None:
    """Return what a word or a code means (None: not known); the legend is asked before words."""
    bare = plain(word)
    meaning = legend.meaning(word)
    if meaning is not None and not legend.usual(word):
        return meaning
    if bare in REST:
        return Meaning(rest=True)
    if bare in ABSENCES:
        return Meaning(absence=ABSENCES[bare])
    if bare in KINDS and bare:
        return Meaning(kind=KINDS[bare])
    return meaning


def note_code(code: str, legend: Legend, gatherer: Gatherer, where: Where) -> None:
    """Note how a code was understood, and that no legend has it, if so; what is no code isn't."""
    understood = meaning_of(code, legend)
    if understood is not None:
        gatherer.understand(code, meaning_words(understood), usual=legend.usual(code))
    bare = plain(code)
    if not bare or len(bare) > SHORT or not legend.usual(code):
        return
    meaning = legend.meaning(code)
    if meaning is None:
        return
    reason = "repos" if meaning.rest else "formation"
    if meaning.absence is not None:
        reason = ABSENCE_NAMES[meaning.absence]
    gatherer.note(USUAL_CODE.format(code=code, meaning=reason), where)
