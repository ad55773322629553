"""Find the people of a table whose name somebody has already: they are asked about."""

from collections import defaultdict
from collections.abc import Iterator

from api.judging.directory import name_key
from api.own_table.offer import Line, Offer
from api.own_table.reading import Person
from api.page.data.namesakes import THERE, TWICE


def namesakes(offer: Offer) -> Iterator[tuple[Line[Person], str]]:
    """
    Yield the people to import whose name a person of the team or a line above has.

    Each comes with what is expected of the name. Whom the answers on the names of the files tell
    apart isn't asked about again.
    """
    there = {name_key(mediator.bare_name) for mediator in offer.association.mediators}
    above: dict[str, list[Line[Person]]] = defaultdict(list)
    for line in offer.people:
        key = name_key(line.texts["name"])
        if line.about.known or not line.kept or not key:
            continue
        if key in there and not (line.about.apart and _as_read(line)):
            yield line, THERE
        elif not all(_apart(line, other) for other in above[key]):
            yield line, TWICE
        above[key].append(line)


def another(line: Line[Person]) -> bool:
    """Whether the page says that a line's name, as it stands there, is another person's."""
    return bool(line.texts["autre"]) and name_key(line.texts["autre"]) == name_key(
        line.texts["name"]
    )


def _apart(line: Line[Person], other: Line[Person]) -> bool:
    return _as_read(line) and _as_read(other) and (line.about.apart or other.about.apart)


def _as_read(line: Line[Person]) -> bool:
    return name_key(line.texts["name"]) == name_key(line.about.name)
