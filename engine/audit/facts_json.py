"""A parsed dossier as JSON and back, exactly: so that changed rules can be run over it without reading its files again.

The dataclasses themselves say how: the codec follows their type hints, so a new field needs no work here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import types
import typing
import zlib
from collections.abc import Callable
from enum import Enum
from typing import Any, Union

import orjson

from parsers.facts import Dossier, Fact

_LEVEL = 3  # of compression: the next levels cost more time than they save room
Coder = Callable[[Any], Any]


def pack(dossier: Dossier) -> bytes:
    """Return the dossier as compressed JSON."""
    return zlib.compress(_to_json(_encoder(Dossier)(dossier)), _LEVEL)


def unpack(data: bytes) -> Dossier:
    """Return the dossier of `pack`."""
    dossier: Dossier = _decoder(Dossier)(_from_json(zlib.decompress(data)))
    return dossier


def _to_json(value: Any) -> bytes:
    """Half characters and numbers of many digits, as hostile files have them, are beyond the fast writer."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, separators=(",", ":")).encode()


def _from_json(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except ValueError:
        return json.loads(data)


def _same(value: Any) -> Any:
    return value


@functools.cache
def _encoder(hint: Any) -> Coder:
    """Return what turns a value of type `hint` into terms of JSON: a dataclass becomes the list of its fields."""
    inner = _optional(hint)
    if inner is not None:
        encode = _encoder(inner)
        return lambda value: None if value is None else encode(value)
    if _class_of(hint) is Fact:
        return _fact_encoder(hint)
    if dataclasses.is_dataclass(_class_of(hint)):
        return _record_encoder(hint)
    if typing.get_origin(hint) is tuple:
        items = _encoder(typing.get_args(hint)[0])
        return lambda value: [items(item) for item in value]
    return _plain_encoder(hint)


def _plain_encoder(hint: Any) -> Coder:
    if hint in (dt.date, dt.datetime):
        return lambda value: value.isoformat()
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda value: value.value
    return _same


def _record_encoder(hint: Any) -> Coder:
    fields = [(name, _encoder(kind)) for name, kind in _fields(hint)]
    return lambda value: [encode(getattr(value, name)) for name, encode in fields]


def _fact_encoder(hint: Any) -> Coder:
    """Most facts of a paper are alike, so what equals the default at the end of the list is left out."""
    record = _record_encoder(hint)
    usual = [None, None, [None, None, None], 1.0, "text", None, None]

    def encode(value: Any) -> Any:
        parts = record(value)
        while len(parts) > 1 and parts[-1] == usual[len(parts) - 1]:
            parts.pop()
        return parts

    return encode


@functools.cache
def _decoder(hint: Any) -> Coder:
    inner = _optional(hint)
    if inner is not None:
        decode = _decoder(inner)
        return lambda value: None if value is None else decode(value)
    if dataclasses.is_dataclass(_class_of(hint)):
        return _record_decoder(hint)
    if typing.get_origin(hint) is tuple:
        items = _decoder(typing.get_args(hint)[0])
        return lambda value: tuple(items(item) for item in value)
    if hint in (dt.date, dt.datetime):
        return typing.cast("Coder", hint.fromisoformat)
    if hint is float:
        return float
    return typing.cast("Coder", hint) if isinstance(hint, type) and issubclass(hint, Enum) else _same


def _record_decoder(hint: Any) -> Coder:
    made = _class_of(hint)
    decoders = [_decoder(kind) for _, kind in _fields(hint)]
    # a fact is written without its usual ends; zip stops there and the defaults fill in
    return lambda parts: made(*(decode(part) for decode, part in zip(decoders, parts, strict=False)))


def _class_of(hint: Any) -> Any:
    return typing.get_origin(hint) or hint


def _optional(hint: Any) -> Any:
    """Return X of «X | None», else None."""
    if typing.get_origin(hint) not in (Union, types.UnionType):
        return None
    return next(item for item in typing.get_args(hint) if item is not type(None))


@functools.cache
def _fields(hint: Any) -> list[tuple[str, Any]]:
    """Return the fields of a dataclass with their types; of Fact[X] the value is X."""
    made = _class_of(hint)
    hints = typing.get_type_hints(made)
    of = dict(zip(getattr(made, "__parameters__", ()), typing.get_args(hint), strict=False))
    return [(item.name, _filled(hints[item.name], of)) for item in dataclasses.fields(made)]


def _filled(hint: Any, of: dict[Any, Any]) -> Any:
    inner = _optional(hint)
    return Union[of[inner], None] if inner in of else hint  # noqa: UP007 - made at run time
