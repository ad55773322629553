"""Read a table that somebody has, ask what isn't certain in it, and import what they choose."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request, UploadFile
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.idempotency import AlreadyAnsweredError, Once
from api.access.reach import ADMINS, OVERSEERS, PLANNERS, Area, Reach
from api.access.request import TheEngine, TheSettings, Who
from api.controls import kept
from api.controls.answers import Answers
from api.controls.kept import KeptFiles, Placed, Wanted
from api.controls.workplace import saved, workplace
from api.data.association import Association
from api.data.entering.editor import RowEditor, invalid
from api.data.entering.editor import Wanted as Changes
from api.data.entering.reader import RowReader, fields
from api.data.rows.kinds import KINDS
from api.data.stored.association import data_number
from api.data.stored.entries import Add, Change
from api.data.stored.rows import of_person
from api.database.engine import reading, writing
from api.ledger.append import import_history
from api.ledger.history import known, whole
from api.own_table.offer import Offer, Typed, offer_of
from api.own_table.reading import Task, Understood, understood
from api.own_table.rows import Draft, draft_of
from api.page.control.desk import AccountFiles
from api.page.data.saving import save
from api.web.refusing.problems import Fault, forbidden

HERE = "/mon-tableau"
SHOWN = frozenset({"name", "role", "weekly_minutes", "kind", "start", "minutes"})
"""Fields of rows that the page has: what is wrong with others is said at their line."""


class Bench(AccountFiles[Understood]):
    """What an account does with a table of its own, which is kept as files that RH audits are."""

    def __init__(
        self, request: Request, who: Who, engine: TheEngine, settings: TheSettings
    ) -> None:
        super().__init__(who, engine, settings, request.app.state.seen_tables)

    def take(self, files: list[UploadFile]) -> Understood:
        """Read files, and keep them if they name anybody or raise a question."""
        with workplace() as folder:
            placed = Placed(files=saved(files, folder / "fichiers"))
            seen = self._read(placed.files, folder, Answers())
            if seen.people or seen.asks:
                with writing(self.engine) as session:
                    now = datetime.now(UTC)
                    there = kept.keep(session, self.who.user, Wanted(), placed, now)
                self._remember(there, seen)
        return seen

    def choose(self, files: KeptFiles, typed: Typed) -> KeptFiles:
        """Keep what was typed and ticked of what is to be imported."""
        return self._keep(files, replace(files.wanted, typed=typed), self.seen(files))

    def offer(self, files: KeptFiles) -> Offer:
        """Return what can be imported, with what was typed of it."""
        return offer_of(self.seen(files), self._association(), files.wanted.typed)

    def imported(self, token: str) -> str:
        """Return the address of what an import of these files wrote (empty: there was none)."""
        answer = self._once(token).answered()
        return "" if answer is None else answer.headers["location"]

    def bring(self, files: KeptFiles, *, now: datetime, shown: str) -> str:
        """
        Write what is chosen, all of it or nothing, and erase the files.

        Return the address that says how many people, sites, slots, absences and months were
        written. HeldBack: something is refused, or upsets what wasn't `shown` yet (see
        `saving.save`).
        """
        offer, drafts = self.offer(files), list[Draft]()

        def wanted(editor: RowEditor) -> Changes:
            draft = draft_of(offer, editor)
            drafts.append(draft)
            return _changes(draft, editor)

        def publish(session: Session) -> None:
            draft = drafts[-1]
            _publish(session, self.who, draft)
            kept.forget(session, self.who.user)
            counts = [draft.count("personnes"), draft.count("sites")]
            counts += [sum(line.kept for line in offer.slots), draft.count("absences")]
            address = f"{HERE}/fini?fait={'-'.join(map(str, (*counts, len(draft.months))))}"
            self._once(files.token).record(session, 303, "", {"location": address})

        with suppress(AlreadyAnsweredError):  # the same form, sent twice: it is written once
            save(self.engine, self.who, wanted, now=now, shown=shown, also=publish)
        return self.imported(files.token)

    def _once(self, token: str) -> Once:
        """Return what remembers the answer to the form of these files."""
        return Once(self.engine, self.who.user, token, HERE)

    def _association(self) -> Association:
        """Return the association with what of it the caller sees."""
        with reading(self.engine) as session:
            return visible(self.who, session)

    def _basis(self) -> tuple[int, frozenset[Area]]:
        """Return the number of the data, and what of them is seen."""
        with reading(self.engine) as session:
            return data_number(session), frozenset(Reach(self.who, OVERSEERS | ADMINS).areas)

    def _read_again(self, files: KeptFiles, wanted: Wanted) -> Understood:
        with workplace() as folder:
            placed = self._placed(files, folder)
            return self._read(placed.files, folder, wanted.answers)

    def _read(self, files: tuple[Path, ...], folder: Path, answers: Answers) -> Understood:
        there = self._association()
        names = replace(
            Association(),
            mediators=there.mediators,
            agencies=there.agencies,
            dispositifs=there.dispositifs,
            sites=there.sites,
        )
        task = Task(files=files, folder=folder, answers=answers, association=names)
        return self._in_child(understood, task)


TheBench = Annotated[Bench, Depends()]


def visible(who: Caller, session: Session) -> Association:
    """Return the association with the people and the places alone whose rows the caller sees."""
    reader, association = RowReader(who, session), whole(session)

    def seen(kind: str) -> set[str]:
        return {row.__dict__["id"] for _, row in reader.rows(kind)}

    people, dispositifs = seen("personnes"), seen("dispositifs")
    sites, agencies = seen("sites"), seen("agences")
    return replace(
        association,
        mediators=tuple(m for m in association.mediators if m.id in people),
        dispositifs=tuple(d for d in association.dispositifs if d.id in dispositifs),
        sites=tuple(s for s in association.sites if s.id in sites),
        agencies=tuple(a for a in association.agencies if a.id in agencies),
    )


def _changes(draft: Draft, editor: RowEditor) -> Changes:
    """Return the changes of a draft, checked; or refuse all that is wrong with it at once."""
    faults, rows = list(draft.faults), []
    noted = {fault.field for fault in faults}
    for kind, values, where in draft.rows:
        row, wrong = editor.checked(kind, values, where)
        faults += (fault for fault in wrong if fault.field not in noted)
        rows.append((kind, row, where))
    if faults:
        raise invalid([_at_line(fault) for fault in faults])
    changes: list[Add | Change] = [editor.add(kind, row, where) for kind, row, where in rows]
    places = [where for _, _, where in rows]
    for change, where in _joins(draft, editor):
        changes.append(change)
        places.append(where)
    return changes, places, [(kind, row) for kind, row, _ in rows]


def _joins(draft: Draft, editor: RowEditor) -> Iterator[tuple[Change, str]]:
    """Yield changes that give people of the association the dispositifs where they work."""
    kind = KINDS["personnes"]
    for who, (dispositifs, where) in draft.joins.items():
        entries = of_person(editor.session, kind, who)
        entry = next(entry for entry in entries if entry.values["id"] == who)
        values = fields(entry)
        if dispositifs <= set(values["dispositifs"]) or not editor.decides(kind.name, values):
            continue
        hidden = editor.hidden(kind.name, values)
        seen = {name: value for name, value in entry.values.items() if name not in hidden}
        seen["dispositifs"] = sorted(dispositifs | set(values["dispositifs"]))
        row, _ = editor.checked(kind.name, seen, where, before=entry)
        yield editor.change(entry, entry.number, row, where), where


def _publish(session: Session, who: Caller, draft: Draft) -> None:
    """Publish the months of a draft, beside what of them is published of other dispositifs."""
    reach, there = Reach(who, PLANNERS), known(session).months
    duties = [row.worked.duty for rows in draft.months.values() for row in rows]
    if not all(reach.area(duty.agency, duty.dispositif) for duty in duties):
        raise forbidden()
    months = {label: [*there.get(label, ()), *rows] for label, rows in draft.months.items()}
    import_history(session, who, months)


def _at_line(fault: Fault) -> Fault:
    """Return a fault at its field of the page, or at its line if the page has no such field."""
    line, _, name = fault.field.rpartition(".")
    return fault if name in SHOWN or not line else replace(fault, field=line)
