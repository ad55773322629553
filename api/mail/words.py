"""Say changes of shifts in French, with their day, hours and place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.french.plural import plural
from api.french.words import long_date
from api.planning.names import Names
from scheduler.domain.time import PARIS

NOUNS = {"astreinte": "Astreinte"}
"""What a duty is called, by the register's kind; any other is a « service »."""

FIRST_SHIFTS = 3
"""Shifts of a new month that its letter lists, where none is near: all are in the service."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What somebody reads of changes of their shifts; `listed`: those that it lists."""

    subject: str
    body: str
    listed: Sequence[Mapping[str, Any]]


def letter_of(
    changes: Sequence[Mapping[str, Any]],
    *,
    when: datetime,
    names: Names,
    link: str,
    first: str = "",
) -> Letter | None:
    """
    Write the letter on the changes of a publication at `when` to one person.

    It lists some (see `_listed`) and counts the others; None: there is none to list. `first`: see
    `subject_of`.
    """
    soon = _listed(changes, when, first)
    if not soon:
        return None
    others = len(changes) - len(soon)
    body = body_of(soon, others=others, when=when, names=names, link=link, first=first)
    return Letter(subject=subject_of(soon, first=first), body=body, listed=soon)


def _listed(
    changes: Sequence[Mapping[str, Any]], when: datetime, first: str
) -> Sequence[Mapping[str, Any]]:
    """
    Return the changes that a letter lists, by start.

    Those that come so soon that a calendar is not enough (see `api.ledger.notices`). Without any, a
    month of which the reader had nothing yet (`first`) lists its first shifts to come.
    """
    soon = [change for change in changes if change["urgent"]]
    if soon or not first:
        return soon
    return [change for change in changes if is_to_come(change, when)][:FIRST_SHIFTS]


def is_to_come(change: Mapping[str, Any], when: datetime) -> bool:
    """Whether a change gives a shift that begins after an instant."""
    return change["new"] is not None and _read(change["new"]["start"]) > when


def subject_of(changes: Sequence[Mapping[str, Any]], *, first: str = "") -> str:
    """
    Write the subject: the day where there is one change, else how many.

    `first`: the month, in words, of which the reader had nothing yet: nothing has changed then.
    """
    if first:
        return f"Votre planning {first} est publié"
    if len(changes) > 1:
        return f"Votre planning a changé : {plural(len(changes), 'service')}"
    (change,) = changes
    start = _read((change["old"] or change["new"])["start"])
    return f"Votre planning a changé : {long_date(start.date())}"


def body_of(
    changes: Sequence[Mapping[str, Any]],
    *,
    others: int,
    when: datetime,
    names: Names,
    link: str,
    first: str = "",
) -> str:
    """
    Write the text: each change with the old and the new hours and place.

    `others`: how many changes farther away aren't listed here; `first`: see `subject_of`. No reason
    is given, nor anybody's name: who replaces whom isn't the reader's. `link`: to the service
    (empty: there is none).
    """
    at = when.astimezone(PARIS)
    lines = [
        "Bonjour,",
        "",
        f"Votre planning {first or 'a changé ; il'} a été publié le {long_date(at.date())} à "
        f"{at:%H:%M}." + (" Vos premiers services :" if first else ""),
        "",
    ]
    for change in changes:
        lines += [*_change(change, names), ""]
    if others:
        kind = "service" if first else "changement"
        many = plural(others, f"autre {kind}", f"autres {kind}s")
        lines += [f"{many} plus tard dans le mois : voyez votre agenda.", ""]
    lines += [
        f"Ces {'services' if first else 'changements'} sont aussi dans votre agenda.",
        *((link,) if link else ()),
        "",
        "Ce message est envoyé automatiquement : personne n’en lit les réponses.",
        "Pour toute question, adressez-vous à votre responsable.",
        "",
    ]
    return "\n".join(lines)


def _change(change: Mapping[str, Any], names: Names) -> Iterator[str]:
    old, new = change["old"], change["new"]
    noun = NOUNS.get(change["kind"], "Service")
    feminine = "e" if noun.startswith("Astreinte") else ""
    mission = names.dispositif(change["dispositif"])
    if new is None:
        yield f"{noun} retiré{feminine} – {mission}"
        yield f"  {shift_words(old, names)}"
    elif old is None:
        yield f"{noun} ajouté{feminine} – {mission}"
        yield f"  {shift_words(new, names)}"
    else:
        yield f"{noun} modifié{feminine} – {mission}"
        yield f"  avant : {shift_words(old, names)}"
        yield f"  maintenant : {shift_words(new, names)}"


def shift_words(shift: Mapping[str, str], names: Names) -> str:
    """Write a shift: `mercredi 25 novembre 2026, de 21:30 à 06:00 (le 26), Parc, 1 rue Haute`."""
    start, end = _read(shift["start"]), _read(shift["end"])
    over = f" (le {end.day})" if end.date() != start.date() else ""
    hours = f"de {clock_words(start)} à {clock_words(end)}{over}"
    place = (names.site(shift["site"]), names.address(shift["site"]))
    return ", ".join(part for part in (long_date(start.date()), hours, *place) if part)


def clock_words(instant: datetime) -> str:
    """Write a clock time; in the hour that comes twice, which of the two it is."""
    repeated = instant.replace(fold=0).utcoffset() != instant.replace(fold=1).utcoffset()
    season = "heure d’hiver" if instant.fold else "heure d’été"
    return f"{instant:%H:%M}" + (f" ({season})" if repeated else "")


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(PARIS)
