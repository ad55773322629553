"""A small association as the program of an HR department writes it: what it must say, no more."""

from typing import Any

PEOPLE = {
    "lea": "Léa Martin",
    "noe": "Noé Petit",
    "zoe": "Zoé Roux",
    "max": "Max Faure",
    "ines": "Inès Blanc",
    "paul": "Paul Garnier",
}
WEEKDAYS = [0, 1, 2, 3, 4]


def rows() -> list[dict[str, Any]]:
    """Return its rows, people first: what they refer to comes after them."""
    return [
        *(_row("personnes", **_person(who, name)) for who, name in PEOPLE.items()),
        *(
            _row("contrats", mediator=who, kind="CDI", start="2024-01-01", weekly_minutes=2100)
            for who in PEOPLE
        ),
        _row("titres", mediator="lea", title="CQP", since="2024-06-01"),
        _row("pauses", template="MIDI", minutes=30, at="13:00", kind="non_payee"),
        *(
            _row("gabarits", **_template(name, start, end))
            for name, start, end in (
                ("MATIN", "08:00", "12:00"),
                ("MIDI", "12:00", "18:30"),
                ("SOIR", "18:30", "21:00"),
            )
        ),
        *(_row("besoins", **_need(name)) for name in ("MATIN", "MIDI", "SOIR")),
        _row("sites", id="gare", name="Gare", address="1 place de la Gare", agency="nord"),
        _row("dispositifs", id="G", name="Médiation de gare", agency="nord"),
        _row("agences", id="nord", name="Nord", academy="Lille", zone="B"),
    ]


def changes() -> list[dict[str, Any]]:
    """Return the changes that add them."""
    return [row | {"action": "ajouter"} for row in rows()]


def place_of(kind: str) -> int:
    """Return the place of the first row of a kind."""
    return next(place for place, row in enumerate(rows()) if row["kind"] == kind)


def _row(name: str, /, **values: Any) -> dict[str, Any]:
    return {"kind": name, "values": values}


def _person(who: str, name: str) -> dict[str, Any]:
    born = {"id": who, "name": name, "role": "mediateur", "birth": "1990-05-12"}
    return born | {"agency": "nord", "dispositifs": ["G"], "home": "Lille", "licence": False}


def _template(name: str, start: str, end: str) -> dict[str, Any]:
    hours = {"weekdays": WEEKDAYS, "start": start, "end": end, "since": "2026-01-01"}
    kind = "soiree" if name == "SOIR" else "jour"
    return {"id": name, "dispositif": "G", "site": "gare", "kind": kind, **hours}


def _need(name: str) -> dict[str, Any]:
    return {"template": name, "roles": ["mediateur"], "minimum": 1, "target": 2, "maximum": 2}
