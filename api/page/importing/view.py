"""Read the form that sends files, chosen on a disk or carried, and word what they would change."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.access.caller import Caller
from api.access.reach import Reach
from api.access.request import the_settings
from api.access.rights.rows import RIGHTS
from api.data.association import Association
from api.data.errors import SHOWN, BadFilesError, FileError
from api.data.stored.importing import KindDifference
from api.french.plural import plural
from api.french.quoting import MOST_TOLD, cut
from api.french.words import month_name, shortened
from api.month.folder.archives import CHOOSE, SentFile
from api.month.folder.importing import Comparison
from api.month.folder.service import Seen
from api.page.data.visit import title_of
from api.settings import Settings
from api.web.refusing.problems import Fault, Refusal
from api.web.texts import form_of

FIELD = "files"
MOST_FILES = 200
MOST_FIELDS = 10
MB = 1 << 20
UNREAD = "L’envoi n’a pas pu être lu."
CARRIED_MB = 6
"""Largest ZIP that a page carries. It comes back a third longer, in base64."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a form sent: files and other fields by name (None: it couldn't be read)."""

    files: tuple[SentFile, ...] = ()
    fields: Mapping[str, str] | None = None


async def _read_form(request: Request) -> Sent:
    """Read the form; its size is bounded with that of every request."""
    try:
        form = await form_of(
            request,
            max_files=MOST_FILES,
            max_fields=MOST_FIELDS,
            max_part_size=the_settings(request).request_mb * MB,
        )
    except HTTPException:
        return Sent()
    files = [
        SentFile(name=part.filename, content=await part.read())
        for part in form.getlist(FIELD)
        if isinstance(part, UploadFile) and part.filename
    ]
    fields = {name: text for name, text in form.items() if isinstance(text, str)}
    await form.close()
    return Sent(files=tuple(files), fields=fields)


TheForm = Annotated[Sent, Depends(_read_form)]


def upload_of(sent: Sent) -> tuple[tuple[SentFile, ...], Seen | None]:
    """Return the files that were chosen or carried, and the trial to import (None: only try)."""
    if sent.fields is None:
        raise refused(UNREAD, f"{MOST_FILES} fichiers au plus : {CHOOSE}")
    files = sent.files or (carried_file(sent.fields.get("archive"), "association.zip", CHOOSE),)
    if sent.fields.get("geste") != "importer":
        return files, None
    state = sent.fields.get("seen_state") or "aucun"
    return files, Seen(files=sent.fields.get("seen_files", ""), state=state)


def carried_file(content: str | None, name: str, choose: str) -> SentFile:
    """Return the file that a page carried; refuse if there is none, saying what to choose (422)."""
    if not content:
        raise refused("Aucun fichier n’est choisi.", choose)
    try:
        return SentFile(name=name, content=b64decode(content, validate=True))
    except ValueError:
        raise refused(UNREAD, choose) from None


def carried(archive: bytes, settings: Settings) -> str:
    """Return an archive as a field of a form (empty: it is too long for a page to carry)."""
    most = min(CARRIED_MB * MB, settings.request_mb * MB // 2)
    return b64encode(archive).decode() if len(archive) <= most else ""


def refused(detail: str, expected: str) -> Refusal:
    """Return why a form that sends files is refused, at its field of files."""
    faults = [Fault(field=FIELD, expected=expected)]
    return Refusal(422, "envoi_refuse", detail, errors=faults)


WHOLE = frozenset({"body", "files"})
"""Fields of faults that are of all that was sent, and of no file in particular."""


@dataclass(frozen=True, kw_only=True)
class RefusedView:
    """
    Why files are refused: of each fault the file, line and column, what was read and expected.

    `more`: faults that aren't shown; `waiting`: what isn't judged yet.
    """

    title: str
    faults: Sequence[tuple[str, str, str, str, str]]
    more: int = 0
    waiting: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class KindBlock:
    """What changes of a kind; `closed`: the account may not read which rows, only how many."""

    title: str
    counts: str
    difference: KindDifference
    closed: bool = False


def refused_view(error: BadFilesError | Refusal) -> RefusedView:
    """Write why files are refused, causes first."""
    if isinstance(error, Refusal):
        faults = [
            ("" if fault.field in WHOLE else fault.field, "", "", _cut(fault), fault.expected)
            for fault in error.errors
        ]
        more = len(faults[MOST_TOLD:])
        return RefusedView(title=error.detail, faults=faults[:MOST_TOLD], more=more)
    faults = [
        (
            f"{fault.file}, feuille « {cut(fault.sheet)} »" if fault.sheet else fault.file,
            str(fault.line or ""),
            " ".join(part for part in (fault.letter, cut(fault.column)) if part),
            _cut(fault),
            fault.expected,
        )
        for fault in error.errors
    ]
    return RefusedView(
        title=f"{plural(len(faults) + error.more, 'défaut')} à corriger dans les fichiers.",
        faults=faults[:MOST_TOLD],
        more=len(faults[MOST_TOLD:]) + error.more,
        waiting=error.waiting,
    )


def _cut(fault: Fault | FileError) -> str:
    return shortened(fault.received, SHOWN)


def blocks_of(comparison: Comparison, caller: Caller) -> list[KindBlock]:
    """Write what an import would change of each kind, as far as the account may read it."""
    return [
        block_of(each, closed=not Reach(caller, RIGHTS[each.kind.name].unmasked).everything)
        for each in comparison.kinds
        if each.count
    ]


def holdings(association: Association) -> str:
    """Say how much there is in an association."""
    return ", ".join(
        (
            plural(len(association.mediators), "personne"),
            plural(len(association.dispositifs), "dispositif"),
            plural(len(association.templates), "gabarit"),
            plural(len(association.history), "mois publié", "mois publiés"),
        )
    )


def summary(kinds: Sequence[KindDifference]) -> str:
    """Say how many rows an import would add, change and remove."""
    return _counts(
        sum(len(kind.added) for kind in kinds),
        sum(len(kind.changed) for kind in kinds),
        sum(len(kind.removed) for kind in kinds),
    )


def others(comparison: Comparison) -> Iterator[str]:
    """Say what an import would change besides rows: calendars, months, notices."""
    files = comparison.files
    words = (files.added, "ajouté"), (files.changed, "remplacé"), (files.removed, "retiré")
    for names, word in words:
        for name in names:
            yield f"Calendrier de formation {name} : {word}"
    for change in comparison.months:
        month = month_name(date.fromisoformat(f"{change.month}-01"))
        counts = _counts(change.added, change.changed, change.removed, "service", "")
        yield (
            f"Mois publié de {month} : {counts} (publié comme correction, sans prévenir personne)"
        )
    if comparison.removals:
        counts = plural(comparison.removals, "service retiré", "services retirés")
        yield f"Prévenance : {counts} avant leur début, que les comptes d’équité suivent"


def block_of(difference: KindDifference, *, closed: bool = False) -> KindBlock:
    """Write what changes of a kind."""
    title, counts = title_of(difference.kind), summary([difference])
    return KindBlock(title=title, counts=counts, difference=difference, closed=closed)


def _counts(added: int, changed: int, removed: int, word: str = "ligne", e: str = "e") -> str:
    """Write `3 lignes ajoutées, 1 changée`, in the gender of the word (`e`: feminine)."""
    parts: list[str] = []
    for count, deed in ((added, "ajouté"), (changed, "changé"), (removed, "retiré")):
        if count:
            s = "s" if count > 1 else ""
            noun = f"{word}{s} " if not parts else ""
            parts.append(f"{count}\u00a0{noun}{deed}{e}{s}")
    return ", ".join(parts) or f"aucun{e} {word} ne change"
