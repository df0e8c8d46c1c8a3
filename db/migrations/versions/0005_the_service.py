"""The heating service at the operator's fingertips. Each part is a file of its own."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
PARTS: tuple[str, ...] = (
    "company_roster",
    "ran_out",
    "score_items",
    "refund_bands",
    "notices",
    "forms",
    "verified",
    "knowledge",
    "articles",
    "count",
    "doors",
    "public_directory",
    "other_chats",
    "temperature",
    "temperature_acts",
    "refunds",
    "relief",
    "duties",
    "service_points",
)


def upgrade() -> None:
    """Run the parts in order; driver-level, so that ``:`` and ``%`` in them mean nothing."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    for part in PARTS:
        driver.execute((SQL / f"0005_{part}.sql").read_text(encoding="utf-8"))
