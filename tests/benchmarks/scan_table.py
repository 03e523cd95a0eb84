"""Counts of right, wrong and open, the line that tells them beside what must hold, and where things went wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Tally:
    """What was counted over many scans, and the scans on which a fact was wrong or left open."""

    table: Table = field(default_factory=lambda: defaultdict(Counter))
    strays: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)

    def take(self, scan: str, table: Table) -> None:
        """Add what was counted on one scan, known by its seed or its file."""
        for name, counts in table.items():
            self.table[name].update(counts)
            for how in ("wrong", "open"):
                if counts[how]:
                    self.strays.setdefault(name, {}).setdefault(how, Counter())[scan] += counts[how]

    def told(self) -> Iterator[str]:
        """Tell for every fact where it was wrong or open, wrong ones first; «×» says how often on that scan."""
        for name, ways in self.strays.items():
            for how in sorted(ways, reverse=True):
                scans = (scan if times == 1 else f"{scan} ×{times}" for scan, times in ways[how].items())
                yield f"{name}, {how}: {', '.join(scans)}"
