from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from api.data.association import Association
from api.data.folder.load import load
from api.month.errors import BadRequestError
from api.month.findings import findings_of
from api.month.frames import KEPT, framed
from api.month.versions.operations import Operation, Verb, applied
from api.planning.counters import counters_of
from api.planning.month_change import month_change
from api.planning.problem import assemble
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.errors import InvalidProblemError
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, EVENING, FARID, MARCH, MONDAY, NOW


def published(association: Association, *assignments: Assignment) -> Association:
    problem = assemble(association, MARCH, MARCH.replace(day=31))
    rota = Rota(problem=problem, assignments=frozenset(assignments))
    return replace(association, history={"2026-03": month_change(association, rota, NOW).after})


def supervised() -> Association:
    """Return the small association, its evening post being that of a dispositif that supervises."""
    known = load(PETIT)
    evening = replace(
        next(t for t in known.templates if t.id == "P-S"),
        dispositif="Q",
        supervises=frozenset({"P"}),
    )
    return replace(
        known,
        dispositifs=(*known.dispositifs, replace(known.dispositifs[0], id="Q")),
        templates=(*(t for t in known.templates if t.id != "P-S"), evening),
        mediators=tuple(
            replace(m, dispositifs=frozenset({"Q"})) if m.id == "farid" else m
            for m in known.mediators
        ),
    )


def test_the_same_data_and_dispositifs_are_one_frame() -> None:
    known = load(PETIT)

    assert framed(known, MARCH, frozenset({"P"})) is framed(known, MARCH, frozenset({"P"}))
    assert framed(known, MARCH, None) is not framed(known, MARCH, frozenset({"P"}))
    assert framed(replace(known), MARCH, None) is not framed(known, MARCH, None)


def test_what_is_read_for_one_answer_alone_takes_no_place_of_what_people_work_on() -> None:
    known = load(PETIT)
    worked_on = framed(known, MARCH, frozenset({"P"}))
    findings = findings_of(worked_on, frozenset({ADA}))

    # As many readers as frames are kept, each of an association of their own.
    for _ in range(KEPT + 1):
        aside = framed(replace(known), MARCH, frozenset({"P"}), aside=True)
        assert findings_of(aside, frozenset({ADA})) == findings

    assert framed(known, MARCH, frozenset({"P"})) is worked_on
    assert framed(known, MARCH, frozenset({"P"}), aside=True) is worked_on


def test_the_same_assignments_share_one_rota_of_a_frame() -> None:
    frame = framed(load(PETIT), MARCH, None)

    assert frame.rota([ADA, BRICE]) is frame.rota(frozenset({BRICE, ADA}))
    assert frame.rota([ADA]).assignments == {ADA}


def test_the_rota_of_an_edit_is_that_of_its_version() -> None:
    known = published(load(PETIT), ADA, BRICE)
    gone = Assignment("farid", "P-J-2027-03-01")
    before, after = frozenset({ADA, BRICE, gone}), frozenset({BRICE, FARID})

    # Of a frame of its own, which remembers nothing.
    anew = framed(replace(known), MARCH, None, NOW).rota(after)
    edited = framed(known, MARCH, None, NOW).edited_rota(before, after)

    assert edited.assignments == anew.assignments
    assert edited.slots_of == anew.slots_of
    assert edited.team_of == anew.team_of
    assert framed(known, MARCH, None, NOW).rota(after) is edited


def test_what_others_published_of_a_post_that_supervises_is_kept() -> None:
    frame = framed(published(supervised(), FARID), MARCH, frozenset({"P"}), NOW)

    assert frame.frozen == {EVENING}
    assert not frame.decides(FARID)
    assert frame.rota({ADA, BRICE}).assignments == {ADA, BRICE, FARID}
    with pytest.raises(BadRequestError, match="publié par un autre planning"):
        applied(frame, frozenset(), [Operation(verb=Verb.REMOVE, slot=EVENING, person="farid")])


def test_a_post_that_supervises_and_nobody_published_is_planned_with_the_others() -> None:
    frame = framed(supervised(), MARCH, frozenset({"P"}), NOW)

    assert frame.frozen == frozenset()
    assert frame.decides(FARID)


def test_what_the_data_do_not_allow_any_more_is_left_out_of_the_rota() -> None:
    known = load(PETIT)
    without = replace(known, templates=tuple(t for t in known.templates if t.id != "P-S"))
    frame = framed(without, MARCH, None)

    assert frame.rota({ADA, FARID}).assignments == {ADA}
    assert frame.left_out({ADA, FARID}) == (FARID,)


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        (datetime(2026, 3, 4, 15, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 4, 16, 0, tzinfo=UTC), True),
    ],
)
@pytest.mark.parametrize("own", [frozenset({"P"}), None])
def test_a_published_shift_of_no_slot_any_more_weighs_once_it_has_begun(
    own: frozenset[str] | None, now: datetime, *, kept: bool
) -> None:
    known = published(load(PETIT), ADA, FARID)
    without = replace(known, templates=tuple(t for t in known.templates if t.id != "P-S"))

    frame = framed(without, MARCH, own, now)

    fixed = [duty.id for duty in frame.problem.fixed_of["farid"]]
    assert (EVENING in fixed) is kept
    assert frame.published == {ADA}


def test_a_month_without_a_slot_is_refused() -> None:
    known = load(PETIT)
    later = tuple(replace(each, since=date(2026, 12, 1)) for each in known.templates)
    known = replace(known, templates=later)

    with pytest.raises(InvalidProblemError, match="la semaine type est vide à ces dates"):
        framed(known, MARCH, None)
    assert MONDAY.endswith("2026-03-02")


def test_what_changes_for_others_leaves_a_frame_s_problem_and_its_findings() -> None:
    known = load(PETIT)
    before = framed(known, MARCH, frozenset({"P"}), NOW)
    findings = findings_of(before, frozenset({ADA}))
    elsewhere = replace(known, sites=(*known.sites, replace(known.sites[0], id="ailleurs")))

    after = framed(elsewhere, MARCH, frozenset({"P"}), NOW)

    assert after is not before
    assert after.association is elsewhere
    assert after.problem is before.problem
    again = findings_of(after, frozenset({ADA}))
    assert findings
    assert [id(item) for item in again] == [id(finding) for finding in findings]


def test_other_rules_judge_again_what_stays_the_same() -> None:
    known = load(PETIT)
    before = framed(known, MARCH, frozenset({"P"}), NOW)
    findings = findings_of(before, frozenset({ADA}))
    profile = replace(before.profile, team_rules=())

    again = findings_of(replace(before, profile=profile), frozenset({ADA}))

    assert "binome_size" in {why.rule for why in findings}
    assert "binome_size" not in {item.rule for item in again}


def test_hours_are_counted_anew_for_who_was_edited_alone() -> None:
    frame = framed(load(PETIT), MARCH, frozenset({"P"}))
    before, after = frame.rota(frozenset()), frame.rota({ADA})
    ada, brice = frame.problem.mediator_of["ada"], frame.problem.mediator_of["brice"]

    assert frame.counters(after, brice) is frame.counters(before, brice)
    assert frame.counters(after, ada) == counters_of(after, ada, ()) != frame.counters(before, ada)
