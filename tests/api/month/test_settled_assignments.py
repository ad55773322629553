"""Who has another post since: what they did in the month counts, they are given nothing more."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from api.data.association import Association
from api.data.folder.load import load
from api.export.month.bundle import month_of
from api.ledger.append import slots_of
from api.month.candidates.service import candidates_for
from api.month.errors import BadRequestError
from api.month.findings import findings_of
from api.month.frames import Frame, framed
from api.month.planning import decided
from api.month.versions.operations import Operation, Verb, applied
from api.planning.month_change import month_change
from scheduler.domain.people import StaffRole
from scheduler.domain.posts import posts_of
from scheduler.domain.problem import Assignment
from scheduler.domain.sharing.hours import hours
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, EVENING, FARID, MARCH, MONDAY, NOW, add, remove
from tests.api.month.test_frames import published, supervised

FRIDAY = "P-J-2026-03-13"
CHLOE, LATER = Assignment("chloe", MONDAY), Assignment("chloe", FRIDAY)
HELD = frozenset({ADA})
P = frozenset({"P"})
BEGINS = datetime(2026, 3, 2, 8, tzinfo=UTC)
BEFORE = BEGINS - timedelta(minutes=1)


def moved(association: Association, person: str, **changes: object) -> Association:
    """Return the association once someone's post is another."""
    return replace(
        association,
        mediators=tuple(
            replace(m, **changes)  # type: ignore[arg-type]
            if m.id == person
            else m
            for m in association.mediators
        ),
    )


def away(association: Association, person: str) -> Association:
    """Post someone on another dispositif alone."""
    other = replace(association.dispositifs[0], id="Q")
    there = replace(association, dispositifs=(*association.dispositifs, other))
    return moved(there, person, dispositifs=frozenset({"Q"}))


DATA = away(published(load(PETIT), ADA, CHLOE, LATER), "chloe")


def blocking(frame: Frame, assignments: frozenset[Assignment], now: datetime = BEGINS) -> set[str]:
    return {
        f.rule for f in findings_of(frame, assignments, now=now) if f.blocks and not f.inherited
    }


def have(frame: Frame, slot: str) -> int:
    return posts_of(frame.problem.slot_of[slot], frame.rota(HELD).team_of[slot]).have


@pytest.mark.parametrize("own", [P, None])
@pytest.mark.parametrize(
    ("now", "rules", "there"), [(BEGINS, set(), 2), (BEFORE, {"binome_size"}, 1)]
)
def test_a_shift_that_has_begun_counts_in_its_team_and_in_its_coverage(
    own: frozenset[str] | None, now: datetime, rules: set[str], there: int
) -> None:
    frame = framed(DATA, MARCH, own, now)

    assert blocking(frame, HELD, now) == rules
    assert (have(frame, MONDAY), have(frame, FRIDAY)) == (there, 0)
    assert ("chloe" in frame.problem.mediator_of) is (now == BEGINS)


def test_it_is_in_the_hours_of_who_did_it() -> None:
    frame = framed(DATA, MARCH, P, BEGINS)

    planned = {m.id: hours(frame.rota(HELD), m).planned for m in frame.problem.mediators}
    assert {person: minutes for person, minutes in planned.items() if minutes} == {
        "ada": 420,
        "chloe": 420,
        "dorian": 2100,
    }


def test_who_left_the_post_is_given_nothing_and_proposed_for_nothing() -> None:
    frame = framed(DATA, MARCH, P, BEGINS)
    candidates = candidates_for(frame, HELD, FRIDAY)

    assert decided(frame).candidates["chloe"] == ()
    able = [eligible.mediator.id for eligible in candidates.eligible]
    others = [stopped.mediator.id for stopped in candidates.stopped] + [
        o.mediator.id for o in candidates.unable
    ]
    assert sorted([*able, *others]) == ["ada", "brice", "dorian", "elsa", "farid"]
    assert [m.id for m in candidates_for(frame, HELD, MONDAY).holding] == ["ada", "chloe"]
    assert not any(map(frame.decides, (CHLOE, LATER)))
    assert frame.published == HELD


@pytest.mark.parametrize(
    "operation",
    [
        add(LATER),
        remove(CHLOE),
        Operation(verb=Verb.GIVE, slot=MONDAY, person="chloe", to_person="elsa"),
        Operation(verb=Verb.GIVE, slot=MONDAY, person="ada", to_person="chloe"),
    ],
)
def test_no_gesture_gives_them_a_shift_or_takes_what_they_did(operation: Operation) -> None:
    frame = framed(DATA, MARCH, P, BEGINS)

    with pytest.raises(BadRequestError):
        applied(frame, HELD | {CHLOE}, [operation])


def test_who_has_a_site_no_more_keeps_what_they_did_there() -> None:
    data = moved(published(load(PETIT), ADA, CHLOE), "chloe", sites=frozenset({"cfa"}))
    frame = framed(data, MARCH, P, BEGINS)

    assert blocking(frame, HELD) == set()
    with pytest.raises(BadRequestError, match="par qui n’a plus ce poste"):
        applied(frame, HELD | {CHLOE}, [remove(CHLOE)])
    assert "eligibility" in blocking(framed(data, MARCH, P, BEFORE), HELD | {CHLOE}, BEFORE)


@pytest.mark.parametrize("own", [P, None])
def test_who_has_another_role_keeps_what_they_did_in_their_role(own: frozenset[str] | None) -> None:
    data = moved(published(load(PETIT), ADA, CHLOE), "chloe", role=StaffRole.REFERENT)
    frame = framed(data, MARCH, own, BEGINS)

    assert blocking(frame, HELD) == set()
    assert have(frame, MONDAY) == 2
    (place,) = (
        slot
        for slot in slots_of(month_change(data, frame.rota(HELD), BEGINS, own or ()))
        if slot["id"] == MONDAY
    )
    assert (place["holders"], place["minimum"]) == (2, 2)
    assert blocking(framed(data, MARCH, own, BEFORE), HELD, BEFORE) == {"binome_size"}


def test_who_had_no_contract_any_more_is_a_finding_that_a_draft_can_mend() -> None:
    short = (replace(load(PETIT).mediator_of["chloe"].contracts[0], end=MARCH),)
    data = moved(published(load(PETIT), ADA, CHLOE), "chloe", contracts=short)
    frame = framed(data, MARCH, P, BEGINS)

    assert frame.published == HELD | {CHLOE}
    findings = findings_of(frame, HELD | {CHLOE}, now=BEGINS)
    assert [(f.rule, f.inherited) for f in findings if f.blocks] == [
        ("work_outside_contract", True)
    ]
    assert blocking(frame, HELD | {CHLOE}, BEFORE) == {"work_outside_contract"}
    assert applied(frame, HELD | {CHLOE}, [remove(CHLOE)]) == HELD


def test_a_version_leaves_out_what_is_not_theirs_to_do_and_not_what_they_did() -> None:
    frame = framed(DATA, MARCH, P, BEGINS)

    assert frame.left_out(HELD | {CHLOE, LATER}) == (LATER,)
    assert frame.rota(HELD | {CHLOE, LATER}).assignments == HELD


GONE = (replace(load(PETIT).mediator_of["farid"].contracts[0], end=MARCH),)


@pytest.mark.parametrize("changes", [{"dispositifs": frozenset({"R"})}, {"contracts": GONE}])
def test_what_others_published_of_who_left_their_post_is_theirs_to_mend(
    changes: dict[str, object],
) -> None:
    data = moved(published(supervised(), ADA, FARID), "farid", **changes)
    frame = framed(data, MARCH, P, NOW)

    assert frame.frozen == {EVENING}
    assert [m.id for m in frame.rota(HELD).team_of[EVENING]] == ["farid"]
    assert decided(frame).locks == ()
    assert month_change(data, frame.rota(HELD), NOW, ["P"]).after == data.history["2026-03"]


def test_a_frame_is_the_same_until_another_of_their_shifts_begins() -> None:
    days = (timedelta(), timedelta(days=10), timedelta(days=11), timedelta())
    frames = [framed(DATA, MARCH, P, now) for now in (BEFORE, *(BEGINS + day for day in days))]

    assert [frames.index(item) for item in frames] == [0, 1, 1, 3, 1]
    assert have(frames[3], FRIDAY) == 1


@pytest.mark.parametrize("own", [P, None])
def test_publishing_keeps_what_has_begun_and_takes_the_rest_away(
    own: frozenset[str] | None,
) -> None:
    frame = framed(DATA, MARCH, own, BEGINS)

    change = month_change(DATA, frame.rota(HELD), BEGINS, own or ())

    assert {(r.worked.mediator, r.worked.duty.id) for r in change.after} == {
        ("ada", MONDAY),
        ("chloe", MONDAY),
    }


def test_documents_show_what_they_did() -> None:
    frame = framed(DATA, MARCH, P, BEGINS)
    made = month_of(DATA, frame.rota(HELD), (), date(2026, 3, 1))

    (section,) = made.grid.sections
    (row,) = [row for row in section.rows if row.mediator.id == "chloe"]
    assert [chip.duty for cell in row.cells for chip in cell] == [MONDAY]
    assert [
        item.what.id  # type: ignore[union-attr]
        for item in made.events
        if item.mediator == "chloe"
    ] == [MONDAY]
    assert (
        made.edition.version
        != month_of(
            DATA, framed(DATA, MARCH, P, BEFORE).rota(HELD), (), date(2026, 3, 1)
        ).edition.version
    )
