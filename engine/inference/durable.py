"""The driver of durable_rules: the one module that touches its extension, and only in the ways that were measured safe.

One session at a time, deleted whatever happens; facts in one batch, the row all rules begin with asserted last, so that
absence is judged when everything is known; no Host, no actions, no timers.
"""

from __future__ import annotations

import importlib.metadata
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import count, islice
from typing import Any

import orjson

from engine.inference.durable_form import Doors, Passing, SubsetError, Words, answer, fnv, names, questions
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
        self._sought = [{name: _sought(clauses) for name, clauses in shard.clauses.items()} for shard in self.shards]
        self.close = weakref.finalize(self, _free, list(self._handles))
        self.run([])  # fills the one state slot, so that deleting it is safe ever after

    def run(self, rows: Sequence[FactRow]) -> list[Match]:
        """Return every match of every clause, sorted."""
        with self._turn:
            dossier = _Dossier(rows, self._ids.first(len(rows) + 1), self._words.passing())
            found = [match for number in range(len(self.shards)) for match in self._of_shard(number, dossier)]
        return sorted(found)

    def _of_shard(self, number: int, dossier: _Dossier) -> list[Match]:
        body = orjson.dumps(self._facts(number, dossier))
        try:
            answers = _ask(self._handles[number], body.decode() if body != b"[]" else None, dossier.go)
        except EngineFaultError:
            raise
        except Exception as error:
            raise EngineFaultError(str(error)) from error
        return [match for answer in answers for match in _read(self._sought[number], answer, dossier.names)]

    def _facts(self, number: int, dossier: _Dossier) -> list[dict[str, Any]]:
        return [
            answer({"id": key, "sid": _SESSION, "k": wanted.kind, "z": 0}, row, wanted.asked, dossier.words)
            for kind, wanted in self._kinds[number].items()
            for key, row in dossier.rows.get(kind, ())
            if wanted.doors.let_in(row)
        ]


class _Dossier:
    """The rows of one run, by kind, with the ids the engine knows them by; the last id is that of the closing fact."""

    def __init__(self, rows: Sequence[FactRow], ids: Sequence[str], words: Passing) -> None:
        self.words = words
        self.names = {key: str(row["id"]) for key, row in zip(ids, rows, strict=False)}
        self.go = orjson.dumps({"sid": _SESSION, "id": ids[len(rows)], "k": 0, "z": 0}).decode()
        self.rows: dict[str, list[tuple[str, FactRow]]] = {}
        for key, row in zip(ids, rows, strict=False):
            self.rows.setdefault(str(row["k"]), []).append((key, row))


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


# What a rule of the engine stands for: clauses, each with its aliases in order and what the engine calls them.
Sought = list[tuple[int, tuple[tuple[str, str], ...]]]


def _sought(clauses: Iterable[tuple[int, Mapping[str, str]]]) -> Sought:
    return [(number, tuple(sorted((ours, its) for its, ours in aliases.items()))) for number, aliases in clauses]


def _read(sought: Mapping[str, Sought], answer: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Match]:
    for rule, matches in answer.items():
        if rule == DONE:
            continue
        for match in matches:
            for number, aliases in sought[rule]:
                yield Match(number, tuple([(ours, names[match[its]["id"]]) for ours, its in aliases]))


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
