"""
The addresses that only a demonstration has: sign in as somebody by one click, read the mails.

No application finds this module by its name: `rota serve --demo` adds these routes to its own, so
that elsewhere there are none.
"""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access.door import Router
from api.access.request import Reading, TheSettings, Writing
from api.access.rights.rule import ACCOUNT, PUBLIC
from api.accounts.signing_in.routes import give_cookie
from api.demonstration.service import DemoAccount, mails, sign_in_as
from api.shell.document import render
from api.shell.screens import Screens
from api.web.clock import Now

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
