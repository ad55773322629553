"""Uploaded files keep names that a disk takes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from fastapi import UploadFile

from api.controls.received import saved

if TYPE_CHECKING:
    from pathlib import Path


def test_a_long_name_is_cut_to_what_a_disk_takes_and_keeps_its_end(tmp_path: Path) -> None:
    names = ("漢" * 100 + ".csv", "é" * 200 + ".xlsx", "mars.csv")
    files = [UploadFile(io.BytesIO(b"x"), filename=name) for name in (*names, names[0])]

    paths = saved(files, tmp_path / "fichiers")

    assert [path.read_bytes() for path in paths] == [b"x"] * 4
    assert [path.suffix for path in paths] == [".csv", ".xlsx", ".csv", ".csv"]
    assert paths[2].name == "mars.csv"
    assert paths[3].stem == f"{paths[0].stem} (2)"
