"""A paper as content: what `texts/*.txt` and `cases/*.yaml` say, before it is drawn as PDF or Word."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

HERE = Path(__file__).parent


@dataclass
class Signer:
    """One place to sign."""

    authority: str
    title: str
    name: str
    signed: bool = True
    seal: bool = False


@dataclass
class Head:
    """Top of page 1: left lines (a leading `*` marks bold), the number, place and date, Party or State style."""

    left: list[str]
    number: str | None
    place_date: str | None
    state: bool = False
    title: bool = True


@dataclass
class Paper:
    """Everything drawn for one paper; plants change these fields before drawing."""

    step: str
    name: str  # file name without number and ending, with diacritics
    head: Head
    type_name: str
    subject: str
    addressees: list[str]
    body: list[str]
    signers: list[Signer]
    recipients: list[str]
    date: dt.date
    author: str = ""  # key of the case's `authors`
    page_labels: dict[int, int | None] = field(default_factory=dict)  # page -> number shown, None: none
    unnumbered: bool = False
    forms: tuple[str, ...] = ("pdf",)  # pdf | docx
    word_ink: bool = False  # a signature picture in the Word file

    def replace(self, old: str, new: str) -> None:
        """Change words of the body; they must stand there exactly once."""
        text = "\n".join(self.body)
        if text.count(old) != 1:
            raise ValueError(f"{self.name}: «{old}» stands {text.count(old)} times")
        self.body = text.replace(old, new).split("\n")

    def drop(self, start: str) -> None:
        """Leave out the one body line that begins with `start`."""
        kept = [line for line in self.body if not line.startswith(start)]
        if len(kept) != len(self.body) - 1:
            raise ValueError(f"{self.name}: no single line «{start}»")
        self.body = kept

    def signer(self, title: str) -> Signer:
        """Return the block with this title."""
        return next(item for item in self.signers if item.title == title)


class Case(dict[str, Any]):
    """The data of one made-up case, with dates in the short (`d.`) and long (`dd.`) form."""

    @classmethod
    def load(cls, name: str, **changes: Any) -> Case:
        """Read `cases/<name>.yaml`; `changes` replace or (for mappings) extend its top keys."""
        data = yaml.safe_load((HERE / "cases" / f"{name}.yaml").read_text(encoding="utf-8"))
        for key, value in changes.items():
            data[key] = {**data[key], **value} if isinstance(value, dict) else value
        _working_days(name, data["dates"])
        return cls(data)

    def words(self) -> dict[str, Any]:
        """Return the names a text may use between braces."""
        simple = {key: _space(value) for key, value in self.items()}
        simple["d"] = SimpleNamespace(**{key: short_date(day) for key, day in self["dates"].items()})
        simple["dd"] = SimpleNamespace(**{key: long_date(day) for key, day in self["dates"].items()})
        return simple

    def papers(self) -> list[Paper]:
        """Return all papers of the case in order, as its texts say."""
        files = sorted((HERE / "texts" / self["texts"]).glob("*.txt"))
        return [paper for path in files if (paper := self._paper(path))]

    def _paper(self, path: Path) -> Paper | None:
        top, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
        only = top.splitlines()[0].removeprefix("only: ") if top.startswith("only: ") else None
        if only not in (None, self.get("variant")):
            return None
        keys: dict[str, list[str]] = {}
        for line in top.splitlines():
            key, _, value = line.partition(": ")
            keys.setdefault(key, []).append(self.fill(value))
        day = self["dates"][keys["date"][0]]
        return Paper(
            step=keys["step"][0],
            name=keys["name"][0],
            head=self._head(keys, day),
            type_name=keys["type"][0],
            subject=keys.get("subject", [""])[0],
            addressees=keys.get("to", []),
            body=self._body(body),
            signers=[_signer(text) for text in keys.get("sign", [])],
            recipients=keys.get("receive", []),
            date=day,
            author=keys["head"][0].removesuffix("-khong-so"),
        )

    def _head(self, keys: dict[str, list[str]], day: dt.date) -> Head:
        left = self["heads"].get(keys["head"][0].removesuffix("-khong-so"), [])
        return Head(
            left=list(left),
            number=f"Số {keys['number'][0]}" if "number" in keys else None,
            place_date=f"{self['dia_danh']}, {long_date(day)}",
        )

    def _body(self, text: str) -> list[str]:
        lines: list[str] = []
        for line in text.strip().splitlines():
            lines.extend(self[line[1:]] if line.startswith("*") else [line])
        return [self.fill(line) for line in lines]

    def fill(self, text: str) -> str:
        """Put the data of the case into the braces."""
        return text.format_map(self.words())


def _space(value: Any) -> Any:
    if isinstance(value, dict) and all(isinstance(key, str) and key.isidentifier() for key in value):
        return SimpleNamespace(**value)
    return value


def _signer(text: str) -> Signer:
    authority, title, name = (part.strip() for part in f" {text}".split("|"))
    return Signer(authority, title.removesuffix("+"), name, seal=title.endswith("+"))


# Days off of 2026 that fall on weekdays, so that no sample paper is dated on one.
_DAYS_OFF = (
    {dt.date(2026, 1, 1), dt.date(2026, 4, 27), dt.date(2026, 4, 30), dt.date(2026, 5, 1)}
    | {dt.date(2026, 2, day) for day in range(16, 21)}
    | {dt.date(2026, 8, 31), dt.date(2026, 9, 1), dt.date(2026, 9, 2)}
)


def _working_days(name: str, dates: dict[str, dt.date]) -> None:
    for key, day in dates.items():
        if not key.startswith("han_") and (day.weekday() > 4 or day in _DAYS_OFF):
            raise ValueError(f"{name}: {key} {day} is no working day")


def short_date(day: dt.date) -> str:
    """Party style: a zero before days below 10 and months 1 and 2 only."""
    return f"{day.day:02d}/{_month(day)}/{day.year}"


def long_date(day: dt.date) -> str:
    """«ngày 05 tháng 3 năm 2026»."""
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def _month(day: dt.date) -> str:
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)


def ascii_name(text: str) -> str:
    """Vietnamese letters without their marks, for plain file names."""
    flat = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in flat if not unicodedata.combining(letter))
