"""What a demonstration alone lets people do: be anybody of it, and read the mails it keeps."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.accounts.service import by_email
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.request import Reading, TheSettings, Writing
from api.access.rights.rule import ACCOUNT, PUBLIC
from api.access.secrets.secret import Issued
from api.access.signing_in.login import welcome
from api.accounts.signing_in.routes import give_cookie
from api.database.tables.mail import MailRow
from api.settings import Settings
from api.shell.document import render
from api.shell.screens import Screens
from api.web.clock import Now

MOST = 100
"""Mails that are shown: the last."""


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """An account to look with: what it is for, and whether its role is another's too."""

    email: str
    title: str
    words: str
    colleague: bool = False


def sign_in_as(
    session: Session,
    settings: Settings,
    accounts: Collection[DemoAccount],
    email: str,
    now: datetime,
    *,
    reader: str = "",
) -> Issued:
    """
    Open a session of one of these accounts, without a password.

    Raises UnknownError: it is none of them, or it was closed or taken away meanwhile.
    """
    row = by_email(session, email) if email in {each.email for each in accounts} else None
    if row is None or row.closed is not None:
        raise UnknownError
    issued, _ = welcome(session, settings, row, now, reader=reader)
    return issued


def mails(session: Session) -> list[MailRow]:
    """Return the mails that would have left, the last first."""
    query = select(MailRow).order_by(MailRow.made.desc(), MailRow.id).limit(MOST)
    return list(session.scalars(query))


Email = Annotated[str, Form(max_length=254)]


def router_for(accounts: Sequence[DemoAccount]) -> Router:
    """Return the routes of a demonstration with these accounts."""
    router = Screens(prefix="/demonstration")

    @router.post("/compte", may=PUBLIC)
    def be(
        request: Request, session: Writing, settings: TheSettings, *, now: Now, email: Email
    ) -> Response:
        """Open a session of one of the accounts, and go where it begins."""
        reader = request.headers.get("user-agent", "")
        issued = sign_in_as(session, settings, accounts, email, now, reader=reader)
        answer = RedirectResponse("/", status_code=303)
        give_cookie(answer, settings, issued)
        return answer

    @router.get("/courriels", may=ACCOUNT)
    def mailbox(request: Request, session: Reading, now: Now) -> Response:
        """Show the mails that would have left, with their text."""
        return render(request, "demonstration/mails.html", mails=mails(session), now=now)

    return router
