"""A rota is filled post by post where no model has been built."""

from scheduler.domain.problem import Assignment
from scheduler.engine.search.part_search import Budget
from scheduler.engine.search.steps.filling import KIND, fill
from scheduler.engine.search.steps.start import start
from tests.scheduler.engine.search.searching import WISHING, blocking, search_of
from tests.scheduler.engine.small import person, shift, week

PEOPLE = tuple(person(name) for name in ("ana", "bob"))
SLOTS = tuple(shift(day, hour, hour + 8) for day in range(3) for hour in (6, 14))
WEEK = week(PEOPLE, SLOTS)


def test_every_post_that_somebody_may_hold_is_filled_without_a_model() -> None:
    search = search_of(WEEK, WISHING)
    start(search, None)
    fill(search, Budget(deterministic=1.0))

    assert search.incumbent is not None
    assert {each.slot for each in search.incumbent.assignments} == {slot.id for slot in SLOTS}
    assert not blocking(search, search.incumbent.assignments)
    assert (search.tried[KIND].gains, search.modelled) == (1, False)


def test_a_search_that_is_stopped_fills_nothing_more() -> None:
    search = search_of(WEEK, WISHING)
    start(search, None)
    search.solving.stop.set()
    fill(search, Budget(deterministic=1.0))

    assert search.incumbent is not None
    assert not search.incumbent.assignments


def test_nothing_is_filled_where_no_rota_is_lawful_yet() -> None:
    search = search_of(WEEK, WISHING)
    fill(search, Budget(deterministic=1.0))

    assert search.incumbent is None


def test_what_is_full_is_no_gain() -> None:
    search = search_of(WEEK, WISHING)
    full = frozenset(Assignment(PEOPLE[n % 2].id, slot.id) for n, slot in enumerate(SLOTS))
    search.take(search.measured(full))
    fill(search, Budget(deterministic=1.0))

    assert search.tried[KIND].gains == 0
