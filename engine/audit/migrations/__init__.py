"""Migrations of the store, by alembic; see `engine.audit.store`."""
