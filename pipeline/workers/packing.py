"""Documents, reports and worker messages as MessagePack: one place that knows how our records travel and are cached.

Results always go through bytes, so that a value read from the cache is exactly the value that was first made.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, make_dataclass
from functools import cache
from typing import Any, TypeVar, get_type_hints

import msgspec

from parsers.document import Block, Document, Paragraph, Table

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Block:
    """A Paragraph or a Table: the codec does not tell two records of one union apart, so each has its own field."""

    paragraph: Paragraph | None = None
    table: Table | None = None


def pack(value: object) -> bytes:
    """Any of our records but a Document."""
    return _encoder().encode(value)


def unpack(data: bytes, kind: type[T]) -> T:
    """The record back. Raises msgspec.MsgspecError (a ValueError) when the bytes are no such record."""
    return _decoder(kind).decode(data)  # type: ignore[arg-type,no-any-return]


def pack_document(document: Document) -> bytes:
    """A Document with all its fields; blocks are told apart by field."""
    given = {item.name: getattr(document, item.name) for item in fields(Document)}
    given["blocks"] = tuple(_wrap(block) for block in document.blocks)
    return pack(_twin()(**given))


def unpack_document(data: bytes) -> Document:
    """The Document back. Raises msgspec.MsgspecError (a ValueError)."""
    twin = unpack(data, _twin())
    given = {item.name: getattr(twin, item.name) for item in fields(Document)}
    given["blocks"] = tuple(block.table or block.paragraph for block in twin.blocks)
    return Document(**given)


def _wrap(block: Block) -> _Block:
    return _Block(table=block) if isinstance(block, Table) else _Block(paragraph=block)


@cache
def _twin() -> type[Any]:
    """Document's record with wrapped blocks, made from its fields, so that a new field is never forgotten here."""
    hints = get_type_hints(Document)
    hints["blocks"] = tuple[_Block, ...]
    return make_dataclass("PackedDocument", [(item.name, hints[item.name]) for item in fields(Document)], frozen=True)


@cache
def _encoder() -> msgspec.msgpack.Encoder:
    return msgspec.msgpack.Encoder()


@cache
def _decoder(kind: type) -> msgspec.msgpack.Decoder:  # type: ignore[type-arg]
    return msgspec.msgpack.Decoder(kind)
