"""The report as SARIF 2.1.0, for viewers that know it. A fail is a result, an open one is «open», a pass «pass»."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import quote

from engine.findings import DocumentShown, Finding, Incident, Outcome, Place, Report, Severity
from engine.report.wording import incident_words, place_words, source_words

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_KIND = {
    Outcome.FAIL: "fail",
    Outcome.OPEN: "open",
    Outcome.PASS: "pass",
    Outcome.NOT_APPLICABLE: "notApplicable",
    Outcome.INCIDENT: "open",
}


def program_version() -> str:
    """Return the version of the installed program."""
    try:
        return version("hoso")
    except PackageNotFoundError:
        return "0"


def render_sarif(report: Report, lang: str) -> str:
    """Return one SARIF run over the dossier."""
    results = [*report.findings, *report.passes]
    rules = sorted({item.rule for item in results})
    papers = {paper.id: paper for paper in report.documents}
    run = {
        "tool": {"driver": _driver(rules, results, lang)},
        "language": lang,
        "columnKind": "utf16CodeUnits",
        "invocations": [_invocation(report)],
        "artifacts": [{"location": {"uri": quote(path)}} for path in dict.fromkeys(p.path for p in report.documents)],
        "results": [_result(item, rules, papers, lang) for item in results],
        "properties": {"verdict": report.verdict, "sentence": report.sentence, "rulesDigest": report.rules_digest},
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _driver(rules: list[str], results: list[Finding], lang: str) -> dict[str, Any]:
    first = {item.rule: item for item in reversed(results)}
    return {
        "name": "hoso",
        "version": program_version(),
        "rules": [_rule(first[name], lang) for name in rules],
    }


def _rule(item: Finding, lang: str) -> dict[str, Any]:
    source = source_words(item.citation, lang)
    rule: dict[str, Any] = {
        "id": item.rule,
        "shortDescription": {"text": item.title},
        "properties": {"tags": item.checks},
    }
    if source:
        rule["help"] = {"text": source}
    return rule


def _result(item: Finding, rules: list[str], papers: dict[str, DocumentShown], lang: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": item.rule,
        "ruleIndex": rules.index(item.rule),
        "kind": _KIND[item.outcome],
        # the standard allows a level on fails only
        "level": _LEVEL[item.severity] if item.outcome is Outcome.FAIL else "none",
        "message": {"text": _message(item)},
        "partialFingerprints": {"hoso/v1": item.fingerprint},
        "locations": _locations(item, papers, lang),
    }
    if item.dismissed is not None:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": item.dismissed}]
    return result


def _message(item: Finding) -> str:
    return " ".join(part for part in (item.message or item.title, item.remedy) if part)


def _locations(item: Finding, papers: dict[str, DocumentShown], lang: str) -> list[dict[str, Any]]:
    placed = [_location(place, papers, lang) for place in item.locations if place.document in papers]
    named = {place.document for place in item.locations}
    whole = [Place(document=name) for name in item.documents if name in papers and name not in named]
    return placed + [_location(place, papers, lang) for place in whole]


def _location(place: Place, papers: dict[str, DocumentShown], lang: str) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": quote(papers[place.document].path)}}}
    words = place_words(place, lang)
    if words:
        kind = "page" if place.page is not None else "paragraph"
        location["logicalLocations"] = [{"name": words, "kind": kind}]
    if place.box:
        location["properties"] = {"page": place.page, "box": place.box}
    return location


def _invocation(report: Report) -> dict[str, Any]:
    return {
        "executionSuccessful": not report.incidents and not report.stamped_secret,
        "toolExecutionNotifications": [_notification(item) for item in report.incidents],
    }


def _notification(item: Incident) -> dict[str, Any]:
    text = f"{item.where}: {incident_words(item)}"
    return {"level": "error", "message": {"text": text}, "descriptor": {"id": item.code}}
