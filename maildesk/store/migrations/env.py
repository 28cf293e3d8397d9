"""Alembic's entry: runs the revisions on the connection that `store.schema` hands over."""

from alembic import context

from maildesk.tables import metadata

session = context.config.attributes["session"]
context.configure(connection=session, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
