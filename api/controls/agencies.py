"""Keep of an association only the people of some agencies, and what concerns them."""

from dataclasses import replace

from sqlalchemy import Engine

from api.access.caller import Caller
from api.access.reach import HR, Reach
from api.data.association import Association
from api.database.engine import reading
from api.ledger.history import whole


def known_to(who: Caller, engine: Engine) -> Association:
    """Return what the association knows of the people for whom RH answers."""
    with reading(engine) as session:
        return part_of_agencies(whole(session), Reach(who, HR).agencies)


def part_of_agencies(association: Association, agencies: frozenset[str] | None) -> Association:
    """
    Return the association with the people of these agencies alone (None: everybody).

    What is everybody's (templates, agreements, calendars) stays.
    """
    if agencies is None:
        return replace(association, history=dict(association.history))
    people = {m.id for m in association.mediators if m.agency in agencies}
    return replace(
        association,
        mediators=tuple(m for m in association.mediators if m.id in people),
        titles=tuple(t for t in association.titles if t.mediator in people),
        members=tuple(pair for pair in association.members if pair[1] in people),
        absences=tuple(a for a in association.absences if a.mediator in people),
        delegations=tuple(d for d in association.delegations if d.mediator in people),
        wishes=tuple(w for w in association.wishes if w.mediator in people),
        pairs=tuple(p for p in association.pairs if {p.first, p.second} <= people),
        limits=tuple(limit for limit in association.limits if limit.mediator in people),
        successions=tuple(s for s in association.successions if s.mediator in {"", *people}),
        streaks=tuple(s for s in association.streaks if s.mediator in people),
        locks=tuple(lock for lock in association.locks if lock.mediator in people),
        history={
            month: tuple(row for row in rows if row.worked.mediator in people)
            for month, rows in association.history.items()
        },
        removals=tuple(r for r in association.removals if r.worked.mediator in people),
        revisions=tuple(r for r in association.revisions if r.mediator in people),
        outside=tuple(o for o in association.outside if o.mediator in people),
        carried=tuple(c for c in association.carried if c.mediator in people),
        past_weeks=tuple(w for w in association.past_weeks if w.mediator in people),
        notices=tuple(n for n in association.notices if n.mediator in people),
    )
