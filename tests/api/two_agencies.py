"""Two agencies, and of each kind of thing one in each: what lies in the other isn't there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api.access.accounts.service import create
from api.access.caller import Caller, Grant, Role
from api.access.secrets.secret import Kind, issue
from api.data.association import Association
from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.data.stored.association import read
from api.data.stored.importing import check_folder, put
from api.database.engine import reading, writing
from api.database.tables.access import GrantRow
from api.database.tables.asking import LeaveRow, LeaveState, SwapRow, SwapState, WorkedRow
from api.database.tables.events import WebhookRow
from api.database.tables.feeds import FeedRow
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow, VersionRow
from api.hours.worked import Kind as Said
from api.jobs.service import JobRequest
from api.ledger.history import whole as everything
from api.planning.published_shifts import shift_of
from api.swaps.exchange import shown
from api.web.answering.plain import as_json
from scheduler.domain.duty import DutyKind
from tests.api.commands import PETIT
from tests.api.ledger.cases import append_pairs, whole

NOW = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)
MARCH = date(2026, 3, 1)
DAY = datetime(2026, 3, 2, tzinfo=UTC)
CHIEF = Caller(user="c" * 32, grants=(Grant(role=Role.ADMIN),), via="local")
OWN, FOREIGN = "ville", "mer"
SIGNS = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
BORDER: Sequence[tuple[str, dict[str, Any]]] = (
    ("agences", {"id": "mer", "name": "Mer"}),
    ("dispositifs", {"id": "M", "name": "Médiation de plage", "agency": "mer"}),
    ("sites", {"id": "plage", "name": "Plage", "agency": "mer"}),
    (
        "gabarits",
        {
            "id": "M-J", "dispositif": "M", "site": "plage", "kind": "jour",
            "weekdays": [0, 1, 2, 3, 4], "start": "10:00", "end": "16:00",
            "since": "2026-01-01", "until": "2026-12-31",
        },
    ),
    ("besoins", {"template": "M-J", "roles": ["mediateur"], "minimum": 1, "target": 1,
        "maximum": 1}),
    (
        "personnes",
        {
            "id": "zoe", "name": "Zoé Quemener", "role": "mediateur", "birth": "1991-04-05",
            "agency": "mer", "dispositifs": ["M"],
        },
    ),
    (
        "contrats",
        {"mediator": "zoe", "kind": "CDI", "start": "2020-09-01", "weekly_minutes": 2100},
    ),
    (
        "absences",
        {"mediator": "zoe", "start": "2026-03-20", "end": "2026-03-21", "kind": "maladie"},
    ),
    (
        "souhaits",
        {"mediator": "zoe", "start": "2026-03-27", "end": "2026-03-28", "wants": False},
    ),
    (
        "souhaits",
        {"mediator": "ada", "start": "2026-03-27", "end": "2026-03-28", "wants": False},
    ),
    *(
        (
            "rendez_vous",
            {
                "id": f"RV-{dispositif}-1", "dispositif": dispositif, "site": site,
                "place": "Hall B", "day": "2026-03-24", "start": "10:00", "minutes": 45,
                "reference": "D-7", "state": "refuse", "reply": "Local pris",
            },
        )
        for dispositif, site in (("P", "place"), ("M", "plage"))
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Place:
    """Things of one agency and of one person of it, by the name of their parameter."""

    agency: str
    values: dict[str, str]


def furnished(engine: Engine, *, named: bool = True) -> tuple[Place, Place]:
    """
    Fill a database, and return what is ours and what is not.

    Not `named`: drafts name their dispositifs and no agency.
    """
    with writing(engine) as session:
        put(session, check_folder(PETIT))
        rows.apply(session, [rows.Add(KINDS[name], values) for name, values in BORDER])
    with reading(engine) as session:
        association = read(session)
    pairs = frozenset({("ada", "P-J-2026-03-02"), ("brice", "P-J-2026-03-02")})
    _publish(engine, association, pairs, "P")
    _publish(engine, association, pairs | {("zoe", "M-J-2026-03-02")}, "M")
    with writing(engine) as session:
        own = _place(session, OWN, ("ada", "brice"), "P-J-2026-03-02", 1, named=named)
        foreign = _place(session, FOREIGN, ("zoe", ""), "M-J-2026-03-02", 2, named=named)
    return own, foreign


def _publish(
    engine: Engine, association: Association, pairs: frozenset[tuple[str, str]], dispositif: str
) -> None:
    with writing(engine) as session:
        there = whole(session, association)
        append_pairs(session, there, pairs, NOW, [dispositif], by=CHIEF)


def _swap(session: Session, person: str, other: str, slot: str) -> SwapRow:
    row = shift_of(everything(session), person, slot)
    assert row is not None
    return SwapRow(
        mediator=person,
        other=other,
        gives=slot,
        shifts=[shown(row)],
        findings={},
        state=SwapState.ASKED.value,
        requested=NOW,
    )


def _place(
    session: Session,
    agency: str,
    people: tuple[str, str],
    slot: str,
    publication: int,
    *,
    named: bool,
) -> Place:
    dispositif, (person, other) = slot[0], people
    grant = Grant(role=Role.RESPONSABLE, agency=agency)
    user = create(session, CHIEF, email=f"{agency}@exemple.org", name="Un compte", grants=[grant])
    draft = RotaRow(
        month=MARCH,
        agency=agency if named else "",
        dispositifs=(dispositif,),
        head=1,
        made_by=CHIEF.user,
        made=NOW,
    )
    leave = LeaveRow(
        mediator=person,
        start="2026-04-01",
        end="2026-04-02",
        kind="conge",
        state=LeaveState.ASKED.value,
        requested=NOW,
    )
    swap = _swap(session, person, other, slot)
    answered = _swap(session, other, person, slot) if other else swap
    feed = FeedRow(
        user=user.id, kind="personne", target=person, hash=uuid4().hex, made=NOW, chosen=NOW
    )
    root = uuid4().hex
    hours = WorkedRow(
        id=root,
        root=root,
        mediator=person,
        month="2026-03",
        duty=slot,
        kind=Said.AS_PLANNED,
        nature=DutyKind.WORK,
        dispositif=dispositif,
        agency=agency,
        start=DAY.replace(hour=8),
        end=DAY.replace(hour=15),
        breaks=[],
        entered_by=user.id,
        entered=NOW,
    )
    webhook = WebhookRow(
        url="https://exemple.org", types=("month.published",), agency=agency, secret=SIGNS, made=NOW
    )
    session.add_all([draft, leave, swap, answered, feed, hours, webhook])
    session.flush()
    session.add(
        VersionRow(
            rota=draft.id,
            number=1,
            origin="vide",
            made_by=CHIEF.user,
            made=NOW,
            fingerprint="f",
        )
    )
    job = JobRow(
        kind="solve",
        state="completed",
        rota=draft.id,
        options=as_json(JobRequest(kind="solve", seconds=1)),
        asked_by=CHIEF.user,
        requested=NOW,
        ended=NOW,
    )
    session.add(job)
    session.flush()
    entries = rows.page(session, KINDS["rendez_vous"])
    appointment = next(e.key for e in entries if e.values["dispositif"] == dispositif)
    return Place(
        agency=agency,
        values={
            "user_id": user.id,
            "rota_id": draft.id,
            "job_id": job.id,
            "leave_id": leave.id,
            "swap_id": swap.id,
            "answered": answered.id,
            "feed_id": feed.id,
            "webhook_id": webhook.id,
            "hours_id": hours.id,
            "person": person,
            "slot_id": slot,
            "appointment": str(appointment),
            "grant_id": session.scalars(select(GrantRow.id).where(GrantRow.user == user.id)).one(),
            "publication": str(publication),
            "token_id": issue(session, user.id, Kind.API, now=NOW, expires=None).id,
        },
    )
