"""See ARCHITECTURE.md, engine.report."""
