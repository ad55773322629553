"""`rota regrouper`: move teams to another place the same day, lawfully; publish what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

from api.cli import options as o
from api.cli.command import PLAN, CommandSet, when_it_runs

with when_it_runs():
    from rich.text import Text

    from api.cli.folder import check_publishable, needed_of, place_of
    from api.cli.screen import BLOCKED, OK, err, out, say_json, show
    from api.data.association import Association
    from api.data.folder.history import Needed
    from api.month.errors import BadRequestError
    from api.month.places.folder import FolderPlace
    from api.month.places.place import Version
    from api.month.publication.publishing import publish
    from api.planning.names import Names, names_of
    from api.regrouping.plain_values import plain_values
    from api.regrouping.proposing import Notified, Proposed, neighbours, propose
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

commands = CommandSet()

OPTIONS = {"day": "--date", "to": "--vers", "people": "--personnes", "sources": "--de"}
"""The options of the command, by what is asked for."""


@commands.declare(
    "Après un incident, les manières légales d’envoyer des équipes ailleurs le jour même, de la "
    "meilleure à la moins bonne : binômes entiers, référents laissés en place, le moins de "
    "personnes, le moins de postes vidés, le moins de trajet. Chacune est essayée, jugée, et dite "
    "avec ce qu’elle laisse à découvert et ses courriels. Rien n’est écrit sans --publier.",
    panel=PLAN,
)
def regrouper(
    folder: o.Folder,
    *,
    to: Annotated[
        list[str],
        o.option(
            "--vers",
            "ID",
            "Où il faut du monde : un site, un dispositif, un gabarit ou un créneau, par son "
            "identifiant ; à répéter pour plusieurs.",
        ),
    ],
    day: Annotated[date | None, o.day_option("--date", "Le jour ; sans cela, aujourd’hui.")] = None,
    hour: Annotated[
        o.Clock | None,
        o.option(
            "--heure",
            "HH:MM",
            "Ce qui a commencé à cette heure reste tel quel ; sans cela, maintenant.",
            parser=o.clock,
        ),
    ] = None,
    sources: Annotated[
        list[str] | None,
        o.option(
            "--de",
            "ID",
            "Ne prendre que là : un site, un dispositif, un gabarit ou un créneau ; à répéter. "
            "Sans cela, toutes les équipes des mêmes agences en service à ces heures.",
        ),
    ] = None,
    people: Annotated[
        int | None,
        o.option(
            "--personnes",
            "N",
            "Combien de personnes il y faut en tout, celles qui y sont comprises ; sans cela, la "
            "cible de ces créneaux.",
            min=1,
            max=99,
        ),
    ] = None,
    dispositif: o.Dispositifs = None,
    number: Annotated[
        int | None,
        o.option("--publier", "N", "Publier l’option N dans DOSSIER/historique.", min=1),
    ] = None,
    json: o.AsJson = False,
) -> int:
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
        show(f"Option {number} publiée dans {path}.", "bold")
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

    InvalidProblemError: there is no such option, or the day needs an exception first.
    """
    frame, options = proposed.frame, proposed.regroup.options
    if not 1 <= number <= len(options):
        expected = f"de 1 à {len(options)}" if options else f"rien : {_why_none(proposed)}"
        raise InvalidProblemError(f"--publier : reçu « {number} », attendu {expected}")
    first, *rest = lines(proposed.regroup.emergency.exceptions) or [""]
    if first:
        raise InvalidProblemError("\n".join((f"--publier : rien n’est publié. {first}", *rest)))
    option = options[number - 1]
    version = Version(month=frame.month, own=frame.own, assignments=option.assignments)
    return publish(place, version, now=now).publication


def _why_none(proposed: Proposed) -> str:
    regroup = proposed.regroup
    if regroup.enough:
        return "il y a déjà assez de monde là-bas"
    return "il n’y a aucune option légale" if regroup.concluded else "aucune option n’a été trouvée"


def _show(proposed: Proposed, names: Names) -> None:
    regroup, problem = proposed.regroup, proposed.frame.problem
    show(asked_words(regroup, names), "bold")
    # Where nobody may come, nothing is worth recording.
    for line in lines(regroup.emergency.exceptions) if regroup.options else ():
        show(line, "yellow")
    for sentence in outcome_words(regroup):
        show(sentence)
    for number, (option, letters) in enumerate(
        zip(regroup.options, proposed.letters, strict=True), 1
    ):
        title = title_words(option.way, problem, names)
        show(f"{number}. {title}", "bold")
        for sentence in option_words(option, regroup.emergency, names):
            show(f"   {sentence}")
        mailed = ", ".join(each.mediator.name for each in letters if each.letter is not None)
        if mailed:
            show(f"   Courriels prêts : {mailed}.")
    for refused in regroup.nearest:
        title = title_words(refused.way, problem, names)
        show(f"– {title}", "bold")
        show(f"   {refused_words(refused, names)}")
    if regroup.options:
        out().print(Text("Courriels de la première option :", "bold"))
        _show_letters(proposed.letters[0])
        out().print(Text("Rien n’est écrit : --publier N publie l’option N.", "dim"))


def _show_letters(letters: Sequence[Notified]) -> None:
    for notified in letters:
        if notified.letter is None:
            name = notified.mediator.name
            show(f"  {name} : rien d’urgent, son agenda le dira.")
            continue
        out().print(Text(f"  À {notified.mediator.name}", "bold"))
        show(f"  Objet : {notified.letter.subject}")
        for line in notified.letter.body.splitlines():
            show(f"    {line}")
