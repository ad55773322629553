"""Pretend that the program knows one more version of the tables than it does."""

import shutil
from pathlib import Path

import pytest

from api.database import migrating

LATEST = max(path.stem[1:5] for path in (migrating.FOLDER / "versions").glob("v0*.py"))
"""The version of the program as it is."""
FOLLOWING = f"{int(LATEST) + 1:04}"

NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision = "{FOLLOWING}"
down_revision = "{LATEST}"


def upgrade():
    op.create_table("essai", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("agency") as batch:
        batch.add_column(sa.Column("motto", sa.String(10), nullable=True))
"""


def versions(folder: Path, text: str = NEXT) -> Path:
    """Write that program's versions, and return the folder that `migrating.FOLDER` would be."""
    made = folder / "versions-suivantes"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(migrating.FOLDER, made, ignore=ignored, dirs_exist_ok=True)
    (made / "versions" / f"v{FOLLOWING}_next.py").write_text(text)
    return made


def next_version(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str = NEXT) -> None:
    """Make this program one that knows one more version."""
    monkeypatch.setattr(migrating, "FOLDER", versions(folder, text))
