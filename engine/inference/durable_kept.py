"""Clauses compiled for durable_rules, kept between runs: compiling a thousand of them takes a good part of a check.

The key is what the clauses say and the modules that compile them; a change of either makes a new key. The clauses in
their turn come from the rules in force, the pack and its values, so nothing of those need be asked again.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.inference.durable_form import Properties, Words, rules_of
from engine.inference.durable_shards import Shard, shards_of
from engine.inference.tree import Clause
from engine.rulebook import cache


@dataclass(frozen=True, slots=True)
class Compiled:
    """Rule sets, the numbers of the words in them, and the hashes their names have taken."""

    shards: list[Shard]
    words: dict[str, int]
    taken: set[int]


def compiled(clauses: Sequence[Clause], *, keep: bool = False) -> Compiled:
    """Compile clauses; `keep`: look for them in the cache first, and leave them there."""
    if not keep:
        return _made(clauses)
    key = cache.key_of_text(repr((_modules(), tuple(clauses))))
    known = cache.fetch_compiled(key)
    if isinstance(known, Compiled):
        return known
    made = _made(clauses)
    cache.store_compiled(key, made)
    return made


def _made(clauses: Sequence[Clause]) -> Compiled:
    words: dict[str, int] = {}
    properties = Properties(Words(words))
    return Compiled(shards_of(rules_of(clauses, properties), properties), words, properties.taken)


@functools.cache
def _modules() -> tuple[tuple[int, int], ...]:
    stats = [file.stat() for file in sorted(Path(__file__).parent.glob("*.py"))]
    return tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)
