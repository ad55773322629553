"""`rota replay`: make a publication again, and say whether the same comes."""

from __future__ import annotations

from rich.text import Text

from api.access.errors import UnknownError
from api.cli.screen import BLOCKED, OK, err, out, say, say_json
from api.database.engine import connect, reading
from api.french.words import month_name
from api.month.replay.service import Replay, Verdict
from api.month.replay.service import replay as made_again
from api.month.replay.solving import Recalculation, solve_again
from api.settings import read_settings
from scheduler.errors import InvalidProblemError

VERDICTS = {
    Verdict.SAME: ("Refaite à l’identique : la même empreinte revient.", "green"),
    Verdict.DIFFERENT: ("Elle ne se refait pas : une autre empreinte vient.", "bold red"),
    Verdict.UNSURE: ("On ne peut pas l’assurer : il manque de quoi la refaire.", "yellow"),
}


def replay(*, number: int, solve: bool, json: bool) -> int:
    """Make a publication of the database's register again, and its calculation if asked."""
    engine = connect(read_settings().database_url)
    try:
        with err().status("Publication refaite…"), reading(engine) as session:
            answer = made_again(session, number)
            again = solve_again(session, number) if solve else None
    except UnknownError:
        raise InvalidProblemError(f"le registre n’a pas de publication n° {number}") from None
    finally:
        engine.dispose()
    if json:
        say_json(_values(answer, again))
    else:
        _show(answer, again)
    verdicts = {answer.verdict} if again is None else {answer.verdict, again.verdict}
    return OK if verdicts == {Verdict.SAME} else BLOCKED


def _values(answer: Replay, again: Recalculation | None) -> dict[str, object]:
    return {
        "state": answer.verdict.value,
        "publication": answer.number,
        "month": f"{answer.month:%Y-%m}",
        "made": answer.made.isoformat(),
        "hash": answer.hash,
        "again": answer.again or None,
        "differences": list(answer.differences),
        "missing": list(answer.missing),
        "calculation": answer.calculation or None,
        "recalculation": (
            None if again is None else {"state": again.verdict.value, "words": again.sentence}
        ),
    }


def _show(answer: Replay, again: Recalculation | None) -> None:
    head = f"Publication n° {answer.number}, {month_name(answer.month)}, empreinte {answer.hash}"
    out().print(Text(head), soft_wrap=True)
    for sentence in (*answer.missing, *answer.differences):
        say(f"  {sentence}", "yellow")
    if answer.calculation:
        out().print(Text(f"  {answer.calculation}"), soft_wrap=True)
    if again is not None:
        style = VERDICTS[again.verdict][1]
        out().print(Text(f"  {again.sentence}", style=style), soft_wrap=True)
    words, style = VERDICTS[answer.verdict]
    out().print(Text(words, style=style), soft_wrap=True)
