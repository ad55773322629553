"""Check an entry of hours worked, and list every wrong value before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from api.asking.errors import WrongValuesError
from api.data.association import Association, Published
from api.french.words import long_date, month_name
from api.hours.worked import Kind, WorkedDuty
from api.mail.words import clock_words
from api.month.errors import Wrong
from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.time import PARIS, Span, minute_of
from scheduler.errors import InvalidProblemError

LONGEST = 24 * 60
"""Minutes of the longest stretch that one may enter."""

ZONED = "un instant avec son décalage, comme 2026-10-25T02:30+01:00"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """
    Hours as they are entered.

    `uid`: the published shift that they are of (empty: none, and `slot` names the post that was
    held in another's place or the standby that was called, or else `dispositif` says for whom).
    `start` and `end`: as worked (None: as published). `breaks`: None keeps those published that
    still lie within. `why`: free text, for a responsable; none for an absence, whose reason is
    RH's alone.
    """

    kind: Kind
    uid: str = ""
    slot: str = ""
    dispositif: str = ""
    start: datetime | None = None
    end: datetime | None = None
    breaks: tuple[Break, ...] | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryContext:
    """
    What an entry is checked against.

    `association`: people and dispositifs. `months`: as published; `worked`: the same with what was
    said so far (of everybody, but for the row that the entry corrects). `now`: the instant of
    entering.
    """

    association: Association
    months: Mapping[str, tuple[Published, ...]]
    worked: Mapping[str, tuple[Published, ...]]
    now: datetime


def checked(entry: Entry, mediator: str, context: EntryContext, *, root: str) -> WorkedDuty:
    """
    Check an entry, and return the duty that it says was worked.

    WrongValuesError: some values are wrong; all of them are listed at once, field by field.
    """
    faults: list[Wrong] = []
    planned = None
    if entry.uid:
        planned = next((r for r in _rows(context.months) if r.uid == entry.uid), None)
        if planned is None or planned.worked.mediator != mediator:
            raise WrongValuesError([Wrong(field="uid", received=entry.uid, expected=OWN)])
    faults += _misfits(entry, planned)
    if faults:
        raise WrongValuesError(faults)
    completed = entry
    if entry.kind in (Kind.AS_PLANNED, Kind.ABSENT) and planned is not None:
        plan = planned.worked.duty
        completed = replace(entry, start=plan.span.start, end=plan.span.end, breaks=plan.breaks)
    span = _span(completed, planned, context.now, faults)
    base = _base(completed, planned, context, faults)
    if span is None or base is None:
        raise WrongValuesError(faults)
    duty = _duty(completed, base, span, faults)
    faults += _misplaced(span, planned, mediator, context)
    if entry.kind is not Kind.ABSENT and not faults:
        others = [r for r in _rows(context.worked) if r.worked.mediator == mediator]
        if entry.kind is Kind.AS_PLANNED:
            published = {r for r in _rows(context.months) if r.worked.mediator == mediator}
            others = [r for r in others if r not in published]
        faults += _overlaps(duty, entry.uid, others)
    if faults:
        raise WrongValuesError(faults)
    return WorkedDuty(root=root, mediator=mediator, uid=entry.uid, duty=duty, kind=entry.kind)


OWN = "l’identifiant d’un de ses services publiés"


def _misfits(entry: Entry, planned: Published | None) -> Iterable[Wrong]:
    """Yield the fields of an entry that are missing or contradict each other."""
    shown = entry.kind.value
    if planned is None and entry.kind in (Kind.AS_PLANNED, Kind.ABSENT):
        yield Wrong(field="uid", expected=f"{OWN}, pour dire « {shown} »")
    if planned is not None and entry.kind is Kind.INTERVENTION:
        text = "aucun : une intervention s’ajoute à l’astreinte, nommée dans « slot »"
        yield Wrong(field="uid", received=entry.uid, expected=text)
    if planned is not None and (entry.slot or entry.dispositif):
        field = "slot" if entry.slot else "dispositif"
        text = "rien : le service publié dit déjà lequel"
        yield Wrong(field=field, received=entry.slot or entry.dispositif, expected=text)
    if entry.kind is Kind.ABSENT and entry.why:
        yield Wrong(field="why", expected="rien : le motif d’une absence se dit aux RH seules")
    if entry.kind is Kind.WORK or entry.kind is Kind.INTERVENTION:
        for name in ("start", "end"):
            if getattr(entry, name) is None:
                yield Wrong(field=name, expected=ZONED)


def _span(
    entry: Entry, planned: Published | None, now: datetime, faults: list[Wrong]
) -> Span | None:
    """Return the stretch worked, or note why there is none."""
    ends = {"start": entry.start, "end": entry.end}
    minutes: dict[str, int] = {}
    for name, instant in ends.items():
        if instant is None:
            continue
        if instant.tzinfo is None:
            faults.append(Wrong(field=name, received=f"{instant.isoformat()}", expected=ZONED))
        elif instant.second or instant.microsecond:
            text = "une minute entière"
            faults.append(Wrong(field=name, received=instant.isoformat(), expected=text))
        else:
            minutes[name] = minute_of(instant)
    if len(minutes) < len(ends):
        return None
    first, last = minutes["start"], minutes["end"]
    shown = _shown(entry.end)
    if last <= first:
        faults.append(
            Wrong(field="end", received=shown, expected=f"une fin après le {_shown(entry.start)}")
        )
        return None
    if last - first > LONGEST:
        text = "24 heures au plus après le début"
        faults.append(Wrong(field="end", received=shown, expected=text))
    over = entry.start if entry.kind is Kind.ABSENT else entry.end
    if over is not None and over > now:
        text = "un service commencé" if entry.kind is Kind.ABSENT else "une fin passée"
        name = "start" if entry.kind is Kind.ABSENT else "end"
        faults.append(Wrong(field=name, received=_shown(over), expected=text))
    span = Span.of_minutes(first, last)
    if planned is not None and not span.touches(planned.worked.duty.span):
        text = (
            f"un horaire qui touche celui publié, {_words(planned.worked.duty.span)} (sinon : "
            "« absent », puis un travail non prévu)"
        )
        faults.append(Wrong(field="start", received=_shown(entry.start), expected=text))
    return span


def _base(
    entry: Entry, planned: Published | None, context: EntryContext, faults: list[Wrong]
) -> Duty | None:
    """Return the duty whose place and mission the hours have, or note why there is none."""
    if planned is not None:
        return planned.worked.duty
    kind = DutyKind.INTERVENTION if entry.kind is Kind.INTERVENTION else DutyKind.WORK
    span = Span.of_minutes(0, 1)
    if entry.slot:
        published = next((r for r in _rows(context.months) if r.worked.duty.id == entry.slot), None)
        if published is None:
            text = "l’identifiant d’un créneau publié"
            faults.append(Wrong(field="slot", received=entry.slot, expected=text))
            return None
        standby = published.worked.duty.kind is DutyKind.STANDBY
        if standby is not (kind is DutyKind.INTERVENTION):
            text = (
                "un créneau d’astreinte" if not standby else "un créneau qui n’est pas d’astreinte"
            )
            faults.append(Wrong(field="slot", received=entry.slot, expected=text))
            return None
        return replace(published.worked.duty, span=span, breaks=(), kind=kind)
    dispositif = context.association.dispositif_of.get(entry.dispositif)
    if dispositif is None:
        text = "l’identifiant d’un dispositif, ou d’un créneau publié dans « slot »"
        faults.append(Wrong(field="dispositif", received=entry.dispositif, expected=text))
        return None
    return Duty(
        id=f"{entry.kind.value}-{dispositif.id}",
        span=span,
        kind=kind,
        dispositif=dispositif.id,
        agency=dispositif.agency,
        decided=False,
    )


def _duty(entry: Entry, base: Duty, span: Span, faults: list[Wrong]) -> Duty:
    """Return the duty as worked; note breaks that don't fit, and leave them out."""
    breaks = entry.breaks
    if breaks is None:
        breaks = tuple(pause for pause in base.breaks if _within(pause, span))
    try:
        return replace(base, span=span, breaks=breaks, decided=False)
    except InvalidProblemError:
        minutes = sum(pause.minutes for pause in breaks)
        text = "des pauses dans l’horaire, l’une après l’autre, qui laissent du travail"
        faults.append(Wrong(field="breaks", received=f"{minutes} min", expected=text))
        return replace(base, span=span, breaks=(), decided=False)


def _within(pause: Break, span: Span) -> bool:
    return pause.first is None or (
        span.first <= pause.first and pause.first + pause.minutes <= span.last
    )


def _misplaced(
    span: Span, planned: Published | None, mediator: str, context: EntryContext
) -> Iterable[Wrong]:
    """Yield why the hours can't count where they fall: the month, the contract."""
    label = f"{span.day:%Y-%m}"
    if planned is not None and label != f"{planned.worked.duty.span.day:%Y-%m}":
        month = month_name(planned.worked.duty.span.day)
        text = f"un début en {month}, le mois du service publié"
        yield Wrong(field="start", received=_shown(span.start), expected=text)
    elif planned is None and label not in context.months:
        published = ", ".join(month_name(date.fromisoformat(f"{m}-01")) for m in context.months)
        text = f"un début dans un mois publié : {published or 'aucun ne l’est'}"
        yield Wrong(field="start", received=_shown(span.start), expected=text)
    person = context.association.mediator_of.get(mediator)
    if planned is None and (person is None or person.contract_on(span.day) is None):
        text = "un jour couvert par un contrat de la personne"
        yield Wrong(field="start", received=_shown(span.start), expected=text)


def _overlaps(duty: Duty, uid: str, others: Iterable[Published]) -> Iterable[Wrong]:
    """Yield a fault for the first other duty at the same time, if there is one."""
    for row in others:
        other = row.worked.duty
        own = bool(uid) and row.uid == uid
        if not own and other.span.touches(duty.span) and not _together(duty, other):
            text = f"des heures qui n’en chevauchent pas d’autres ({_words(other.span)})"
            yield Wrong(field="start", received=_words(duty.span), expected=text)
            return


def _together(duty: Duty, other: Duty) -> bool:
    """Whether two duties may overlap: a call may, during its standby."""
    return {duty.kind, other.kind} == {DutyKind.STANDBY, DutyKind.INTERVENTION}


def _rows(months: Mapping[str, tuple[Published, ...]]) -> Iterable[Published]:
    for rows in months.values():
        yield from rows


def _words(span: Span) -> str:
    start, end = span.start.astimezone(PARIS), span.end.astimezone(PARIS)
    return f"{long_date(start.date())} de {clock_words(start)} à {clock_words(end)}"


def _shown(instant: datetime | None) -> str:
    if instant is None:
        return ""
    return instant.isoformat(timespec="minutes")
