"""See ARCHITECTURE.md, engine.rulebook."""
