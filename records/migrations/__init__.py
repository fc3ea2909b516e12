"""Alembic's folder: `env.py`, and one module for each version of the tables. `records.schema` runs them on start."""
