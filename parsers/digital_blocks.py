"""Brings digital signatures and places to sign together: a valid signature that shows at a block has signed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.facts import DigitalSignature, Fact, SignatureBlock, absent, read, unreadable
from parsers.raw import RawFile
from parsers.signer_names import is_name
from parsers.vietnamese import fold

SIDE = 60.0  # points an appearance may reach beyond the title, as a signature in ink may
HEIGHT = 130.0  # from the title down to the name

_BODIES = (
    "ban ", "bệnh viện", "bộ ", "chi bộ", "chi ủy", "công an", "công ty", "cơ quan", "cục ", "đảng bộ", "đảng ủy",
    "đoàn thanh niên", "hđnd", "hội ", "huyện ủy", "liên đoàn", "mặt trận", "phòng ", "quận ủy", "sở ", "thành ủy",
    "tỉnh ủy", "tòa án", "tổ chức", "tổng cục", "trung tâm", "trường ", "ubkt", "ubnd", "ủy ban", "văn phòng", "viện ",
    "vụ ",
)  # fmt: skip


def digital_of(raw: RawFile) -> Fact[tuple[DigitalSignature, ...]]:
    """Give the digital signatures of a file; those of Word files are seen but not judged."""
    if raw.digital:
        return read(raw.digital, raw.digital[0].location, how="digital")
    if raw.signature_fields:
        return unreadable("unsupported" if raw.format != "pdf" else "not-understood")
    return absent()


def digitally_signed(
    blocks: Fact[tuple[SignatureBlock, ...]], digital: Fact[tuple[DigitalSignature, ...]]
) -> Fact[tuple[SignatureBlock, ...]]:
    """Say of every block whether one of the valid digital signatures stands for it, by its name or its place."""
    valid = [each for each in digital.value or () if each.is_valid]
    if not blocks.value or not valid:
        return blocks
    return replace(blocks, value=tuple(_signed(block, valid) for block in blocks.value))


def _signed(block: SignatureBlock, valid: Sequence[DigitalSignature]) -> SignatureBlock:
    named = [each for each in valid if block.name and each.signer and fold(each.signer) == fold(block.name)]
    shown = [each for each in valid if is_of_person(each) and _shows_at(each, block)]
    for each in (*named, *shown):
        confidence = 1.0 if each in named else 0.9
        where = each.location if each.location.box else block.location
        return replace(block, signed=read(True, where, confidence=confidence, how="digital"))
    return block


def is_of_person(signature: DigitalSignature) -> bool:
    """Tell a person's signature from that of a body, by the name in the certificate."""
    return not is_of_body(signature) and is_name(signature.signer or "")


def is_of_body(signature: DigitalSignature) -> bool:
    """Tell the signature of an office or a Party body."""
    return fold(signature.signer or "").startswith(_BODIES)


def _shows_at(signature: DigitalSignature, block: SignatureBlock) -> bool:
    here, there = block.location.box, signature.location.box
    if here is None or there is None or signature.location.page != block.location.page:
        return False
    x, y = (there.x0 + there.x1) / 2, (there.top + there.bottom) / 2
    return here.x0 - SIDE <= x <= here.x1 + SIDE and here.top <= y <= here.bottom + HEIGHT
