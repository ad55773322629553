"""Find people by id or by name; accents, case and the order of names don't count."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from api.french.plural import plural
from scheduler.domain.people import Mediator
from scheduler.errors import InvalidProblemError

MOST_NAMED = 12
"""The most people that the refusal of a name lists."""


def plain(text: str) -> str:
    """Return text in the form for comparing names: no accents, lower case, single spaces."""
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    letters = "".join(c for c in bare if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"[^\W_]+", letters))


def name_key(name: str) -> str:
    """Return a key that is the same for « Nom Prénom » and « Prénom Nom »."""
    return " ".join(sorted(plain(name).split()))


@dataclass(frozen=True, kw_only=True)
class Match:
    """
    The people whom a name in a file may mean: nobody, one person, or several namesakes.

    `guessed`: only a part of the name was recognised (« Ada L. »), which the report must say.
    """

    people: tuple[Mediator, ...] = ()
    guessed: bool = False

    @property
    def person(self) -> Mediator | None:
        """Return the person if there is exactly one (None: there are none or several)."""
        return self.people[0] if len(self.people) == 1 else None


@dataclass(frozen=True)
class Directory:
    """The people whom an association knows; finds them by the name that a file gives."""

    mediators: tuple[Mediator, ...]

    def match(self, person: str, also: Iterable[str] = ()) -> Match:
        """
        Return the people whom a name may mean: tried as an id, a whole name, then a part of one.

        `also`: other words of the file about the person; they distinguish namesakes.
        """
        words = [w for w in (person, *also) if plain(w)]
        for way in (self._with_id, self._named, self._partly):
            people = _agreed([way(word) for word in words])
            if people:
                return Match(people=people, guessed=way == self._partly)
        return Match()

    def _with_id(self, text: str) -> tuple[Mediator, ...]:
        return self._by_id.get(text.strip().casefold(), ())

    def _named(self, text: str) -> tuple[Mediator, ...]:
        return self._by_name.get(name_key(text), ())

    def _partly(self, text: str) -> tuple[Mediator, ...]:
        words = plain(text).split()
        return tuple(m for m in self.mediators if _fits(words, plain(m.bare_name).split()))

    @cached_property
    def _by_id(self) -> Mapping[str, tuple[Mediator, ...]]:
        return _table((m.id.strip().casefold(), m) for m in self.mediators)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Mediator, ...]]:
        return _table((name_key(m.bare_name), m) for m in self.mediators)


def people_named(mediators: Iterable[Mediator], names: Iterable[str]) -> tuple[Mediator, ...]:
    """
    Return the people who have these ids or names; everybody if none is given.

    It raises `InvalidProblemError`: a name is nobody's, or several people's.
    """
    everybody = tuple(mediators)
    directory, chosen = Directory(everybody), {}
    for name in names:
        match = directory.match(name)
        if match.person is None:
            among = match.people or everybody
            listed = ", ".join(f"{m.name} ({m.id})" for m in among[:MOST_NAMED])
            more = (
                f" et {plural(len(among) - MOST_NAMED, 'autre')}" if len(among) > MOST_NAMED else ""
            )
            raise InvalidProblemError(
                f"personne {'à préciser' if match.people else 'inconnue'} « {name} », attendu : "
                f"{listed}{more}"
            )
        chosen[match.person.id] = match.person
    return tuple(m for m in everybody if m.id in chosen) if chosen else everybody


def _table(pairs: Iterable[tuple[str, Mediator]]) -> Mapping[str, tuple[Mediator, ...]]:
    table: dict[str, list[Mediator]] = defaultdict(list)
    for key, mediator in pairs:
        table[key].append(mediator)
    return {key: tuple(people) for key, people in table.items()}


def _agreed(matches: Iterable[tuple[Mediator, ...]]) -> tuple[Mediator, ...]:
    """Return the people named by every known word, which distinguishes namesakes."""
    kept: tuple[Mediator, ...] = ()
    for people in matches:
        both = tuple(m for m in kept if m in people)
        kept = both or kept or people
    return kept


def _fits(words: list[str], name: list[str]) -> bool:
    """Whether each word written is a word of the name or its initial, and one isn't an initial."""
    rest, has_word = list(name), False
    for word in sorted(words, key=len, reverse=True):
        same = next((w for w in rest if w == word), None)
        initial = next((w for w in rest if len(word) == 1 and w.startswith(word)), None)
        taken = same or initial
        if taken is None:
            return False
        has_word = has_word or (same is not None and len(word) > 1)
        rest.remove(taken)
    return has_word
