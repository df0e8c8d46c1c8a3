"""Where a file is offered to be kept: among the person's documents, or in the home folder of who has none yet."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def in_documents(name: str) -> Path:
    """The path of a file or folder of that name."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return (folder if folder.is_dir() else Path.home()) / name
