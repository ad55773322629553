"""An audit judges the team only with everybody, and calls nothing moot that it didn't look for."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.data.association import Acknowledgement, Association
from api.data.folder.load import load
from api.judging.case import Case
from api.judging.judging import audit, findings_on
from api.judging.published import case_of_published, published_problem
from constraints.registry import base
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.judging.published import MARCH, everybody, petit, publish_and_export

LAST = date(2026, 3, 31)
OLD = Acknowledgement(code="daily_max_10h-0a1b2c3d4e", ground="accord", by="Nora", day=MARCH)
TEAM = {rule.id for rule in base().team_rules}


def ada_alone(_: Rota) -> frozenset[Assignment]:
    return everybody(["P-J-2026-03-02"], ["ada"])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Association, Path]:
    folder = petit(tmp_path_factory.mktemp("audit") / "petit")
    publish_and_export(folder, folder.parent / "documents", ada_alone)
    return replace(load(folder), acknowledgements=(OLD,)), folder


def case(published: tuple[Association, Path], **chosen: list[str]) -> Case:
    association, folder = published
    problem = published_problem(association, MARCH, LAST)
    return case_of_published(association, folder, problem, base(), **chosen)


@pytest.mark.parametrize(("people", "team"), [([], True), (["ada"], False)])
def test_the_team_is_judged_only_where_nobody_is_left_out(
    published: tuple[Association, Path], people: list[str], team: bool
) -> None:
    advanced: list[None] = []
    chosen = case(published, people=people)

    rules = {f.rule for f in findings_on(chosen, advance=lambda: advanced.append(None))}

    assert bool(rules & TEAM) is team
    assert len(advanced) == len(chosen.mediators)


@pytest.mark.parametrize(
    ("chosen", "since", "moot"),
    [
        ({}, None, (OLD,)),
        ({"people": ["ada"]}, None, ()),
        ({"rules": ["daily_max_10h"]}, None, ()),
        ({}, MARCH, ()),
    ],
)
def test_an_acknowledgement_is_moot_only_where_all_was_judged(
    published: tuple[Association, Path],
    chosen: dict[str, list[str]],
    since: date | None,
    moot: tuple[Acknowledgement, ...],
) -> None:
    report = audit(case(published, **chosen), published[0], since=since)

    assert report.answers.moot == moot
    assert report.whole is bool(moot)
