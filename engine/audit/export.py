"""The whole run as one JSON file, written piece by piece so that a run of any size fits in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import orjson

from engine.audit import summary as figures
from engine.audit.part_file import whole
from engine.audit.programme import Plan
from engine.audit.store import Store
from engine.audit.summary import BranchRow, Summary
from engine.audit.words import dossier_words, reason_words
from engine.errors import SystemFault
from engine.locale.words import Said, tr

SCHEMA_VERSION = "1.0"


def write_json(file: Path, store: Store, summary: Summary, lang: str, plan: Plan | None, *, show: bool) -> None:
    """Write the run. Raises SystemFault where the machine refuses."""
    try:
        with whole(file) as stream:
            _write(stream, _parts(store, summary, plan, lang, show=show))
    except OSError as error:
        raise SystemFault(
            f"Không ghi được «{file}».",
            "Chọn nơi khác bằng --json, kiểm tra chỗ trống và quyền ghi; kết quả rà soát đã lưu trong kho.",
            en=f"«{file}» cannot be written.",
            advice_en="Choose another place with --json, see to room and rights; the store has the results.",
        ) from error


def _write(stream: IO[bytes], parts: Iterable[tuple[str, Any]]) -> None:
    opening = b"{"
    for name, value in parts:
        stream.write(opening + orjson.dumps(name) + b":")
        if isinstance(value, Iterator):
            _write_list(stream, value)
        else:
            stream.write(orjson.dumps(value, default=str))
        opening = b",\n"
    stream.write(b"}\n")


def _write_list(stream: IO[bytes], rows: Iterator[Any]) -> None:
    opening = b"[\n"
    for row in rows:
        stream.write(opening + orjson.dumps(row, default=str))
        opening = b",\n"
    stream.write(b"[]" if opening == b"[\n" else b"]")


def _parts(store: Store, summary: Summary, plan: Plan | None, lang: str, *, show: bool) -> Iterator[tuple[str, Any]]:
    _ = tr(lang)
    run = summary.run
    yield "schema_version", SCHEMA_VERSION
    yield "on", run.on_day
    yield "rules_digest", run.rules_digest
    yield "totals", _numbers(summary.totals) | {"secret": summary.secret}
    yield "branches", [_branch(row) for row in summary.branches]
    every = figures.dossiers(store, run.id)
    yield "dossiers", (_dossier(row, lang, show=show) for row in every if row.status != "aside")
    yield "findings", (_finding(row, lang) for row in figures.findings(store, run.id))
    yield "unread", (_unread(row, lang) for row in figures.unread(store, run.id))
    yield "between", (_crossing(row, lang) for row in figures.crossings(store, run.id))
    yield (
        "aside",
        (
            {"path": dossier_words(row.shown, row.ordinal, None, _, show=show), "reason": _value(row.reason, lang)}
            for row in figures.troubles(store, run.id)
            if row.status == "aside"
        ),
    )
    if plan is not None:
        yield "programme", _programme(plan)


def _programme(plan: Plan) -> dict[str, Any]:
    lines = [line.item.model_dump() | {"state": line.state, "dossier": line.dossier} for line in plan.lines]
    return {"year": plan.year, "figures": plan.figures, "findings": plan.findings, "items": lines}


def _numbers(row: BranchRow) -> dict[str, Any]:
    names = ("dossiers", "clean", "faulty", "unclear", "failed", "errors", "warnings", "notes", "open", "incidents")
    return {name: getattr(row, name) for name in (*names, "crossings", "new", "still", "mended")}


def _branch(row: BranchRow) -> dict[str, Any]:
    about = {"path": row.branch.path, "name": row.branch.name, "level": row.branch.level, "pack": row.branch.pack}
    return about | _numbers(row) | {"groups": row.groups}


def _dossier(row: Any, lang: str, *, show: bool) -> dict[str, Any]:
    name = dossier_words(row.shown, row.ordinal, row.private, tr(lang), show=show)
    why = reason_words(row.status, row.reason, lang) if row.status != "done" else None
    names = ("procedure", "level", "pack", "verdict", "errors", "warnings", "notes", "open", "passed", "papers")
    return {"ordinal": row.ordinal, "branch": row.branch, "name": name, "status": row.status, "reason": why} | _plain(
        row, lang, *names
    )


def _finding(row: Any, lang: str) -> dict[str, Any]:
    names = ("ordinal", "rule", "outcome", "severity", "fingerprint", "title", "message", "remedy", "source")
    return _plain(row, lang, *names, "paper", "file", "page", "dismissed", "claimed")


def _crossing(row: Any, lang: str) -> dict[str, Any]:
    return _plain(row, lang, "branch", "rule", "severity", "message", "ordinals")


def _unread(row: Any, lang: str) -> dict[str, Any]:
    return _plain(row, lang, "ordinal", "code", "place", "message", "remedy")


def _plain(row: Any, lang: str, *names: str) -> dict[str, Any]:
    return {name: _value(getattr(row, name), lang) for name in names}


def _value(value: Any, lang: str) -> Any:
    if isinstance(value, Said):
        return value.text(lang)
    return value.isoformat() if isinstance(value, dt.date) else value
