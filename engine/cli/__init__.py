"""See ARCHITECTURE.md, engine.cli."""
