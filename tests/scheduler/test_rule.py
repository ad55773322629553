import pytest

from scheduler.rule import shown


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (601, "minutes", "10 h 01"),
        (1, "days", "1 jour"),
        (2, "days", "2 jours"),
        (0, "working_days", "0 jour ouvré"),
        (1, "working_days", "1 jour ouvré"),
        (7, "working_days", "7 jours ouvrés"),
        (12, "leave_days", "12 jours ouvrables"),
        (5, "half_days", "5 demi-jours"),
        (2, "months", "2 mois"),
        (3, "times", "3 fois"),
        (6, "month", "juin"),
        (12, "month", "décembre"),
        (0, "reference", "douze mois consécutifs"),
        (1, "reference", "année civile"),
    ],
)
def test_a_quantity_is_written_as_people_read_it(value: int, unit: str, text: str) -> None:
    assert shown(value, unit) == text
