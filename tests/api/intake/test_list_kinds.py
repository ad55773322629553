from pathlib import Path

import pytest

from api.intake.foreign_file import read_foreign
from scheduler.domain.duty import BreakKind, DutyKind
from tests.api.intake.calendars import calendar, event
from tests.api.intake.files import aways, csv_file, one_row


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        *(("", DutyKind.WORK), ("Travail", DutyKind.WORK), ("nuit", DutyKind.WORK)),
        *(("Formation", DutyKind.TRAINING), ("CFA", DutyKind.TRAINING)),
        *(("trajet", DutyKind.TRAVEL), ("Astreinte", DutyKind.STANDBY)),
        ("intervention d’astreinte", DutyKind.INTERVENTION),
        *(("Temps d’équipe", DutyKind.WORK), ("réunion d’équipe", DutyKind.WORK)),
        *(("Analyse de pratique", DutyKind.WORK), ("module de prévention", DutyKind.WORK)),
        ("trajet domicile-travail", DutyKind.COMMUTE),
    ],
)
def test_a_type_tells_what_a_shift_is(tmp_path: Path, word: str, kind: DutyKind) -> None:
    path = csv_file(tmp_path, f"Nom;Date;Horaires;Type\nAda;01/06/2026;8-12;{word}")

    assert [s.duty.kind for s in read_foreign(path).shifts] == [kind]


def test_a_type_that_is_not_known_is_refused(tmp_path: Path) -> None:
    assert one_row(tmp_path, "Nom;Date;Horaires;Type", "Ada;01/06/2026;8-12;yoga") == [
        (
            "juin.csv, ligne 2, colonne D « Type » : reçu « yoga », attendu : l’un de : travail, "
            "formation, trajet, astreinte, intervention d’astreinte ou domicile, ou un code connu"
        )
    ]


def test_places_are_as_written(tmp_path: Path) -> None:
    header = "Nom;Date;Horaires;Lieu;Dispositif;Agence"
    (shift,) = read_foreign(
        csv_file(tmp_path, f"{header}\nAda;01/06/2026;8-12;Parc;Médiation;Nantes")
    ).shifts

    assert (shift.duty.site, shift.duty.dispositif, shift.duty.agency) == (
        *("Parc", "Médiation", "Nantes"),
    )


def test_absences_last_days_or_hours_and_those_that_touch_are_one(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        """
        Nom;Date;Date fin;Début;Fin;Motif
        Ada;01/06/2026;;;;CP
        Ada;02/06/2026;05/06/2026;;;congé payé
        Ada;08/06/2026;;;;CP
        Bob;01/06/2026;;8h;12h;Maladie
        Bob;02/06/2026;;;;RH
        """,
    )

    reading = read_foreign(path)

    assert aways(reading) == [
        ("Ada", "01/06 00:00", "06/06 00:00", "conge"),
        ("Bob", "01/06 08:00", "01/06 12:00", "maladie"),
        ("Ada", "08/06 00:00", "09/06 00:00", "conge"),
    ]
    assert [(a.text, a.why) for a in reading.aside] == [("« Bob ; 02/06/2026 ; RH »", "repos")]
    assert reading.counts.message == (
        "5\u00a0lignes ou cases lues : 4\u00a0utilisées, 0\u00a0refusée, 1\u00a0mise de côté"
    )


def test_an_associations_own_absences_are_read(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, "personne;debut;fin;motif\nada;01/06/2026;03/06/2026;accident_travail"
    )

    assert aways(read_foreign(path)) == [("ada", "01/06 00:00", "04/06 00:00", "accident_travail")]


def test_a_reason_that_is_not_known_is_refused_with_those_that_are(tmp_path: Path) -> None:
    (message,) = one_row(tmp_path, "Nom;Date;Motif", "Ada;01/06/2026;ZZ")

    assert message == (
        "juin.csv, ligne 2, colonne C « Motif » : reçu « ZZ », attendu : un code connu (CP, RTT, "
        "R, RH, F, CFA)"
    )


def test_rest_with_hours_is_refused(tmp_path: Path) -> None:
    (message,) = one_row(tmp_path, "Nom;Date;Horaires;Motif", "Ada;01/06/2026;8-12;RH")

    assert message.endswith("attendu : un motif de repos sans heures")


def test_a_code_that_could_mean_something_else_is_told(tmp_path: Path) -> None:
    reading = read_foreign(csv_file(tmp_path, "Nom;Date;Motif\nAda;01/06/2026;F"))

    assert reading.notes == (
        (
            "code « F » lu comme repos, son sens usuel (une légende peut le changer) "
            "(juin.csv, ligne 2)"
        ),
    )


UNPAID, PAID, WATCH = BreakKind.UNPAID, BreakKind.PAID, BreakKind.WATCH


def read(tmp_path: Path, header: str, row: str) -> tuple[list[tuple[int, BreakKind, int]], str]:
    """Minutes and kind of each break, with the shift's work; or what was expected instead."""
    made = read_foreign(csv_file(tmp_path, f"Nom;Date;{header}\nAda;01/06/2026;{row}"))
    breaks = [
        (pause.minutes, pause.kind, shift.duty.work)
        for shift in made.shifts
        for pause in shift.duty.breaks
    ]
    return breaks, "".join(fault.expected for fault in made.refused)


@pytest.mark.parametrize(
    ("title", "word", "kind", "work"),
    [
        ("Genre de pause", "", UNPAID, 450),
        ("Genre de pause", "non payée", UNPAID, 450),
        ("Genre de pause", "payée", PAID, 450),
        ("Type de pause", "Payées", PAID, 450),
        ("Nature de pause", "rémunérée", PAID, 450),
        ("Statut de la pause", "non rémunérée", UNPAID, 450),
        ("Pause payée", "oui", PAID, 450),
        ("Pause rémunérée", "non", UNPAID, 450),
        ("Genre de pause", "veille", WATCH, 480),
        ("Genre de pause", "en veille", WATCH, 480),
        ("Genre de pause", "astreinte sur place", WATCH, 480),
        ("Genre de pause", "d’astreinte sur place", WATCH, 480),
        ("Genre de pause", "sur place, en veille", WATCH, 480),
        ("Genre de pause", "travail effectif", WATCH, 480),
    ],
)
def test_a_column_says_whether_a_break_is_paid_or_work(
    tmp_path: Path, title: str, word: str, kind: BreakKind, work: int
) -> None:
    assert read(tmp_path, f"Horaires;Pause;{title}", f"8h-16h;30;{word}") == (
        [(30, kind, work)],
        "",
    )


@pytest.mark.parametrize(
    ("cell", "breaks"),
    [
        ("30 min payée", [(30, PAID, 450)]),
        ("30 (non payée)", [(30, UNPAID, 450)]),
        ("0:30 en veille", [(30, WATCH, 480)]),
        ("30 min d'astreinte sur place", [(30, WATCH, 480)]),
        ("20 min payée + 30 min", [(20, PAID, 430), (30, UNPAID, 430)]),
        ("20/payee 30/veille", [(20, PAID, 460), (30, WATCH, 460)]),
    ],
)
def test_the_cell_of_a_break_may_say_it(
    tmp_path: Path, cell: str, breaks: list[tuple[int, BreakKind, int]]
) -> None:
    assert read(tmp_path, "Horaires;Pause", f"8h-16h;{cell}") == (breaks, "")


@pytest.mark.parametrize(
    ("hours", "kind", "work"),
    [
        ("8h-16h (pause 30 min)", UNPAID, 450),
        ("8h-16h (pause payée 30 min)", PAID, 450),
        ("8h-16h (pause 30 min payée)", PAID, 450),
        ("8h-16h (pause 30 min, payée)", PAID, 450),
        ("8h-16h dont 30 min de pause rémunérée", PAID, 450),
        ("8h-16h (pause 12h-12h30 en veille)", WATCH, 480),
        ("8h-16h (pause 30 min à 12h, astreinte sur place)", WATCH, 480),
    ],
)
def test_hours_that_tell_a_break_may_say_it(
    tmp_path: Path, hours: str, kind: BreakKind, work: int
) -> None:
    assert read(tmp_path, "Horaires", hours) == ([(30, kind, work)], "")


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            "Horaires;Pause;Genre de pause",
            "8h-16h;;veille",
            "rien, ou la pause dont c’est le genre",
        ),
        ("Horaires;Genre de pause", "8h-16h;payée", "rien, ou la pause dont c’est le genre"),
        (
            *("Horaires;Pause;Genre de pause", "8h-16h;20/payee;veille"),
            "le genre que la pause dit elle-même, ou rien",
        ),
        (
            *("Horaires;Genre de pause", "8h-16h (pause 30 min payée);non"),
            "le genre que la pause dit elle-même, ou rien",
        ),
        (
            *("Horaires;Pause payée", "8h-16h;30"),
            "payée, non payée ou veille (astreinte sur place, travail effectif)",
        ),
    ],
)
def test_a_kind_without_its_break_or_against_it_is_refused(
    tmp_path: Path, header: str, row: str, expected: str
) -> None:
    assert read(tmp_path, header, row) == ([], expected)


@pytest.mark.parametrize(
    ("header", "row", "breaks"),
    [
        ("Horaires;Pause;Genre de pause", "8h-16h;0;veille", []),
        ("Horaires;Pause;Genre de pause", "8h-16h;;non", []),
        ("Horaires;Pause;Genre de pause", "8h-16h;20/payee;payée", [(20, PAID, 460)]),
        ("Horaires;Genre de pause", "8h-16h (pause 30 min);veille", [(30, WATCH, 480)]),
        (
            *("Horaires;Pause;Début de pause;Genre de pause", "8h-16h;30;12h;veille"),
            [(30, WATCH, 480)],
        ),
        (
            *("Horaires;Début de pause;Fin de pause;Type de pause", "8h-16h;12h;12h30;payée"),
            [(30, PAID, 450)],
        ),
        (
            *("Horaires;Pause;Début de pause;Fin de pause", "8h-16h;30 min payée;12h;12h30"),
            [(30, PAID, 450)],
        ),
    ],
)
def test_a_kind_is_that_of_the_rows_break_wherever_it_is_told(
    tmp_path: Path, header: str, row: str, breaks: list[tuple[int, BreakKind, int]]
) -> None:
    assert read(tmp_path, header, row) == (breaks, "")


def test_an_event_that_tells_a_break_may_say_it(tmp_path: Path) -> None:
    path = calendar(tmp_path, event("DESCRIPTION:Pause 30 min à 1h30, astreinte sur place"))

    (shift,) = read_foreign(path).shifts
    assert [(b.minutes, b.kind, b.start is not None) for b in shift.duty.breaks] == [
        (30, WATCH, True)
    ]


@pytest.mark.parametrize(
    ("pause", "kind", "seen"),
    [
        ("30", "veille", WATCH),
        ("30/payee", "", PAID),
        ("30 min payée", "", PAID),
        ("30", "", UNPAID),
    ],
)
def test_a_legend_keeps_the_kind_of_its_breaks(
    tmp_path: Path, pause: str, kind: str, seen: BreakKind
) -> None:
    legend = csv_file(
        tmp_path,
        f"Code;Début;Fin;Pause;Genre de pause\nZ9;8h;16h;{pause};{kind}",
        "legende.csv",
    )
    listed = csv_file(tmp_path, "Nom;Date;Code\nAda;01/06/2026;Z9")

    (shift,) = read_foreign(listed, legends=[legend]).shifts
    assert [b.kind for b in shift.duty.breaks] == [seen]
