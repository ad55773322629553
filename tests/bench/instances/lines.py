"""Lines of an instance's text, by section, with their fields; faults name the line and field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.errors import RoulementError

if TYPE_CHECKING:
    from collections.abc import Collection

MARK = "SECTION_"
WHOLE = re.compile(r"[+-]?[0-9]{1,12}(\.0*)?")
LISTED = 20
"""Faults of a file that are listed; the rest are counted."""
SHOWN = 40
"""Characters of a refused text that are shown."""


class InstanceError(RoulementError):
    """An instance's text can't be read; the message lists its faults, each with its place."""


@dataclass(frozen=True)
class Line:
    """A line of a section: its number in the file, and its fields."""

    number: int
    fields: tuple[str, ...]


@dataclass
class Faults:
    """The faults of one file, in the order in which they were met."""

    name: str
    texts: list[str] = field(default_factory=list)

    def add(self, line: int, column: str, received: str, expected: str) -> None:
        """Note a fault: where it is, what was read there and what was expected (line 0: none)."""
        place = self.name
        if line:
            place += f", ligne {line}"
        if column:
            place += f", champ « {column} »"
        if len(received) > SHOWN:
            received = received[: SHOWN - 1] + "…"
        read = f"« {received} » lu ; " if received else ""
        self.texts.append(f"{place} : {read}attendu : {expected}")

    def refuse(self) -> None:
        """
        End the reading if there was a fault.

        Raises
        ------
        InstanceError
            There was one at least.
        """
        if self.texts:
            shown, more = self.texts[:LISTED], len(self.texts) - LISTED
            rest = [f"… et {more} autres fautes"] if more > 0 else []
            raise InstanceError("\n".join((*shown, *rest)))


@dataclass(frozen=True)
class Reader:
    """Reads the fields of lines; a field that can't be read is noted, and stands for None."""

    faults: Faults

    def columns(self, line: Line, names: Collection[str], *, least: int = 0) -> bool:
        """Whether the line has as many fields as there are names (or from `least` on)."""
        few, many = least or len(names), len(names)
        if few <= len(line.fields) <= many:
            return True
        count = str(many) if few == many else f"{few} à {many}"
        text, expected = ",".join(line.fields), f"{count} champs ({', '.join(names)})"
        self.faults.add(line.number, "", text, expected)
        return False

    def whole(
        self, line: Line, column: str, text: str, low: int, high: int | None = None
    ) -> int | None:
        """Read a whole number; instances in use write `-0` and may write `8.0`."""
        value = int(float(text)) if WHOLE.fullmatch(text) else low - 1
        if value >= low and (high is None or value <= high):
            return value
        bounds = f"de {low} à {high}" if high is not None else f"de {low} ou plus"
        self.faults.add(line.number, column, text or "rien", f"un nombre entier {bounds}")
        return None

    def known(self, line: Line, column: str, text: str, names: Collection[str], what: str) -> bool:
        """Whether a name is one of those that are known."""
        if text in names:
            return True
        self.faults.add(line.number, column, text or "rien", f"{what} de l’instance")
        return False

    def new(
        self, line: Line, column: str, text: str, seen: Collection[object], key: object
    ) -> bool:
        """Whether a name is filled and comes for the first time."""
        if text and key not in seen:
            return True
        expected = "un texte" if not text else "une seule ligne de ce nom"
        self.faults.add(line.number, column, text or "rien", expected)
        return False


def sections(text: str, names: Collection[str], faults: Faults) -> dict[str, list[Line]]:
    """Return the lines of each section; every one of the names must be there once."""
    by_name: dict[str, list[Line]] = {}
    current: list[Line] | None = None
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith(MARK):
            current = []
            name = line.removeprefix(MARK)
            if name not in names or name in by_name:
                wanted = ", ".join(MARK + known for known in names if known not in by_name)
                faults.add(number, "", line, f"une section parmi {wanted or 'aucune autre'}")
            else:
                by_name[name] = current
        elif current is None:
            faults.add(number, "", line, f"une ligne {MARK}… avant toute autre")
            break
        else:
            current.append(Line(number, tuple(part.strip() for part in line.split(","))))
    for name in names:
        if name not in by_name:
            faults.add(0, "", "", f"une section {MARK}{name}")
    return by_name
