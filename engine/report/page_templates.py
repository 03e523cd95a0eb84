"""One way to make pages from templates: everything printed is escaped, a misspelt name is an error."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

SHARED = Path(__file__).with_name("templates")


def template_environment(*folders: Path) -> Environment:
    """Return the templates of `folders`, and of the report's own folder, whose macros every page may use."""
    return Environment(
        loader=FileSystemLoader((*folders, SHARED), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
