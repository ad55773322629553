"""All that can be filled is filled at once, lawfully, by those whom the month would choose."""

from dataclasses import replace
from datetime import date

import pytest

import fixtures.draw
from api.data.folder.load import load
from api.month.findings import findings_of
from api.month.frames import Frame, framed
from api.month.holes.filling import fillers
from api.month.holes.service import holes_of, open_slots
from api.staffing.causes import Cause
from api.staffing.trial import stopping
from scheduler.domain.limits import Limit, LimitKind
from scheduler.domain.problem import Assignment
from scheduler.domain.sharing.hours import hours
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, MARCH

NOW = 0
FRAME = framed(load(PETIT), MARCH, None)
AGAIN = framed(load(PETIT), MARCH, None)


def free(frame: Frame, version: frozenset[Assignment]) -> list[str]:
    """The open posts that one person could hold for nothing."""
    reasons = holes_of(frame, version, now=NOW)
    return [post.hole.slot.id for post in reasons.posts if post.cause is Cause.NOTHING]


def filled(frame: Frame, version: frozenset[Assignment] = frozenset()) -> frozenset[Assignment]:
    return version | fillers(frame, version, now=NOW)


def blocking(frame: Frame, version: frozenset[Assignment]) -> set[str]:
    return {finding.code for finding in stopping(findings_of(frame, version, whole=True))}


@pytest.mark.parametrize("start", [frozenset(), frozenset({ADA}), frozenset({ADA, BRICE})])
def test_no_post_is_left_that_somebody_could_hold_for_nothing(start: frozenset[Assignment]) -> None:
    before = holes_of(FRAME, start, now=NOW)
    after = filled(FRAME, start)

    assert free(FRAME, start)
    assert free(FRAME, after) == []
    assert start <= after
    assert holes_of(FRAME, after, now=NOW).missing == before.missing - len(after - start)


def test_nothing_that_blocks_is_added() -> None:
    start = frozenset({ADA, BRICE})

    assert blocking(FRAME, filled(FRAME, start)) <= blocking(FRAME, start)


def test_nobody_is_given_more_days_in_a_row_than_a_calculation_gives() -> None:
    """Only warns, but « sans rien enfreindre » is what the button says."""
    frame = framed(load(PETIT), MARCH, None)
    limits = tuple(
        Limit(mediator=m.id, kind=LimitKind.RUN, most=1) for m in frame.problem.mediators
    )
    frame = replace(frame, problem=replace(frame.problem, limits=limits))
    after = filled(frame)

    assert after
    judged = findings_of(frame, after, whole=True)
    assert [f.message for f in judged if f.rule == "consecutive_days" and not f.inherited] == []


def test_the_same_version_is_always_filled_alike() -> None:
    assert filled(FRAME) == filled(AGAIN)


def test_a_version_that_is_full_stays_as_it_is() -> None:
    assert fillers(FRAME, filled(FRAME), now=NOW) == frozenset()


def test_posts_under_a_minimum_are_filled_before_others() -> None:
    after = filled(FRAME)

    under = {slot.id for slot in open_slots(FRAME, after, now=NOW, vital=True)}
    assert under < {slot.id for slot in open_slots(FRAME, frozenset(), now=NOW, vital=True)}


def test_who_has_hours_due_comes_before_who_has_too_many() -> None:
    rota = FRAME.rota(filled(FRAME))
    people = [m for m in FRAME.problem.mediators if rota.slots_of[m.id]]

    assert all(hours(rota, person).balance <= 60 for person in people)


@pytest.mark.long
def test_two_dispositifs_of_the_association_are_filled_with_their_binomes() -> None:
    frame = framed(fixtures.draw.draw(1, 0), date(2026, 12, 1), frozenset({"14", "15"}))
    after = filled(frame)

    assert free(frame, after) == []
    assert blocking(frame, after) <= blocking(frame, frozenset())
