from sqlalchemy import Engine

from api.swaps.bearing import bearings_of
from tests.api.asking.petit import again
from tests.api.asking.swapping import FOR_TUESDAY, MONDAY, TUESDAY, request

HOUR = 60


def test_each_keeps_their_hours_and_the_rest_around_what_they_take_is_told(
    sqlite_engine: Engine,
) -> None:
    row = request(sqlite_engine)

    ada, chloe = bearings_of(again(sqlite_engine), row.shifts, ("ada", "chloe"))

    assert ada.gives is not None
    assert ada.takes is not None
    assert (ada.gives.id, ada.takes.id) == (MONDAY, TUESDAY)
    assert (ada.before, ada.after) == (chloe.before, chloe.after) == (14 * HOUR, 14 * HOUR)
    # Ada keeps the 12th alone, and so does Chloé: nothing is published before.
    assert (ada.rest_before, ada.rest_after) == (None, 40 * HOUR + 30)
    assert (chloe.rest_before, chloe.rest_after) == (None, 64 * HOUR + 30)


def test_who_gives_a_shift_away_takes_no_rest_and_loses_its_hours(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine, FOR_TUESDAY.model_copy(update={"takes": ""}))

    ada, chloe = bearings_of(again(sqlite_engine), row.shifts, ("ada", "chloe"))

    assert (ada.takes, ada.rest_before, ada.rest_after) == (None, None, None)
    assert (ada.before, ada.after) == (14 * HOUR, 7 * HOUR)
    assert (chloe.gives, chloe.before, chloe.after) == (None, 14 * HOUR, 21 * HOUR)
    # Monday until 16:30, then Tuesday at 9.
    assert chloe.rest_after == 16 * HOUR + 30
