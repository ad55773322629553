from scheduler.domain.worktime.going_on import going_on
from tests.constraints.law.make import duty

EVENING = duty("2026-06-15 20:00 00:00")
NIGHT = duty("2026-06-16 00:00 02:00")
MORNING = duty("2026-06-16 02:00 05:00")
LATER = duty("2026-06-16 05:01 08:00")


def test_duties_that_begin_where_another_ends_go_on_up_to_the_first_stop() -> None:
    assert going_on(EVENING.span.last, (NIGHT, MORNING, LATER)) == (NIGHT, MORNING)


def test_nothing_goes_on_after_a_minute_of_rest() -> None:
    assert going_on(EVENING.span.last - 1, (NIGHT, MORNING)) == ()
