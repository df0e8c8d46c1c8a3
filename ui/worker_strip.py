"""The strip in which the company names whom it sends."""

from PySide6.QtWidgets import QWidget

from app.records import Complaint
from ui.fields import LineField
from ui.strip import Strip


class WorkerStrip(Strip):
    """Name and phone of the worker, as they stand so far."""

    def __init__(self, complaint: Complaint, parent: QWidget | None = None) -> None:
        super().__init__("指派维修员", "指派", parent)
        self.worker = LineField("维修员姓名", self)
        self.worker.setObjectName("worker")
        self.worker.setText(complaint.worker)
        self.phone = LineField("维修员电话（可空）", self)
        self.phone.setObjectName("worker_phone")
        self.phone.setText(complaint.worker_phone)
        self.body.addWidget(self.worker)
        self.body.addWidget(self.phone)
        self.worker.entered.connect(lambda _text: self.phone.setFocus())
        self.phone.entered.connect(lambda _text: self.submit())

    def start(self) -> None:
        self.worker.setFocus()
