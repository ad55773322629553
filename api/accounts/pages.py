"""Comptes: who may sign in and what they may; opened, granted, invited again, closed, erased."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.accounts.administration import listed, overseen
from api.access.caller import Caller, Role
from api.access.reach import ADMINS, Reach
from api.access.request import Reading, TheSettings, Who, Writing
from api.access.rights.rule import agency, role
from api.access.signing_in.sessions import device_words
from api.accounts import service
from api.accounts.service import (
    EVERYTHING,
    ROLES,
    GrantForm,
    IdentityForm,
    NewAccountForm,
    right_words,
)
from api.data.association import Association
from api.data.stored.association import read
from api.french.words import alphabetical
from api.planning.names import names_of
from api.privacy.erasure import erase_account
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.option import Option
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.clock import Now

ENTRY = Entry(
    rank=60,
    address="/admin/comptes",
    title="Comptes",
    roles=frozenset({Role.ADMIN}),
    icon="key-round",
)

GUIDES = (
    Guide(
        address="/aide/comptes",
        title="Comptes",
        file="accounts/accounts",
        screens=("/admin/comptes", "/admin/comptes/{user_id}"),
        picture="La liste des comptes : adresse, nom, droits, état, dernière connexion.",
    ),
)

router = Screens(prefix="/admin/comptes")
Words = Annotated[str, Query(max_length=120, pattern=r"^[^\x00]*$")]
PAGE = 50
ONE = agency(Role.ADMIN)

DONE = {
    "ouvert": "Le compte est ouvert.",
    "change": "Le compte est changé.",
    "accorde": "Le droit est accordé.",
    "retire": "Le droit est retiré.",
    "invite": "L’invitation part par courriel.",
    "lien": "Le lien pour un nouveau mot de passe part par courriel.",
    "appareil": "L’appareil est déconnecté.",
    "deconnecte": "Ses sessions, ses jetons et les clés de ses appareils sont finis.",
    "ferme": "Le compte est fermé.",
    "rouvert": "Le compte est rouvert, avec les mêmes droits.",
    "efface": "Le compte est effacé.",
}
MAILED = frozenset({"invite", "lien"})
"""Of these, those that are nothing unless a mail leaves."""


@router.get("", may=role(Role.ADMIN))
def accounts_page(
    request: Request,
    who: Who,
    session: Reading,
    *,
    q: Words = "",
    apres: Words = "",
    fait: Words = "",
) -> Response:
    """List the accounts by name, those whose name or e-mail holds some words."""
    association = read(session)
    # No database sorts names as French does; the order of e-mails stands where names are alike.
    rows = sorted(listed(session, who, words=q), key=lambda each: alphabetical(each.user.name))
    rows = rows[next((n for n, each in enumerate(rows, 1) if each.user.email == apres), 0) :]
    return render(
        request,
        "admin/accounts.html",
        accounts=rows[:PAGE],
        after=rows[PAGE - 1].user.email if len(rows) > PAGE else "",
        words=q,
        done=DONE.get(fait, ""),
        right=partial(right_words, names_of(association)),
        choices=_choices(who, association),
        sends=request.app.state.settings.sends_mail,
    )


@router.post("", may=role(Role.ADMIN))
def open_account(
    who: Who, session: Writing, settings: TheSettings, form: Annotated[NewAccountForm, Form()]
) -> Response:
    """Open an account with a first role, and invite it."""
    account = service.open_account(session, who, settings, form.account)
    return _done(account.user.id, "ouvert")


@router.get("/{user_id}", may=ONE)
def account_page(
    request: Request, who: Who, session: Reading, user_id: Id, *, now: Now, fait: Words = ""
) -> Response:
    """Show an account, and all that can be done with it."""
    association, account = read(session), overseen(session, who, user_id)
    person = association.mediator_of.get(account.user.person)
    sends = request.app.state.settings.sends_mail
    return render(
        request,
        "admin/account.html",
        account=account,
        person=account.user.person if person is None else person.name,
        right=partial(right_words, names_of(association)),
        choices=_choices(who, association),
        sends=sends,
        sessions=service.open_sessions(session, who, user_id, now),
        device=device_words,
        now=now,
        done="" if fait in MAILED and not sends else DONE.get(fait, ""),
    )


@router.post("/{user_id}", may=ONE)
def change_account(
    who: Who, session: Writing, user_id: Id, form: Annotated[IdentityForm, Form()]
) -> Response:
    """Change the e-mail, the name or the person of an account."""
    service.change_account(session, who, user_id, form.number, form)
    return _done(user_id, "change")


@router.post("/{user_id}/droits", may=ONE)
def grant(who: Who, session: Writing, user_id: Id, form: Annotated[GrantForm, Form()]) -> Response:
    """Grant a role over the association, an agency or a dispositif."""
    service.add_grant(session, who, user_id, form.wish)
    return _done(user_id, "accorde")


@router.post("/{user_id}/droits/{grant_id}/retrait", may=ONE)
def withdraw(who: Who, session: Writing, user_id: Id, grant_id: Id) -> Response:
    """Take a role back."""
    service.withdraw_grant(session, who, user_id, grant_id)
    return _done(user_id, "retire")


@router.post("/{user_id}/invitation", may=ONE)
def invite_again(who: Who, session: Writing, settings: TheSettings, user_id: Id) -> Response:
    """Send another invitation; the one before stops working."""
    service.invite(session, who, settings, user_id)
    return _done(user_id, "invite")


@router.post("/{user_id}/mot-de-passe", may=ONE)
def reset(who: Who, session: Writing, settings: TheSettings, user_id: Id) -> Response:
    """Send a link to choose another password."""
    service.send_reset(session, who, settings, user_id)
    return _done(user_id, "lien")


@router.post("/{user_id}/deconnexion", may=ONE)
def log_out(who: Who, session: Writing, user_id: Id) -> Response:
    """End all sessions and tokens of an account."""
    service.end_sessions(session, who, user_id)
    return _done(user_id, "deconnecte")


@router.post("/{user_id}/appareils/{session_id}/fin", may=ONE)
def end_session(who: Who, session: Writing, user_id: Id, session_id: Id) -> Response:
    """Sign an account out on one device."""
    service.end_session(session, who, user_id, session_id)
    return _done(user_id, "appareil")


@router.post("/{user_id}/fermeture", may=ONE)
def close(who: Who, session: Writing, user_id: Id) -> Response:
    """Close an account: its sessions, tokens, links and feeds end."""
    service.close_account(session, who, user_id)
    return _done(user_id, "ferme")


@router.post("/{user_id}/reouverture", may=ONE)
def reopen(who: Who, session: Writing, user_id: Id) -> Response:
    """Open a closed account again, with the same rights."""
    service.reopen_account(session, who, user_id)
    return _done(user_id, "rouvert")


@router.post("/{user_id}/effacement", may=ONE)
def erase(who: Who, session: Writing, user_id: Id) -> Response:
    """Erase an account, its mails and subscriptions; what its person did stays."""
    erase_account(session, who, overseen(session, who, user_id).user)
    return RedirectResponse("/admin/comptes?fait=efface", status_code=303)


def _done(user_id: str, done: str) -> Response:
    return RedirectResponse(f"/admin/comptes/{user_id}?fait={done}", status_code=303)


def _choices(who: Caller, association: Association) -> dict[str, list[Option]]:
    """Return what an administrator may grant: roles, over which places, to which people."""
    reach = Reach(who, ADMINS)
    people = sorted(reach.people(association).values(), key=lambda m: alphabetical(m.name))
    return {
        "roles": [Option(value=role.value, label=label) for role, label in ROLES.items()],
        "places": list(_places(reach, association)),
        "people": [Option(value=m.id, label=f"{m.name} ({m.id})") for m in people],
    }


def _places(reach: Reach, association: Association) -> Iterator[Option]:
    if reach.everything:
        yield Option(value="", label=EVERYTHING)
    dispositifs = reach.dispositifs(association.dispositifs)
    for each in association.agencies:
        if reach.area(each.id):
            yield Option(value=each.id, label=each.name)
        for dispositif in dispositifs:
            if dispositif.agency == each.id:
                label = f"{each.name} : {dispositif.name}"
                yield Option(value=f"{each.id}/{dispositif.id}", label=label)
