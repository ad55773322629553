"""Les téléphones: an account for everybody at once, by mail, on paper or as a link to copy."""

from collections.abc import Iterable, Sequence
from typing import Annotated
from urllib.parse import urlsplit

import segno
from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from api.access.accounts.administration import overseen
from api.access.caller import Role
from api.access.reach import PLANNERS, Reach
from api.access.request import Reading, TheSettings, Who, Writing
from api.access.rights.rule import agency, role
from api.data.stored.association import read
from api.ledger.history import publications
from api.mail.delivery import delivery
from api.page.data.saving import Readable, first
from api.page.publishing.view import channels_of, to_tell
from api.phones.service import (
    EMAIL,
    Phone,
    State,
    Strip,
    invite_by_mail,
    learning,
    phones_of,
    still_good,
    strip_of,
    strips_of,
)
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.saved import SAVED
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.answering.answer import MOST
from api.web.clock import Now
from api.web.refusing.problems import Refusal, wrong_value

GUIDES = (
    Guide(
        address="/aide/telephones",
        title="Les téléphones",
        file="accounts/phones",
        screens=("/telephones",),
    ),
)

router = Screens(prefix="/telephones")
DEED, ONLY = "geste", "seul"
BY_MAIL, BY_HAND, AGAIN = "courriel", "feuille", "toutes"
"""What the buttons say: by mail, by hand, or all by hand again; or for one person alone."""

MINE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names by which a machine calls itself: no phone reaches it by them."""

Invited = Annotated[int, Query(ge=0, le=MOST)]


@router.get("", may=role(Role.ADMIN), dependencies=[SAVED])
def phones_page(
    request: Request,
    who: Who,
    session: Reading,
    settings: TheSettings,
    *,
    now: Now,
    invites: Invited = 0,
) -> Response:
    """List everybody, how each is reached, and what became of the last publication."""
    association, sends = read(session), settings.sends_mail
    phones = phones_of(session, who, now)
    own = {phone.person.id for phone in phones}
    rows = publications(session, limit=1)
    reached = [
        each for row in rows for each in delivery(session, row, sends=sends) if each.mediator in own
    ]
    return render(
        request,
        "phones/phones.html",
        phones=phones,
        learns=learning(session, phones, sends=sends),
        prefix=EMAIL,
        waiting=sum(phone.own and phone.state is not State.READY for phone in phones),
        sends=sends,
        invites=invites,
        here_only=urlsplit(settings.shown_url).hostname in MINE,
        address=settings.shown_url,
        published=rows[0] if rows and reached else None,
        channels=channels_of(reached, association.mediator_of),
        to_tell=to_tell(reached, association.mediator_of),
        plans=Reach(who, PLANNERS).everything,
    )


@router.post("", may=role(Role.ADMIN))
def invite(
    request: Request,
    who: Who,
    session: Writing,
    settings: TheSettings,
    *,
    now: Now,
    typed: Readable,
) -> Response:
    """Invite everybody by mail; or show invitations to hand over, in this answer only."""
    emails = {
        name.removeprefix(EMAIL): first(typed, name) for name in typed if name.startswith(EMAIL)
    }
    only, deed = first(typed, ONLY), first(typed, DEED)
    if deed not in (BY_MAIL, BY_HAND, AGAIN) and (deed or not only):
        raise wrong_value(DEED, f"« {BY_MAIL} » ou « {BY_HAND} »", deed[:60])
    if not only and deed == BY_MAIL:
        many = invite_by_mail(session, who, settings, emails, now)
        return RedirectResponse(f"/telephones?invites={many}", status_code=303)
    again = deed == AGAIN
    good = [] if only or again else still_good(phones_of(session, who, now), emails)
    strips = strips_of(session, who, settings, emails, now, only=only, again=again)
    return _sheet(request, strips, good)


@router.post("/comptes/{user_id}", may=agency(Role.ADMIN))
def hand_one_over(
    request: Request, who: Who, session: Writing, settings: TheSettings, *, user_id: Id, now: Now
) -> Response:
    """Show the invitation of any account, to hand over to whoever isn't a person of the rota."""
    account = overseen(session, who, user_id)
    if account.user.closed is not None:
        raise Refusal(409, "compte_ferme", "Ce compte est fermé : rouvrez-le d’abord.")
    return _sheet(request, [strip_of(session, who, settings, account.user, now)])


def _sheet(request: Request, strips: Iterable[Strip], good: Sequence[Phone] = ()) -> Response:
    """
    Show invitations, each with its address drawn for a phone's camera, in this answer alone.

    `good`: whose earlier invitation still holds.
    """
    shown = [(strip, _code(strip.address)) for strip in strips]
    return render(request, "phones/strips.html", status=201, strips=shown, good=good)


def _code(address: str) -> Markup:
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=3)
    return Markup(drawn)  # noqa: S704 - drawn by the service, of letters and figures alone
