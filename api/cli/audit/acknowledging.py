"""`rota acknowledge`: record who answers for a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from api.cli.audit.request import Request, case_of
from api.cli.folder import last_day, today
from api.cli.screen import OK, err, out, say_json
from api.data.association import Acknowledgement
from api.french.words import of_month, short_date
from api.judging.acknowledging import AcknowledgementError
from api.judging.audit import findings_on
from api.judging.case import ReadSummary
from api.judging.foreign.sources import Guides
from api.month.errors import BadRequestError
from api.month.places.folder import FolderPlace
from api.month.publication.acknowledging import acknowledge as record
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from scheduler.finding import Finding


def acknowledge(
    *,
    folder: Path,
    code: str,
    month: date,
    ground: str,
    by: str,
    on: date | None,
    plan: Path | None,
    source: list[Path] | None,
    mapping: Path | None,
    legend: Path | None,
    names: Path | None,
    house: bool,
    json: bool,
) -> int:
    """Record that someone answers for a finding, where the law allows it."""
    answer = Acknowledgement(
        code=code.strip(), ground=_text(ground), by=_text(by), day=on or today(), month=month
    )
    if answer.day > today():
        raise InvalidProblemError(f"--le {short_date(answer.day)} est à venir")
    request = Request(
        sources=tuple(source or (folder,)),
        month=month,
        first=month,
        last=last_day(month),
        association=folder if source else None,
        plan=plan,
        house=house,
        go_on=True,
        guides=Guides(
            mapping=mapping, legends=() if legend is None else (legend,), names=names, month=month
        ),
    )
    findings = _judge(request)
    try:
        made = record(FolderPlace(folder), lambda _: findings, answer)
    except BadRequestError:
        raise AcknowledgementError(
            f"aucun constat « {answer.code} » au contrôle {of_month(month)} : "
            "rota audit donne les codes"
        ) from None
    if made.before is not None:
        before = made.before
        raise AcknowledgementError(
            f"le constat « {answer.code} » est déjà acquitté, le {short_date(before.day)} par "
            f"{before.by} : {before.ground}"
        )
    if json:
        say_json(
            {
                "state": "acquitte",
                "code": answer.code,
                "message": made.finding.message,
                "ground": answer.ground,
                "by": answer.by,
                "day": answer.day.isoformat(),
                "file": str(made.kept),
            }
        )
        return OK
    out().print(Text(f"Acquitté : {made.finding.message}"), soft_wrap=True)
    words = f"  par {answer.by} le {short_date(answer.day)}, fondement : {answer.ground}"
    out().print(Text(words), soft_wrap=True)
    out().print(f"Écrit dans {made.kept}")
    return OK


def _text(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise InvalidProblemError("--fondement et --par attendent un texte")
    return words


def _judge(request: Request) -> list[Finding]:
    """
    Audit the rota again, so that a finding is acknowledged as it is now.

    Rows that are refused are left out, as the audit with --continue does.
    """
    what = case_of(request)
    if isinstance(what, ReadSummary):
        raise InvalidProblemError("aucun service lu dans ces fichiers : rien à acquitter")
    with err().status("Contrôle…"):
        return findings_on(what.case)
