"""Alembic's environment: one connection, given by db/schema.py, acting as the owner of the tables."""

from pathlib import Path

from alembic import context
from sqlalchemy import text

from db.tables import metadata

SQL = Path(__file__).parent / "sql"


def run() -> None:
    """Run the migrations as warmline_owner, in one transaction."""
    connection = context.config.attributes["connection"]
    connection.execute(text((SQL / "roles.sql").read_text(encoding="utf-8").replace(":", r"\:")))
    connection.execute(text("SET LOCAL ROLE warmline_owner"))
    context.configure(connection=connection, target_metadata=metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


run()
