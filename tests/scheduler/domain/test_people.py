from datetime import date, timedelta

import pytest

from scheduler.domain.people import ADULT_AGE, Mediator, StaffRole


@pytest.mark.parametrize(
    ("birth", "first"),
    [
        (date(2008, 6, 15), date(2026, 6, 15)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2010, 2, 28), date(2028, 2, 28)),
        (date(2010, 3, 1), date(2028, 3, 1)),
    ],
)
def test_one_is_a_minor_up_to_the_eve_of_the_eighteenth_birthday(birth: date, first: date) -> None:
    who = Mediator(id="a", name="A", role=StaffRole.MEDIATEUR, birth=birth)

    days = [first + timedelta(days=n) for n in range(-400, 400)]

    assert [day for day in days if not who.minor_on(day)] == [d for d in days if d >= first]
    for day in days:
        age = who.age_on(day)
        assert age is not None
        assert who.minor_on(day) is (age < ADULT_AGE)


def test_who_tells_no_birth_counts_as_an_adult() -> None:
    who = Mediator(id="a", name="A", role=StaffRole.MEDIATEUR)

    assert who.minor_on(date(2026, 6, 15)) is False
