"""Give all people an account at once: who has one, what reaches them, and invitations by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.access.accounts.administration import change
from api.access.accounts.service import LONGEST_NAME, NOWHERE, awaits_email, create, grants_of
from api.access.accounts.service import oversees as looks_after
from api.access.caller import Caller, Grant, Role
from api.access.errors import AccessError
from api.access.reach import ADMINS, Reach
from api.access.secrets.secret import Kind
from api.access.signing_in.invitations import hand_over, invite
from api.data.association import Association
from api.data.stored.association import read
from api.data.stored.naming import identifier
from api.database.tables.access import TokenRow, UserRow
from api.french.plural import plural
from api.french.words import alphabetical
from api.mail.delivery import Delivery, expected
from api.mail.queue import usable
from api.settings import Settings
from api.web.problems import Fault, Refusal, not_found
from scheduler.domain.people import Mediator
from scheduler.domain.time import PARIS

EMAIL = "email."
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
    A person of the association, and how they read their shifts.

    `user`: their account (None: none yet). `until`: when an invitation ends that still holds.
    `own`: whether the caller looks after that account. `learns`: how a change of tomorrow would
    reach them.
    """

    person: Mediator
    user: UserRow | None
    until: datetime | None
    own: bool
    learns: Delivery

    @property
    def state(self) -> State:
        """Return how far they are."""
        return _state(self.user, self.until)

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


def there_from(association: Association, today: date) -> list[Mediator]:
    """Return the people who have a contract on a day or later, by name."""
    people = (
        person
        for person in association.mediators
        if any(contract.end is None or contract.end >= today for contract in person.contracts)
    )
    return sorted(people, key=lambda person: alphabetical(person.name))


def states_of(session: Session, association: Association, now: datetime) -> list[State]:
    """Return how far each person is who is there or will be, whoever looks after them."""
    accounts, invitations = _accounts(session), _invitations(session, now)
    states = []
    for person in there_from(association, now.astimezone(PARIS).date()):
        user = accounts.get(person.id)
        states.append(_state(user, invitations.get(user.id) if user else None))
    return states


def phones_of(session: Session, caller: Caller, *, sends: bool, now: datetime) -> tuple[Phone, ...]:
    """
    Return the people whose accounts the caller looks after, by name, and how each is reached.

    `sends`: whether this installation has a mail server.
    """
    reach, today = Reach(caller, ADMINS), now.astimezone(PARIS).date()
    people = [person for person in there_from(read(session), today) if reach.person(person)]
    accounts, invitations = _accounts(session), _invitations(session, now)
    users = [accounts[person.id].id for person in people if person.id in accounts]
    grants = grants_of(session, users)
    changes = {person.id: TOMORROW for person in people}
    learns = {each.mediator: each for each in expected(session, changes, sends=sends)}
    phones = []
    for person in people:
        user = accounts.get(person.id)
        phones.append(
            Phone(
                person=person,
                user=user,
                until=invitations.get(user.id) if user else None,
                own=user is None or looks_after(caller, grants[user.id]),
                learns=learns[person.id],
            )
        )
    return tuple(phones)


def invite_by_mail(
    session: Session, caller: Caller, settings: Settings, emails: Mapping[str, str], now: datetime
) -> int:
    """
    Mail an invitation to each who has no password yet and whose e-mail is known; return how many.

    `emails`: what was typed, by person. In a `writing` session. Raises Refusal: some e-mails are
    refused, all of which it names, or nobody could be written to (422).
    """
    users = _ensured(session, caller, emails, _waiting(session, caller, now))
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
) -> tuple[Strip, ...]:
    """
    Make an invitation to hand over for each who has no password yet, by name; earlier ones end.

    `only`: the id of the one person that it is for, who may have forgotten a password. In a
    `writing` session. Raises Refusal: some e-mails are refused (422), or the one isn't there, or
    isn't theirs to invite (404).
    """
    phones = _waiting(session, caller, now)
    if only:
        everybody = phones_of(session, caller, sends=settings.sends_mail, now=now)
        chosen = [phone for phone in everybody if phone.person.id == only and phone.own]
        if not chosen:
            raise not_found()
        # What was typed beside others' names is kept too, though they aren't invited.
        others = (phone for phone in phones if emails.get(phone.person.id) and phone not in chosen)
        phones = [*chosen, *others]
    strips = []
    for user in _ensured(session, caller, emails, phones):
        if only and user.person != only:
            continue
        address, until = hand_over(session, settings, caller, user, now)
        email = "" if awaits_email(user) else user.email
        strips.append(Strip(name=user.name, address=address, until=until, email=email))
    return tuple(strips)


def _waiting(session: Session, caller: Caller, now: datetime) -> list[Phone]:
    phones = phones_of(session, caller, sends=True, now=now)
    return [phone for phone in phones if phone.own and phone.state is not State.READY]


def _ensured(
    session: Session, caller: Caller, emails: Mapping[str, str], phones: Collection[Phone]
) -> list[UserRow]:
    """Return the accounts of these people, with the e-mails that were typed; make those missing."""
    users, faults = [], []
    taken = {name for (name,) in session.execute(select(UserRow.email)) if name.endswith(NOWHERE)}
    taken = {name.removesuffix(NOWHERE) for name in taken}
    for phone in phones:
        person, typed = phone.person, emails.get(phone.person.id, "").strip()
        try:
            if phone.user is None:
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
            else:
                user = phone.user
                if typed and awaits_email(user):
                    change(session, caller, user, email=typed, name=user.name, person=user.person)
            users.append(user)
        except AccessError as error:
            faults.append(Fault(field=EMAIL + person.id, received=typed[:60], expected=str(error)))
    if faults:
        many = plural(len(faults), "adresse refusée", "adresses refusées")
        raise Refusal(422, "requete_invalide", f"{many} : rien n’est envoyé.", errors=faults)
    return users


def _state(user: UserRow | None, until: datetime | None) -> State:
    if user is not None and (user.password or user.oidc_subject):
        return State.READY
    return State.INVITED if until else State.NOTHING


def _accounts(session: Session) -> dict[str, UserRow]:
    """Return the open accounts of people, by person."""
    rows = select(UserRow).where(UserRow.person != "", UserRow.closed.is_(None))
    return {user.person: user for user in session.scalars(rows.order_by(UserRow.id))}


def _invitations(session: Session, now: datetime) -> dict[str, datetime]:
    """Return when the invitations end that still hold, by account."""
    query = (
        select(TokenRow.user, func.max(TokenRow.expires))
        .where(TokenRow.kind == Kind.INVITATION, TokenRow.revoked.is_(None), TokenRow.expires > now)
        .group_by(TokenRow.user)
    )
    return {user: until for user, until in session.execute(query) if until is not None}
