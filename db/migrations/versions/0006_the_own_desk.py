"""What the people at the seats found missing. Each part is a file of its own."""

from pathlib import Path

from alembic import op

from db.migrations.form_words import find_by_forms

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
PARTS: tuple[str, ...] = (
    "company_swaps",
    "disputed_tests",
    "own_flats",
    "hand_over",
    "company_edges",
    "revisions",
)


def upgrade() -> None:
    """Run the parts in order; driver-level, so that ``:`` and ``%`` in them mean nothing."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    for part in PARTS:
        driver.execute((SQL / f"0006_{part}.sql").read_text(encoding="utf-8"))
    find_by_forms(driver)
