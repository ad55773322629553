"""Someone of whom much is kept: rows, shifts published, an account, what was asked and sent."""

from datetime import timedelta

from sqlalchemy import Engine

from api.access.caller import Caller, Role
from api.access.journal import note
from api.access.secrets.passwords import count, known_as, pair
from api.access.secrets.secret import Kind, issue
from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.data.stored.importing import check_folder, put
from api.database.engine import writing
from api.database.tables.access import IdempotencyRow
from api.database.tables.asking import LeaveRow, SwapRow, WorkedRow
from api.database.tables.controls import ControlFileRow, ControlRow
from api.database.tables.feeds import FeedBytesRow, FeedEventRow, FeedRow
from api.database.tables.jobs import JobRow
from api.database.tables.mail import MailRow
from api.database.tables.month import AssignmentRow, RotaRow, VersionRow
from api.jobs.service import JobRequest
from api.web.answering.plain import as_json
from tests.api.access.people import NOW, opened_account
from tests.api.commands import PETIT
from tests.api.ledger.cases import publish

HELD = frozenset({("dorian", "P-J-2026-03-02"), ("brice", "P-J-2026-03-02")})
WHO, NAME, EMAIL = "dorian", "Dorian Leval", "dorian@exemple.org"
SWAP = "e" * 32


def lived(engine: Engine, within: timedelta) -> tuple[Caller, str]:
    """Write a life into a database: the administrator, and the account's id."""
    with writing(engine) as session:
        put(session, check_folder(PETIT))
        rows.add(
            session,
            KINDS["absences"],
            {"mediator": WHO, "start": "2026-03-09", "end": "2026-03-10", "kind": "maladie"},
        )
        rows.add(
            session,
            KINDS["binomes"],
            {"first": "ada", "second": WHO, "kind": "separes"},
        )
    publish(engine, HELD)
    chief = opened_account(engine, "chef@exemple.org", role=Role.ADMIN)
    user = opened_account(engine, EMAIL, role=Role.MEDIATEUR, person=WHO).user
    with writing(engine) as session:
        issue(session, user, Kind.API, now=NOW, expires=None, label="Tableau de bord")
        count(session, {known_as("email", EMAIL): 5, pair(EMAIL, "192.0.2.1"): 5}, NOW, within)
        session.add(
            MailRow(
                key="essai",
                kind="changement",
                user=user,
                address=EMAIL,
                subject="Votre planning a changé",
                body="",
                made=NOW,
                next_try=NOW,
                sent=NOW,
            )
        )
        session.add(
            MailRow(
                key=f"echange:{SWAP}:retire:{chief.user}",
                kind="echange",
                user=chief.user,
                address="chef@exemple.org",
                subject="Échange retiré",
                body=f"L’échange que {NAME} vous proposait est retiré.",
                made=NOW,
                next_try=NOW,
                sent=NOW,
            )
        )
        session.add(
            IdempotencyRow(
                user=chief.user,
                key="essai",
                request="b" * 64,
                status=201,
                headers={},
                body=f'{{"person": "{WHO}"}}',
                at=NOW,
            )
        )
        session.add(
            FeedRow(user=user, kind="personne", target=WHO, hash="a" * 64, made=NOW, chosen=NOW)
        )
        session.add(
            FeedBytesRow(
                kind="personne",
                target=WHO,
                alarm=-1,
                content=NAME.encode(),
                etag="e",
                changed=NOW,
                publication=1,
            )
        )
        session.add(
            FeedEventRow(
                uid="u",
                owner=WHO,
                kind="service",
                about="a",
                ends=NOW,
                created=NOW,
                changed=NOW,
                shown="s",
            )
        )
        session.add(
            LeaveRow(
                mediator=WHO,
                start="2026-04-01",
                end="2026-04-02",
                kind="conge",
                note="mariage",
                state="granted",
                requested=NOW,
            )
        )
        session.add(
            SwapRow(
                id=SWAP,
                mediator="ada",
                other=WHO,
                gives="P-J-2026-03-02",
                shifts=[],
                findings=[],
                state="retire",
                requested=NOW,
            )
        )
        session.add(
            WorkedRow(
                id="w" * 32,
                root="w" * 32,
                mediator=WHO,
                month="2026-03",
                duty="P-J-2026-03-02",
                kind="travail",
                nature="jour",
                start=NOW,
                end=NOW,
                breaks=[],
                entered_by=user,
                entered=NOW,
            )
        )
        draft = RotaRow(month=NOW.date().replace(day=1), made_by=chief.user, made=NOW)
        session.add(draft)
        session.flush()
        version = VersionRow(
            rota=draft.id, number=1, origin="vide", made_by=chief.user, made=NOW, fingerprint="f"
        )
        session.add(version)
        session.flush()
        session.add(
            AssignmentRow(version=version.id, slot="P-J-2026-03-02", mediator=WHO, change=1)
        )
        session.add(
            JobRow(
                kind="explain",
                state="completed",
                rota=draft.id,
                options={},
                asked_by=chief.user,
                requested=NOW,
                result={"personnes": [WHO]},
            )
        )
        question = JobRequest(kind="alternative", seconds=1, person=WHO, slot="P-J-2026-03-02")
        session.add(
            JobRow(
                kind="alternative",
                state="created",
                rota=draft.id,
                options=as_json(question),
                asked_by=chief.user,
                requested=NOW,
            )
        )
        for account in (chief.user, user):
            session.add(ControlRow(user=account, token=account, wanted={"names": NAME}, at=NOW))
            session.flush()
            session.add(
                ControlFileRow(
                    user=account, position=0, part="fichiers", name="a.csv", content=NAME.encode()
                )
            )
        note(session, chief, "abonner", "flux", "x", detail={"genre": "personne", "cible": WHO})
        note(session, chief, "exporter", "personne", WHO)
    return chief, user
