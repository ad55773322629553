"""Ask about ambiguous names in files: namesakes, or names that may be misspelt."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import permutations

from api.data.errors import NameQuestion
from api.french.plural import plural
from api.judging.directory import Directory, name_key, plain
from api.judging.foreign.sources import NameAnswers
from scheduler.domain.people import Mediator

Named = tuple[str, tuple[str, ...]]

MOST = 4
"""The most people that a question names."""

TO_SAY = "dites-le dans un fichier « nom;personne » (--noms), avec la ligne "


@dataclass(frozen=True)
class Question:
    """A question on a name: in French, and the people whom it may mean."""

    text: str
    choice: NameQuestion


def asked_about(
    names: Sequence[Named], directory: Directory, answers: NameAnswers
) -> dict[str, Question]:
    """
    Return questions on some names, by the name as written, the most frequent first.

    A name that is exactly somebody's is theirs. Of two near names of strangers, the one that is
    written more often is taken to be right and the other is asked about.
    """
    theirs, others = Neighbours(), Neighbours()
    people: dict[str, list[Mediator]] = {}
    for mediator in directory.mediators:
        if mediator.bare_name not in people:
            theirs.add(mediator.bare_name)
        people.setdefault(mediator.bare_name, []).append(mediator)
    questions: dict[str, Question] = {}
    taken: set[str] = set()
    for person, also in names:
        match = directory.match(person, also)
        if answers.of(person) is not None or match.person is not None or person in questions:
            continue
        if match.people:
            questions[person] = _question(person, match.people, _namesakes(person, match.people))
            continue
        name = _name(person, also)
        close = [m for near in theirs.of(name) for m in people[near]]
        written = others.of(person) if name == person else ()
        if close:
            questions[person] = _question(person, close, _misspelt(person, close))
        elif written:
            other = written[0]
            choice = NameQuestion(name=person, choices=((other, other),))
            questions[person] = Question(_twice(person, other), choice)
        elif name == person and name_key(person) not in taken:
            taken.add(name_key(person))
            others.add(person)
    return questions


def _question(name: str, people: Sequence[Mediator], text: str) -> Question:
    choices = tuple((person.id, described(person)) for person in people)
    return Question(text, NameQuestion(name=name, choices=choices))


def _name(person: str, also: Sequence[str]) -> str:
    """Return what a file calls a person, without digits if it can: numbers aren't misspelt."""
    words = (person, *also)
    return next((w for w in words if not any(c.isdigit() for c in w)), person)


def described(mediator: Mediator) -> str:
    """Write a person's name with id, agency and year of birth, so that namesakes differ."""
    parts = [mediator.id, mediator.agency and f"agence {mediator.agency}"]
    parts.append("" if mediator.birth is None else f"naissance en {mediator.birth.year}")
    return f"{mediator.bare_name} ({', '.join(part for part in parts if part)})"


def _either(people: Sequence[Mediator]) -> str:
    more = f" ou {plural(len(people) - MOST, 'autre')}" if len(people) > MOST else ""
    return " ou ".join(described(person) for person in people[:MOST]) + more


def _namesakes(name: str, people: Sequence[Mediator]) -> str:
    return (
        f"l’une des personnes de ce nom, {_either(people)} : {TO_SAY}« {name};{people[0].id} », ou "
        "avec une colonne « identifiant » dans le planning"
    )


def _misspelt(name: str, people: Sequence[Mediator]) -> str:
    return (
        f"un nom connu. Est-ce {_either(people)} ? Si oui, {TO_SAY}« {name};{people[0].id} » ; si "
        f"c’est quelqu’un d’autre, « {name};autre »"
    )


def _twice(name: str, other: str) -> str:
    return (
        f"un seul nom par personne. Est-ce la même que « {other} » ? Si oui, {TO_SAY}"
        f"« {name};{other} » ; si c’est quelqu’un d’autre, « {name};autre »"
    )


SHORTEST = 3
"""The fewest letters of words compared letter by letter; shorter ones are different words."""

SHORTEST_ALONE = 4
"""The fewest letters of a one-word name to compare: « Léa » and « Lou » are two people."""

MOST_WRONG = 2
"""How many words of a name may be misspelt."""


def near(name: str, other: str) -> bool:
    """Whether two names may mean one person: one is misspelt, cut or longer."""
    words, others = plain(name).split(), plain(other).split()
    alone = len(words) == len(others) == 1
    if (
        sorted(words) == sorted(others)
        # Numbers of people differ by a figure: they are no misspelt names.
        or any(letter.isdigit() for letter in name + other)
        or (alone and min(len(words[0]), len(others[0])) < SHORTEST_ALONE)
    ):
        return False
    common = 0
    for word in tuple(words):
        if word in others:
            words.remove(word)
            others.remove(word)
            common += 1
    if not words or not others:
        return common > 1
    if "".join(words) == "".join(others):
        return True
    if len(words) != len(others) or len(words) > MOST_WRONG:
        return False
    return any(
        all(_alike(a, b, common) for a, b in zip(words, order, strict=True))
        for order in permutations(others)
    )


def _alike(word: str, other: str, common: int) -> bool:
    short, long = sorted((word, other), key=len)
    if len(short) == 1:
        return common > 0 and len(long) > 1 and long.startswith(short)
    return len(short) >= SHORTEST and letter_apart(word, other)


def letter_apart(word: str, other: str) -> bool:
    """Whether two words differ by one letter: changed, added, missing, or swapped with the next."""
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    a, b = word[start:], other[start:]
    changed, added, left_out = a[1:] == b[1:], a == b[1:], a[1:] == b
    exchanged = a[:2] == b[:2][::-1] and a[2:] == b[2:]
    return word != other and (changed or added or left_out or exchanged)


@dataclass(kw_only=True)
class Neighbours:
    """
    An index of names that finds the names close to another.

    Two close names share a word, or a word less one letter, or all their letters: only those that
    do are compared, so that the cost grows with how many share one, not with their square.
    """

    _by_sign: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str) -> None:
        """Add a name."""
        for sign in _signs(name):
            self._by_sign[sign].append(name)

    def of(self, name: str) -> tuple[str, ...]:
        """Return the names close to a name, in the order in which they were added."""
        met: Iterable[str] = dict.fromkeys(
            other for sign in _signs(name) for other in self._by_sign.get(sign, ())
        )
        return tuple(other for other in met if near(name, other))


@lru_cache(maxsize=65_536)
def _signs(name: str) -> frozenset[str]:
    words = plain(name).split()
    less = {word[:n] + word[n + 1 :] for word in words for n in range(len(word))}
    return frozenset({*words, *less, "".join(words), "".join(sorted(words))} - {""})
