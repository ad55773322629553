"""A calculation is followed by whoever may: as they start, and for as long as they follow."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.access.accounts.service import LOCAL, close
from api.access.caller import Caller, Grant, Role
from api.access.secrets.secret import Kind, issue, revoke
from api.access.signing_in.authentication import authenticate
from api.access.signing_in.login import log_out
from api.database.engine import reading, writing
from api.database.tables.access import GrantRow, TokenRow, UserRow
from api.database.tables.jobs import JobRow
from api.jobs import routes as calculs
from api.jobs.service import JobEndedError, cancel
from api.month.drafts.service import create
from tests.api.service import Service

HERE = Caller(user="0" * 32, grants=(Grant(role=Role.RESPONSABLE),), via="local")
BASE = "/api/v1/responsable"
SOLVE = {"config": {"seconds": 30, "effort": 0.2}, "model_input": {"kind": "solve"}}
LONG = 20.0
"""Seconds that a stream has to end."""


class Following:
    """Somebody who follows a calculation that waits, by a session's cookie and in a thread."""

    def __init__(self, service: Service, job: str) -> None:
        service.client("admin")  # accounts are closed while somebody looks after them
        bearer = service.client("rh", agency="ville")
        self.service, self.job = service, job
        self.user = bearer.headers["X-Test-User"]
        with writing(service.engine) as session:
            now = datetime.now(UTC)
            self.cookie = issue(session, self.user, Kind.SESSION, now=now, expires=None).token
        self.client = TestClient(service.app, cookies={"roulement": self.cookie})
        self.text = ""
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()
        while not self._let_in():
            time.sleep(0.01)

    def ended(self, seconds: float = LONG) -> bool:
        """Whether the stream ended within that time."""
        self.thread.join(seconds)
        return not self.thread.is_alive()

    def _follow(self) -> None:
        self.text = self.client.get(f"{BASE}/calculs/{self.job}/evenements").text

    def _let_in(self) -> bool:
        query = select(TokenRow.used).where(TokenRow.user == self.user)
        with reading(self.service.engine) as session:
            return any(session.scalars(query.where(TokenRow.kind == Kind.SESSION)))


def give_up(service: Service, job: str) -> None:
    """Cancel a calculation, unless it is over."""
    with writing(service.engine) as session, suppress(JobEndedError):
        cancel(session, HERE, session.get_one(JobRow, job))


@pytest.fixture
def following(service: Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[Following]:
    monkeypatch.setattr(calculs, "LOOKED", 0.0)
    with writing(service.engine) as session:
        rota = create(session, HERE, date(2026, 3, 1), agency="ville").id
    boss = service.client("responsable")
    response = boss.post(f"{BASE}/plannings/{rota}/calculs", json=SOLVE)
    made = Following(service, response.json()["id"])
    yield made
    give_up(service, made.job)
    assert made.ended()
    made.client.close()


def logging_out(session: Session, who: Caller, cookie: str) -> None:
    log_out(session, who, cookie, datetime.now(UTC))


def revoking(session: Session, who: Caller, _: str) -> None:
    revoke(session, who.user, Kind.SESSION, now=datetime.now(UTC))


def expiring(session: Session, who: Caller, _: str) -> None:
    of = update(TokenRow).where(TokenRow.user == who.user)
    session.execute(of.values(expires=datetime.now(UTC)))


def closing(session: Session, who: Caller, _: str) -> None:
    close(session, LOCAL, who.user)


def demoting(session: Session, who: Caller, _: str) -> None:
    session.execute(delete(GrantRow).where(GrantRow.user == who.user))


def moving(session: Session, who: Caller, _: str) -> None:
    of = update(GrantRow).where(GrantRow.user == who.user)
    session.execute(of.values(agency="ailleurs"))


@pytest.mark.parametrize("act", [logging_out, revoking, expiring, closing, demoting, moving])
def test_who_may_no_more_is_told_no_more(
    following: Following, act: Callable[[Session, Caller, str], None]
) -> None:
    who = authenticate(following.service.engine, cookie=following.cookie, bearer=None)
    assert who is not None
    with writing(following.service.engine) as session:
        act(session, who, following.cookie)

    assert following.ended()
    assert "event: fin" not in following.text


@pytest.mark.long
def test_who_still_may_is_told_the_end(following: Following) -> None:
    assert not following.ended(1.5)
    with writing(following.service.engine) as session:
        session.get_one(UserRow, following.user).name = "Autre"

    give_up(following.service, following.job)

    assert following.ended()
    assert following.text.count("event: fin") == 1
