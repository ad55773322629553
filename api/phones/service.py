"""Give all people an account at once: who has one, what reaches them, and invitations by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.accounts.administration import change
from api.access.accounts.service import (
    LONGEST_NAME,
    NOWHERE,
    awaits_email,
    create,
    grants_of,
    of_people,
)
from api.access.accounts.service import oversees as looks_after
from api.access.answers import refusal_of
from api.access.caller import Caller, Grant, Role
from api.access.errors import AccessError
from api.access.reach import ADMINS, Reach
from api.access.secrets.secret import Kind
from api.access.signing_in.invitations import hand_over, invite
from api.data.stored.association import read
from api.data.stored.entries import identifier
from api.database.tables.access import TokenRow, UserRow
from api.french.plural import plural
from api.french.words import alphabetical
from api.mail.delivery import Delivery, expected
from api.mail.queue import usable
from api.settings import Settings
from api.web.refusing.problems import Refusal, not_found
from scheduler.domain.people import Mediator
from scheduler.domain.time import civil_day

EMAIL = "email-"
"""What the name of a field begins with that holds somebody's e-mail; their id follows."""

TOMORROW = [{"urgent": True}]
"""What a publication would tell somebody whose shift of tomorrow changes."""


class State(StrEnum):
    """How far somebody is from reading their shifts on their phone."""

    NOTHING = "rien"
    INVITED = "invite"
    READY = "pret"


@dataclass(frozen=True, kw_only=True)
class Phone:
    """
    A person who is under contract, or will be, and how far they are from their shifts.

    `user`: their account (None: none yet). `until`: when an invitation ends that still holds.
    `own`: whether whoever asks looks after that account.
    """

    person: Mediator
    user: UserRow | None
    until: datetime | None
    own: bool = False

    @property
    def state(self) -> State:
        """Return how far they are."""
        if self.user is not None and (self.user.password or self.user.oidc_subject):
            return State.READY
        return State.INVITED if self.until else State.NOTHING

    @property
    def email(self) -> str:
        """Return their e-mail (empty: not known)."""
        return "" if self.user is None or awaits_email(self.user) else self.user.email


@dataclass(frozen=True, kw_only=True)
class Strip:
    """
    An invitation to hand over: whose, its address, which holds a secret, and when it ends.

    `email`: with which they will sign in (empty: they are asked for it).
    """

    name: str
    address: str
    until: datetime
    email: str


def everybody(session: Session, now: datetime) -> list[Phone]:
    """Return all who are under contract or will be, in the association's order."""
    today = civil_day(now)
    users = of_people(session)
    invitations = {
        token.user: token.expires
        for token in session.scalars(
            select(TokenRow).where(
                TokenRow.kind == Kind.INVITATION,
                TokenRow.revoked.is_(None),
                TokenRow.expires > now,
            )
        )
    }
    phones = []
    for person in read(session).mediators:
        if any(contract.end is None or contract.end >= today for contract in person.contracts):
            user = users.get(person.id)
            until = invitations.get(user.id) if user else None
            phones.append(Phone(person=person, user=user, until=until))
    return phones


def phones_of(session: Session, caller: Caller, now: datetime) -> list[Phone]:
    """Return, by name, those whose accounts the caller administers, or may open."""
    reach = Reach(caller, ADMINS)
    phones = [phone for phone in everybody(session, now) if reach.person(phone.person)]
    phones.sort(key=lambda phone: alphabetical(phone.person.name))
    grants = grants_of(session, [phone.user.id for phone in phones if phone.user])
    return [
        replace(phone, own=not phone.user or looks_after(caller, grants[phone.user.id]))
        for phone in phones
    ]


def learning(session: Session, phones: Iterable[Phone], *, sends: bool) -> Mapping[str, Delivery]:
    """Return by person how each would learn that a shift of tomorrow changes (see `expected`)."""
    changes = {phone.person.id: TOMORROW for phone in phones}
    return {each.mediator: each for each in expected(session, changes, sends=sends)}


def invite_by_mail(
    session: Session, caller: Caller, settings: Settings, emails: Mapping[str, str], now: datetime
) -> int:
    """
    Mail an invitation to each who has no password yet and whose e-mail is known; return how many.

    `emails`: what was typed, by person. In a `writing` session. Raises Refusal: some e-mails are
    refused, all of which it names, or nobody could be written to (422).
    """
    users = _ensured(session, caller, emails, _waiting(phones_of(session, caller, now)))
    known = [user for user in users if usable(user.email)]
    if not known:
        raise Refusal(
            422,
            "aucune_adresse",
            "Aucune invitation n’est partie : donnez une adresse électronique au moins, ou "
            "préparez la feuille à remettre.",
        )
    for user in known:
        invite(session, settings, caller, user, now)
    return len(known)


def strips_of(
    session: Session,
    caller: Caller,
    settings: Settings,
    emails: Mapping[str, str],
    now: datetime,
    *,
    only: str = "",
    again: bool = False,
) -> tuple[Strip, ...]:
    """
    Make an invitation to hand over for each who has no password, by name, and none that holds.

    A strip that is printed goes on, unless all are to be made `again`: the sheet is lost. `only`:
    the id of the one person that it is for, whose earlier one ends. In a `writing` session. Raises
    Refusal: some e-mails are refused (422), or the one isn't there, or isn't theirs to invite
    (404).
    """
    all_ = phones_of(session, caller, now)
    phones = _waiting(all_)
    if only:
        chosen = [phone for phone in all_ if phone.person.id == only and phone.own]
        if not chosen:
            raise not_found()
        # What was typed beside others' names is kept too, though they aren't invited.
        others = (phone for phone in phones if emails.get(phone.person.id) and phone not in chosen)
        phones = [*chosen, *others]
    invited = set() if again else {phone.person.id for phone in still_good(phones, emails)}
    return tuple(
        strip_of(session, caller, settings, user, now)
        for user in _ensured(session, caller, emails, phones)
        if (user.person == only if only else user.person not in invited)
    )


def still_good(phones: Iterable[Phone], emails: Mapping[str, str]) -> list[Phone]:
    """Return those whose earlier invitation holds; an e-mail that is typed for somebody ends it."""
    waiting = _waiting(phones)
    return [
        phone for phone in waiting if phone.until and not emails.get(phone.person.id, "").strip()
    ]


def strip_of(
    session: Session, caller: Caller, settings: Settings, user: UserRow, now: datetime
) -> Strip:
    """Make an invitation of an account to hand over, in a `writing` session."""
    address, until = hand_over(session, settings, caller, user, now)
    email = "" if awaits_email(user) else user.email
    return Strip(name=user.name, address=address, until=until, email=email)


def _waiting(phones: Iterable[Phone]) -> list[Phone]:
    return [phone for phone in phones if phone.own and phone.state is not State.READY]


def _ensured(
    session: Session, caller: Caller, emails: Mapping[str, str], phones: Iterable[Phone]
) -> list[UserRow]:
    """Return the accounts of these people, with the e-mails that were typed; make those missing."""
    users, faults = [], []
    taken = {email.removesuffix(NOWHERE) for email in session.scalars(select(UserRow.email))}
    for phone in phones:
        person, typed = phone.person, emails.get(phone.person.id, "").strip()
        try:
            user = phone.user
            if user is None:
                stem = identifier(person.name, taken)
                taken.add(stem)
                user = create(
                    session,
                    caller,
                    email=typed or stem + NOWHERE,
                    name=person.name[:LONGEST_NAME],
                    person=person.id,
                    grants=[Grant(role=Role.MEDIATEUR, agency=person.agency)],
                )
            elif typed and awaits_email(user):
                change(session, caller, user, email=typed, name=user.name, person=user.person)
            users.append(user)
        except AccessError as error:
            (fault,) = refusal_of(error).errors
            faults.append(replace(fault, field=EMAIL + person.id, received=typed[:60]))
    if faults:
        many = plural(len(faults), "adresse refusée", "adresses refusées")
        raise Refusal(422, "requete_invalide", f"{many} : rien n’est envoyé.", errors=faults)
    return users
