from pathlib import Path

import pytest

from api.export.audit.bundle import write_audit
from api.export.formats import AuditFormat
from api.judging.report.shapes import json_pieces
from tests.api.commands import files
from tests.api.export.audits import MADE, audited


def written(folder: Path, *formats: AuditFormat, processes: int | None = None) -> list[str]:
    report = audited().report
    return [
        name for name in write_audit(folder, report, formats, MADE, processes=processes) if name
    ]


def test_all_formats_are_written(tmp_path: Path) -> None:
    names = written(tmp_path, AuditFormat.ALL)

    assert names == [
        *("controle.json", "controle.xlsx"),
        *("preuves/ada-lemoine-ada.pdf", "preuves/brice-kouassi-brice.pdf"),
        *("paie/paie-2026-06.csv", "paie/paie.xlsx"),
    ]
    assert [file for file in files(tmp_path) if not file.endswith(".txt")] == sorted(names)
    text = (tmp_path / "controle.json").read_text("utf-8")
    assert text == "".join(json_pieces(audited().report, {}, {}))


def test_a_word_is_yielded_for_each_person(tmp_path: Path) -> None:
    done = list(write_audit(tmp_path, audited().report, [AuditFormat.XLSX], MADE))

    assert done == ["", "", "controle.xlsx"]


@pytest.mark.parametrize("chosen", list(AuditFormat)[:-1])
def test_one_format_alone(chosen: AuditFormat, tmp_path: Path) -> None:
    expected = {
        AuditFormat.JSON: {"controle.json"},
        AuditFormat.XLSX: {"controle.xlsx"},
        AuditFormat.PAY: {"paie/paie-2026-06.csv", "paie/paie.xlsx"},
        AuditFormat.PDF: {"preuves/ada-lemoine-ada.pdf", "preuves/brice-kouassi-brice.pdf"},
    }

    assert set(written(tmp_path, chosen)) == expected[chosen]


def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    here, there = tmp_path / "un", tmp_path / "deux"
    here.mkdir()
    there.mkdir()

    written(here, AuditFormat.PDF, AuditFormat.PAY, processes=1)
    written(there, AuditFormat.PDF, AuditFormat.PAY, processes=2)

    names = files(here)
    assert names == files(there)
    for name in names:
        if not name.endswith(".xlsx"):
            assert (here / name).read_bytes() == (there / name).read_bytes(), name
