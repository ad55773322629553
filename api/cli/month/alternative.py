"""`rota explain --creneau … --pourquoi …`: what a month would be otherwise, and who would pay."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from api.cli.folder import this_minute
from api.cli.screen import BLOCKED, OK, err, out, say, say_json, show
from api.data.folder.atomic import write_file
from api.french.nearest import suggestion
from api.french.system import cause_of
from api.month.alternatives.service import Alternative, alternative
from api.month.alternatives.wording import (
    alternative_json,
    alternative_words,
    payer_words,
    state_of,
)
from api.month.errors import BadRequestError
from api.month.frames import Frame
from api.planning.moves import turn_words
from api.planning.names import Names, names_of
from scheduler.domain.problem import Assignment
from scheduler.errors import InvalidProblemError


def show_alternative(
    frame: Frame,
    assignments: frozenset[Assignment],
    question: Assignment,
    *,
    seconds: float,
    variant: Path | None,
    as_json_only: bool,
) -> int:
    """Say what would change if a person held a slot, or didn't; write that month if asked to."""
    from scheduler.engine.outcome import Options  # noqa: PLC0415 - loads the solver

    if question.mediator not in frame.posted:
        raise InvalidProblemError(
            f"--pourquoi : reçu « {question.mediator} », attendu l’identifiant d’une personne sous "
            f"contrat ce mois-ci{suggestion(question.mediator, frame.posted)}"
        )
    names = names_of(frame.association)
    with err().status("Recherche de ce qui changerait…"):
        options = Options(seconds=seconds)
        try:
            answer = alternative(frame, assignments, question, options, now=this_minute())
        except BadRequestError as error:
            fields = {"person": "--pourquoi", "slot": "--trou"}
            raise InvalidProblemError(error.by(fields)) from None
    # People are told what was searched for even where the file is refused.
    if not as_json_only:
        _show(answer, names)
    if variant is not None and answer.assignments is not None:
        _write(variant, frame, answer.assignments, names)
        say(f"Ce planning est écrit dans {variant} (à relire par --planning).")
    elif variant is not None:
        say(f"Rien n’est écrit dans {variant} : il n’y a pas d’autre planning.", "yellow")
    if as_json_only:
        say_json(alternative_json(answer, names))
    return OK if state_of(answer) != "non_conclu" else BLOCKED


def _show(answer: Alternative, names: Names) -> None:
    head, *rest = alternative_words(answer, names)
    show(head, "bold")
    for sentence in rest:
        show(f"  {sentence}")
    if answer.changes:
        out().print(Text("Ce qui changerait :", "bold"))
    for person in answer.changes:
        out().print(Text(f"  {person.mediator.name}"))
        for turn in person.turns:
            show(f"    {turn_words(turn, names)}")
    if answer.payers:
        out().print(Text("Qui paierait :", "bold"))
    for payer in answer.payers:
        show(f"  {payer_words(payer)}")


def _write(path: Path, frame: Frame, assignments: frozenset[Assignment], names: Names) -> None:
    """
    Write the month as the CSV that `--planning` reads.

    InvalidProblemError: the file can't be written.
    """
    from api.export.month.csv import rota_csv  # noqa: PLC0415 - only where a file is asked for

    try:
        write_file(path, rota_csv(frame.rota(assignments), names))
    except OSError as error:
        raise InvalidProblemError(
            f"--variante : « {path} » ne peut pas être écrit ({cause_of(error)})"
        ) from None
