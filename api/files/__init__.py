"""An association's files: read, checked, and written for what is published."""

from api.files.errors import BadFilesError, FileError
from api.files.load import load

__all__ = ["BadFilesError", "FileError", "load"]
