"""Charts as inline SVG, each with its figures as a text alternative; readable without colour by order and numbers."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

Points = Sequence[tuple[str, Sequence[int]]]
_COLOURS = ("#9c1c1c", "#e0a030", "#4a6fa5")
_WIDTH, _LABEL, _ROW, _BAR = 760, 320, 26, 16
_LETTERS = 44


def bars(title: str, points: Points, series: Sequence[str]) -> Markup:
    """Return horizontal bars, one row for each point, its series one after the other."""
    if not points:
        return Markup("")
    most = max(sum(values) for _, values in points) or 1
    room = _WIDTH - _LABEL - 60
    top = 30
    parts: list[str] = []
    for number, (name, values) in enumerate(points):
        y = top + number * _ROW
        parts.append(_text(_LABEL - 8, y + 13, _short(name), anchor="end"))
        x = float(_LABEL)
        for colour, value in zip(_COLOURS, values, strict=False):
            width = room * value / most
            parts.append(f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_BAR}" fill="{colour}"/>')
            x += width
        parts.append(_text(x + 6, y + 13, " + ".join(str(value) for value in values if value) or "0"))
    return _svg(title, points, series, parts, top + len(points) * _ROW + 6)


def columns(title: str, points: Points, series: Sequence[str]) -> Markup:
    """Return columns side by side, one for each point, its series on top of each other."""
    if not points:
        return Markup("")
    most = max(sum(values) for _, values in points) or 1
    height, top = 170, 40
    step = min(110.0, (_WIDTH - 20) / len(points))
    parts: list[str] = []
    for number, (name, values) in enumerate(points):
        x, y = 10 + number * step, float(top + height)
        for colour, value in zip(_COLOURS, values, strict=False):
            tall = height * value / most
            y -= tall
            at = f'x="{x + step * 0.15:.1f}" y="{y:.1f}" width="{step * 0.7:.1f}" height="{tall:.1f}"'
            parts.append(f'<rect {at} fill="{colour}"/>')
        parts.append(_text(x + step / 2, y - 5, str(sum(values)), anchor="middle"))
        parts.append(_text(x + step / 2, top + height + 16, name, anchor="middle"))
    return _svg(title, points, series, parts, top + height + 28)


def _svg(title: str, points: Points, series: Sequence[str], parts: Sequence[str], height: int) -> Markup:
    described = "; ".join(f"{name}: {_told(values, series)}" for name, values in points)
    legend = _legend(series) if len(series) > 1 else []
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(described)}</desc>{''.join((*legend, *parts))}</svg>"
    )


def _told(values: Sequence[int], series: Sequence[str]) -> str:
    return ", ".join(f"{value} {name.lower()}" for name, value in zip(series, values, strict=True))


def _legend(series: Sequence[str]) -> list[str]:
    parts: list[str] = []
    for number, name in enumerate(series):
        x = 10 + number * 120
        parts += [f'<rect x="{x}" y="6" width="12" height="12" fill="{_COLOURS[number]}"/>', _text(x + 18, 16, name)]
    return parts


def _text(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1].rstrip() + "…"
