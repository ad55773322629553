"""What was found of a version's open posts outlives the process that found it."""

from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.access.caller import Caller, Grant, Role
from api.data.folder.load import load
from api.data.rows.kinds import KINDS
from api.data.stored.rows import add
from api.database.engine import reading, writing
from api.database.tables.month import OpenPostsRow
from api.month.drafts.access import ReadVersion, head_read
from api.month.frames import Frame, framed
from api.month.holes.kept import DAYS, KeptHoles, packed, unpacked
from api.month.holes.service import holes_of
from api.month.places.place import DraftVersion
from api.staffing.groups import Reasons
from scheduler.domain.problem import Assignment
from scheduler.domain.time import minute_at
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, MARCH
from tests.api.page.drafting import ADD, begun, client, draft, edited
from tests.api.service import Service
from tests.api.staffing.saturdays import MAY, saturdays

__all__ = ["client", "draft"]

PLANNER = Caller(user="a" * 32, name="Nora", grants=(Grant(role=Role.RESPONSABLE),))


def read(service: Service, draft: str) -> ReadVersion:
    with reading(service.engine) as session:
        return head_read(PLANNER, session, draft)


def kept(service: Service, draft: str, number: int = 1) -> Reasons | None:
    """What a process that has just begun finds of a version."""
    place = KeptHoles(service.engine, DraftVersion(draft, number))
    return place.find(read(service, draft).frame, minute_at(service.app.state.now()))


def keep(service: Service, draft: str) -> None:
    version, now = read(service, draft), minute_at(service.app.state.now())
    reasons = holes_of(version.frame, version.assignments, now=now)
    place = KeptHoles(service.engine, DraftVersion(draft, version.row.head))
    place.keep(version.frame, now, reasons)


def trained(service: Service, day: str) -> None:
    with writing(service.engine) as session:
        add(session, KINDS["formation_socle"], {"mediator": "chloe", "day": day})


def test_what_the_page_found_is_read_again_as_it_was(
    service: Service, client: TestClient, draft: str
) -> None:
    trained(service, "2026-01-06")  # no other test has this month in memory
    assert kept(service, draft) is None

    assert client.get(f"/plannings/{draft}/trous").status_code == 200

    version, now = read(service, draft), minute_at(service.app.state.now())
    again = holes_of(version.frame, version.assignments, now=now)
    assert again.posts
    assert kept(service, draft) == again


def test_other_facts_or_another_version_are_worked_out_again(
    service: Service, client: TestClient, draft: str
) -> None:
    keep(service, draft)
    assert kept(service, draft) is not None
    assert kept(service, draft, 2) is None
    trained(service, "2026-01-05")
    assert kept(service, draft) is None

    edited(client, draft, 1, ADD)
    keep(service, draft)
    assert kept(service, draft) is None
    assert kept(service, draft, 2) is not None


@pytest.mark.parametrize(("days", "stays"), [(DAYS - 1, True), (DAYS + 1, False)])
def test_what_nobody_asks_for_again_is_swept(
    service: Service, client: TestClient, draft: str, days: int, *, stays: bool
) -> None:
    keep(service, draft)
    with writing(service.engine) as session:
        row = session.get_one(OpenPostsRow, draft)
        row.kept -= timedelta(days=days)

    keep(service, begun(client, "Autre"))

    assert (kept(service, draft) is not None) is stays


@pytest.mark.parametrize("assignments", [frozenset(), frozenset({ADA, BRICE})])
def test_open_posts_are_unpacked_as_they_were_packed(assignments: frozenset[Assignment]) -> None:
    frame = framed(load(PETIT), MARCH, None)
    same_as_before(frame, holes_of(frame, assignments, now=0))


def test_derogations_and_ways_out_are_kept_too(tmp_path: Path) -> None:
    frame = framed(load(saturdays(tmp_path)), MAY, frozenset({"N"}))
    reasons = holes_of(frame, frozenset(), now=0)

    assert any(group.lift for group in reasons.groups)
    same_as_before(frame, reasons)


def same_as_before(frame: Frame, reasons: Reasons) -> None:
    assert reasons.posts
    assert unpacked(packed(reasons), frame) == reasons
