"""The road: directory, people, complaints, events, slips, drafts; functions, row security and grants."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
PARTS = ("rules", "tables", "moves", "events", "acts", "search", "directory", "security")


def upgrade() -> None:
    """Run the parts in order; driver-level, so that ``:`` and ``%`` in them mean nothing."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    for part in PARTS:
        driver.execute((SQL / f"0001_{part}.sql").read_text(encoding="utf-8"))
