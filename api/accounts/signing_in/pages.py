"""Connexion: sign in and out, by password or key, choose a password, make the first account."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from api.access.accounts.first import create_first, is_first
from api.access.answers import refusal_of
from api.access.door import Router
from api.access.errors import AccessError
from api.access.request import TheEngine, TheSettings, Who, Writing
from api.access.rights.rule import ACCOUNT, PUBLIC
from api.access.secrets.secret import Kind
from api.access.signing_in.invitations import accept, forgotten
from api.access.signing_in.login import enter, log_in
from api.access.signing_in.passkeys import KeyAnswer, ask_to_sign_in, needed_party, sign_in
from api.accounts.signing_in.routes import (
    Email,
    Login,
    Name,
    Password,
    address_of,
    end_session,
    give_cookie,
)
from api.database.engine import writing
from api.database.tables.access import UserRow
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.login_form import LONGEST, KeptForm, login_form
from api.shell.menu import LOGIN, landing_of
from api.shell.phone import signed_out
from api.web.answering.answer import Body
from api.web.inside import inside
from api.web.middleware.limits import ADDRESS_BYTES
from api.web.texts import Line

GUIDES = (
    Guide(
        address="/aide/connexion",
        title="Se connecter",
        file="entry/login",
        screens=("/connexion", "/oubli", "/invitation", "/bienvenue", "/mot-de-passe"),
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

Asked = Annotated[str, Query(max_length=2000)]

DONE = {
    "mot-de-passe": "Votre mot de passe est enregistré : connectez-vous.",
    "deconnexion": "Vous êtes déconnecté.",
}
"""What the login page says of what was done just before."""


class LoginForm(Login):
    """
    An e-mail and a password, where to go then, and a form that waits to be sent again.

    `stays`: the device is one's own, and its session lasts.
    """

    stays: bool = False
    suite: Annotated[str, Field(max_length=2000)] = ""
    kept: Annotated[str, Field(max_length=LONGEST)] = ""
    kept_for: Annotated[str, Field(max_length=ADDRESS_BYTES)] = ""


class PasswordForm(Body):
    """
    A password chosen, and the secret of a link: without script, the whole link is pasted.

    `email`: of an account that waits for it.
    """

    secret: Annotated[str, Field(max_length=1024)]
    password: Password
    email: Annotated[str, Line(UserRow.email)] = ""


class FirstForm(Login):
    """The code that the service printed, and the first account."""

    code: Annotated[str, Field(max_length=120)]
    name: Name


@router.get("/connexion", may=PUBLIC)
def login_page(
    request: Request, engine: TheEngine, settings: TheSettings, suite: Asked = "", fait: Asked = ""
) -> Response:
    """Show the form; on a database without any account, how the first one is made."""
    if is_first(engine):
        return RedirectResponse("/premier-compte", status_code=303)
    return login_form(request, settings, done=DONE.get(fait, ""), then=suite)


@router.post("/connexion", may=PUBLIC)
def sign_in_by_password(
    request: Request, engine: TheEngine, settings: TheSettings, form: Annotated[LoginForm, Form()]
) -> Response:
    """
    Open a session, and go to the page asked for or show the form that waits to be sent again.

    Or show the form again with the reason; what waits goes on waiting.
    """
    waiting = KeptForm(address=inside(form.kept_for), body=form.kept) if form.kept_for else None
    try:
        issued, _ = log_in(
            engine,
            settings,
            email=form.email,
            password=form.password,
            address=address_of(request),
            reader=request.headers.get("user-agent", ""),
            stays=form.stays,
        )
    except AccessError as error:
        # Shown again here: to the layer of problem pages, 401 is a session that has ended.
        refusal = refusal_of(error)
        again = login_form(
            request,
            settings,
            form.email,
            form.suite,
            waiting,
            stays=form.stays,
            problem=refusal,
            status=refusal.status,
        )
        again.headers.update(refusal.headers)
        return again
    answer: Response = RedirectResponse(inside(form.suite), status_code=303)
    if waiting is not None:
        answer = render(request, "signing_in/resume.html", kept=waiting)
    give_cookie(answer, settings, issued)
    return answer


@router.post("/deconnexion", may=ACCOUNT)
def sign_out(request: Request, who: Who, session: Writing, settings: TheSettings) -> Response:
    """Close the session."""
    answer = RedirectResponse(f"{LOGIN}?fait=deconnexion", status_code=303)
    end_session(request, answer, who, session, settings)
    return signed_out(answer)


@router.get("/oubli", may=PUBLIC)
def forgotten_page(request: Request, settings: TheSettings, fait: Asked = "") -> Response:
    """Ask for the e-mail of whoever forgot a password, or say that a link was sent."""
    sends = settings.sends_mail
    return render(request, "signing_in/forgotten.html", sent=bool(fait), sends=sends)


@router.post("/oubli", may=PUBLIC)
def forget(
    request: Request, engine: TheEngine, settings: TheSettings, email: Annotated[Email, Form()]
) -> Response:
    """Send a link, and say the same whether the account exists or not."""
    forgotten(engine, settings, email, address=address_of(request))
    return RedirectResponse("/oubli?fait=envoi", status_code=303)


@router.get("/bienvenue", may=PUBLIC)
@router.get("/invitation", may=PUBLIC)
def invitation_page(request: Request) -> Response:
    """Ask for a first password; the link's secret is after the `#`, which only scripts read."""
    return render(request, "signing_in/password.html", invited=True)


@router.get("/mot-de-passe", may=PUBLIC)
def reset_page(request: Request) -> Response:
    """Ask for a new password; the link's secret is after the `#`, which only scripts read."""
    return render(request, "signing_in/password.html", invited=False)


@router.post("/bienvenue", may=PUBLIC)
@router.post("/invitation", may=PUBLIC)
def accept_invitation(
    request: Request,
    engine: TheEngine,
    settings: TheSettings,
    form: Annotated[PasswordForm, Form()],
) -> Response:
    """Set the first password of an account, with the e-mail that it waits for; let it in."""
    user = _accept(engine, settings, Kind.INVITATION, form)
    return _let_in(request, engine, settings, user)


@router.post("/mot-de-passe", may=PUBLIC)
def choose_password(
    engine: TheEngine, settings: TheSettings, form: Annotated[PasswordForm, Form()]
) -> Response:
    """Set a new password."""
    _accept(engine, settings, Kind.RESET, form)
    return RedirectResponse(f"{LOGIN}?fait=mot-de-passe", status_code=303)


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
    form: Annotated[FirstForm, Form()],
) -> Response:
    """Make the first account, by the code that the service printed when it started; let it in."""
    user = create_first(
        engine,
        settings,
        expected=request.app.state.first_code,
        **dict(form),
    )
    return _let_in(request, engine, settings, user)


@router.get("/", may=ACCOUNT)
def home(request: Request, who: Who) -> Response:
    """Go to the screen where the account begins; without any, say what is missing."""
    address = landing_of(request, who)
    if address:
        return RedirectResponse(address, status_code=303)
    return render(request, "home.html")


def _accept(engine: TheEngine, settings: TheSettings, kind: Kind, form: PasswordForm) -> str:
    """Set the password that a form chooses, and return the account's id."""
    text, email = form.secret.strip().rpartition("#")[2], form.email
    return accept(engine, settings, text=text, password=form.password, kind=kind, email=email).user


def _let_in(request: Request, engine: TheEngine, settings: TheSettings, user: str) -> Response:
    """Open a session of an account whose password was just chosen, and go where it begins."""
    reader = request.headers.get("user-agent", "")
    answer = RedirectResponse("/", status_code=303)
    give_cookie(answer, settings, enter(engine, settings, user, reader=reader))
    return answer


class KeyLoginForm(KeyAnswer):
    """What the browser answers, where to go then, and whether the session stays."""

    suite: Annotated[str, Field(max_length=2000)] = ""
    stays: bool = False


@router.post("/connexion/cle/demande", may=PUBLIC)
def options(request: Request, engine: TheEngine, settings: TheSettings) -> Response:
    """Give the script what a key is to sign."""
    here = needed_party(settings)
    with writing(engine) as session:
        request_options = ask_to_sign_in(
            session, settings, here, address=address_of(request), now=datetime.now(UTC)
        )
    return Response(request_options, media_type="application/json")


@router.post("/connexion/cle", may=PUBLIC)
def sign_in_by_key(
    request: Request,
    engine: TheEngine,
    settings: TheSettings,
    form: Annotated[KeyLoginForm, Form()],
) -> Response:
    """Open a session, and go to the page that was wanted."""
    here = needed_party(settings)
    with writing(engine) as session:
        issued = sign_in(
            session,
            settings,
            here,
            answer=form.answer,
            reader=request.headers.get("user-agent", ""),
            stays=form.stays,
            now=datetime.now(UTC),
        )
    answer = RedirectResponse(inside(form.suite), status_code=303)
    give_cookie(answer, settings, issued)
    return answer
