"""Show the form that signs in, with what waits until then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.shell.document import render
from api.web.inside import inside

if TYPE_CHECKING:
    from fastapi import Request
    from fastapi.responses import Response

    from api.page.signing_in.kept import KeptForm
    from api.settings import Settings


def login_form(
    request: Request,
    settings: Settings,
    email: str = "",
    then: str = "",
    kept: KeptForm | None = None,
    *,
    done: str = "",
    ended: bool = False,
    problem: Any = None,
    status: int = 200,
) -> Response:
    """
    Show the form; `then` is where to go once signed in.

    `kept`: a form to send again. `ended`: the session ended while something was sent.
    """
    return render(
        request,
        "signing_in/login.html",
        status=status,
        email=email,
        then=inside(then),
        kept=kept,
        done=done,
        ended=ended,
        problem=problem,
        provider=bool(settings.oidc_issuer),
    )
