"""What numbers mean in the columns of a list: hours, or parts of a day as workbooks count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.intake.text.clock import DECIMAL, WHOLE
from api.intake.text.words import Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.data.sheets.cells import Sheet
    from api.intake.gather import Gatherer
    from api.intake.table.columns import Columns
    from api.intake.table.correspondence import Correspondence

TIMES = (Field.START, Field.END, Field.PAUSE_START, Field.PAUSE_END)


@dataclass(frozen=True)
class Units:
    """
    Units of numbers.

    `fractions`: times are parts of a day. `decimals`: hours are said to be decimal, so that 8,30
    is no half past eight. `pause`: `minutes`, `heures`, or empty where nothing tells.
    """

    fractions: bool = False
    decimals: bool = False
    pause: str = ""


def units_of(
    sheet: Sheet, columns: Columns, rows: Sequence[int], guide: Correspondence, gatherer: Gatherer
) -> Units:
    """
    Tell what numbers mean: as the mapping or the headers say, else from the numbers themselves.

    Times that are all below one are parts of a day: nobody starts and ends in the first hour.
    """
    pause = guide.pause_unit or (columns.of[Field.PAUSE].unit if Field.PAUSE in columns.of else "")
    hours = guide.unit == "heures" or any(
        one in columns.of and columns.of[one].unit == "heures" for one in TIMES
    )
    if guide.unit == "jours" or hours:
        return Units(fractions=not hours, decimals=hours, pause=pause)
    numbers = list(_numbers(sheet, columns, rows))
    if numbers and max(numbers) <= 1 and any(0 < one < 1 for one in numbers):
        gatherer.note(
            "heures lues comme des parties de jour (0,5 = midi), toutes étant inférieures à 1",
            sheet.where(rows[0]),
        )
        return Units(fractions=True, pause=pause)
    if any(one != int(one) for one in numbers):
        gatherer.note("heures décimales (21,5 = 21:30)", sheet.where(rows[0]))
    return Units(pause=pause)


def _numbers(sheet: Sheet, columns: Columns, rows: Sequence[int]) -> Iterator[float]:
    places = [columns.of[one].index for one in (Field.START, Field.END) if one in columns.of]
    for row in rows:
        cells = sheet.row(row)
        for place in places:
            value = cells.get(place)
            if isinstance(value, float | int):
                yield value
            elif isinstance(value, str) and (
                DECIMAL.fullmatch(value.strip()) or WHOLE.fullmatch(value.strip())
            ):
                yield float(value.strip().replace(",", "."))
