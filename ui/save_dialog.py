"""Where to save a paper: asked beside the window and not over it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.documents import in_documents


def ask_where(parent: QWidget, name: str, save: Callable[[Path], None]) -> None:
    """Ask for a PDF's place, ``name`` (without suffix) in the person's documents being offered; ``save`` gets it."""
    dialog = QFileDialog(parent, "另存为 PDF", str(in_documents(f"{name}.pdf")), "PDF (*.pdf)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.setModal(False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda file: save(Path(file)))
    dialog.show()
