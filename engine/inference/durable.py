"""The driver of durable_rules: the one module that touches its extension, and only in the ways that were measured safe.

One session at a time, deleted whatever happens; facts in one batch, the row all rules begin with asserted last, so that
absence is judged when everything is known; no Host, no actions, no timers.
"""

from __future__ import annotations

import importlib.metadata
import threading
import weakref
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import count, islice
from operator import attrgetter
from typing import Any

import orjson

from engine.inference.durable_form import Doors, SubsetError, Words, answer, fnv, names, questions
from engine.inference.durable_kept import compiled
from engine.inference.durable_shards import DONE, Shard
from engine.inference.reference import Reference
from engine.inference.tree import Clause, FactRow, Join, Match, Pattern, Test

try:
    import durable_rules_engine as extension
except ImportError as error:  # Python 3.13 and newer, or no compiler at hand when it was installed
    extension = None
    _MISSING: str | None = str(error)
else:
    _MISSING = None

VERSION = "2.0.28"
_SESSION = "0"
_PLACE = attrgetter("clause", "bound")
_HANDLED = (0, 1)  # 1: no rule asked for this fact
_ruleset_names = count()


class EngineFaultError(RuntimeError):
    """The extension refused or answered oddly; nothing it says of this dossier may be used."""


@lru_cache(maxsize=1)
def why_not() -> str | None:
    """Return why durable_rules cannot be used here, None where it passed the start-up test."""
    if extension is None:
        return f"durable_rules: {_MISSING}"
    try:
        version = importlib.metadata.version("durable_rules")
    except importlib.metadata.PackageNotFoundError:
        version = "?"
    if version != VERSION:
        return f"durable_rules {version}, {VERSION} expected"
    return _self_test()


class Durable:
    """Clauses loaded into rule sets. Threads take turns, one session at a time; `close` frees the rule sets."""

    def __init__(self, clauses: Sequence[Clause], *, keep: bool = False) -> None:
        """Load clauses; `keep`: what they compile to is looked for in the cache, and left there for the next run."""
        made = compiled(clauses, keep=keep)
        self._words = words = Words(made.words)
        self._turn = threading.Lock()
        self._ids = _Ids(made.taken)
        self.shards = made.shards
        self._handles = [_loaded(shard) for shard in self.shards]
        self._kinds = [
            {kind: _Wanted(shard, kind, words.fixed(kind)) for kind in sorted(shard.kinds)} for shard in self.shards
        ]
        self.close = weakref.finalize(self, _free, list(self._handles))
        self.run([])  # fills the one state slot, so that deleting it is safe ever after

    def run(self, rows: Sequence[FactRow]) -> list[Match]:
        """Return every match of every clause, sorted."""
        with self._turn:
            found = [match for number in range(len(self.shards)) for match in self._of_shard(number, rows)]
        return sorted(found, key=_PLACE)

    def _of_shard(self, number: int, rows: Sequence[FactRow]) -> list[Match]:
        shard, handle = self.shards[number], self._handles[number]
        ids = self._ids.first(len(rows) + 1)
        body = orjson.dumps(self._facts(number, rows, ids))
        go = orjson.dumps({"sid": _SESSION, "id": ids[len(rows)], "k": 0, "z": 0})
        by_id = dict(zip(ids, rows, strict=False))
        try:
            answers = _ask(handle, body.decode() if body != b"[]" else None, go.decode())
        except EngineFaultError:
            raise
        except Exception as error:
            raise EngineFaultError(str(error)) from error
        return [match for answer in answers for match in _read(shard, answer, by_id)]

    def _facts(self, number: int, rows: Sequence[FactRow], ids: Sequence[str]) -> list[dict[str, Any]]:
        kinds, words = self._kinds[number], self._words.passing()
        facts = []
        for key, row in zip(ids, rows, strict=False):
            wanted = kinds.get(str(row["k"]))
            if wanted is not None and wanted.doors.let_in(row):
                facts.append(answer(row, wanted.asked, words) | {"id": key, "sid": _SESSION, "k": wanted.kind, "z": 0})
        return facts


class _Wanted:
    """What a shard wants of the rows of a kind."""

    def __init__(self, shard: Shard, kind: str, number: int) -> None:
        self.kind = number
        self.asked = questions(shard.asked.get(kind, {}).items())
        self.doors = Doors(shard.doors.get(kind, ()))


class _Ids:
    """Fact ids no two of which the engine would take for one."""

    def __init__(self, taken: set[int]) -> None:
        self._more = names("", set(taken) | {fnv("sid-" + _SESSION)})
        self._known: list[str] = []

    def first(self, number: int) -> list[str]:
        self._known += islice(self._more, max(0, number - len(self._known)))
        return self._known[:number]


def _loaded(shard: Shard) -> int:
    handle: int = extension.create_ruleset(f"rules{next(_ruleset_names)}", orjson.dumps(shard.rules).decode())
    return handle


def _free(handles: list[int]) -> None:
    for handle in handles:
        extension.delete_ruleset(handle)


def _ask(handle: int, body: str | None, go: str) -> list[dict[str, Any]]:
    """Run one session and delete it, whatever happens; a second fault while deleting does not hide the first."""
    try:
        answers = _session(handle, body, go)
    except BaseException:
        with suppress(Exception):
            extension.delete_state(handle, _SESSION)
        raise
    extension.delete_state(handle, _SESSION)
    return answers


def _session(handle: int, body: str | None, go: str) -> list[dict[str, Any]]:
    if body is not None and extension.assert_facts(handle, body)[0] not in _HANDLED:
        raise EngineFaultError("a batch of facts was refused")
    handled, state = extension.assert_fact(handle, go)
    if handled not in _HANDLED:
        raise EngineFaultError("the closing fact was refused")
    answers = []
    message = extension.start_action_for_state(handle, state)[1]
    while message:
        answers.append(orjson.loads(message))
        message = extension.complete_and_start_action(handle, state)
    return answers


def _read(shard: Shard, answer: dict[str, Any], by_id: dict[str, FactRow]) -> list[Match]:
    found = []
    for name, matches in answer.items():
        if name == DONE:
            continue
        for match in matches:
            rows = {alias: str(by_id[row["id"]]["id"]) for alias, row in match.items() if row["k"] != 0}
            found += [_match(number, aliases, rows) for number, aliases in shard.clauses[name]]
    return found


def _match(number: int, aliases: dict[str, str], rows: dict[str, str]) -> Match:
    return Match(number, tuple(sorted((aliases[alias], row) for alias, row in rows.items())))


# ---------------------------------------------------------------- start-up test


def _self_test() -> str | None:
    clauses, rows = _sample()
    engine = Durable(clauses)
    try:
        if engine.run(rows) == Reference(clauses).run(rows) == engine.run(rows[::-1]):
            return None
        return "durable_rules: wrong answers in the start-up test"
    except EngineFaultError as error:
        return f"durable_rules: {error}"
    finally:
        engine.close()


def _sample() -> tuple[list[Clause], list[FactRow]]:
    paper = Pattern("a", "doc", (Test("kind", "in", ("x", "y")),))
    later = Pattern("b", "doc", (Test("kind", "=", "z"),), (Join("date", "<", "a", "date"),))
    none = Pattern("n", "doc", (Test("kind", "=", "w"),), (Join("date", ">=", "a", "date", 2),), negated=True)
    clauses = [Clause("one", "fail", (paper, later, none)), Clause("two", "open", (paper, none), same=True)]
    rows: list[FactRow] = [
        {"k": "doc", "id": "d1", "kind": "x", "date": 5},
        {"k": "doc", "id": "d2", "kind": "z", "date": 3},
        {"k": "doc", "id": "d3", "kind": "w", "date": 6},
        {"k": "doc", "id": "d4", "kind": "y"},
    ]
    return clauses, rows


__all__ = ["Durable", "EngineFaultError", "SubsetError", "why_not"]
