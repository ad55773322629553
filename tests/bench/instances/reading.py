"""
Read an instance from its text.

The format is that of the employee shift scheduling instances of Curtois and Qu (2014): sections of
comma-separated lines, `#` before comments.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.bench.instances.instance import Cover, Instance, Request, Shift, Staff
from tests.bench.instances.lines import Faults, InstanceError, Line, Reader, sections

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

ON, OFF = "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS"
SECTIONS = ("HORIZON", "SHIFTS", "STAFF", "DAYS_OFF", ON, OFF, "COVER")
LONGEST_SHIFT = 23 * 60
"""The most minutes of a shift: the shortest civil day, so that two days' shifts never overlap."""
LONGEST = 3660
"""The most days of a horizon."""
STAFF = (
    "ID",
    "MaxShifts",
    "MaxTotalMinutes",
    "MinTotalMinutes",
    "MaxConsecutiveShifts",
    "MinConsecutiveShifts",
    "MinConsecutiveDaysOff",
    "MaxWeekends",
)
LEAST = {"MaxConsecutiveShifts": 1}


def read(path: Path) -> Instance:
    """
    Read an instance's file.

    Raises
    ------
    InstanceError
        It can't be opened, isn't text, or is malformed: each fault names its line and field.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InstanceError(f"{path} : fichier illisible ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise InstanceError(f"{path.name} : texte en UTF-8 attendu (octet {error.start})") from None
    return parse(text, path.name)


def parse(text: str, name: str) -> Instance:
    """
    Read an instance from its text; `name` is the file's, for messages.

    Raises
    ------
    InstanceError
        It is malformed: each fault names its line and field.
    """
    faults = Faults(name)
    lines = sections(text, SECTIONS, faults)
    faults.refuse()
    parser = _Parser(Reader(faults), lines)
    instance = parser.instance()
    faults.refuse()
    return instance


class _Parser:
    def __init__(self, reader: Reader, lines: dict[str, list[Line]]) -> None:
        self.reader = reader
        self.lines = lines
        self.days = self._horizon()
        self.shifts: dict[str, Shift] = {}
        self.staff: dict[str, Staff] = {}

    def instance(self) -> Instance:
        """Return the instance; it is sound if no fault was noted."""
        self._read_shifts()
        self._read_staff()
        self._read_days_off()
        return Instance(
            days=self.days,
            shifts=tuple(self.shifts.values()),
            staff=tuple(self.staff.values()),
            requests=(*self._requests(ON, wants=True), *self._requests(OFF, wants=False)),
            cover=tuple(self._cover()),
        )

    def _horizon(self) -> int:
        lines = self.lines["HORIZON"]
        if len(lines) != 1:
            self._count("HORIZON", lines, "une seule ligne : le nombre de jours")
            return LONGEST
        reader, line = self.reader, lines[0]
        if not reader.columns(line, ("Days",)):
            return LONGEST
        return reader.whole(line, "Days", line.fields[0], 1, LONGEST) or LONGEST

    def _count(self, section: str, lines: Sequence[Line], expected: str) -> None:
        number = lines[1].number if len(lines) > 1 else 0
        self.reader.faults.add(number, f"SECTION_{section}", "", expected)

    def _read_shifts(self) -> None:
        reader, names = self.reader, ("ShiftID", "Length", "NotFollowedBy")
        followers: list[tuple[Line, str]] = []
        for line in self.lines["SHIFTS"]:
            if not reader.columns(line, names, least=2):
                continue
            ident, length, *rest = line.fields
            minutes = reader.whole(line, "Length", length, 1, LONGEST_SHIFT)
            if reader.new(line, "ShiftID", ident, self.shifts, ident):
                after = frozenset(part.strip() for part in "".join(rest).split("|") if part.strip())
                self.shifts[ident] = Shift(id=ident, minutes=minutes or 1, not_before=after)
                followers += [(line, other) for other in sorted(after)]
        for line, other in followers:
            reader.known(line, "NotFollowedBy", other, self.shifts, "un shift")
        if not self.lines["SHIFTS"]:
            self._count("SHIFTS", (), "au moins un shift")

    def _read_staff(self) -> None:
        reader = self.reader
        for line in self.lines["STAFF"]:
            if not reader.columns(line, STAFF):
                continue
            ident, maxima = line.fields[:2]
            named = zip(STAFF[2:], line.fields[2:], strict=True)
            numbers = [reader.whole(line, name, text, LEAST.get(name, 0)) for name, text in named]
            most_of = self._most_of(line, maxima)
            most, least, longest, shortest, rest, weekends = (n or 0 for n in numbers)
            if None not in numbers and least > most:
                reader.faults.add(
                    line.number, "MinTotalMinutes", str(least), f"{most} (MaxTotalMinutes) au plus"
                )
            if None not in numbers and shortest > longest:
                expected = f"{longest} (MaxConsecutiveShifts) au plus"
                reader.faults.add(line.number, "MinConsecutiveShifts", str(shortest), expected)
            if reader.new(line, "ID", ident, self.staff, ident):
                self.staff[ident] = Staff(
                    id=ident,
                    most_of=most_of,
                    most_minutes=most,
                    least_minutes=least,
                    longest_run=longest,
                    shortest_run=shortest,
                    shortest_rest=rest,
                    most_weekends=weekends,
                )
        if not self.lines["STAFF"]:
            self._count("STAFF", (), "au moins une personne")

    def _most_of(self, line: Line, text: str) -> dict[str, int]:
        """Read `E=14|L=0`."""
        most: dict[str, int] = {}
        for part in (part.strip() for part in text.split("|") if part.strip()):
            shift, equals, number = (piece.strip() for piece in part.partition("="))
            if not equals:
                expected = "des shifts et leur maximum, comme E=14|L=0"
                self.reader.faults.add(line.number, "MaxShifts", part, expected)
            elif self.reader.known(line, "MaxShifts", shift, self.shifts, "un shift"):
                value = self.reader.whole(line, "MaxShifts", number, 0)
                if self.reader.new(line, "MaxShifts", shift, most, shift) and value is not None:
                    most[shift] = value
        return most

    def _read_days_off(self) -> None:
        seen: set[str] = set()
        for line in self.lines["DAYS_OFF"]:
            ident, *texts = line.fields
            named = self._person(line, ident)
            if named and self.reader.new(line, "EmployeeID", ident, seen, ident):
                seen.add(ident)
                days = [self._day(line, "DayIndexes", text) for text in texts if text]
                off = frozenset(day for day in days if day is not None)
                self.staff[ident] = replace(self.staff[ident], days_off=off)

    def _requests(self, section: str, *, wants: bool) -> list[Request]:
        reader, requests = self.reader, list[Request]()
        for line in self.lines[section]:
            if not reader.columns(line, ("EmployeeID", "Day", "ShiftID", "Weight")):
                continue
            ident, day_text, shift, weight_text = line.fields
            known = self._person(line, ident)
            day = self._day(line, "Day", day_text)
            known = reader.known(line, "ShiftID", shift, self.shifts, "un shift") and known
            weight = reader.whole(line, "Weight", weight_text, 0)
            if known and day is not None and weight is not None:
                requests.append(
                    Request(staff=ident, day=day, shift=shift, weight=weight, wants=wants)
                )
        return requests

    def _cover(self) -> Collection[Cover]:
        reader, cover = self.reader, dict[tuple[int, str], Cover]()
        names = ("Day", "ShiftID", "Requirement", "Weight for under", "Weight for over")
        for line in self.lines["COVER"]:
            if not reader.columns(line, names):
                continue
            day = self._day(line, "Day", line.fields[0])
            shift = line.fields[1]
            known = reader.known(line, "ShiftID", shift, self.shifts, "un shift")
            numbers = [
                reader.whole(line, name, text, 0)
                for name, text in zip(names[2:], line.fields[2:], strict=True)
            ]
            required, under, over = (number or 0 for number in numbers)
            key = (day or 0, shift)
            if known and day is not None and reader.new(line, "ShiftID", shift, cover, key):
                cover[key] = Cover(day=day, shift=shift, required=required, under=under, over=over)
        if not self.lines["COVER"]:
            self._count("COVER", (), "au moins une ligne")
        return cover.values()

    def _person(self, line: Line, ident: str) -> bool:
        return self.reader.known(line, "EmployeeID", ident, self.staff, "une personne")

    def _day(self, line: Line, column: str, text: str) -> int | None:
        return self.reader.whole(line, column, text, 0, self.days - 1)
