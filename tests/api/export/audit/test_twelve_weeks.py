"""A mean of twelve weeks is taken over those that are described, and says so."""

from dataclasses import replace
from datetime import date

from api.export.audit.counters import LISTS, described_words
from api.export.workbook import Duration
from constraints.counters.sheet import WindowLine
from tests.constraints.counters.counted import count
from tests.constraints.counters.make import MONDAY, worked

LINE = WindowLine(last_monday=date(2026, 6, 15), work=5 * 2400, night=0, described=5)


def test_forty_hours_in_each_of_five_weeks_described_are_forty_hours_a_week() -> None:
    (windows,) = (each for each in LISTS if each.sheet == "Compteurs 12 semaines")
    counted = count(*worked(MONDAY, 420), last=date(2026, 6, 21))

    rows = [
        row[3:]
        for line in (LINE, replace(LINE, work=12 * 2100, described=12), replace(LINE, described=0))
        for row in windows.rows(replace(counted, windows=(line,)))
    ]

    assert rows == [
        (Duration(12_000), Duration(2400), Duration(0), 5, "sur 5\u00a0semaines décrites"),
        (Duration(25_200), Duration(2100), Duration(0), 12, ""),
        (Duration(12_000), None, Duration(0), 0, "sur 0\u00a0semaine décrite"),
    ]


def test_one_week_is_said_in_the_singular() -> None:
    assert described_words(1) == "sur 1\u00a0semaine décrite"
