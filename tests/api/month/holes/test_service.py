"""Why posts of a month are open, told of all at once and of one, by data that give each reason."""

import random
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.data.folder.load import load
from api.month.errors import BadRequestError
from api.month.findings import findings_of
from api.month.frames import Frame, framed
from api.month.holes.answers import holes_json, needs_json
from api.month.holes.service import hole_of, holes_of
from api.planning.holes import holes
from api.planning.names import names_of
from api.staffing.groups import reasons_of
from api.staffing.proposals.search import with_terms
from scheduler.audit import audit
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, EVENING, FARID, MARCH, MONDAY
from tests.api.staffing.saturdays import MAY, SATURDAYS, saturdays

NOW = 0
FRAME = framed(load(PETIT), MARCH, None)


@pytest.fixture(scope="module")
def may(tmp_path_factory: pytest.TempPathFactory) -> Frame:
    association = load(saturdays(tmp_path_factory.mktemp("samedis")))
    return framed(association, MAY, frozenset({"N"}))


@pytest.fixture(scope="module")
def answer(may: Frame) -> dict[str, Any]:
    return holes_json(holes_of(may, frozenset(), now=NOW), names_of(may.association))


def test_every_hole_of_the_month_is_told_once_with_all_whom_its_post_allows() -> None:
    rota = FRAME.rota({ADA, BRICE})
    answer = holes_of(FRAME, rota.assignments, now=NOW)

    assert [post.hole for post in answer.posts] == list(holes(rota))
    assert sum(len(group.posts) for group in answer.groups) == len(answer.posts)


def test_five_saturdays_that_one_ground_fills_are_one_sentence(answer: dict[str, Any]) -> None:
    (cause,) = answer["causes"]

    assert cause["once"] == "sans dérogation au repos dominical, cinq samedis restent à pourvoir"
    assert (cause["slots"], cause["filled"]) == (list(SATURDAYS), 5)


def test_the_count_of_that_sentence_is_had_by_recording_the_ground(
    answer: dict[str, Any], tmp_path: Path
) -> None:
    association = load(saturdays(tmp_path, ground=True))
    frame = framed(association, MAY, frozenset({"N"}))
    people = ("ada", "brice", "elsa", "ada", "brice")
    version = frozenset(map(Assignment, people, SATURDAYS))
    without = framed(load(saturdays(tmp_path / "sans")), MAY, frozenset({"N"}))

    assert [f for f in audit(frame.rota(version), frame.profile) if f.blocks] == []
    assert len(version) == answer["causes"][0]["filled"]
    for assignment in version:
        assert [f for f in audit(without.rota({assignment}), without.profile) if f.blocks]


def test_of_one_slot_each_person_is_told_with_what_keeps_them_and_the_rest_is_folded() -> None:
    opened = hole_of(FRAME, frozenset({ADA}), MONDAY, now=NOW)
    (need,) = needs_json(opened, names_of(FRAME.association), {})

    assert [(person["person"], person["by"]) for person in need["persons"]] == [
        ("brice", ""),
        ("chloe", ""),
        ("elsa", "absence"),
        ("dorian", "formation"),
    ]
    assert [(who.mediator.id, who.why[0][0]) for who in opened.unable] == [("farid", "role")]
    assert all("conge" not in person["words"] for person in need["persons"])


def test_a_slot_that_is_filled_has_no_need_open() -> None:
    assert hole_of(FRAME, frozenset({FARID}), EVENING, now=NOW).needs == ()


@pytest.mark.parametrize("slot", ["P-J-2026-03-01", "rien"])
def test_a_slot_that_this_month_does_not_decide_is_refused(slot: str) -> None:
    with pytest.raises(BadRequestError):
        hole_of(FRAME, frozenset(), slot, now=NOW)


def test_what_is_proposed_of_a_slot_is_had_by_its_assignments() -> None:
    start = frozenset({ADA, BRICE})
    (need,) = hole_of(FRAME, start, MONDAY, now=NOW).needs
    proposal = next(p for p in need.proposals if p.edits)
    after = Rota(problem=FRAME.problem, assignments=(start - proposal.removed) | proposal.added)

    assert [f for f in audit(after, FRAME.profile) if f.blocks] == []
    assert len(after.team_of[MONDAY]) == 3


@pytest.mark.parametrize("seed", range(4))
def test_after_edits_the_open_posts_are_told_as_if_asked_about_for_the_first_time(
    seed: int,
) -> None:
    chance, version = random.Random(seed), frozenset[Assignment]()
    able = FRAME.problem.candidates.items()
    posts = [Assignment(who, slot.id) for who, slots in able for slot in slots]
    for _ in range(5):
        version ^= set(chance.sample(posts, 3))
        first = reasons_of(
            FRAME.rota(version),
            FRAME.profile,
            findings_of(FRAME, version),
            now=NOW,
            slots={slot.id for slot in FRAME.slots},
            with_terms=partial(with_terms, FRAME.association),
        )

        after = holes_of(FRAME, version, now=NOW)

        assert after is not first
        assert (after.posts, after.groups) == (first.posts, first.groups)


def test_a_version_is_asked_about_once() -> None:
    assert holes_of(FRAME, frozenset({ADA}), now=NOW) is holes_of(FRAME, frozenset({ADA}), now=NOW)
