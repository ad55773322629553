"""
Hash and check passwords with argon2, refuse those too easily guessed, and count failed logins.

They are counted in the database, hence over all servers at once. Tries of an e-mail are counted for
each network address apart: who guesses from elsewhere doesn't lock its owner out. A try is counted
before the password is checked, and taken back if it was right: however many tries come at once, no
more passwords are checked than the limit.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import cache
from unicodedata import normalize

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from api.access.errors import TooManyTriesError, WeakPasswordError
from api.database.tables.access import LoginTryRow
from api.settings import Settings

HALF = 32
"""Digits of each digest in a pair's: 128 bits."""


def known_as(what: str, text: str) -> str:
    """Return the digest under which tries are counted; `what`: `email` or `address`."""
    return hashlib.sha256(f"{what}:{text}".encode()).hexdigest()


def pair(email: str, address: str) -> str:
    """Return the digest by which tries of an e-mail from an address are counted."""
    return known_as("email", email)[:HALF] + known_as("address", address)[:HALF]


def of_email(email: str) -> ColumnElement[bool]:
    """Return the SQL condition that selects the tries of an e-mail, from any address."""
    return LoginTryRow.who.startswith(known_as("email", email)[:HALF])


def count(
    session: Session, limits: dict[str, int], now: datetime, within: timedelta
) -> tuple[int, ...]:
    """
    Count one try under each digest of `limits`, and return the ids of these tries.

    `limits`: the most tries of each digest in the time `within`. `session` must be one that writes
    alone. Raises TooManyTriesError: a digest has reached its limit; nothing is counted then.
    """
    waits = [
        (times[limit - 1] + within - now).total_seconds()
        for who, limit in limits.items()
        if len(times := _times(session, who, now - within, limit)) >= limit
    ]
    if waits:
        raise TooManyTriesError(max(1, -int(-max(waits) // 1)))
    rows = [LoginTryRow(who=who, at=now) for who in limits]
    session.add_all(rows)
    session.flush()
    return tuple(row.id for row in rows)


def take_back(session: Session, tries: tuple[int, ...], email: str, address: str) -> None:
    """Forget tries that were right, and those of an e-mail but for other addresses' own."""
    digests = (known_as("email", email), pair(email, address))
    session.execute(delete(LoginTryRow).where(LoginTryRow.id.in_(tries)))
    session.execute(delete(LoginTryRow).where(LoginTryRow.who.in_(digests)))


def _times(session: Session, who: str, after: datetime, limit: int) -> list[datetime]:
    """Return when the newest tries were, the newest first."""
    rows = select(LoginTryRow.at).where(LoginTryRow.who == who, LoginTryRow.at > after)
    return list(session.scalars(rows.order_by(LoginTryRow.at.desc()).limit(limit)))


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
    letters = _letters(plain)
    common = any(word in bare and len(bare) - len(word) < FEWEST for word in COMMON)
    if common or _is_made_of(letters, COMMON):
        return "autre chose qu’un mot de passe courant"
    if _is_made_of(letters, {*_own_words(email, name), *COMMON}):
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
