"""Reads the digital signatures of a PDF with pyHanko: whole, changed since, by whom, when; offline, no revocation.

Only asked where pdfium has counted a filled field, so that other files do not pay for it. «Valid» in one word is never
taken from the library: for a root nobody has installed it is always «no».
"""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from parsers.facts import NOWHERE, DigitalSignature, Fact, Location, read, unreadable

VIETNAM = dt.timezone(dt.timedelta(hours=7))
MOST_SIGNATURES = 50
CLOCKS_APART = dt.timedelta(hours=2)  # the signer's clock and the stamp of time; less than the seven of the time zone

EXCUSED = 0.7  # confidence that what a later signer stands for was no forgery

_HARMLESS = frozenset({"NONE", "LTA_UPDATES", "FORM_FILLING"})  # further signatures and their proofs


def read_digital_signatures(
    data: bytes | Path, places: Sequence[tuple[str, Location]] = (), *, roots: Sequence[bytes] = ()
) -> tuple[DigitalSignature, ...] | None:
    """Read all filled signatures in the order they were made; None where their structure cannot be read.

    `roots` are root certificates (DER) to ask about trust; without any, trust stays an open question.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - a second to load, for signed files only

    _silence()
    whole = data.read_bytes() if isinstance(data, Path) else data
    try:
        found = PdfFileReader(io.BytesIO(whole), strict=False).embedded_signatures[:MOST_SIGNATURES]
    except MemoryError:
        raise
    except Exception:  # the library raises whatever a broken file makes it stumble over
        return None
    where = dict(places)
    signatures = [_signature(each, where, roots) for each in found]
    return tuple(_excused(signatures)) if signatures else None


def _silence() -> None:
    # An unknown root makes the library log tracebacks, with names from the paper in them.
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _signature(embedded: Any, where: Mapping[str, Location], roots: Sequence[bytes]) -> DigitalSignature:
    name = str(embedded.field_name)
    place = where.get(name, NOWHERE)
    try:
        status = _validate(embedded, roots)
        return _from_status(name, place, status, bool(roots))
    except MemoryError:
        raise
    except Exception:  # see above: one signature that cannot be read does not hide the others
        unknown: Fact[Any] = unreadable("not-understood", place)
        return DigitalSignature(name, None, None, unknown, unknown, unknown, location=place)


def _validate(embedded: Any, roots: Sequence[bytes]) -> Any:
    from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]  # noqa: PLC0415 - see above
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    trusted = [Certificate.load(root) for root in roots]
    context = ValidationContext(trust_roots=trusted, allow_fetching=False, revocation_mode="soft-fail")
    return validate_pdf_signature(embedded, signer_validation_context=context)


def _from_status(name: str, place: Location, status: Any, asked_trust: bool) -> DigitalSignature:
    stamp = status.timestamp_validity
    stamped = stamp.timestamp.astimezone(VIETNAM).replace(tzinfo=None) if stamp is not None else None
    coverage = status.coverage.name if status.coverage is not None else ""
    return DigitalSignature(
        field=name,
        signer=_name(status.signing_cert.subject.native),
        issuer=_names(status.signing_cert.issuer.native),
        intact=read(bool(status.intact and status.valid), place, how="digital"),
        changed=_changed(status, place),
        time=_time(status.signer_reported_dt, stamped, place),
        stamped=stamped,
        covers_all=coverage == "ENTIRE_FILE",
        trusted=bool(status.trusted) if asked_trust else None,
        location=place,
    )


def _changed(status: Any, place: Location) -> Fact[bool]:
    level = status.modification_level.name if status.modification_level is not None else None
    if level is None:
        return unreadable("not-understood", place)
    if level == "ANNOTATIONS":  # notes may lie over the text: for a person to look at
        return unreadable("ambiguous", place)
    return read(level not in _HARMLESS, place, how="digital")


def _excused(signatures: Sequence[DigitalSignature]) -> list[DigitalSignature]:
    """Excuse a change where a later signature, whole itself, stands for the file as it is now.

    Offices stamp number, day and seal after the person has signed, with programs that rewrite parts of the file.
    """
    last = signatures[-1] if signatures else None
    if last is None or not (last.covers_all and last.intact.value):
        return list(signatures)
    return [_stood_for(each) if each is not last and each.changed.value else each for each in signatures]


def _stood_for(signature: DigitalSignature) -> DigitalSignature:
    return replace(signature, changed=replace(signature.changed, value=False, confidence=EXCUSED))


def _name(subject: Mapping[str, Any]) -> str | None:
    for key in ("common_name", "organization_name"):
        value = subject.get(key)
        if value:
            return _one(value)
    return None


def _names(subject: Mapping[str, Any]) -> str | None:
    parts = [_one(subject[key]) for key in ("common_name", "organization_name") if subject.get(key)]
    return ", ".join(parts) or None


def _one(value: Any) -> str:
    return " ".join(str(value[0] if isinstance(value, list) else value).split())


# ---------------------------------------------------------------- time


def _time(claimed: dt.datetime | None, stamped: dt.datetime | None, place: Location) -> Fact[dt.datetime]:
    """Give the signing time of Việt Nam; some programs write the time on the clock and call it UTC."""
    if claimed is None:
        return unreadable("not-understood", place) if stamped is None else read(stamped, place, how="digital")
    shown = claimed.isoformat(sep=" ")
    if claimed.tzinfo is None:
        return unreadable("ambiguous", place, shown=shown)
    on_clock = claimed.replace(tzinfo=None)
    local = claimed.astimezone(VIETNAM).replace(tzinfo=None)
    if claimed.utcoffset() != dt.timedelta(0):
        return read(local, place, how="digital", shown=shown)
    if stamped is not None:
        near = [each for each in (local, on_clock) if abs(each - stamped) <= CLOCKS_APART]
        if near:
            return read(near[0], place, how="digital", shown=shown)
    return unreadable("ambiguous", place, shown=shown)
