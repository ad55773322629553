"""Comptes: who may sign in and what they may; opened, granted, invited again, closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from api.access.accounts.administration import listed, overseen
from api.access.answers import refusal_of
from api.access.caller import Role
from api.access.door import Router
from api.access.errors import AccessError, UnknownError
from api.access.request import Reading, TheEngine, TheSettings, Who
from api.access.rights.rule import agency, role
from api.accounts import service
from api.accounts.shapes import AccountIn, GrantIn, NewAccount
from api.data.stored.association import read
from api.database.engine import reading, writing
from api.french.expected import expected, quoted
from api.french.plural import plural
from api.page.accounts.view import account_view, choices_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.web.answer import Id
from api.web.problems import Fault, Refusal

ENTRY = Entry(rank=60, address="/admin/comptes", title="Comptes", roles=frozenset({Role.ADMIN}))

GUIDES = (
    Guide(
        address="/aide/comptes",
        title="Comptes",
        file="accounts/accounts",
        screens=("/admin/comptes", "/admin/comptes/{user_id}"),
        picture="La liste des comptes : adresse, nom, droits, état, dernière connexion.",
    ),
)

router = Router(include_in_schema=False)
Text = Annotated[str, Form(max_length=300)]
Words = Annotated[str, Query(max_length=120, pattern=r"^[^\x00]*$")]
PAGE = 50
SHOWN = frozenset({409, 422, 403, 412})
"""Refusals that are shown on the form that was sent, what was typed kept."""

EMPTY = {"email": "", "name": "", "person": "", "role": "", "over": "", "invite": "oui"}
DONE = {
    "ouvert": "Le compte est ouvert.",
    "change": "Le compte est changé.",
    "accorde": "Le droit est accordé.",
    "retire": "Le droit est retiré.",
    "invite": "L’invitation part par courriel.",
    "lien": "Le lien pour un nouveau mot de passe part par courriel.",
    "deconnecte": "Ses sessions et ses jetons sont finis.",
    "ferme": "Le compte est fermé.",
    "rouvert": "Le compte est rouvert, avec les mêmes droits.",
}
MAILED = frozenset({"invite", "lien"})
"""Of these, those that are nothing unless a mail leaves."""


@router.get("/admin/comptes", may=role(Role.ADMIN))
def accounts_page(
    request: Request, who: Who, session: Reading, q: Words = "", apres: Words = ""
) -> Response:
    """List the accounts by e-mail, those whose name or e-mail holds some words."""
    return _list(request, who, session, words=q, after=apres)


@router.post("/admin/comptes", may=role(Role.ADMIN))
def open_account(
    request: Request,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    *,
    email: Text = "",
    name: Text = "",
    person: Text = "",
    role: Text = "",
    over: Text = "",
    invite: Text = "",
) -> Response:
    """Open an account with a first role, and invite it."""
    typed = {
        "email": email,
        "name": name,
        "person": person,
        "role": role,
        "over": over,
        "invite": invite,
    }

    def deed(session: Reading) -> str:
        wish = NewAccount.model_validate(
            {
                "email": email,
                "name": name,
                "person": person,
                "grants": [_grant(role, over)],
                "invite": bool(invite),
            }
        )
        return service.open_account(session, who, settings, wish).user.id

    made = _attempt(engine, deed)
    if isinstance(made, Refusal):
        with reading(engine) as session:
            return _list(request, who, session, typed=typed, problem=made)
    return _to(made, "ouvert")


@router.get("/admin/comptes/{user_id}", may=agency(Role.ADMIN))
def account_page(
    request: Request, who: Who, session: Reading, user_id: Id, fait: Words = ""
) -> Response:
    """Show an account, and all that can be done with it."""
    return _account(request, who, session, user_id, done=fait)


@router.post("/admin/comptes/{user_id}", may=agency(Role.ADMIN))
def change_account(
    request: Request,
    who: Who,
    engine: TheEngine,
    user_id: Id,
    *,
    email: Text = "",
    name: Text = "",
    person: Text = "",
    number: Text = "",
) -> Response:
    """Change the e-mail, the name or the person of an account."""

    def deed(session: Reading) -> None:
        wish = AccountIn.model_validate({"email": email, "name": name, "person": person})
        revision = int(number) if number.isascii() and number.isdigit() else 0
        service.change_account(session, who, user_id, revision, wish)

    typed = {"email": email, "name": name, "person": person}
    return _answer(request, who, engine, user_id, deed, done="change", typed=typed)


@router.post("/admin/comptes/{user_id}/droits", may=agency(Role.ADMIN))
def grant(
    request: Request, who: Who, engine: TheEngine, user_id: Id, *, role: Text = "", over: Text = ""
) -> Response:
    """Grant a role over the association, an agency or a dispositif."""

    def deed(session: Reading) -> None:
        service.add_grant(session, who, user_id, GrantIn.model_validate(_grant(role, over)))

    return _answer(request, who, engine, user_id, deed, done="accorde")


@router.post("/admin/comptes/{user_id}/droits/{grant_id}/retrait", may=agency(Role.ADMIN))
def withdraw(request: Request, who: Who, engine: TheEngine, user_id: Id, grant_id: Id) -> Response:
    """Take a role back."""

    def deed(session: Reading) -> None:
        service.withdraw_grant(session, who, user_id, grant_id)

    return _answer(request, who, engine, user_id, deed, done="retire")


@router.post("/admin/comptes/{user_id}/invitation", may=agency(Role.ADMIN))
def invite_again(
    request: Request, who: Who, engine: TheEngine, settings: TheSettings, user_id: Id
) -> Response:
    """Send another invitation; the one before stops working."""

    def deed(session: Reading) -> None:
        service.invite(session, who, settings, user_id)

    return _answer(request, who, engine, user_id, deed, done="invite")


@router.post("/admin/comptes/{user_id}/mot-de-passe", may=agency(Role.ADMIN))
def reset(
    request: Request, who: Who, engine: TheEngine, settings: TheSettings, user_id: Id
) -> Response:
    """Send a link to choose another password."""

    def deed(session: Reading) -> None:
        service.send_reset(session, who, settings, user_id)

    return _answer(request, who, engine, user_id, deed, done="lien")


@router.post("/admin/comptes/{user_id}/deconnexion", may=agency(Role.ADMIN))
def log_out(request: Request, who: Who, engine: TheEngine, user_id: Id) -> Response:
    """End all sessions and tokens of an account."""

    def deed(session: Reading) -> None:
        service.end_sessions(session, who, user_id)

    return _answer(request, who, engine, user_id, deed, done="deconnecte")


@router.post("/admin/comptes/{user_id}/fermeture", may=agency(Role.ADMIN))
def close(request: Request, who: Who, engine: TheEngine, user_id: Id) -> Response:
    """Close an account."""

    def deed(session: Reading) -> None:
        service.close_account(session, who, user_id)

    return _answer(request, who, engine, user_id, deed, done="ferme")


@router.post("/admin/comptes/{user_id}/reouverture", may=agency(Role.ADMIN))
def reopen(request: Request, who: Who, engine: TheEngine, user_id: Id) -> Response:
    """Open a closed account again."""

    def deed(session: Reading) -> None:
        service.reopen_account(session, who, user_id)

    return _answer(request, who, engine, user_id, deed, done="rouvert")


def _grant(role: str, over: str) -> dict[str, str]:
    """
    Return what a form grants; no role is chosen for whoever fills it.

    Raises
    ------
    Refusal
        No role was chosen: an account without any sees nothing.
    """
    if not role:
        faults = [Fault(field="role", received="", expected="un rôle")]
        raise Refusal(422, "requete_invalide", "Aucun rôle n’est choisi.", errors=faults)
    agency, _, dispositif = over.partition("/")
    return {"role": role, "agency": agency, "dispositif": dispositif}


def _attempt(engine: TheEngine, deed: Callable[[Reading], Any]) -> Any:
    """
    Run a deed in one transaction; return its result, or the refusal to show: it undoes all.

    Raises
    ------
    Refusal, AccessError
        There is no such account, or it is another's.
    """
    try:
        with writing(engine) as session:
            return deed(session)
    except ValidationError as error:
        faults = [
            Fault(
                field=str(fault["loc"][-1] if fault["loc"] else ""),
                received=quoted(fault),
                expected=expected(fault),
            )
            for fault in error.errors()
        ]
        refused = f"{plural(len(faults), 'valeur refusée', 'valeurs refusées')}."
        return Refusal(422, "requete_invalide", refused, errors=faults)
    except UnknownError:
        raise
    except AccessError as error:
        refusal = refusal_of(error)
    except Refusal as error:
        refusal = error
    if refusal.status not in SHOWN:
        raise refusal
    return refusal


def _answer(
    request: Request,
    who: Who,
    engine: TheEngine,
    user_id: str,
    deed: Callable[[Reading], None],
    *,
    done: str,
    typed: Mapping[str, str] | None = None,
) -> Response:
    refusal = _attempt(engine, deed)
    if refusal is None:
        return _to(user_id, done)
    with reading(engine) as session:
        return _account(request, who, session, user_id, problem=refusal, typed=typed)


def _to(user_id: str, done: str) -> Response:
    return RedirectResponse(f"/admin/comptes/{user_id}?fait={done}", status_code=303)


def _list(
    request: Request,
    who: Who,
    session: Reading,
    *,
    words: str = "",
    after: str = "",
    typed: Mapping[str, str] = EMPTY,
    problem: Refusal | None = None,
) -> Response:
    association = read(session)
    rows = listed(session, who, limit=PAGE + 1, after=after, words=words)
    return render(
        request,
        "admin/accounts.html",
        status=200 if problem is None else problem.status,
        accounts=[account_view(account, association) for account in rows[:PAGE]],
        after=rows[PAGE - 1].user.email if len(rows) > PAGE else "",
        words=words,
        choices=choices_of(who, association),
        sends=request.app.state.settings.sends_mail,
        typed=typed,
        problem=problem,
    )


def _account(
    request: Request,
    who: Who,
    session: Reading,
    user_id: str,
    *,
    done: str = "",
    typed: Mapping[str, str] | None = None,
    problem: Refusal | None = None,
) -> Response:
    association = read(session)
    account = account_view(overseen(session, who, user_id), association)
    sends = request.app.state.settings.sends_mail
    kept = {"email": account.email, "name": account.name, "person": account.person}
    return render(
        request,
        "admin/account.html",
        status=200 if problem is None else problem.status,
        account=account,
        choices=choices_of(who, association),
        sends=sends,
        typed=typed or kept,
        done="" if done in MAILED and not sends else DONE.get(done, ""),
        problem=problem,
    )
