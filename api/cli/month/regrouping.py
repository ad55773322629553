"""`rota regrouper`: move teams to another place the same day, lawfully; publish what is chosen."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from rich.text import Text

from api.cli.folder import check_publishable, needed_of, place_of
from api.cli.screen import BLOCKED, OK, err, out, say_json
from api.month.errors import BadRequestError
from api.month.places.place import Version
from api.month.publication.publishing import publish
from api.planning.names import names_of
from api.regrouping.plain_values import plain_values
from api.regrouping.proposing import neighbours, propose
from api.regrouping.tonight import Incident
from api.regrouping.wording import (
    asked_words,
    lines,
    option_words,
    outcome_words,
    refused_words,
    title_words,
)
from api.settings import Settings
from scheduler.domain.time import PARIS
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from api.cli.options import Clock
    from api.data.association import Association
    from api.data.folder.history import Needed
    from api.month.places.folder import FolderPlace
    from api.planning.names import Names
    from api.regrouping.proposing import Notified, Proposed

OPTIONS = {"day": "--date", "to": "--vers", "people": "--personnes", "sources": "--de"}
"""The options of the command, by what is asked for."""


def regrouper(
    *,
    folder: Path,
    to: list[str],
    day: date | None,
    hour: Clock | None,
    sources: list[str] | None,
    people: int | None,
    dispositif: list[str] | None,
    number: int | None,
    json: bool,
) -> int:
    """List the lawful ways to bring teams to a place the same day, and publish one if asked to."""
    now = datetime.now(UTC)
    if number is not None:
        check_publishable(folder, "--publier")
    first = day or now.astimezone(PARIS).date()

    def needed(association: Association) -> Needed:
        chosen = dispositif or neighbours(association, to) or None
        return needed_of(first.replace(day=1), chosen)(association)

    # To see what can be done is urgent: it reads what it judges by. To publish reads all.
    place = place_of(folder, needed if number is None else None)
    since = now if hour is None else datetime.combine(first, time(*hour), PARIS)
    proposed = _propose(
        place,
        Incident(day=first, to=tuple(to), since=since, people=people, sources=tuple(sources or ())),
        dispositif or neighbours(place.association, to),
        now,
    )
    names = names_of(place.association)
    path = None if number is None else _publish(place, proposed, number, now)
    if json:
        publication = None if path is None else str(path)
        say_json({**plain_values(proposed, since, names), "publication": publication})
    elif path is None:
        _show(proposed, names)
    else:
        assert number is not None  # noqa: S101 - only what is chosen was published
        out().print(Text(f"Option {number} publiée dans {path}.", "bold"), soft_wrap=True)
        out().print("Un dossier n’envoie pas de courriels : voici ceux à envoyer.")
        _show_letters(proposed.letters[number - 1])
    return OK if proposed.regroup.options or proposed.regroup.enough else BLOCKED


def _propose(
    place: FolderPlace, incident: Incident, dispositifs: Sequence[str], now: datetime
) -> Proposed:
    settings = Settings()
    month = incident.day.replace(day=1)
    with err().status("Recherche des équipes qui peuvent venir…"):
        frame = place.frame(month, dispositifs or None, incident.since)
        place.published(frame)
        try:
            return propose(
                frame,
                incident,
                now=now,
                urgent_hours=settings.urgent_hours,
            )
        except BadRequestError as error:
            raise InvalidProblemError(error.by(OPTIONS)) from None


def _publish(place: FolderPlace, proposed: Proposed, number: int, now: datetime) -> Path:
    """
    Publish an option in the folder, and return its month's file.

    Raises
    ------
    InvalidProblemError
        There is no such option, or the day needs an exception first.
    """
    frame, options = proposed.frame, proposed.regroup.options
    if not 1 <= number <= len(options):
        known = f"de 1 à {len(options)}" if options else f"rien : {_why_none(proposed)}"
        raise InvalidProblemError(f"--publier : reçu « {number} », attendu {known}")
    first, *rest = lines(proposed.regroup.emergency.exceptions) or [""]
    if first:
        raise InvalidProblemError("\n".join((f"--publier : rien n’est publié. {first}", *rest)))
    option = options[number - 1]
    version = Version(month=frame.month, own=frame.own, assignments=option.assignments)
    return publish(place, version, now=now).publication


def _why_none(proposed: Proposed) -> str:
    """Say why there is no option to publish."""
    made = proposed.regroup
    if made.enough:
        return "il y a déjà assez de monde là-bas"
    return "il n’y a aucune option légale" if made.concluded else "aucune option n’a été trouvée"


def _show(proposed: Proposed, names: Names) -> None:
    made, problem = proposed.regroup, proposed.frame.problem
    out().print(Text(asked_words(made, names), "bold"), soft_wrap=True)
    # Where nobody may come, nothing is worth recording.
    for line in lines(made.emergency.exceptions) if made.options else ():
        out().print(Text(line, "yellow"), soft_wrap=True)
    for sentence in outcome_words(made):
        out().print(Text(sentence), soft_wrap=True)
    for number, (option, letters) in enumerate(zip(made.options, proposed.letters, strict=True), 1):
        title = title_words(option.way, problem, names)
        out().print(Text(f"{number}. {title}", "bold"), soft_wrap=True)
        for sentence in option_words(option, made.emergency, names):
            out().print(Text(f"   {sentence}"), soft_wrap=True)
        mailed = ", ".join(each.mediator.name for each in letters if each.letter is not None)
        if mailed:
            out().print(Text(f"   Courriels prêts : {mailed}."), soft_wrap=True)
    for refused in made.nearest:
        title = title_words(refused.way, problem, names)
        out().print(Text(f"– {title}", "bold"), soft_wrap=True)
        out().print(Text(f"   {refused_words(refused, names)}"), soft_wrap=True)
    if made.options:
        out().print(Text("Courriels de la première option :", "bold"))
        _show_letters(proposed.letters[0])
        out().print(Text("Rien n’est écrit : --publier N publie l’option N.", "dim"))


def _show_letters(letters: Sequence[Notified]) -> None:
    for notified in letters:
        if notified.letter is None:
            name = notified.mediator.name
            out().print(Text(f"  {name} : rien d’urgent, son agenda le dira."), soft_wrap=True)
            continue
        out().print(Text(f"  À {notified.mediator.name}", "bold"))
        out().print(Text(f"  Objet : {notified.letter.subject}"), soft_wrap=True)
        for line in notified.letter.body.splitlines():
            out().print(Text(f"    {line}"), soft_wrap=True)
