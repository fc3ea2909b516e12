"""What Alembic runs: the migrations, on the connection and in the transaction of `records.schema`."""

from alembic import context

from records.models import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
