"""Names of Word's XML and small helpers to walk it."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # lxml has no public name for it

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_MAIN}}}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix Word uses

# Word's strict variant has other names for the same things.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": _MAIN.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": A[1:-1].encode(),
}


def normalise(data: bytes) -> bytes:
    """Give the names of strict files their usual form."""
    if b"purl.oclc.org/ooxml" in data:
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
    return data


def flag(properties: Element | None, name: str) -> bool | None:
    """Read an on/off property; None where nothing is said."""
    item = None if properties is None else properties.find(W + name)
    if item is None:
        return None
    return item.get(W + "val", "1") not in {"0", "false", "off", "none"}


def value(properties: Element | None, name: str) -> str | None:
    """Read the `val` of a property; None where nothing is said."""
    item = None if properties is None else properties.find(W + name)
    return None if item is None else item.get(W + "val")
