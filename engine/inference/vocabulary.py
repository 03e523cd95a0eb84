"""The words of working memory: which kinds of rows there are, their fields, and how much may be known of each.

Derivation writes these words, rules use them, nothing else is allowed: a misspelt field is an error, never silence.
A *stated* field stands as `f` when read, `f_no` when absent, `f_un` when nobody knows; a *flag* is 1 or not there.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from engine.errors import RulebookError
from engine.locale.words import Said, said

# Every list or group of facts a document may have; the row kinds that come from it.
LIST_OF = {
    "section": "sections",
    "sig": "signatures",
    "page_fault": "page_faults",
    "sheet_fault": "sheet_faults",
    "sheet_step": "sheet_steps",
    "blank": "blanks",
    "quote": "quotes",
    "vote": "votes",
    "option": "votes",
    "meeting": "meeting",
    "index_row": "index_rows",
    "closing": "closing",
    "cover_item": "cover",
    "recipient": "recipients",
    "esig": "digital",
    "style": "styles",
}
LISTS = frozenset({*LIST_OF.values(), "addressees", "person", "period"})
TOPIC_FACT = {"object-name": "person", "object-born": "person", "object-birth-year": "person", "period": "period"}
TOPIC_FACT |= {"discipline-form": "discipline"}


@dataclass(frozen=True, slots=True)
class Words:
    """The fields of one kind of row. `folded` ones hold folded text."""

    stated: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    folded: frozenset[str] = frozenset()

    def knows(self, name: str) -> bool:
        """True when a row of this kind may carry `name`, its state or its count."""
        base = name.removesuffix("_no").removesuffix("_un").removesuffix("_is").removesuffix("_n")
        return any(each in known for each in (name, base) for known in (self.stated, self.plain, self.flags))


def _words(stated: str = "", plain: str = "", flags: str = "", folded: str = "") -> Words:
    return Words(*(frozenset(part.split()) for part in (stated, plain, flags, folded)))


_DOC_STATED = (
    "kind body body_level header superior issuer number number_style symbol type_abbr body_abbr type subject date wd"
    " year date_style place pages pos person object born period_start period_end type_fits body_fits"
    " discipline effective extension answered team team_fits team_apart top_stamp joint_seal photocopy copy_mark"
    " archive_seal listed first_sheet "
)

KINDS: dict[str, Words] = {
    "dossier": _words(
        stated="sheets",
        plain="procedure level pack stage electronic on unread date documents scans coarse_scans coarse_names"
        " uncoloured_scans uncoloured_names unarchival_scans unarchival_names sheets_of",
        flags="order_known spans_years",
    ),
    "doc": _words(
        stated=_DOC_STATED + " ".join(LISTS),
        plain="n medium numbered dated recipients_rule header_rule answer_items team_others team_object written_pages",
        flags="future impossible paged form minute ballot tracked listable title_eth general electronic pasted legacy"
        " rest_day sheets_seen sheets_run letters_seen decomposed",
        folded="superior issuer symbol type_abbr body_abbr type subject place person object",
    ),
    "section": _words(plain="doc kind name shown"),
    "form": _words(plain="kind name title", flags="required"),
    "sig": _words(
        stated="role signed seal name",
        plain="doc kind n authority title pen seal_place",
        flags="printed",
        folded="authority title",
    ),
    "style": _words(plain="doc kind aspect ok shown"),
    "esig": _words(
        stated="intact changed time early trusted official signer issuer signer_fits",
        plain="doc kind n stamped shown",
        flags="covers_all of_person of_body before_person",
        folded="signer",
    ),
    "page_fault": _words(plain="doc kind fault page expected found"),
    "sheet_fault": _words(plain="doc kind fault page"),
    "sheet_step": _words(plain="doc kind fault page expected found"),
    "blank": _words(plain="doc kind page n shown"),
    "quote": _words(plain="doc kind role reg num symbol date qtype qkind qbody shown", folded="symbol qtype"),
    "reg": _words(plain="subject from to signed num symbol", flags="general", folded="symbol"),
    "claim": _words(plain="doc kind body n topic value", folded="value"),
    "vote": _words(
        stated="official present issued collected valid invalid",
        plain="doc kind options_sum options_n max_votes valid_plus_invalid",
    ),
    "option": _words(plain="doc kind form votes percent100 share100"),
    "meeting": _words(
        stated="start end start_day end_day place present total attendance chair secretary read_back",
        plain="doc kind n",
    ),
    "index_row": _words(
        stated="matched", plain="doc kind n num symbol date shown from_sheet sheet", flags="judged", folded="symbol"
    ),
    "closing": _words(stated="pages pages_in_words index_pages counted last last_sheet", plain="doc kind unit"),
    "cover_item": _words(stated="filled", plain="doc kind item shown"),
    "cand": _words(plain="doc kind"),
    "unread": _words(plain="doc"),
    "recipient": _words(plain="doc kind n who", flags="ubkt object archive", folded="who"),
    "agg": _words(plain="name value"),
}
_OPEN_PREFIXES = {"dossier": ("answer_", "has_"), "doc": ("is_",)}


def is_stated(kind: str, name: str) -> bool:
    """True for a field with three states."""
    return kind in KINDS and name in KINDS[kind].stated


def is_list(kind: str, name: str) -> bool:
    """True for a document's group of facts: read as `name_is`, counted as `name_n`."""
    return kind == "doc" and name in LISTS and name not in ("person", "period")


def is_flag(kind: str, name: str) -> bool:
    """True for a field that is 1 or not there."""
    return name in KINDS[kind].flags or (kind == "doc" and name.startswith("is_"))


def is_folded(kind: str, name: str) -> bool:
    """True for a field that holds folded text."""
    return name in KINDS[kind].folded


def check_field(kind: str, name: str) -> None:
    """Refuse a field that no row of the kind ever carries, with the nearest one that exists."""
    if kind not in KINDS:
        near = difflib.get_close_matches(kind, KINDS, n=1)
        raise _unknown(said("không có loại thông tin «{name}»", name=kind), near)
    if KINDS[kind].knows(name) or name.startswith(_OPEN_PREFIXES.get(kind, "\n")):
        return
    words = KINDS[kind]
    near = difflib.get_close_matches(name, words.stated | words.plain | words.flags, n=1)
    raise _unknown(said("không có thông tin «{name}»", name=f"{kind}.{name}"), near)


def _unknown(what: Said, near: list[str]) -> RulebookError:
    look = said("Xem danh sách trong engine/inference/vocabulary.py.")
    return RulebookError(what, said("Có phải «{name}»?", name=near[0]) if near else look)
