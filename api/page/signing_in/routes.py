"""Connexion: sign in and out, choose a first or a new password, make the first account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.accounts.first import create_first, is_first
from api.access.answers import refusal_of
from api.access.door import Router
from api.access.errors import AccessError
from api.access.request import TheEngine, TheSettings, Who, Writing
from api.access.rights.rule import ACCOUNT, PUBLIC
from api.access.secrets.secret import Kind
from api.access.signing_in.invitations import accept, forgotten
from api.access.signing_in.login import log_in
from api.accounts.signing_in.routes import address_of, end_session, give_cookie
from api.page.signing_in.form import login_form
from api.page.signing_in.kept import LONGEST, KeptForm
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import LOGIN
from api.web.inside import inside
from api.web.middleware.limits import ADDRESS_BYTES

GUIDES = (
    Guide(
        address="/aide/connexion",
        title="Se connecter",
        file="entry/login",
        screens=("/connexion", "/oubli", "/invitation", "/mot-de-passe"),
        picture=(
            "Le formulaire de connexion : adresse électronique, mot de passe, et le lien « "
            "Mot de passe oublié »."
        ),
    ),
    Guide(
        address="/aide/premier-compte",
        title="Premier compte",
        file="entry/first",
        screens=("/premier-compte",),
        picture="Le formulaire du premier compte : le code affiché, l’adresse, le mot de passe.",
    ),
)

router = Router(include_in_schema=False)

Text = Annotated[str, Form(max_length=1024)]
Asked = Annotated[str, Query(max_length=2000)]

DONE = {
    "mot-de-passe": "Votre mot de passe est enregistré : connectez-vous.",
    "premier-compte": "Le compte est ouvert : connectez-vous.",
    "deconnexion": "Vous êtes déconnecté.",
}
"""What the login page says of what was done just before."""


@router.get("/connexion", may=PUBLIC)
def login_page(
    request: Request, engine: TheEngine, settings: TheSettings, suite: Asked = "", fait: Asked = ""
) -> Response:
    """Show the form; on a database without any account, how the first one is made."""
    if is_first(engine):
        return RedirectResponse("/premier-compte", status_code=303)
    return login_form(request, settings, done=DONE.get(fait, ""), then=suite)


@router.post("/connexion", may=PUBLIC)
def sign_in(
    request: Request,
    engine: TheEngine,
    settings: TheSettings,
    *,
    email: Text = "",
    password: Text = "",
    suite: Text = "",
    kept: Annotated[str, Form(max_length=LONGEST)] = "",
    kept_for: Annotated[str, Form(max_length=ADDRESS_BYTES)] = "",
) -> Response:
    """
    Open a session, and go to the page asked for or show the form that waits to be sent again.

    Or show the form again with the reason; what waits goes on waiting.
    """
    waiting = KeptForm(address=inside(kept_for), body=kept) if kept_for else None
    try:
        issued, _ = log_in(
            engine,
            settings,
            email=email,
            password=password,
            address=address_of(request),
            reader=request.headers.get("user-agent", ""),
        )
    except AccessError as error:
        return _show_again(
            error, lambda **more: login_form(request, settings, email, suite, waiting, **more)
        )
    answer: Response = RedirectResponse(inside(suite), status_code=303)
    if waiting is not None:
        answer = render(request, "signing_in/resume.html", kept=waiting)
    give_cookie(answer, settings, issued)
    return answer


@router.post("/deconnexion", may=ACCOUNT)
def sign_out(request: Request, who: Who, session: Writing, settings: TheSettings) -> Response:
    """Close the session."""
    answer = RedirectResponse(f"{LOGIN}?fait=deconnexion", status_code=303)
    end_session(request, answer, who, session, settings)
    return answer


@router.get("/oubli", may=PUBLIC)
def forgotten_page(request: Request, settings: TheSettings, fait: Asked = "") -> Response:
    """Ask for the e-mail of whoever forgot a password, or say that a link was sent."""
    sends = settings.sends_mail
    return render(request, "signing_in/forgotten.html", sent=bool(fait), sends=sends)


@router.post("/oubli", may=PUBLIC)
def forget(
    request: Request, engine: TheEngine, settings: TheSettings, email: Text = ""
) -> Response:
    """Send a link, and say the same whether the account exists or not."""
    forgotten(engine, settings, email, address=address_of(request))
    return RedirectResponse("/oubli?fait=envoi", status_code=303)


@router.get("/invitation", may=PUBLIC)
def invitation_page(request: Request) -> Response:
    """Ask for a first password; the link's secret is after the `#`, which only scripts read."""
    return _choose(request, Kind.INVITATION)


@router.get("/mot-de-passe", may=PUBLIC)
def reset_page(request: Request) -> Response:
    """Ask for a new password; the link's secret is after the `#`, which only scripts read."""
    return _choose(request, Kind.RESET)


@router.post("/invitation", may=PUBLIC)
def accept_invitation(
    request: Request,
    engine: TheEngine,
    settings: TheSettings,
    *,
    secret: Text = "",
    password: Text = "",
) -> Response:
    """Set the first password of an account."""
    return _accept(request, engine, settings, Kind.INVITATION, secret=secret, password=password)


@router.post("/mot-de-passe", may=PUBLIC)
def choose_password(
    request: Request,
    engine: TheEngine,
    settings: TheSettings,
    *,
    secret: Text = "",
    password: Text = "",
) -> Response:
    """Set a new password."""
    return _accept(request, engine, settings, Kind.RESET, secret=secret, password=password)


@router.get("/premier-compte", may=PUBLIC)
def first_page(request: Request, engine: TheEngine) -> Response:
    """Show how the first account is made; once there is one, go to the login page."""
    if not is_first(engine):
        return RedirectResponse(LOGIN, status_code=303)
    return _first(request)


@router.post("/premier-compte", may=PUBLIC)
def make_first(
    request: Request,
    engine: TheEngine,
    settings: TheSettings,
    *,
    code: Text = "",
    name: Text = "",
    email: Text = "",
    password: Text = "",
) -> Response:
    """Make the first account, by the code that the service printed when it started."""
    try:
        create_first(
            engine,
            settings,
            expected=request.app.state.first_code,
            code=code,
            email=email,
            name=name,
            password=password,
        )
    except AccessError as error:
        return _show_again(error, lambda **more: _first(request, code, name, email, **more))
    return RedirectResponse(f"{LOGIN}?fait=premier-compte", status_code=303)


def _choose(
    request: Request, kind: Kind, secret: str = "", *, problem: Any = None, status: int = 200
) -> Response:
    return render(
        request,
        "signing_in/password.html",
        status=status,
        invited=kind is Kind.INVITATION,
        secret=secret,
        problem=problem,
    )


def _accept(
    request: Request,
    engine: TheEngine,
    settings: TheSettings,
    kind: Kind,
    *,
    secret: str,
    password: str,
) -> Response:
    # Without script, people paste the whole link.
    text = secret.strip().rpartition("#")[2]
    try:
        accept(engine, settings, text=text, password=password, kind=kind)
    except AccessError as error:
        return _show_again(error, lambda **more: _choose(request, kind, secret, **more))
    return RedirectResponse(f"{LOGIN}?fait=mot-de-passe", status_code=303)


def _first(
    request: Request,
    code: str = "",
    name: str = "",
    email: str = "",
    *,
    problem: Any = None,
    status: int = 200,
) -> Response:
    return render(
        request,
        "signing_in/first.html",
        status=status,
        code=code,
        name=name,
        email=email,
        problem=problem,
        printed=bool(request.app.state.first_code),
    )


def _show_again(error: AccessError, form: Callable[..., Response]) -> Response:
    """Show a form again with what was refused; nothing that was typed is lost but secrets."""
    refusal = refusal_of(error)
    answer = form(problem=refusal, status=refusal.status)
    answer.headers.update(refusal.headers)
    return answer
