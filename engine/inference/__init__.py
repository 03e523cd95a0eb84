"""See ARCHITECTURE.md, engine.inference."""
