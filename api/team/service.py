"""Show the team as a table, and a person's sheet: all that names them, each with its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from api.access.accounts.service import awaits_email, of_people
from api.access.reach import ADMINS, HR, Reach
from api.access.rights.rows import unmasked
from api.data.association import Association
from api.data.entering.editor import REASONS
from api.data.rows.kinds import KINDS
from api.data.stored.association import read
from api.database.tables.access import UserRow
from api.french.words import ROLES, alphabetical, hours, period_words
from api.page.data.inputs import Input, inputs_of
from api.page.data.row import Section, sections_of
from api.page.data.saving import Typed, typed_of
from api.page.data.visit import Visit, choice, presence
from api.team.contracts import CHANGED, COURSE_DAYS, COURSES, contracts_of, seen_of
from api.team.lines import CONTRACT, PERSON, rest_words
from api.web.refusing.problems import Fault, not_found
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.people import Mediator
from scheduler.domain.time import civil_day

CONTRACT_FORM, COHORT_FORM = "contrat", "cfa"
"""What the names of fields of a sheet's own forms begin with."""

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "contrats": "Contrats",
        "inscriptions": "Formation en alternance",
        "absences": "Absences",
        "titres": "Titres professionnels",
        "formation_socle": "Formation socle",
        "limites": "Limites de son planning",
        "binomes": "Binômes",
    }
)
"""The sections of a sheet, in order; rows of other kinds are listed below them."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """
    A form of a sheet: its fields, of a kind of rows, and those that begin with their example.

    `via`: the field that names the person, where it is the form of such a row as data has it.
    `prefix`: what the names of its fields begin with, where it is one of the sheet's own. `words`:
    its labels, where data call a field otherwise. `needed`: what it can't leave out, as data may.
    """

    kind: str
    fields: Sequence[str]
    via: str = "mediator"
    prefix: str = ""
    examples: Sequence[str] = ()
    needed: Sequence[str] = ()
    words: Mapping[str, str] = field(default_factory=dict)


CONTRACT_WORDS = {
    "start": "À partir du",
    "kind": "Type de contrat",
    "weekly_minutes": "Heures par semaine",
    "short_hours": "Si moins de 24 h : pourquoi",
    "days": "Jours travaillés, s’ils sont fixes",
    "end": "Jusqu’au, compris (rien : sans fin)",
    "reason": "Motif, pour un CDD ou un intérim",
}
COHORT_WORDS = {
    "title": "Titre préparé",
    "every": "Une semaine de cours sur",
    "first": "Première semaine de cours, à partir du",
    "until": "Jusqu’au, compris",
    "site": "Centre de formation",
    "morning": "Matin de cours",
    "afternoon": "Après-midi de cours",
}
LIMIT = ("kind", "most", "least", "most_minutes", "every", "since", "until")
FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "contrats": Form(
            kind="contrats", fields=CHANGED, prefix=CONTRACT_FORM, words=CONTRACT_WORDS
        ),
        "inscriptions": Form(
            kind="cohortes",
            fields=COURSES,
            prefix=COHORT_FORM,
            words=COHORT_WORDS,
            examples=("every", "morning", "afternoon"),
            needed=COURSE_DAYS,
        ),
        "absences": Form(kind="absences", fields=("start", "end", "kind")),
        "titres": Form(kind="titres", fields=("title", "since"), words={"title": "Son sigle"}),
        "formation_socle": Form(kind="formation_socle", fields=("day",)),
        "limites": Form(kind="limites", fields=LIMIT),
        "binomes": Form(kind="binomes", fields=("second", "kind", "since", "until"), via="first"),
    }
)
"""By section, its form."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """A line of the table: a person, what their contract says today, where, and their account."""

    id: str
    name: str
    presence: str
    comes_later: bool
    role: str
    contract: str
    hours: str
    rest: str
    dispositifs: str
    phone: str
    account: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section of a sheet: its rows, its form and the fields of that (empty: not to write)."""

    section: Section
    title: str
    form: Form
    inputs: Sequence[Input]


def team_of(
    visit: Visit, today: date, words: str = "", place: str = "", *, gone: bool
) -> dict[str, Any]:
    """
    Return the people whom the caller sees, by name, whose line holds some words.

    `place`: a dispositif (empty: any). `gone`: those who have left too. `coming`: those who haven't
    begun; `left`: how many have left and aren't shown. `without_courses`: name and address of
    apprentices of whom no training course is known.
    """
    association, accounts = read(visit.session), of_people(visit.session)
    people = association.mediator_of
    everybody = [people[str(row.__dict__["id"])] for _, row in visit.rows()]
    there = [person for person in everybody if gone or not person.left_on(today)]
    members = [
        _member(visit, person, accounts.get(person.id), today)
        for person in sorted(there, key=lambda p: alphabetical(p.name))
        if not place or place in person.dispositifs
    ]
    wanted = alphabetical(words).split()
    members = [m for m in members if all(word in alphabetical(_said(m)) for word in wanted)]
    return {
        "members": [member for member in members if not member.comes_later],
        "coming": [member for member in members if member.comes_later],
        "left": len(everybody) - len(there),
        "without_courses": _without_courses(association, there),
        "places": visit.names.labels("dispositifs"),
    }


def _without_courses(
    association: Association, people: Sequence[Mediator]
) -> tuple[tuple[str, str], ...]:
    """Return the apprentices whom no cohort has, by name."""
    enrolled = {person for _, person in association.members}
    return tuple(
        (person.name, address(person.id))
        for person in sorted(people, key=lambda each: alphabetical(each.name))
        if person.id not in enrolled
        and any(contract.kind is ContractKind.APPRENTICESHIP for contract in person.contracts)
    )


def sheet_of(
    visit: Visit, ident: str, now: datetime, typed: Typed, faults: Sequence[Fault] = ()
) -> dict[str, Any]:
    """
    Return a person's sheet, as far as its reader sees it; `key`: of their row, to be corrected.

    `typed`: what its own forms hold, with what is wrong of it. `contracts_seen`: see `seen_of`.
    Refusal: there is nobody of this id whom the caller sees (404).
    """
    today, typed = civil_day(now), {**_present(visit, ident), **typed}
    people = ((key, row) for key, row in visit.rows() if row.__dict__["id"] == ident)
    key, row = next(people, (0, None))
    if row is None:
        raise not_found()
    person, account = read(visit.session).mediator_of[ident], of_people(visit.session).get(ident)
    by_kind = {s.name: s for s in sections_of(visit, key, row, address(ident), today=today)}
    seen = visit.seen(row)
    own = visit.writes and visit.editor.decides(PERSON.name, row.__dict__)
    return {
        "person": person,
        "key": key,
        "number": visit.editor.entry(PERSON.name, key).number,
        "member": _member(visit, person, account, today),
        "correct": inputs_of(seen, typed_of(seen, row), visit.names) if own else (),
        "contracts_seen": seen_of(contracts_of(visit.session, ident)),
        "parts": [_part(visit, by_kind[n], typed, faults) for n in TITLES if n in by_kind],
        "others": [section for name, section in by_kind.items() if name not in TITLES],
        "account": account,
        "opens_account": Reach(visit.who, ADMINS).area(person.agency),
        "reads_all": Reach(visit.who, HR).area(person.agency),
        "writes": own,
    }


def address(ident: str) -> str:
    """Return the address of a person's sheet."""
    return f"/equipe/{quote(ident)}"


def _member(visit: Visit, person: Mediator, account: UserRow | None, today: date) -> Member:
    signed = person.signed_on(today) or max(person.contracts, key=lambda c: c.start)
    contract = signed.on(today)
    names = visit.names.of("dispositifs")
    return Member(
        id=person.id,
        name=person.name,
        presence=presence(person, today),
        comes_later=all(contract.start > today for contract in person.contracts),
        role=ROLES[person.role],
        contract=f"{choice(signed.kind.value)} {period_words(signed.start, signed.end)}",
        hours="forfait en jours" if contract.in_days else hours(contract.weekly_minutes),
        rest=rest_words(sorted(signed.days or ())),
        dispositifs=", ".join(sorted(names.get(d, d) for d in person.dispositifs)),
        phone=person.phone,
        account=_account(visit, person, account),
    )


def _said(member: Member) -> str:
    return f"{member.name} {member.role} {member.contract} {member.dispositifs}"


def _account(visit: Visit, person: Mediator, account: UserRow | None) -> str:
    """Say whether a person has an account; its e-mail is for who looks after accounts."""
    if account is None:
        return ""
    state = "ouvert" if account.password or account.oidc_subject else "invité"
    if not Reach(visit.who, ADMINS).area(person.agency):
        return state
    return f"{state}, adresse à dire" if awaits_email(account) else account.email


def _present(visit: Visit, ident: str) -> Typed:
    """
    Return the form of another contract filled as the latest, but for its days.

    That of an apprentice's courses ends with the latest contract.
    """
    entries = contracts_of(visit.session, ident)
    latest = max(entries, key=lambda entry: entry.values["start"], default=None)
    columns = [CONTRACT.columns[name] for name in CHANGED if name not in ("start", "end")]
    typed = typed_of(columns, latest.row if latest else None, f"{CONTRACT_FORM}.")
    end = latest.values["end"] if latest else None
    return typed | {f"{COHORT_FORM}.until": [end]} if end else typed


def _part(visit: Visit, section: Section, typed: Typed, faults: Sequence[Fault]) -> Part:
    form = FORMS[section.name]
    kind, prefix = KINDS[form.kind], f"{form.prefix}." if form.prefix else ""
    columns = [kind.columns[name] for name in form.fields]
    texts: dict[str, Sequence[str]] = {**typed_of(columns, None, prefix)}
    texts |= {f"{prefix}{name}": [str(kind.examples[name])] for name in form.examples}
    # Of absences, a responsable gives reasons that say nothing of health.
    health = kind.name != "absences" or unmasked(visit.who, kind.name)
    inputs = inputs_of(
        columns,
        {**texts, **(typed if prefix else {})},
        visit.names,
        faults=faults if prefix else (),
        prefix=prefix,
        allowed=None if health else {"kind": REASONS},
    )
    return Part(
        section=section,
        title=TITLES[section.name],
        form=form,
        inputs=[_worded(cell, form) for cell in inputs] if section.add else (),
    )


def _worded(cell: Input, form: Form) -> Input:
    """Return a field in the words of its form."""
    name = cell.name.removeprefix(f"{form.prefix}.")
    cell = replace(cell, needed=cell.needed or name in form.needed)
    words = form.words.get(name)
    return cell if words is None else replace(cell, label=words, help="")
