"""The kinds of rows that an account reads, in groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.data.entering.access import kinds_of, writes
from api.data.entering.reader import RowReader
from api.french.plural import plural
from api.page.data.words import GROUPS, group_of, title_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.access.caller import Caller


@dataclass(frozen=True, kw_only=True)
class KindLine:
    """A kind: its list, what its rows are, how many the account sees, whether it changes them."""

    address: str
    title: str
    words: str
    count: str
    writes: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """Kinds that stand together."""

    title: str
    kinds: tuple[KindLine, ...]


def groups_of(who: Caller, session: Session) -> tuple[Group, ...]:
    """Return the kinds that an account reads, in groups."""
    groups: dict[str, list[KindLine]] = {title: [] for title in GROUPS.values()}
    for kind in kinds_of(who):
        count = sum(1 for _ in RowReader(who, session).rows(kind.name))
        line = KindLine(
            address=f"/donnees/{kind.name}",
            title=title_of(kind),
            words=kind.words,
            count=plural(count, "ligne") if count else "rien encore",
            writes=writes(who, kind.name),
        )
        groups.setdefault(group_of(kind), []).append(line)
    return tuple(Group(title=title, kinds=tuple(lines)) for title, lines in groups.items() if lines)
