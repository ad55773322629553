"""What is kept of a problem that was sent: told to its account, and gone with whom it names."""

from datetime import UTC, datetime

from sqlalchemy import Engine, select

from api.access.accounts.service import LOCAL
from api.access.caller import Caller, Grant, Role
from api.database.engine import reading, writing
from api.database.tables.access import UserRow
from api.database.tables.jobs import JobProblemRow, JobRow
from api.ledger.subjects import forget
from api.privacy.erasure import erase, erase_account
from api.privacy.personal import personal
from tests.api.jobs.asked import Office
from tests.api.jobs.problems.sent import put_in, small
from tests.api.service import account


def kept(engine: Engine) -> tuple[list[str], list[str]]:
    with reading(engine) as session:
        return [*session.scalars(select(JobRow.id))], [*session.scalars(select(JobProblemRow.job))]


def test_an_account_is_told_of_its_problems_which_go_with_it(petit: Office) -> None:
    user, _ = account(petit.engine, "responsable")
    account(petit.engine, "admin")
    mine = Caller(user=user, grants=(Grant(role=Role.RESPONSABLE),), via="local")
    job, other = put_in(petit, small(), mine), put_in(petit, small())

    with reading(petit.engine) as session:
        sorts = {sort.name: sort for sort in personal(session, user=user)}
    with writing(petit.engine) as session:
        erase_account(session, LOCAL, session.get_one(UserRow, user))

    assert sorts["problemes"].columns == ("id", "asked", "ended")
    assert [row[0] for row in sorts["problemes"].rows] == [job]
    assert kept(petit.engine) == ([other], [other])


def test_whoever_is_erased_is_named_by_no_problem_any_more(petit: Office) -> None:
    job, solve = put_in(petit, small()), petit.ask()
    petit.change(job, state="solving", turn=1)

    with writing(petit.engine) as session:
        forced = {"now": datetime.now(UTC), "forget": forget, "forced": "essai"}
        erase(session, LOCAL, petit.settings(), "ada", **forced)  # type: ignore[arg-type]

    assert kept(petit.engine) == ([solve], [])
