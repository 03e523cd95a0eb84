"""YAML 1.2 text to plain values, with the line of every key: what people get wrong must be shown by file and line.

PyYAML's C parser reads the structure (ten times faster than a round-trip reader); scalars are resolved here by the
YAML 1.2 core schema, so that `no` stays a word and `010` is ten. Duplicate keys, anchors and aliases are refused: the
first hide mistakes, the others let a small file unfold into an enormous one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from engine.locale.words import said
from engine.rulebook.yaml_words import YamlProblem, syntax_problem, unreadable_problem

__all__ = ["YamlProblem", "YamlText", "parse_yaml"]

Path = tuple[str | int, ...]
MAX_BYTES = 1_000_000
MAX_DEPTH = 40
_BRACKETS = re.compile(r"[\[\]{}]")
_DEEP_BLOCK = re.compile(r"(?:[-?:] +){40}|^ {400}\S", re.MULTILINE)
_QUOTED = frozenset("'\"|>")  # quoted and block text is text
_INT = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, object] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)


@dataclass(frozen=True, slots=True)
class YamlText:
    """The values of a file and the line (from 1) of every key and item by its path."""

    value: Any
    lines: dict[Path, int]

    def line_of(self, path: Path) -> int:
        """Return the line of `path`, or of the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse_yaml(text: str) -> YamlText:
    """Parse `text`; raise YamlProblem with a line and advice where that is not possible."""
    if len(text.encode()) > MAX_BYTES:
        raise YamlProblem(1, said("tệp quá lớn"), said("Một tệp YAML không quá 1 MB; hãy tách ra."))
    if _too_deep(text):
        raise _too_nested(1)
    lines: dict[Path, int] = {(): 1}
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        raise syntax_problem(text, error) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise unreadable_problem(text, error) from None
    return YamlText(None if node is None else _build(node, (), lines, set()), lines)


def _too_deep(text: str) -> bool:
    """The C parser recurses and would take the process down: look at the depth of brackets, dashes, indents first."""
    depth = deepest = 0
    for mark in _BRACKETS.finditer(text):
        depth += 1 if mark[0] in "[{" else -1
        deepest = max(deepest, depth)
    return deepest > MAX_DEPTH or _DEEP_BLOCK.search(text) is not None


def _too_nested(line: int) -> YamlProblem:
    return YamlProblem(line, said("lồng quá sâu"), said("Không quá {most} mức.", most=MAX_DEPTH))


def _build(node: yaml.Node, path: Path, lines: dict[Path, int], seen: set[int]) -> Any:
    if len(path) > MAX_DEPTH:
        raise _too_nested(node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if id(node) in seen:
        raise YamlProblem(
            node.start_mark.line + 1,
            said("dùng & và * (bí danh)"),
            said("Hãy chép lại đoạn ấy thay vì dùng bí danh."),
        )
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_item(child, (*path, index), lines, seen) for index, child in enumerate(node.value)]
    return _mapping(node, path, lines, seen)


def _item(node: yaml.Node, path: Path, lines: dict[Path, int], seen: set[int]) -> Any:
    lines[path] = node.start_mark.line + 1
    return _build(node, path, lines, seen)


def _mapping(node: yaml.Node, path: Path, lines: dict[Path, int], seen: set[int]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise YamlProblem(line, said("khóa phải là một từ"), said("Viết dạng «khóa: giá trị»."))
        key = str(key_node.value)
        if key in result:
            raise YamlProblem(line, said("khóa «{key}» viết hai lần", key=key), said("Giữ một, xóa một."))
        lines[(*path, key)] = line
        result[key] = _build(value_node, (*path, key), lines, seen)
    return result


def _scalar(node: yaml.ScalarNode) -> Any:
    text = str(node.value)
    if node.style in _QUOTED:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text
