"""Show the week of a dispositif, and write what a form changes in it, all together or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from api.access.reach import Area
from api.access.rights.rows import reads, writes
from api.data.association import Association
from api.data.entering.editor import Deed, RowEditor, Wanted, invalid, wanted_of
from api.data.entering.reader import RowReader
from api.data.rows.columns import Row
from api.data.rows.demand import SeasonRow, TemplateRow
from api.data.rows.forms import DAY, Nature, refusal
from api.data.rows.kinds import KINDS
from api.data.rows.people import PersonRow
from api.data.rows.places import DispositifRow
from api.data.stored.entries import identifier
from api.french.words import alphabetical
from api.ledger.history import whole
from api.page.data.saving import Typed, first
from api.web.refusing.problems import Fault, Refusal, not_found
from api.week.form import (
    ORIGIN,
    SINCE,
    RowReading,
    Setting,
    is_blank,
    lines_of,
    prefix_of,
    source_of,
    unreadable,
)
from api.week.matrix import Stored, WeekRow, changed
from api.week.writing import RowEdit, Writer
from calendars.school import LAST_OFFICIAL
from scheduler.domain.time import civil_day, next_month

JOINING = "_qui"
"""The field of the people who will work in a dispositif where nobody does yet."""

HOLIDAYS = "Vacances scolaires, zone {}"
"""What the season is called that school holidays are."""

PASSED = (
    "Quelqu’un a changé cette semaine depuis que vous l’avez ouverte. Ce que vous avez tapé est "
    "ci-dessous : comparez, puis enregistrez à nouveau pour le garder."
)


@dataclass(frozen=True, kw_only=True)
class Week:
    """
    The week of a dispositif from a day on, as a caller sees it.

    `others`: templates that no row says, by key. `writes`: whether the caller changes it.
    `empty`: whether nobody works there; `joining`: who of the agency could, by key.
    """

    dispositif: DispositifRow
    setting: Setting
    stored: Stored
    rows: Sequence[WeekRow]
    others: Mapping[int, TemplateRow]
    writes: bool
    empty: bool
    joining: Mapping[int, PersonRow]
    association: Association

    def row(self, keys: tuple[int, ...]) -> WeekRow | None:
        """Return the row, over or not, that was read from these templates (None: it is gone)."""
        return self._by_keys.get(keys)

    @cached_property
    def _by_keys(self) -> Mapping[tuple[int, ...], WeekRow]:
        return {row.keys: row for row in self.stored.week(date.min)[0]}


def dispositifs_of(reader: RowReader) -> list[DispositifRow]:
    """Return the dispositifs that a caller sees, by name."""
    rows = (row for _, row in reader.rows("dispositifs") if isinstance(row, DispositifRow))
    return sorted(rows, key=lambda row: alphabetical(row.name))


def week_of(reader: RowReader, dispositif: str, now: datetime, typed: Typed | None = None) -> Week:
    """
    Return the week of a dispositif, from the day that a form says or the first one that is open.

    Refused (404): there is no such dispositif, or it isn't the caller's to see; (422): what the
    form says is no day.
    """
    row = next((each for each in dispositifs_of(reader) if each.id == dispositif), None)
    if row is None:
        raise not_found()
    text = first(typed, SINCE) if typed else ""
    if text and (expected := refusal(DAY.read, text)):
        raise invalid([Fault(field=SINCE, received=text[:20], expected=expected)])
    day = DAY.read(text) if text else open_day(whole(reader.session), dispositif, now)
    return _week(reader, row, day)


def weeks_of(reader: RowReader, now: datetime) -> list[Week]:
    """Return the weeks of the dispositifs that a caller sees, each from its first open day."""
    association = whole(reader.session)
    return [
        _week(reader, row, open_day(association, row.id, now)) for row in dispositifs_of(reader)
    ]


def _week(reader: RowReader, row: DispositifRow, day: date) -> Week:
    association = whole(reader.session)
    zone = next((a.zone for a in association.agencies if a.id == row.agency), "")
    stored = Stored.read(lambda kind: reader.rows(kind, dispositif=row.id))
    rows, others = stored.week(day)
    area = frozenset({Area(row.agency, row.id)})
    empty = not any(row.id in person.dispositifs for person in association.mediators)
    return Week(
        dispositif=row,
        setting=Setting(
            dispositif=row.id, zone=zone, day=day, season=_holiday_season(association, zone)
        ),
        stored=stored,
        rows=rows,
        others={key: stored.templates[key] for key in others},
        writes=writes(reader.who, "gabarits") and reader.in_reach("gabarits", area),
        empty=empty,
        joining=_joining(reader, row) if empty else {},
        association=association,
    )


@dataclass(frozen=True, kw_only=True)
class Team:
    """
    Who works in a dispositif: how many people, and the minutes a week of their contracts.

    `shared`: how many of them work in others too. Leave and training aren't taken off; a contract
    that counts days has no hours.
    """

    people: int
    shared: int
    minutes: int


def team_of(week: Week) -> Team:
    """Return who works in a dispositif on the day from which its week is shown."""
    day, ident = week.setting.day, week.dispositif.id
    contracts = [
        (person, contract)
        for person in week.association.mediators
        if ident in person.dispositifs and (contract := person.contract_on(day)) is not None
    ]
    return Team(
        people=len(contracts),
        shared=sum(len(person.dispositifs) > 1 for person, _ in contracts),
        minutes=sum(each.weekly_minutes for _, each in contracts if not each.in_days),
    )


def open_day(association: Association, dispositif: str, now: datetime) -> date:
    """
    Return the first day of the next month of which nothing is published for a dispositif.

    The first week of one begins with this month: whoever starts may want it planned too.
    """

    def is_published(month: date) -> bool:
        rows = association.history.get(f"{month:%Y-%m}", ())
        return any(row.worked.duty.dispositif == dispositif for row in rows)

    month = civil_day(now).replace(day=1)
    if any(template.dispositif == dispositif for template in association.templates):
        month = next_month(month)
    while is_published(month):
        month = next_month(month)
    return month


def edits_of(week: Week, typed: Typed) -> list[RowEdit]:
    """
    Return what a form does with its rows, those left empty apart.

    Refused (422): all that is wrong with them; (412): a row was changed since it was shown.
    """
    faults, edits = unreadable(typed), list[RowEdit]()
    if faults:
        raise invalid(faults)
    for number in range(lines_of(typed)):
        if is_blank(typed, number):
            continue
        source, before = source_of(typed, number), None
        if source is not None or first(typed, prefix_of(number) + ORIGIN):
            before = week.row(source[0]) if source else None
            if source is None or before is None or week.stored.mark(before) != source[1]:
                raise Refusal(412, "version_depassee", PASSED)
        reading = RowReading(typed, number, week.setting)
        row = reading.row(before)
        faults += reading.faults
        edits.append(RowEdit(where=f"r{number}", before=before, after=row))
    if faults:
        raise invalid(faults)
    return edits


def changes_of(editor: RowEditor, dispositif: str, typed: Typed, now: datetime) -> Wanted:
    """Return the changes that a form asks for; all that is wrong is refused at once (422)."""
    week = week_of(editor, dispositif, now, typed)
    edits = edits_of(week, typed)
    joined = list(_joined(week, typed))
    if week.empty and not joined and any(edit.after.days for edit in edits):
        raise invalid([Fault(field=JOINING, expected="une personne au moins")])
    shown = {edit.before.keys for edit in edits if edit.before}
    # Rows that somebody added meanwhile stay, and count where teams are given.
    meanwhile = [row for row in week.rows if row.keys not in shown]
    edits = [edit for edit in edits if not _is_there(edit, meanwhile)]
    edits += [RowEdit(where="", before=row, after=row) for row in meanwhile]
    writer = Writer(
        stored=week.stored,
        day=week.setting.day,
        taken=_taken(week.association),
        seasons={season.id: season for season in week.association.seasons},
        called={site.id: site.name for site in week.association.sites},
        named=dict(_naming(editor)),
    )
    deeds = [*joined, *_season(week, edits), *writer.write(edits, list(week.others))]
    return wanted_of(editor, deeds)


def _is_there(edit: RowEdit, meanwhile: Sequence[WeekRow]) -> bool:
    """
    Whether a new row is one that was added since the form was shown: it was sent twice.

    Refused (412): one of the same place and hours was, for other people or days.
    """
    alike = [row for row in meanwhile if edit.before is None and row.stands_as(edit.after)]
    if any(row.says(edit.after) for row in alike):
        return True
    if alike and edit.after.days:
        raise Refusal(412, "version_depassee", PASSED)
    return False


def _taken(association: Association) -> set[str]:
    """Return the identifiers of all that makes slots, and of all that ever made a published one."""
    published = (row.worked.duty.template for rows in association.history.values() for row in rows)
    appointments = (each.id for each in association.appointments)
    return {*(template.id for template in association.templates), *appointments, *published}


def _naming(editor: RowEditor) -> Iterator[tuple[tuple[str, int], Row]]:
    """Yield the rows that may name templates in lists, or slots of theirs, and are the caller's."""
    for kind in KINDS.values():
        lists = any(
            c.names == "gabarits" and c.nature is Nature.IDENTS for c in kind.columns.values()
        )
        if (lists or kind.name == "verrous") and reads(editor.who, kind.name):
            for key, row in editor.rows(kind.name):
                if editor.decides(kind.name, row.__dict__):
                    yield (kind.name, key), row


def _joining(reader: RowReader, dispositif: DispositifRow) -> dict[int, PersonRow]:
    """Return the people of the agency who could work in a dispositif."""
    local = [
        (key, row)
        for key, row in reader.rows("personnes", agency=dispositif.agency)
        if isinstance(row, PersonRow) and row.agency == dispositif.agency
    ]
    return dict(sorted(local, key=lambda each: alphabetical(each[1].name)))


def _joined(week: Week, typed: Typed) -> Iterator[Deed]:
    """Yield the changes by which people come to work in the dispositif."""
    wanted = frozenset(typed.get(JOINING, ()))
    for key, person in week.joining.items():
        if str(key) in wanted:
            ids = (*person.dispositifs, week.dispositif.id)
            row = changed(person, dispositifs=ids)
            yield Deed(kind="personnes", key=key, row=row, where=JOINING)


def _holiday_season(association: Association, zone: str) -> str:
    """Return the id of the season that a zone's school holidays are, or will be."""
    if not zone:
        return ""
    name = HOLIDAYS.format(zone)
    there = (season.id for season in association.seasons if season.name == name)
    return next(there, "") or identifier(name, {season.id for season in association.seasons})


def _season(week: Week, edits: Sequence[RowEdit]) -> Iterator[Deed]:
    """Yield the rows of the season of school holidays, if a row needs it and it isn't there."""
    setting = week.setting
    used = [
        edit for edit in edits if setting.season and edit.after.template.season == setting.season
    ]
    if not used or any(season.id == setting.season for season in week.association.seasons):
        return
    school, day = week.association.school, setting.day
    for begins, ends in school.breaks_between(
        setting.zone, day, LAST_OFFICIAL, week.dispositif.agency
    ):
        row = SeasonRow.model_construct(
            None, id=setting.season, name=HOLIDAYS.format(setting.zone), first=begins, last=ends
        )
        yield Deed(kind="saisons", key=None, row=row, where=used[0].where)
