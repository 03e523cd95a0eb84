"""One fact: a value with its place, in one of three states that are never mixed up.

It was *read*, it is *absent* (the place was seen and is empty), or it is *unreadable* (the place could not be seen).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Status(StrEnum):
    """How much is known of a fact."""

    READ = "read"
    ABSENT = "absent"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands: a page (from 1) with an optional box, or a Word paragraph (from 1)."""

    page: int | None = None
    box: Box | None = None
    paragraph: int | None = None


NOWHERE = Location()


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """One value with its status, confidence (0-1), place, the way it was found and the text as written."""

    status: Status
    value: T | None = None  # of an unreadable list: what of it was found all the same
    location: Location = NOWHERE
    confidence: float = 1.0
    how: str = "text"  # text | layout | field | digital | image | name | person | repaired
    shown: str | None = None  # as written in the paper, before folding
    why: str | None = None  # for unreadable: the reason code, see WHY_CODES

    @property
    def is_read(self) -> bool:
        """True when there is a value to judge."""
        return self.status is Status.READ

    @property
    def is_absent(self) -> bool:
        """True when the place was seen and is empty."""
        return self.status is Status.ABSENT

    @property
    def is_unreadable(self) -> bool:
        """True when nobody knows."""
        return self.status is Status.UNREADABLE


def read(
    value: T,
    location: Location = NOWHERE,
    *,
    confidence: float = 1.0,
    how: str = "text",
    shown: str | None = None,
) -> Fact[T]:
    """Make a fact that was read."""
    return Fact(Status.READ, value, location, confidence, how, shown)


def absent(location: Location = NOWHERE, *, how: str = "text") -> Fact[Any]:
    """Make a fact whose place was seen and is empty."""
    return _ABSENT if location is NOWHERE and how == "text" else Fact(Status.ABSENT, None, location, 1.0, how)


_ABSENT: Fact[Any] = Fact(Status.ABSENT)  # most facts of most papers


def unreadable(why: str, location: Location = NOWHERE, *, shown: str | None = None) -> Fact[Any]:
    """Make a fact nobody can know; `why` is one of WHY_CODES."""
    return Fact(Status.UNREADABLE, None, location, 0.0, "none", shown, why)


# Reason codes of unreadable facts; their words for people live in engine/locale.
WHY_CODES = frozenset(
    {
        "scan",  # a picture without text, and no recogniser for it
        "no-layout",  # Word: only known after the page is laid out
        "no-image",  # Word without a picture at the signature block: may be signed on paper
        "handwriting",  # written by hand, or printed too faintly to be read for certain
        "grey",  # a grey scan: no colour to tell a seal by
        "field-image",  # the value stands only as a picture in a signature field
        "ambiguous",  # several readings are equally good
        "damaged",  # the file could not be read
        "encrypted",
        "unsupported",  # a format that is not read
        "too-large",
        "limit",  # given up after the time, memory or page limit
        "not-understood",  # text is there, its meaning was not recognised
        "pages-only",  # only the page count could be read
    }
)
