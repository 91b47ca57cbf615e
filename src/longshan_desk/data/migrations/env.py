"""Alembic's entry: runs on the connection that the desk hands over, in its transaction."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from longshan_desk.data.tables import Table


def plain_type(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Revisions are frozen, so they name the stored type and never a type of ours."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{type(item.impl_instance).__name__}()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    render_item=plain_type,
)
context.run_migrations()
