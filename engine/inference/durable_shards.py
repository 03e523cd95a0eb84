"""Rules in rule sets small enough for the engine: the alternatives one fact may keep open are counted, not guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.inference.durable_form import (
    MOST_CHILDREN,
    MOST_FIELDS,
    MOST_OPEN,
    MOST_RULES,
    Asked,
    Door,
    Json,
    Properties,
    Rule,
    SubsetError,
)

DONE = "__done"
_EVERYWHERE = frozenset({"dossier", "doc", "cand", "unread"})  # kinds most rules speak of


@dataclass(slots=True)
class Shard:
    """A rule set of bounded size: its JSON, the clauses behind each rule, and what its facts must carry."""

    rules: dict[str, Json] = field(default_factory=dict)
    clauses: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    asked: dict[str, dict[str, Asked]] = field(default_factory=dict)  # by kind of row: property -> what it means
    doors: dict[str, set[Door]] = field(default_factory=dict)  # by kind of row


@dataclass(slots=True)
class _Node:
    """A test in the engine's network: patterns that begin with the same tests share a path."""

    children: dict[Any, _Node] = field(default_factory=dict)
    ends: int = 0  # patterns that end here
    siblings: int = 0  # the most of its children one fact can pass
    open: int = 1  # the most alternatives one fact may keep open from here on


def shards_of(rules: Sequence[Rule], properties: Properties) -> list[Shard]:
    """Deal the rules out, opening a new shard where the next rule would not fit safely.

    Rules about the same kinds of rows stand together: a row then goes into few shards, and carries little in each.
    """
    builders = [_Builder(properties)]
    for rule in sorted(rules, key=lambda rule: sorted(rule.kinds - _EVERYWHERE)):
        if not builders[-1].takes(rule):
            builders.append(_Builder(properties))
            if not builders[-1].takes(rule):
                raise SubsetError("a rule that fits no shard")
    return [builder.shard for builder in builders]


class _Builder:
    """Fills one shard and keeps a picture of the network the engine will make of it."""

    def __init__(self, properties: Properties) -> None:
        self.properties = properties
        self.root = _Node()
        self.shard = Shard()
        self.shard.rules[DONE] = {"all": [{properties.aliases[0]: {"k": 0}}]}

    def takes(self, rule: Rule) -> bool:
        """Add the rule if the shard stays within the limits; a builder that said no is not asked again."""
        if len(self.shard.rules) >= MOST_RULES or not self._narrow(rule):
            return False
        if not all(self._grow(path) for path in rule.paths):
            return False
        name = f"r{len(self.shard.rules):x}"
        self.shard.rules[name], self.shard.clauses[name] = rule.body, rule.clauses
        self.shard.kinds |= rule.kinds
        for kind, door in rule.doors:
            self.shard.doors.setdefault(kind, set()).add(door)
        for kind, wanted in rule.asked:
            self.shard.asked.setdefault(kind, {})[wanted] = self.properties.meaning[wanted]
        return True

    def _narrow(self, rule: Rule) -> bool:
        """No fact may carry more properties than the engine holds."""
        wanted = {kind: len(known) for kind, known in self.shard.asked.items()}
        for kind, name in rule.asked:
            if name not in self.shard.asked.get(kind, ()):
                wanted[kind] = wanted.get(kind, 0) + 1
        return max(wanted.values(), default=0) <= MOST_FIELDS

    def _grow(self, path: Sequence[Any]) -> bool:
        nodes = [self.root]
        for term in path:
            nodes.append(self._child(nodes[-1], term))
        nodes[-1].ends += 1
        for node in reversed(nodes[:-1]):
            node.open = node.siblings - 1 + max(child.open for child in node.children.values())
        wide = max(len(node.children) for node in nodes)
        return self.root.open <= MOST_OPEN and wide <= MOST_CHILDREN and nodes[-1].ends <= MOST_RULES

    def _child(self, node: _Node, term: Any) -> _Node:
        if term not in node.children:
            node.children[term] = _Node()
            node.siblings = siblings_open(node.children, self.properties.meaning)
        return node.children[term]


def siblings_open(terms: Iterable[Any], meaning: Mapping[str, Asked]) -> int:
    """Return how many of the sibling tests one fact can pass at most.

    Of tests for different values of one field only one can hold; of sets of values, those that share one.
    """
    others = 0
    exact: set[str] = set()
    shared: dict[str, dict[Any, int]] = {}
    for name, value in terms:
        asked = meaning.get(name)
        if asked and asked.use == "among":
            counts = shared.setdefault(asked.field, {})
            for each in asked.values:
                counts[each] = counts.get(each, 0) + 1
        elif name.startswith("$") or isinstance(value, str):
            others += 1
        else:
            exact.add(name)
    return others + len(exact) + sum(max(counts.values()) for counts in shared.values())
