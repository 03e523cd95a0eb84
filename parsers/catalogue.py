"""What the parsers must know to recognise things: kinds, bodies, roles and sections, handed over by the caller.

The values come from the rule files (`rules/documents/*.yaml`, `rules/vocabulary.yaml`); the parsers hold no list of
their own, so a maintainer adds a kind of document without touching Python.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SectionHint:
    """Words that show a section of a form; any of them counts, folded, at the start of a line or inside a heading."""

    name: str
    words: tuple[str, ...]
    anywhere: bool = False  # True: the words may stand inside running text


@dataclass(frozen=True, slots=True)
class KindHint:
    """How one kind of document is recognised.

    types: tên loại («kế hoạch»); all_words: each group needs one hit in title or subject; any_words: add weight;
    not_words: exclude; bodies: who issues it; symbols: type abbreviations («KH»); file_words: hints in a file name.
    """

    id: str
    types: tuple[str, ...]
    all_words: tuple[tuple[str, ...], ...] = ()
    any_words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    body_words: tuple[str, ...] = ()  # words in the text that tell twins apart
    file_words: tuple[str, ...] = ()
    side: str = "party"  # party | state | any
    sections: tuple[SectionHint, ...] = ()
    signers: tuple[tuple[str, ...], ...] = ()  # for each place to sign, the ids of the roles that may sign there
    minute: bool = False
    ballot_count: bool = False
    form: bool = False  # blanks are meant
    general: bool = False  # a fallback: taken only where nothing narrower fits

    @property
    def roles(self) -> tuple[str, ...]:
        """All roles that may sign."""
        return tuple(role for slot in self.signers for role in slot)


@dataclass(frozen=True, slots=True)
class RoleHint:
    """Words of authority and title that show a signer's role, folded."""

    id: str
    titles: tuple[str, ...]
    authorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyHint:
    """Words of the header that show an issuing body, and its abbreviations in a symbol."""

    id: str
    words: tuple[str, ...]
    abbreviations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormHint:
    """A form of discipline and its words."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All hints together."""

    kinds: tuple[KindHint, ...] = ()
    roles: tuple[RoleHint, ...] = ()
    bodies: tuple[BodyHint, ...] = ()
    forms: tuple[FormHint, ...] = ()
    type_names: dict[str, tuple[str, ...]] = field(default_factory=dict)  # abbreviation -> type names
