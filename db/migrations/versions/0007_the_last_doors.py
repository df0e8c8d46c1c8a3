"""What the database let through though no seat would write it. Each part is a file of its own."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
PARTS: tuple[str, ...] = ("pauses", "proposals", "limits", "due_times", "robots", "incidents", "replies")


def upgrade() -> None:
    """Run the parts in order; driver-level, so that ``:`` and ``%`` in them mean nothing."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    for part in PARTS:
        driver.execute((SQL / f"0007_{part}.sql").read_text(encoding="utf-8"))
