"""The rows of digital signatures: whose, whole or not, in which order, and whether they go with the printed paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from engine.inference.tree import FactRow
from parsers.digital_blocks import is_of_body, is_of_person
from parsers.facts import DigitalSignature, Document, Fact
from parsers.legacy_text import NOTE as LEGACY
from parsers.letters import DECOMPOSED
from parsers.vietnamese import bare, fold

# Words in the name of the certificate authority that serves Party and State.
_OFFICIAL = ("ban co yeu chinh phu", "chung thuc so chinh phu", "chung thuc so dang", "vgca")
_OF_NOTES = {"legacy": LEGACY, "decomposed": DECOMPOSED}
_PICTURED = frozenset({"image"})


def digital_flags(document: Document, electronic: bool | None) -> FactRow:
    """Return what a paper's own row says of its digital side."""
    row: FactRow = {"electronic": 1} if electronic else {}
    signed = [block.signed for block in document.signatures.value or ()]
    if any(fact.value and fact.how in _PICTURED for fact in signed):
        row["pasted"] = 1
    if document.files and document.files[0].format == "docx":
        row["letters_seen"] = 1
    return row | {flag: 1 for flag, note in _OF_NOTES.items() if note in document.notes}


def digital_rows(document: Document) -> Iterator[FactRow]:
    """Yield one row for every digital signature, in the order they were made."""
    found = document.digital.value or ()
    for number, signature in enumerate(found, 1):
        row: FactRow = {"n": number}
        row |= _yes_no("intact", signature.intact) | _yes_no("changed", signature.changed)
        row |= {"trusted_un": 1} if signature.trusted is None else {"trusted": int(signature.trusted)}
        row |= {"stamped": int(signature.stamped is not None)}
        row |= {"covers_all": 1} if signature.covers_all else {}
        row |= _named(signature) | _early(signature, document.date)
        row |= {"signer_fits": fits} if (fits := _fits(signature, document)) is not None else {"signer_fits_un": 1}
        if _before_person(number, found):
            row["before_person"] = 1
        yield row


def _yes_no(name: str, fact: Fact[bool]) -> FactRow:
    return {f"{name}_un": 1} if fact.value is None else {name: int(fact.value)}


def _named(signature: DigitalSignature) -> FactRow:
    row: FactRow = (
        {"signer": fold(signature.signer), "shown": signature.signer} if signature.signer else {"signer_no": 1}
    )
    issuer = bare(signature.issuer or "")
    row |= {"official": int(any(word in issuer for word in _OFFICIAL))} if issuer else {"official_un": 1}
    row |= {"issuer": signature.issuer} if signature.issuer else {"issuer_no": 1}
    row |= {"of_person": 1} if is_of_person(signature) else {}
    return row | ({"of_body": 1} if is_of_body(signature) else {})


def _early(signature: DigitalSignature, date: Fact[dt.date]) -> FactRow:
    """Whether it was signed before the day of the paper; the later of both clocks counts."""
    times = [each for each in (signature.time.value, signature.stamped) if each is not None]
    if not times:
        return {"time_un": 1, "early_un": 1}
    last = max(times)
    row: FactRow = {"time": last.toordinal() * 1440 + last.hour * 60 + last.minute}
    return row | ({"early_un": 1} if date.value is None else {"early": int(last.date() < date.value)})


def _fits(signature: DigitalSignature, document: Document) -> int | None:
    """Whether the name in a person's certificate is a printed signer's; None where that cannot be told."""
    names = [block.name for block in document.signatures.value or ()]
    if not names or not signature.signer or not is_of_person(signature):
        return None
    if any(name and bare(name) == bare(signature.signer) for name in names):
        return 1
    return 0 if all(names) else None


def _before_person(number: int, found: Sequence[Any]) -> bool:
    """Tell whether a body signed where no person had signed yet, and one signed later."""
    if not is_of_body(found[number - 1]):
        return False
    return not any(map(is_of_person, found[: number - 1])) and any(map(is_of_person, found[number:]))
