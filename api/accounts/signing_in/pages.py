"""Connexion: sign in and out, choose a first or a new password, make the first account."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.accounts.first import create_first, is_first
from api.access.door import Router
from api.access.errors import AccessError, refusal_of
from api.access.request import TheEngine, TheSettings, Who, Writing
from api.access.rights.rule import ACCOUNT, PUBLIC
from api.access.secrets.secret import Kind
from api.access.signing_in.invitations import accept, forgotten
from api.access.signing_in.login import log_in
from api.accounts.signing_in.login_form import LONGEST, KeptForm, login_form
from api.accounts.signing_in.routes import address_of, end_session, give_cookie
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import LOGIN, landing_of
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
        # Shown again here: to the layer of problem pages, 401 is a session that has ended.
        refusal = refusal_of(error)
        form = login_form(
            request, settings, email, suite, waiting, problem=refusal, status=refusal.status
        )
        form.headers.update(refusal.headers)
        return form
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
    return render(request, "signing_in/password.html", invited=True)


@router.get("/mot-de-passe", may=PUBLIC)
def reset_page(request: Request) -> Response:
    """Ask for a new password; the link's secret is after the `#`, which only scripts read."""
    return render(request, "signing_in/password.html", invited=False)


@router.post("/invitation", may=PUBLIC)
def accept_invitation(
    engine: TheEngine, settings: TheSettings, *, secret: Text = "", password: Text = ""
) -> Response:
    """Set the first password of an account."""
    return _accept(engine, settings, Kind.INVITATION, secret, password)


@router.post("/mot-de-passe", may=PUBLIC)
def choose_password(
    engine: TheEngine, settings: TheSettings, *, secret: Text = "", password: Text = ""
) -> Response:
    """Set a new password."""
    return _accept(engine, settings, Kind.RESET, secret, password)


@router.get("/premier-compte", may=PUBLIC)
def first_page(request: Request, engine: TheEngine) -> Response:
    """Show how the first account is made; once there is one, go to the login page."""
    if not is_first(engine):
        return RedirectResponse(LOGIN, status_code=303)
    return render(request, "signing_in/first.html", printed=bool(request.app.state.first_code))


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
    create_first(
        engine,
        settings,
        expected=request.app.state.first_code,
        code=code,
        email=email,
        name=name,
        password=password,
    )
    return RedirectResponse(f"{LOGIN}?fait=premier-compte", status_code=303)


@router.get("/", may=ACCOUNT)
def home(request: Request, who: Who) -> Response:
    """Go to the screen where the account begins; without any, say what is missing."""
    address = landing_of(who)
    if address:
        return RedirectResponse(address, status_code=303)
    return render(request, "home.html")


def _accept(
    engine: TheEngine, settings: TheSettings, kind: Kind, secret: str, password: str
) -> Response:
    # Without script, people paste the whole link.
    text = secret.strip().rpartition("#")[2]
    accept(engine, settings, text=text, password=password, kind=kind)
    return RedirectResponse(f"{LOGIN}?fait=mot-de-passe", status_code=303)
