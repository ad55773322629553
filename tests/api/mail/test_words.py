from datetime import UTC, datetime
from typing import Any

from api.mail.words import body_of, clock_words, shift_words, subject_of
from api.planning.names import Names, Place
from scheduler.domain.time import PARIS

NAMES = Names(
    dispositifs={"11": "Voyage à Nantes", "astreinte": "Astreinte des référents"},
    sites={"parc": Place(name="Parc des Chantiers", address="44200 Nantes")},
)
DAY = {"start": "2026-10-06T09:00+02:00", "end": "2026-10-06T16:30+02:00", "site": "parc"}
EVENING = {"start": "2026-10-06T14:00+02:00", "end": "2026-10-06T21:30+02:00", "site": ""}
NIGHT = {"start": "2026-10-24T21:30+02:00", "end": "2026-10-25T06:00+01:00", "site": "parc"}


def change(old: Any, new: Any, kind: str = "travail", dispositif: str = "11") -> dict[str, Any]:
    return {"old": old, "new": new, "kind": kind, "dispositif": dispositif, "urgent": True}


def test_a_shift_is_told_with_its_day_hours_and_place() -> None:
    assert shift_words(DAY, NAMES) == (
        "mardi 6 octobre 2026, de 09:00 à 16:30, Parc des Chantiers, 44200 Nantes"
    )
    assert shift_words(EVENING, NAMES) == "mardi 6 octobre 2026, de 14:00 à 21:30"
    assert shift_words(NIGHT, NAMES) == (
        "samedi 24 octobre 2026, de 21:30 à 06:00 (le 25), Parc des Chantiers, 44200 Nantes"
    )


def test_in_the_hour_that_comes_twice_it_says_which() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC).astimezone(PARIS)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC).astimezone(PARIS)

    assert clock_words(first) == "02:30 (heure d’été)"
    assert clock_words(second) == "02:30 (heure d’hiver)"
    assert clock_words(datetime(2026, 10, 25, 2, 0, tzinfo=UTC).astimezone(PARIS)) == "03:00"


def test_the_subject_names_the_day_or_counts() -> None:
    assert subject_of([change(None, DAY)]) == "Votre planning a changé : mardi 6 octobre 2026"
    assert subject_of([change(NIGHT, None)]) == "Votre planning a changé : samedi 24 octobre 2026"
    assert subject_of([change(NIGHT, None)] * 3) == "Votre planning a changé : 3\u00a0services"


def test_the_text_tells_each_change_with_old_and_new_hours_and_place() -> None:
    text = body_of(
        [
            change(DAY, EVENING),
            change(NIGHT, None),
            change(None, NIGHT, "astreinte", "astreinte"),
        ],
        others=2,
        when=datetime(2026, 10, 4, 6, 5, tzinfo=UTC),
        names=NAMES,
        link="https://planning.exemple.fr",
    )
    assert text == (
        "Bonjour,\n"
        "\n"
        "Votre planning a changé ; il a été publié le dimanche 4 octobre 2026 à 08:05.\n"
        "\n"
        "Service modifié – Voyage à Nantes\n"
        "  avant : mardi 6 octobre 2026, de 09:00 à 16:30, Parc des Chantiers, 44200 Nantes\n"
        "  maintenant : mardi 6 octobre 2026, de 14:00 à 21:30\n"
        "\n"
        "Service retiré – Voyage à Nantes\n"
        "  samedi 24 octobre 2026, de 21:30 à 06:00 (le 25), Parc des Chantiers, 44200 Nantes\n"
        "\n"
        "Astreinte ajoutée – Astreinte des référents\n"
        "  samedi 24 octobre 2026, de 21:30 à 06:00 (le 25), Parc des Chantiers, 44200 Nantes\n"
        "\n"
        "2\u00a0autres changements plus tard dans le mois : voyez votre agenda.\n"
        "\n"
        "Ces changements sont aussi dans votre agenda.\n"
        "https://planning.exemple.fr\n"
        "\n"
        "Ce message est envoyé automatiquement : personne n’en lit les réponses.\n"
        "Pour toute question, adressez-vous à votre responsable.\n"
    )


def test_what_is_published_for_the_first_time_has_not_changed() -> None:
    when = datetime(2026, 9, 21, 8, 0, tzinfo=UTC)
    text = body_of(
        [change(None, DAY)], others=2, when=when, names=NAMES, link="x", first="d’octobre 2026"
    )

    assert subject_of([change(None, DAY)], first="d’octobre 2026") == (
        "Votre planning d’octobre 2026 est publié"
    )
    assert "Votre planning d’octobre 2026 a été publié le lundi 21 septembre 2026 à 10:00." in text
    assert "2\u00a0autres services plus tard dans le mois" in text
    assert "chang" not in text
