"""
Distinguish people of one name (homonymes) wherever their name is shown.

Names get their mark once, while people are built, so that no document, screen or feed can forget
it. The mark reveals as little as possible: the agency, else the year of birth, else the id.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from calendars.appearance import NAMESAKE
from scheduler.domain.people import Mediator


def distinguish_homonyms(
    people: Iterable[Mediator], agencies: Mapping[str, str]
) -> tuple[Mediator, ...]:
    """Return people with a mark added to names that several share; `agencies`: names by id."""
    everybody = tuple(people)
    groups: dict[tuple[str, ...], list[Mediator]] = defaultdict(list)
    for person in everybody:
        groups[_key(person.bare_name)].append(person)
    marks = {
        person.id: mark
        for group in groups.values()
        if len(group) > 1
        for person, mark in zip(group, _marks(group, agencies), strict=True)
    }
    return tuple(
        replace(
            person,
            name=f"{person.bare_name}{NAMESAKE}{marks[person.id]}",
            shared_name=person.bare_name,
        )
        if person.id in marks
        else person
        for person in everybody
    )


def _marks(group: Sequence[Mediator], agencies: Mapping[str, str]) -> list[str]:

    def agency(person: Mediator) -> str:
        return agencies.get(person.agency, person.agency)

    def year(person: Mediator) -> str:
        return "" if person.birth is None else f"naissance {person.birth.year}"

    def both(person: Mediator) -> str:
        return f"{agency(person)}, {year(person)}" if agency(person) and year(person) else ""

    ways: tuple[Callable[[Mediator], str], ...] = (agency, year, both)
    for way in ways:
        marks = [way(person) for person in group]
        if all(marks) and len(set(marks)) == len(marks):
            return marks
    return [person.id for person in group]


def _key(name: str) -> tuple[str, ...]:
    """Return the same key for « Nom Prénom » and « Prénom NOM »."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return tuple(sorted(letters.split()))
