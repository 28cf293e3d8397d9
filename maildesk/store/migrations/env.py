"""Alembic's entry: runs the revisions on the connection that `store.schema` hands over."""

from alembic import context

from maildesk.tables import metadata

session = context.config.attributes["session"]
context.configure(connection=session, target_metadata=metadata, render_as_batch=True)
if session.dialect.name == "postgresql":
    session.exec_driver_sql("select pg_advisory_xact_lock(4711)")  # two daemons may start at once
context.run_migrations()
