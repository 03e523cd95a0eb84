"""The report of a dossier as the store keeps it: whole in Vietnamese, and of the English what differs.

A report is mostly ids, places and figures; only its sentences are there twice.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import orjson

from engine.findings import Report

_WHOLE, _ENGLISH = "vi", "en"


def pack(reports: Mapping[str, Report]) -> bytes:
    """Return the same report in every language as the bytes of one column."""
    whole = reports[_WHOLE].model_dump(mode="json")
    english = _changes(whole, reports[_ENGLISH].model_dump(mode="json"))
    return zlib.compress(orjson.dumps({_WHOLE: whole, _ENGLISH: english}), 3)


def unpack(data: bytes, lang: str) -> Report:
    """Return the report of `pack` in `lang`; one that was kept in one language only is returned in that."""
    kept = orjson.loads(zlib.decompress(data))
    if _WHOLE not in kept:
        return Report.model_validate(kept)
    return Report.model_validate(_changed(kept[_WHOLE], kept[_ENGLISH]) if lang == _ENGLISH else kept[_WHOLE])


def _changes(one: Any, other: Any) -> Any:
    """Return what makes `other` out of `one`: of objects and lists of one shape the parts that differ, by their key."""
    if one == other:
        return {}
    pairs = _pairs(one, other)
    return {"=": other} if pairs is None else {str(key): _changes(a, b) for key, a, b in pairs if a != b}


def _pairs(one: Any, other: Any) -> list[tuple[Any, Any, Any]] | None:
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys() and "=" not in one:
        return [(key, one[key], other[key]) for key in one]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [(key, a, b) for key, (a, b) in enumerate(zip(one, other, strict=True))]
    return None


def _changed(one: Any, changes: Mapping[str, Any]) -> Any:
    if not changes:
        return one
    if "=" in changes:
        return changes["="]
    if isinstance(one, dict):
        return {key: _changed(value, changes.get(key, {})) for key, value in one.items()}
    return [_changed(value, changes.get(str(key), {})) for key, value in enumerate(one)]
