"""The drawing of a procedure: its steps from top to bottom, arrows from what must come before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from engine.rulebook.models import Procedure, Step
from engine.upkeep.rule_words import PHASES, RuleWords

_WIDTH, _LANE, _LINE, _PAD, _GAP = 380, 9, 17, 8, 16
_LETTERS = 44  # of a title on one line


@dataclass(frozen=True, slots=True)
class _Box:
    step: Step
    lines: tuple[str, ...]
    top: int

    @property
    def height(self) -> int:
        return 2 * _PAD + _LINE * len(self.lines)

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


def drawing(procedure: Procedure, words: RuleWords) -> str:
    """Return the procedure as inline SVG with a text alternative."""
    edges = reduced({step.id: step.after for step in procedure.steps})
    places = {step.id: number for number, step in enumerate(procedure.steps)}
    lanes = _lanes(edges, places)
    left = 14 + _LANE * (1 + max(lanes.values(), default=0))
    boxes, height, heads = _placed(procedure, words)
    title = words.both("Các bước của ", "Steps of ") + procedure.title.text(words.lang)
    parts = [
        f'<svg class="steps" role="group" viewBox="0 0 {left + _WIDTH} {height}" aria-labelledby="ve-ten ve-loi">',
        f'<title id="ve-ten">{escape(title)}</title>',
        f'<desc id="ve-loi">{escape(alternative(procedure, edges, words))}</desc>',
        *(f'<text class="phase" x="{left}" y="{y}">{escape(text)}</text>' for text, y in heads),
        *(_edge(boxes[a], boxes[b], left, lanes[a, b]) for a, b in sorted(lanes, key=lambda pair: lanes[pair])),
        *(line for box in boxes.values() for line in _box(box, left)),
        "</svg>",
    ]
    return "\n".join(parts)


def reduced(after: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return (before, after) pairs without those that follow from the others."""

    def ancestors(name: str, seen: frozenset[str]) -> set[str]:
        found: set[str] = set()
        for other in after.get(name, ()):
            if other not in seen:
                found |= {other} | ancestors(other, seen | {other})
        return found

    pairs = []
    for name, befores in after.items():
        for before in befores:
            others = (other for other in befores if other != before)
            if before in after and not any(before in ancestors(other, frozenset({other})) for other in others):
                pairs.append((before, name))
    return pairs


def alternative(procedure: Procedure, edges: Sequence[tuple[str, str]], words: RuleWords) -> str:
    """Return the drawing in words."""
    numbers = {step.id: step.no for step in procedure.steps}
    told = []
    for step in procedure.steps:
        before = ", ".join(numbers[a] for a, b in edges if b == step.id)
        after = words.both(f", sau bước {before}", f", after step {before}") if before else ""
        title = f"{words.both('bước', 'step')} {step.no}: {step.title.text(words.lang)}"
        told.append(f"{title} ({words.required(step)}){after}")
    return "; ".join(told)


def _placed(procedure: Procedure, words: RuleWords) -> tuple[dict[str, _Box], int, list[tuple[str, int]]]:
    boxes: dict[str, _Box] = {}
    heads: list[tuple[str, int]] = []
    y, phase = 4, ""
    for step in procedure.steps:
        if step.phase != phase:
            phase, y = step.phase, y + 22
            heads.append((words.pick(PHASES[phase]), y - 6))
        lines = tuple(wrap(f"{step.no}. {step.title.text(words.lang)}", _LETTERS))
        boxes[step.id] = _Box(step, lines, y)
        y += boxes[step.id].height + _GAP
    return boxes, y, heads


def _lanes(edges: Sequence[tuple[str, str]], places: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """Give every arrow that skips steps a lane of its own while it runs; 0 for a neighbour."""
    lanes: dict[tuple[str, str], int] = {}
    taken: list[list[tuple[int, int]]] = []
    for pair in sorted(edges, key=lambda pair: places[pair[1]] - places[pair[0]]):
        start, end = sorted((places[pair[0]], places[pair[1]]))
        if end - start == 1:
            lanes[pair] = 0
            continue
        free = next((n for n, spans in enumerate(taken) if all(end <= a or b <= start for a, b in spans)), len(taken))
        if free == len(taken):
            taken.append([])
        taken[free].append((start, end))
        lanes[pair] = free + 1
    return lanes


def _edge(first: _Box, second: _Box, left: int, lane: int) -> str:
    if lane == 0:
        x = left + 18
        start, end = first.top + first.height, second.top
        return f'<path class="edge" d="M{x} {start} V{end - 5}"/>{_head_down(x, end)}'
    x, a, b = left - 6 - _LANE * lane, first.middle + 4, second.middle - 4
    line = f"M{left} {a} H{x + 5} Q{x} {a} {x} {a + 5} V{b - 5} Q{x} {b} {x + 5} {b} H{left - 5}"
    return f'<path class="edge" d="{line}"/>{_head_right(left, b)}'


def _head_down(x: int, y: int) -> str:
    return f'<path class="head" d="M{x - 4} {y - 7} L{x + 4} {y - 7} L{x} {y} Z"/>'


def _head_right(x: int, y: int) -> str:
    return f'<path class="head" d="M{x - 7} {y - 4} L{x - 7} {y + 4} L{x} {y} Z"/>'


def _box(box: _Box, left: int) -> Iterator[str]:
    step = box.step
    kept = step.in_dossier == "filed"
    sort = "need" if kept and step.required == "always" else "may" if kept else "out"
    size = f'x="{left}" y="{box.top}" width="{_WIDTH - 8}" height="{box.height}"'
    yield f'<a href="#{escape(step.id)}"><rect class="{sort}" {size} rx="5"/>'
    for number, text in enumerate(box.lines):
        yield f'<text x="{left + 12}" y="{box.top + _PAD + 13 + number * _LINE}">{escape(text)}</text>'
    yield "</a>"
