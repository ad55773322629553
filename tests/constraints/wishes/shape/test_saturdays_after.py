import pytest

from constraints.wishes.shape.saturdays_after import GOAL
from scheduler.domain.people import AbsenceKind
from tests.constraints.wishes.shape.weeks import away, counted, days, trained

WEEK = (8, 9, 10, 11, 12)  # Monday to Friday; the 13th is the Saturday


@pytest.mark.parametrize(
    ("trainings", "count"), [(WEEK, 1), (WEEK[1:], 0), (WEEK[:-1], 0), ((), 0)]
)
def test_a_full_week_at_the_centre_ends_on_friday(trainings: tuple[int, ...], count: int) -> None:
    assert counted(GOAL, *days(13), trainings=trained(*trainings)) == count


@pytest.mark.parametrize(("last", "count"), [(12, 1), (11, 0)])
def test_a_leave_that_ends_on_friday_takes_its_saturday_along(last: int, count: int) -> None:
    assert counted(GOAL, *days(13), absences=(away(10, last),)) == count


def test_training_and_leave_fill_a_week_together() -> None:
    absences = (away(8, 8),)

    assert counted(GOAL, *days(13), trainings=trained(*WEEK[1:]), absences=absences) == 1


def test_a_free_saturday_or_one_of_another_week_costs_nothing() -> None:
    assert counted(GOAL, *days(20), trainings=trained(*WEEK)) == 0
    assert counted(GOAL, trainings=trained(*WEEK)) == 0
    assert counted(GOAL, *days(14), trainings=trained(*WEEK)) == 0


def test_being_unavailable_on_a_friday_is_no_leave() -> None:
    absences = (away(12, 12, AbsenceKind.UNAVAILABLE),)

    assert counted(GOAL, *days(13), absences=absences) == 0
