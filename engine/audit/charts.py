"""Charts as inline SVG, each with its figures as a text alternative; readable without colour by order and numbers.

Lengths are shares of the width and letters keep their size, so that one drawing reads on a desk and on a telephone.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

Points = Sequence[tuple[str, Sequence[int]]]
_COLOURS = ("#9c1c1c", "#e0a030", "#4a6fa5")
_ROW, _BAR, _LEGEND = 36, 12, 24  # pixels: a line of letters above its bar
_ROOM = 78.0  # per cent of the width for the longest bar; the rest is for its numbers
_LETTERS = 44


def bars(title: str, points: Points, series: Sequence[str]) -> Markup:
    """Return horizontal bars, one row for each point, its series one after the other."""
    if not points:
        return Markup("")
    most = max(sum(values) for _, values in points) or 1
    top = _LEGEND if len(series) > 1 else 0
    parts = _legend(series) if len(series) > 1 else []
    for number, (name, values) in enumerate(points):
        y = top + number * _ROW
        parts.append(_text("0", y + 13, _short(name)))
        x = 0.0
        for colour, value in zip(_COLOURS, values, strict=False):
            width = _ROOM * value / most
            parts.append(f'<rect x="{x:.2f}%" y="{y + 18}" width="{width:.2f}%" height="{_BAR}" fill="{colour}"/>')
            x += width
        told = " + ".join(str(value) for value in values if value) or "0"
        parts.append(_text(f"{x + 1:.2f}%", y + 28, told))
    return _svg(title, points, series, parts, top + len(points) * _ROW)


def _svg(title: str, points: Points, series: Sequence[str], parts: Sequence[str], height: int) -> Markup:
    described = "; ".join(f"{name}: {_told(values, series)}" for name, values in points)
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg width="100%" height="{height}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(described)}</desc>{''.join(parts)}</svg>"
    )


def _told(values: Sequence[int], series: Sequence[str]) -> str:
    return ", ".join(f"{value} {name.lower()}" for name, value in zip(series, values, strict=True))


def _legend(series: Sequence[str]) -> list[str]:
    parts: list[str] = []
    for number, name in enumerate(series):
        x = number * 120
        parts.append(f'<rect x="{x}" y="4" width="12" height="12" fill="{_COLOURS[number]}"/>')
        parts.append(_text(f"{x + 18}", 14, name))
    return parts


def _text(x: str, y: int, words: str) -> str:
    return f'<text x="{x}" y="{y}">{escape(words)}</text>'


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1].rstrip() + "…"
