"""The look that a Word file's styles, its defaults and its theme give to text that says nothing of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from parsers.word_xml import A, Element, W, flag, value

LINE = 240  # a line, in the units of «multiple» spacing
TWIPS = 20.0  # twentieths of a point
FONT_LINE = 1.15  # height of a single line of Times New Roman, in sizes
DEEPEST = 12  # styles based on styles

_LEADERS = frozenset({"dot", "underscore", "middleDot"})


@dataclass(frozen=True, slots=True)
class Spacing:
    """Line spacing: the rule (`exact`, `atLeast`, `auto`) and points, or lines for `auto`."""

    rule: str
    amount: float


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph style says of its text; None where nothing is said."""

    bold: bool | None = None
    italic: bool | None = None
    underlined: bool = False
    size: float | None = None
    font: str | None = None
    align: str | None = None
    leader: bool = False
    spacing: Spacing | None = None

    def over(self, properties: Element | None) -> Look:
        """Give the look of a paragraph that says something of its own."""
        if properties is None:
            return self
        return replace(
            self,
            align=value(properties, "jc") or self.align,
            leader=self.leader or _has_leader(properties),
            spacing=read_spacing(properties) or self.spacing,
        )


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles of a file by their id, and the fonts of its theme."""

    looks: Mapping[str, Look] = field(default_factory=dict)
    theme: Mapping[str, str] = field(default_factory=dict)
    gridded: bool = False  # lines stand on a grid of the page, whatever a paragraph says of itself

    def of(self, properties: Element | None) -> Look:
        """Give the look of a paragraph."""
        plain = self.looks.get("", Look())
        return self.looks.get(value(properties, "pStyle") or "", plain).over(properties)

    def font_of(self, properties: Element | None) -> str | None:
        """Name the font a run is set in by its own properties or its character style; None: its paragraph decides."""
        own, style = _font(properties, self.theme), value(properties, "rStyle")
        return own or (self.looks.get(style, Look()).font if style else None)

    def pitch(self, look: Look, size: float | None) -> float | None:
        """Give the points from line to line; what depends on the font is reckoned as for Times New Roman."""
        spacing = look.spacing or Spacing("auto", 1.0)
        if spacing.rule == "exact":
            return spacing.amount
        if not size or self.gridded:
            return None
        single = size * FONT_LINE
        return max(spacing.amount, single) if spacing.rule == "atLeast" else spacing.amount * single


def read_styles_part(root: Element | None, theme: Element | None) -> Styles:
    """Read the styles of a file, each with what it takes from the style it is based on."""
    fonts = _theme_fonts(theme)
    if root is None:
        return Styles(theme=fonts)
    default = _default_look(root.find(W + "docDefaults"), fonts)
    raw = {str(s.get(W + "styleId")): s for s in root.iter(W + "style") if s.get(W + "type") != "table"}
    looks = {name: _resolve(name, raw, _ground(style, default), fonts, 0) for name, style in raw.items()}
    first = next((n for n, s in raw.items() if _is_paragraph(s) and s.get(W + "default") in {"1", "true"}), None)
    looks[""] = looks.get(first or "", default)
    return Styles(looks, fonts)


def _is_paragraph(style: Element) -> bool:
    return style.get(W + "type") == "paragraph"


def _ground(style: Element, default: Look) -> Look:
    # a character style lies over its paragraph and says only what it says itself
    return default if _is_paragraph(style) else Look()


def _resolve(name: str, raw: Mapping[str, Element], ground: Look, fonts: Mapping[str, str], depth: int) -> Look:
    style = raw.get(name)
    if style is None or depth > DEEPEST:
        return ground
    base = _resolve(value(style, "basedOn") or "", raw, ground, fonts, depth + 1)
    return _with_runs(base, style.find(W + "rPr"), fonts).over(style.find(W + "pPr"))


def _with_runs(base: Look, runs: Element | None, fonts: Mapping[str, str]) -> Look:
    bold, italic, line = flag(runs, "b"), flag(runs, "i"), is_underlined(runs)
    return replace(
        base,
        bold=base.bold if bold is None else bold,
        italic=base.italic if italic is None else italic,
        underlined=base.underlined if line is None else line,
        size=read_size(runs) or base.size,
        font=_font(runs, fonts) or base.font,
    )


def _default_look(defaults: Element | None, fonts: Mapping[str, str]) -> Look:
    if defaults is None:
        return Look()
    runs = defaults.find(f"{W}rPrDefault/{W}rPr")
    return _with_runs(Look(), runs, fonts).over(defaults.find(f"{W}pPrDefault/{W}pPr"))


def read_size(runs: Element | None) -> float | None:
    """Read a size in points."""
    size = value(runs, "sz")
    return int(size) / 2 if size and size.isdigit() else None


def is_underlined(runs: Element | None) -> bool | None:
    """Tell whether a run is underlined; None where nothing is said."""
    line = value(runs, "u")
    return None if line is None else line != "none"


def read_spacing(properties: Element) -> Spacing | None:
    """Read the line spacing a paragraph or a style sets."""
    spacing = properties.find(W + "spacing")
    line = "" if spacing is None else str(spacing.get(W + "line", ""))
    if spacing is None or not line.lstrip("-").isdigit():
        return None
    rule = str(spacing.get(W + "lineRule", "auto"))
    return Spacing(rule, abs(int(line)) / (LINE if rule == "auto" else TWIPS))


def _has_leader(properties: Element) -> bool:
    tabs = properties.find(W + "tabs")
    return tabs is not None and any(tab.get(W + "leader") in _LEADERS for tab in tabs)


def _font(runs: Element | None, theme: Mapping[str, str]) -> str | None:
    fonts = None if runs is None else runs.find(W + "rFonts")
    if fonts is None:
        return None
    themed = fonts.get(W + "asciiTheme")
    if themed:
        return theme.get(str(themed)[:5])
    named = fonts.get(W + "ascii")
    return str(named) if named else None


def _theme_fonts(theme: Element | None) -> dict[str, str]:
    """Give the Latin fonts of headings and text: `major`, `minor`."""
    if theme is None:
        return {}
    found = {part: theme.find(f".//{A}{part}Font/{A}latin") for part in ("major", "minor")}
    return {part: str(latin.get("typeface")) for part, latin in found.items() if latin is not None}
