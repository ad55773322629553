"""Which names of files are to be asked about: namesakes, and names that may be misspelt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.judging.elsewhere.matching import name_key
from api.judging.elsewhere.near import Neighbours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.judging.elsewhere.matching import Known
    from api.judging.elsewhere.names_file import Answers
    from scheduler.domain.people import Mediator

Named = tuple[str, tuple[str, ...]]

MOST = 4
"""People that a question names."""

TO_SAY = "dites-le dans un fichier « nom;personne » (--noms), avec la ligne "


@dataclass(frozen=True)
class Question:
    """What is to be answered of a name, in French."""

    text: str


def asked_about(names: Sequence[Named], known: Known, answers: Answers) -> dict[str, Question]:
    """
    Return the questions on some names, the most frequent first, by the name as written.

    A name that is exactly somebody's is theirs. Of two near names of strangers, the one that is
    written more often is taken to be right and the other is asked about.
    """
    theirs, others = Neighbours(), Neighbours()
    people: dict[str, list[Mediator]] = {}
    for mediator in known.mediators:
        if mediator.bare_name not in people:
            theirs.add(mediator.bare_name)
        people.setdefault(mediator.bare_name, []).append(mediator)
    found: dict[str, Question] = {}
    taken: set[str] = set()
    for person, also in names:
        match = known.match(person, also)
        if answers.of(person) is not None or match.one is not None or person in found:
            continue
        if match.people:
            found[person] = Question(_namesakes(person, match.people))
            continue
        name = _name(person, also)
        close = [m for near in theirs.of(name) for m in people[near]]
        written = others.of(person) if name == person else ()
        if close:
            found[person] = Question(_misspelt(person, close))
        elif written:
            found[person] = Question(_twice(person, written[0]))
        elif name == person and name_key(person) not in taken:
            taken.add(name_key(person))
            others.add(person)
    return found


def _name(person: str, also: Sequence[str]) -> str:
    """Return the name of whom a file calls by a number: two numbers are never one, misspelt."""
    words = (person, *also)
    return next((w for w in words if not any(c.isdigit() for c in w)), person)


def described(mediator: Mediator) -> str:
    """Name a person so that namesakes are told apart: id, agency, year of birth."""
    parts = [mediator.id, mediator.agency and f"agence {mediator.agency}"]
    parts.append("" if mediator.birth is None else f"naissance en {mediator.birth.year}")
    return f"{mediator.bare_name} ({', '.join(part for part in parts if part)})"


def _listed(people: Sequence[Mediator]) -> str:
    more = f" ou {len(people) - MOST} autres" if len(people) > MOST else ""
    return " ou ".join(described(one) for one in people[:MOST]) + more


def _namesakes(name: str, people: Sequence[Mediator]) -> str:
    return (
        f"l’une des personnes de ce nom, {_listed(people)} : {TO_SAY}« {name};{people[0].id} », ou "
        "avec une colonne « identifiant » dans le planning"
    )


def _misspelt(name: str, people: Sequence[Mediator]) -> str:
    return (
        f"un nom connu. Est-ce {_listed(people)} ? Si oui, {TO_SAY}« {name};{people[0].id} » ; si "
        f"c’est quelqu’un d’autre, « {name};autre »"
    )


def _twice(name: str, other: str) -> str:
    return (
        f"un seul nom par personne. Est-ce la même que « {other} » ? Si oui, {TO_SAY}"
        f"« {name};{other} » ; si c’est quelqu’un d’autre, « {name};autre »"
    )
