"""What of a history is read for a forecast: it is the one of the whole history."""

from datetime import date

import pytest

from api.data.association import Association
from api.data.folder.load import load_with_rows
from api.forecast.service import forecast, needed_history
from scheduler.errors import InvalidProblemError
from tests.fixtures.association import association
from tests.fixtures.instances import FOLDER


def read_for(first: date, last: date) -> Association:
    return load_with_rows(FOLDER / "association", lambda _: needed_history(first, last)).association


@pytest.mark.long
@pytest.mark.parametrize(
    ("first", "last"),
    [
        # Published, published in part, after all that is.
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 10, 1), date(2027, 1, 1)),
        (date(2027, 3, 1), date(2027, 3, 1)),
    ],
)
def test_a_forecast_is_that_of_the_whole_history(first: date, last: date) -> None:
    read = read_for(first, last)

    assert forecast(read, first, last) == forecast(association(), first, last)


def test_months_that_it_does_not_look_at_are_known_and_not_opened() -> None:
    read, whole = read_for(date(2026, 10, 1), date(2026, 10, 1)), association()

    opened = {label for label, rows in read.history.items() if rows}
    assert list(read.history) == list(whole.history)
    # The weeks of October begin in September and end in November.
    assert opened == {"2026-09", "2026-10", "2026-11"} & {k for k, v in whole.history.items() if v}


def test_months_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(InvalidProblemError, match="prévision de 2026-10 à 2026-09"):
        needed_history(date(2026, 10, 1), date(2026, 9, 1))
