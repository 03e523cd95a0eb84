"""The report as JSON: the public contract, described by report.schema.json beside this file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engine.findings import Report

SCHEMA_FILE = Path(__file__).with_name("report.schema.json")


def render_json(report: Report) -> str:
    """Return the report as indented JSON, letters as they are."""
    return json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def build_schema() -> dict[str, Any]:
    """Return the JSON Schema of a report."""
    schema = Report.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def write_schema() -> None:
    """Write the committed schema anew (`python -m engine.report.json_report`)."""
    SCHEMA_FILE.write_text(json.dumps(build_schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_schema()
