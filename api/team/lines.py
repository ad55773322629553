"""
Read a line of the table of people: a person, their contract, their e-mail, as texts of a table.

Texts are read as the cells of a file are. Three columns are in people's words where a file has ids
or what is the opposite: the agency and the dispositifs by their names, and the days of rest, from
which the days of the contract are made.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic_core import PydanticCustomError

from api.data.folder.spelling import as_format
from api.data.rows.columns import Column, Kind
from api.data.rows.kinds import KINDS
from api.data.rows.readers import wrong
from api.french.plain import plain
from api.french.words import BRIEF_DAYS, shortened
from api.intake.text.clock import NotReadError
from api.intake.text.contract import contract_of
from api.intake.text.days import date_of, weekdays_of
from api.page.data.saving import SHOWN
from api.page.data.visit import choice
from api.web.refusing.problems import Fault
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.people import StaffRole

PERSON, CONTRACT = KINDS["personnes"], KINDS["contrats"]
NAME, EMAIL = "name", "email"
TITLES: Mapping[str, str] = MappingProxyType(
    {
        NAME: "Nom",
        "role": "Rôle",
        "birth": "Naissance",
        "agency": "Agence",
        "dispositifs": "Dispositifs",
        "kind": "Contrat",
        "weekly_minutes": "Heures par semaine",
        "short_hours": "Moins de 24 h : pourquoi",
        "start": "Depuis le",
        "end": "Jusqu’au",
        "days": "Repos habituel",
        "phone": "Téléphone",
        EMAIL: "E-mail",
    }
)
"""The columns of the table, by field; the e-mail is an account's."""

CHOSEN: Mapping[str, str] = MappingProxyType(
    {"role": StaffRole.MEDIATEUR.value, "kind": ContractKind.CDI.value}
)
"""What is chosen in a line that nobody has filled."""

DAYS = frozenset({"birth", "start", "end"})
SHORT_WEEK = 24 * 60
"""Minutes of a week below which a part-time contract says why it has so few (L3123-27)."""

WEEK_END = frozenset({5, 6})
HOURS = "des heures par semaine, comme 35 ou 28h30"
WHY_SHORT = "la raison : sous 24 h par semaine, un contrat à temps partiel en demande une"
RANGE = re.compile(r"(\w+)(?:\s*[-–]\s*|\s+(?:au?|à)\s+)(\w+)", re.IGNORECASE)
APART = re.compile(r"\s*(?:[,;/+&]|\bet\b|\s)\s*")
LISTED = re.compile(r"\s*[,;/]\s*")
EVERY_DAY = range(7)
EVERY = frozenset({"tous", "tous les dispositifs"})
"""What says all dispositifs: those of one agency, as nobody works at two."""
WEEK_ENDS = frozenset({"we", "week end", "week ends", "weekend", "weekends"})

ROLES = (
    ("referent", StaffRole.REFERENT),
    ("responsable", StaffRole.RESPONSABLE),
    ("mediat", StaffRole.MEDIATEUR),
    ("apprenti", StaffRole.MEDIATEUR),
)
"""Words by which people are called, the most telling first: « médiateur référent »."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    What a line says, as JSON, and all that is wrong with it.

    `person` lacks its id, and `contract` whose it is.
    """

    name: str
    person: Mapping[str, Any]
    contract: Mapping[str, Any]
    email: str
    faults: Sequence[Fault]


def line_of(texts: Mapping[str, str], where: str, ids: Mapping[str, Mapping[str, str]]) -> Line:
    """Read a line; `where`: its path in the form. `ids`: ids by name, by field."""
    read: dict[str, Any] = {}
    faults = []
    for name, column in columns().items():
        text = texts.get(name, "").strip()
        try:
            read[name] = _value(column, text, ids)
        except PydanticCustomError as error:
            place, received = f"{where}.{name}", shortened(text, SHOWN)
            expected = error.message()
            if text and column.choices:
                expected = f"l’un de : {', '.join(choice(value) for value in column.choices)}"
            faults.append(Fault(field=place, received=received, expected=expected))
    if lacks_reason(read):
        faults.append(Fault(field=f"{where}.short_hours", expected=WHY_SHORT))
    return Line(
        name=str(read.get(NAME, "")),
        person=_json(PERSON, read),
        contract=_json(CONTRACT, read),
        email=texts.get(EMAIL, "").strip(),
        faults=faults,
    )


def _json(kind: Kind, read: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in read.items() if name in kind.columns}
    row = kind.model.model_construct(None, **values)
    return row.model_dump(mode="json", include=set(values))


def columns() -> dict[str, Column]:
    """Return the declared columns of the table, in its order."""
    both = {**CONTRACT.columns, **PERSON.columns}
    return {name: both[name] for name in TITLES if name in both}


def lacks_reason(values: Mapping[str, Any]) -> bool:
    """Whether a contract of few hours doesn't say why; an apprentice's has other rules."""
    minutes = values.get("weekly_minutes")
    few = minutes is not None and minutes < SHORT_WEEK
    return few and not values.get("short_hours") and values.get("kind") != "apprentissage"


def tidied(texts: Mapping[str, str]) -> dict[str, str]:
    """Return a line as the table would have it: choices chosen, hours a week; the rest as it is."""
    tidy = {**CHOSEN, **{name: text.strip() for name, text in texts.items() if text.strip()}}
    for name, column in columns().items():
        text = tidy.get(name, "")
        if day := _spelt_day(text) if name in DAYS else None:
            tidy[name] = f"{day:%d/%m/%Y}"
        elif text and (column.choices or name == "weekly_minutes"):
            try:
                tidy[name] = column.write(_value(column, text, {}))
            except PydanticCustomError:
                continue
    return tidy


def rest_words(days: Sequence[int] | None) -> str:
    """Write the days of rest of a contract that is of these days (empty: any day may be worked)."""
    return ", ".join(BRIEF_DAYS[day] for day in EVERY_DAY if days and day not in days)


def weekdays(text: str) -> frozenset[int]:
    """Read days as people write them: `sam, dim`, `lundi et mardi`, `lun-ven` (empty: unread)."""
    if plain(text) in WEEK_ENDS:
        return WEEK_END
    bare = " ".join(text.replace(".", " ").split())
    match = RANGE.fullmatch(bare)
    named = [_day(part) for part in (match.groups() if match else APART.split(bare)) if part]
    if any(len(days) != 1 for days in named):  # « M » may be two
        return frozenset()
    days = [min(day) for day in named]
    if match:
        return frozenset((days[0] + n) % 7 for n in range((days[1] - days[0]) % 7 + 1))
    return frozenset(days)


def _day(word: str) -> frozenset[int]:
    return weekdays_of(word.removesuffix("s") if len(word) > len("mars") else word)


def _value(column: Column, text: str, ids: Mapping[str, Mapping[str, str]]) -> Any:
    """Return what a cell says; refuse in French a text that it can't hold."""
    match column.field:
        case "days":
            return _worked(text)
        case "agency" | "dispositifs" as field:
            every = field == "dispositifs" and len(ids["agency"]) == 1 and plain(text) in EVERY
            every = every and plain(text) not in map(plain, ids[field])
            return column.read(",".join(ids[field].values() if every else _ids(text, ids[field])))
        case "role":
            called = (role for word, role in ROLES if word in plain(text))
            return column.read(next(called, text))
        case "weekly_minutes" if not text:
            raise wrong(HOURS)
        case "weekly_minutes" | "kind" if text:
            return _of_contract(column, text)
        case field if field in DAYS and (day := _spelt_day(text)):
            return column.checked(day)
    return column.read(as_format(column, text, lambda *_: None))


def _spelt_day(text: str) -> date | None:
    """Read a day whose month is a word, as no table writes it: `1er janvier 2026`."""
    if not any(map(str.isalpha, text)):
        return None
    try:
        return date_of(text)
    except NotReadError:
        return None


def _of_contract(column: Column, text: str) -> Any:
    kind = column.field == "kind"
    try:
        minutes, called = contract_of(text.replace(".", "") if kind else text)  # « C.D.D. »
    except NotReadError:
        return column.read(as_format(column, text, lambda *_: None))
    value = called if kind else minutes
    return column.read(text) if value is None else column.checked(value)


def _worked(text: str) -> frozenset[int] | None:
    """Return the days of a contract from its days of rest (None: it fixes none)."""
    if not text:
        return None
    rest = weekdays(text)
    if not rest or len(rest) == len(EVERY_DAY):
        raise wrong("des jours de repos, comme « sam, dim » (rien : aucun jour fixe)")
    return frozenset(EVERY_DAY) - rest


def _ids(text: str, ids: Mapping[str, str]) -> Iterator[str]:
    named = {plain(name): ident for name, ident in ids.items()}
    # A name may hold what lies between names.
    for name in (text,) if plain(text) in named else filter(None, LISTED.split(text)):
        if plain(name) not in named:
            raise wrong(f"l’un de : {', '.join(ids)}" if ids else "rien encore : aucun n’est créé")
        yield named[plain(name)]
