from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from api.cli.folder import last_day
from api.data.building.agreements import profile_for
from api.data.folder.load import load
from api.planning.names import names_of
from api.planning.problem import assemble
from api.staffing.causes import Cause
from api.staffing.groups import Reasons, reasons_of
from api.staffing.proposals.wording import once_words
from api.staffing.wording import cause_words, group_title, lift_words, nearest_words
from scheduler.audit import audit
from scheduler.domain.grounds import GroundKind
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.staffing.saturdays import MAY, SATURDAYS, saturdays

if TYPE_CHECKING:
    from pathlib import Path

    from api.data.association import Association


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Association:
    return load(saturdays(tmp_path_factory.mktemp("samedis")))


def empty(association: Association) -> Rota:
    problem = assemble(association, MAY, last_day(MAY), dispositifs=frozenset({"N"}))
    return Rota(problem=problem, assignments=frozenset())


def reasons(association: Association, rota: Rota) -> Reasons:
    profile = profile_for(association)
    return reasons_of(rota, profile, audit(rota, profile))


def test_five_saturdays_empty_for_want_of_a_sunday_ground_are_told_once(
    without: Association,
) -> None:
    explained = reasons(without, empty(without))
    (group,) = explained.groups
    names = names_of(without)

    assert [post.hole.slot.id for post in group.posts] == list(SATURDAYS)
    assert (group.cause, group.rule, group.missing, group.under) == (
        Cause.RULE,
        "sunday_rest",
        5,
        5,
    )
    assert group_title(group, names) == (
        "Médiation du samedi soir : 5\u00a0postes à pourvoir, tous sous le minimum"
    )
    assert cause_words(group.posts[0], explained) == (
        "sans dérogation au repos dominical (L3132-3) : tous ceux qui pourraient venir"
    )
    assert nearest_words(group.posts[0], names).startswith(
        "Ada Lemoine : 1 h 30 de travail le dimanche 03/05/2026"
    )
    assert lift_words(group.posts[0], explained, names) == (
        "une dérogation au repos dominical (genre « dimanche » de derogations.csv) pour Médiation "
        "du samedi soir, du 02/05/2026 au 31/05/2026, si un texte la permet : postes alors "
        "tenus, 5 sur 5"
    )


def test_the_ground_that_is_named_lifts_as_many_posts_as_is_said(
    without: Association, tmp_path: Path
) -> None:
    explained = reasons(without, empty(without))
    (group,) = explained.groups
    assert group.lift is not None
    assert (group.lift.ground.kind, group.lift.ground.dispositif) == (GroundKind.SUNDAY, "N")

    association = load(saturdays(tmp_path, ground=True))
    bare = empty(association)
    people = ("ada", "brice", "elsa", "ada", "brice")
    assignments = frozenset(map(Assignment, people, SATURDAYS))
    planned = Rota(problem=bare.problem, assignments=assignments)

    assert (group.lift.wanted, group.lift.filled) == (5, 5)
    assert [f for f in audit(planned, profile_for(association)) if f.blocks] == []


def test_a_ground_that_is_recorded_is_no_cause_any_more(tmp_path: Path) -> None:
    association = load(saturdays(tmp_path, ground=True))

    (group,) = reasons(association, empty(association)).groups

    assert group.cause is Cause.NOTHING


def test_what_would_fill_a_post_is_asked_of_some_slots_alone(without: Association) -> None:
    rota, profile = empty(without), profile_for(without)

    findings = reasons_of(rota, profile, audit(rota, profile), slots={SATURDAYS[2]})

    assert [post.hole.slot.id for post in findings.posts] == [SATURDAYS[2]]


def test_two_posts_of_one_saturday_are_no_two_saturdays(without: Association) -> None:
    rota = empty(without)
    first, *_ = (slot for slot in rota.problem.slots if slot.id == SATURDAYS[0])
    twin = replace(first, id="N-T-2026-05-02")
    two = Rota(problem=replace(rota.problem, slots=(first, twin)), assignments=frozenset())
    (group,) = reasons(without, two).groups

    assert group.lift is not None
    assert group.lift.filled == 2
    assert (
        once_words(group, {})
        == "sans dérogation au repos dominical, deux postes restent à pourvoir"
    )
