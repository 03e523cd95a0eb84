"""JSON Schemas of the rule files, from the models that load them: an editor completes and explains while one writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from engine.rulebook.checks import CheckList
from engine.rulebook.models import DocumentKind, Pack, Procedure, Regulation, Requirement, Vocabulary
from engine.rulebook.wording import HolidayCorrections, StepWording

SCHEMAS: dict[str, type[BaseModel]] = {
    "vocabulary": Vocabulary,
    "document": DocumentKind,
    "procedure": Procedure,
    "requirement": Requirement,
    "pack": Pack,
    "regulation": Regulation,
    "step-wording": StepWording,
    "holidays": HolidayCorrections,
    "checks": CheckList,
}


def schema_text(name: str) -> str:
    """Return the schema of one kind of file as JSON text; bare strings are allowed where the loader takes them."""
    schema = SCHEMAS[name].model_json_schema(by_alias=True)
    _allow_bare(schema, "Words", {"type": "string"})
    _allow_bare(schema, "Satisfied", {"type": "string"})
    _allow_bare(schema, "Where", {"type": ["string", "integer"]})
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _allow_bare(schema: dict[str, Any], name: str, bare: dict[str, Any]) -> None:
    definitions = schema.get("$defs", {})
    if name in definitions:
        definitions[name] = {"anyOf": [bare, definitions[name]]}


def write_schemas(folder: Path) -> list[Path]:
    """Write all schemas into `folder`; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name in SCHEMAS:
        file = folder / f"{name}.schema.json"
        file.write_text(schema_text(name), encoding="utf-8")
        files.append(file)
    return files
