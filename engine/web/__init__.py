"""The local page: all that `hoso check` does, for people who never saw a terminal; see ARCHITECTURE.md, engine.web."""
