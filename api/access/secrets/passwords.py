"""Hash and check passwords with argon2, and refuse those that are too easily guessed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from unicodedata import normalize

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.access.errors import WeakPasswordError
from api.settings import Settings

SHORTEST, LONGEST = 12, 256
FEWEST = 5
"""Different characters in a password, at the least."""

COMMON = ("motdepasse", "password", "azerty", "qwerty", "123456", "mediation", "roulement")
LANES = 4


def hashed(settings: Settings, password: str) -> str:
    """Hash a password. It takes a tenth of a second and much memory: outside transactions."""
    return _hasher(settings.password_passes, settings.password_memory_kib).hash(_plain(password))


def verified(settings: Settings, password: str, kept: str) -> tuple[bool, str | None]:
    """
    Return whether the password is right, and its new hash where the cost has changed since.

    Without a hash to compare (unknown account, or one without a password) it takes as long.
    """
    cost = settings.password_passes, settings.password_memory_kib
    nobody = _nobody(*cost)
    good, again = _hasher(*cost).verify_and_update(_plain(password)[:LONGEST], kept or nobody)
    return (good, again) if kept else (False, None)


def check_strength(password: str, *, email: str, name: str = "", field: str = "password") -> None:
    """
    Refuse a password that is too short or too easily guessed; `field` is where it was given.

    WeakPasswordError: with what is expected. The password itself is not repeated.
    """
    expected = _expected(_plain(password), email, name)
    if expected:
        raise WeakPasswordError(f"mot de passe refusé : attendu {expected}", field=field)


def _expected(plain: str, email: str, name: str) -> str:
    """Say in French what a password lacks (empty: nothing)."""
    if len(plain) < SHORTEST:
        return f"{SHORTEST} caractères au moins ({len(plain)} reçus)"
    if len(plain) > LONGEST:
        return f"{LONGEST} caractères au plus ({len(plain)} reçus)"
    if len(set(plain)) < FEWEST:
        return f"{FEWEST} caractères différents au moins"
    bare = "".join(letter for letter in plain.casefold() if letter.isalnum())
    if any(word in bare and len(bare) - len(word) < FEWEST for word in COMMON):
        return "autre chose qu’un mot de passe courant"
    if _is_made_of(_letters(plain), {*_own_words(email, name), *COMMON}):
        return "autre chose que l’adresse ou le nom du compte, même avec des chiffres"
    return ""


def _own_words(email: str, name: str) -> Iterator[str]:
    """Yield the words of a name and of an e-mail, whose domain is mostly the association's name."""
    person, _, domain = email.partition("@")
    for text, shortest in ((name, 2), (person, 2), (domain, 3)):
        words = (_letters(word) for word in re.split(r"[\W\d_]+", text))
        yield from (word for word in words if len(word) >= shortest)


def _is_made_of(letters: str, words: Collection[str]) -> bool:
    """Whether words make up most of the letters, in any order, and leave fewer than `FEWEST`."""
    most = [0]  # letters that words make up, in each beginning of the text
    for end in range(1, len(letters) + 1):
        ending = [word for word in words if letters.endswith(word, 0, end)]
        most.append(max([most[-1], *(most[end - len(word)] + len(word) for word in ending)]))
    others = len(letters) - most[-1]
    return others < FEWEST and others < most[-1]


def _plain(password: str) -> str:
    """Return a text in Unicode's composed form, the same from every keyboard."""
    return normalize("NFKC", password)


def _letters(text: str) -> str:
    """Return the letters of a text, small and without accents."""
    return "".join(letter for letter in normalize("NFKD", text).casefold() if letter.isalpha())


@cache
def _hasher(passes: int, memory_kib: int) -> PasswordHash:
    return PasswordHash((Argon2Hasher(passes, memory_kib, LANES),))


@cache
def _nobody(passes: int, memory_kib: int) -> str:
    """Return a hash to check unknown accounts against, so that they take as long as known ones."""
    return _hasher(passes, memory_kib).hash("personne n’a ce mot de passe")
