"""Say what of a published month a folder can make again, and what it doesn't keep for that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from api.data.association import Association
from api.french.plural import plural
from api.month.frames import framed
from scheduler.errors import InvalidProblemError


@dataclass(frozen=True, kw_only=True)
class FolderReplay:
    """
    A month of a folder made again from today's files: it proves nothing of the past.

    `again`: how many of the month's `published` shifts come from today's files as they are
    published. `missing`: what a folder doesn't keep, in sentences.
    """

    month: date
    published: int
    again: int
    missing: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Say how much of the month today's files still give."""
        come = plural(self.again, "service revient", "services reviennent")
        return f"des fichiers d’aujourd’hui, {come} sur {self.published}, aux mêmes heures"


def replay_folder(association: Association, month: date, now: datetime) -> FolderReplay:
    """
    Make a folder's published month again from today's files.

    Raises `InvalidProblemError`: nothing of the month is published there.
    """
    label = f"{month:%Y-%m}"
    rows = association.history.get(label, ())
    if not rows:
        raise InvalidProblemError(f"rien n’est publié en {label} dans ce dossier")
    problem = framed(association, month, None, now).problem
    again = sum(
        (slot := problem.slot_of.get(row.worked.duty.id)) is not None
        and slot.span == row.worked.duty.span
        and row.worked.mediator in problem.mediator_of
        for row in rows
    )
    return FolderReplay(
        month=month,
        published=len(rows),
        again=again,
        missing=(
            f"il manque un registre : un dossier garde ce qui est publié (historique/{label}.csv)",
            "il manque le numéro, l’empreinte chaînée et la version dont le mois a été fait",
            "il manque les fichiers de ce jour-là : un dossier n’a que ceux d’aujourd’hui",
            "dans une base (« rota import »), les publications à venir garderont tout cela",
        ),
    )
