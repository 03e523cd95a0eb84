"""Counts of right, wrong and open, and the line that tells them beside what must hold."""

from __future__ import annotations

from collections import Counter

from parsers.facts import Fact

Table = dict[str, Counter[str]]
Row = tuple[str, str, str, bool]  # what, found, hold, good


def judged(fact: Fact[object], truth: object) -> str:
    """Say whether a fact is right, wrong or open; where there is nothing, «absent» is right."""
    if fact.is_unreadable:
        return "open"
    return "right" if fact.value == truth else "wrong"


def add(table: Table, name: str, found: str) -> None:
    """Count one answer."""
    table[name][found] += 1


def row_of(what: str, counts: Counter[str], least_right: float | None, most_wrong: float | None) -> Row:
    """Tell the counts and whether they hold; what was never asked holds."""
    total = sum(counts.values())
    if not total:
        return what, "nothing to ask", "-", True
    right, wrong = counts["right"] / total, counts["wrong"] / total
    found = "  ".join(f"{name} {counts[name]} ({counts[name] / total:.1%})" for name in ("right", "wrong", "open"))
    held = (least_right is None or right >= least_right) and (most_wrong is None or wrong <= most_wrong)
    parts = [f"right >= {least_right:.0%}"] if least_right is not None else []
    parts += [f"wrong <= {most_wrong:.1%}"] if most_wrong is not None else []
    return what, found, ", ".join(parts) or "(told)", held
