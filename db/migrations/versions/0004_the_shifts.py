"""Who sat where and what was handed over. Each part is a file of its own."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
PARTS: tuple[str, ...] = (
    "shifts",
    "roster",
    "swaps",
    "seats",
    "plans",
    "log",
    "seals",
    "handover",
    "seal_check",
    "facts",
    "statistics",
    "review",
    "lock",
)


def upgrade() -> None:
    """Run the parts in order; driver-level, so that ``:`` and ``%`` in them mean nothing."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    for part in PARTS:
        driver.execute((SQL / f"0004_{part}.sql").read_text(encoding="utf-8"))
