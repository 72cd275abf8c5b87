"""The parts of a DOCX package that carry visible text, opened without trusting the file.

A DOCX is a ZIP of XML parts. Only three of them are ever inflated (document, styles, numbering), sizes are checked in
the central directory before that, and the XML parser resolves no entity and opens no address.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from parsers.errors import DamagedFile, EncryptedFile, LimitExceeded, UnsupportedFile
from parsers.limits import Limits

ZIP_HEADS = (b"PK\x03\x04", b"PK\x05\x06")
CFB_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

WORD_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATH_NS = "http://schemas.openxmlformats.org/officeDocument/2006/math"

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCM_TYPE = "application/vnd.ms-word.document.macroEnabled.12"

# ISO 29500 Strict uses other namespaces for the same elements (Part 1, annex A).
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD_NS.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH_NS.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)

# How a part in UTF-16 starts, with and without a byte order mark (the other encoding that OPC allows; XML 1.0, annex F).
WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0?\0": "utf-16-le", b"\0<\0?": "utf-16-be"}

# An XML tree takes six to ten times the memory of its text: one part may be a third of what a package may unpack to.
PART_SHARE = 3

# libxml2 stops at this depth of elements unless told otherwise.
XML_DEPTH = 256

_BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error,
    ValueError, KeyError, OSError, NotImplementedError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Package:
    """The parsed parts of one Word file; ``styles`` and ``numbering`` are None when the file has none."""

    body: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    media_type: str


def open_package(data: bytes, limits: Limits) -> Package:
    """Open a Word file. Raises UnsupportedFile, EncryptedFile, DamagedFile or LimitExceeded."""
    if data.startswith(CFB_HEAD):
        raise _compound_file(data)
    entries = data.count(b"PK\x01\x02")  # before the directory is read: each entry of it costs a kilobyte
    if entries > limits.parts:
        raise LimitExceeded("parts", limits.parts, entries)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN_ZIP as error:
        raise DamagedFile(
            f"the ZIP directory cannot be read ({error})", f"ZIP архивын гарчгийг уншиж чадсангүй ({error})"
        ) from error
    with archive:
        return _Reader(archive, limits).package()


class _Reader:
    """Finds and parses parts; part names are compared without regard to case, as OPC asks."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if unpacked > limits.unpacked_bytes:
            raise LimitExceeded("unpacked_bytes", limits.unpacked_bytes, unpacked)
        self.archive = archive
        self.part_bytes = limits.unpacked_bytes // PART_SHARE
        self.nesting = limits.nesting
        self.members = {member.filename.replace("\\", "/").lstrip("/").casefold(): member for member in members}

    def package(self) -> Package:
        main, media_type = self._main_part()
        root = self._parse(main)
        body = root.find(f"{{{WORD_NS}}}body")
        if root.tag != f"{{{WORD_NS}}}document" or body is None:
            raise DamagedFile(f"part {main} is no Word document", f"{main} хэсэг нь Word баримт биш")
        related = self._relations(main)
        return Package(
            body=body,
            styles=self._related_root(related, "styles"),
            numbering=self._related_root(related, "numbering"),
            media_type=media_type,
        )

    def _related_root(self, related: dict[str, str], kind: str) -> etree._Element | None:
        name = related.get(kind)
        return self._parse(name) if name is not None and name.casefold() in self.members else None

    def _main_part(self) -> tuple[str, str]:
        """Name and media type of the main part, as the package itself declares them."""
        if any(member.flag_bits & 1 for member in self.members.values()):
            raise EncryptedFile("the ZIP members are encrypted", "ZIP доторх файлууд нууц үгтэй")
        if "[content_types].xml" not in self.members:
            raise UnsupportedFile(*_other_archive(self.members))
        declared: dict[str, str] = {}
        for entry in self._parse("[Content_Types].xml"):
            if isinstance(entry.tag, str) and entry.tag.endswith("}Override"):
                declared[entry.get("PartName", "").lstrip("/").casefold()] = entry.get("ContentType", "")
        main = self._relations("").get("officeDocument", "")
        if main.casefold() not in self.members:
            main = next((name for name, kind in declared.items() if _is_word(kind) and name in self.members), "")
        if not main:
            raise DamagedFile("the package names no main document", "багцад үндсэн баримтыг нэрлээгүй")
        kind = declared.get(main.casefold(), DOCX_TYPE if main.casefold().startswith("word/") else "")
        if not _is_word(kind):
            raise UnsupportedFile(
                f"an Office file, but no Word document ({main}: {kind or 'unknown type'})",
                f"Office файл боловч Word баримт биш ({main}: {kind or 'төрөл нь тодорхойгүй'})",
            )
        return main, DOCM_TYPE if "macroenabled" in kind.casefold() else DOCX_TYPE

    def _relations(self, part: str) -> dict[str, str]:
        """Last word of the relationship type -> part name, internal targets only (nothing outside is ever opened)."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source.casefold() not in self.members:
            return {}
        found: dict[str, str] = {}
        for relation in self._parse(source):
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                found.setdefault(relation.get("Type", "").rpartition("/")[2], target)
        return found

    def _parse(self, name: str) -> etree._Element:
        member = self.members[name.casefold()]
        if member.file_size > self.part_bytes:
            raise LimitExceeded("part_bytes", self.part_bytes, member.file_size)
        try:
            blob = self.archive.read(member)
        except RuntimeError as error:
            raise EncryptedFile(f"part {name} is encrypted", f"{name} хэсэг нууц үгтэй") from error
        except _BROKEN_ZIP as error:
            raise DamagedFile(
                f"part {name} cannot be unpacked ({error})", f"{name} хэсгийг задалж чадсангүй ({error})"
            ) from error
        return parse_xml(_without_table_styles(blob) if name.endswith("styles.xml") else blob, name, self.nesting)


def parse_xml(blob: bytes, name: str, nesting: int) -> etree._Element:
    """The root of a part, Strict namespaces put as Transitional ones. Document types are refused, as Word does, in
    whatever encoding the parser understands; before that it expands no more than libxml2's limit of amplification."""
    if encoding := next((name for head, name in WIDE.items() if blob.startswith(head)), None):
        blob = blob.decode(encoding, "replace").partition("?>")[2].encode()
    if b"http://purl.oclc.org/ooxml/" in blob:
        for strict, transitional in STRICT:
            blob = blob.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(blob, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "xcessive depth" in str(error):
            raise LimitExceeded("nesting", nesting, XML_DEPTH) from error
        raise DamagedFile(
            f"part {name} is no well-formed XML ({error})", f"{name} хэсгийн XML эвдэрсэн ({error})"
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedFile(
            f"part {name} has a document type, which Office files must not have",
            f"{name} хэсэгт Office файлд байх ёсгүй DOCTYPE бий",
        )
    return root


def _without_table_styles(blob: bytes) -> bytes:
    """A styles part without its table styles and latent styles: most of it, and nothing that numbers or hides text."""
    first, *styles = blob.split(b"<w:style ")
    start, end = first.find(b"<w:latentStyles"), first.find(b"</w:latentStyles>")
    if 0 <= start < end:
        first = first[:start] + first[end + len(b"</w:latentStyles>") :]
    kept = [first]
    for style in styles:
        head, _, rest = style.partition(b">")
        if b'w:type="table"' in head:
            kept.append(rest if head.endswith(b"/") else rest.partition(b"</w:style>")[2])
        else:
            kept.append(b"<w:style " + style)
    return b"".join(kept)


def _is_word(content_type: str) -> bool:
    """Documents and templates, with or without macros; not the glossary or other parts."""
    kind = content_type.casefold()
    return kind.endswith(".main+xml") and ("wordprocessingml" in kind or "ms-word" in kind)


def _compound_file(data: bytes) -> EncryptedFile | UnsupportedFile:
    """What an OLE compound file holds, by the names of its streams (UTF-16 in its directory, MS-CFB 2.6)."""
    if _stream(data, "EncryptedPackage"):
        return EncryptedFile("an Office document protected with a password", "нууц үгээр хамгаалсан Office баримт")
    for name, what, what_mn in (
        (
            "WordDocument",
            "Word 97-2003 (.doc): save it as DOCX and send it again",
            "Word 97-2003 (.doc): DOCX болгон хадгалж дахин илгээнэ",
        ),
        ("Workbook", "an Excel 97-2003 workbook (.xls)", "Excel 97-2003 хүснэгт (.xls)"),
        ("PowerPoint Document", "a PowerPoint 97-2003 presentation (.ppt)", "PowerPoint 97-2003 үзүүлэн (.ppt)"),
        (
            "__properties_version1.0",
            "an Outlook message (.msg): take the report out of it",
            "Outlook захидал (.msg): тайланг дотроос нь гаргаж авна",
        ),
    ):
        if _stream(data, name):
            return UnsupportedFile(what, what_mn)
    return UnsupportedFile("an OLE compound file without a known document", "танигдах баримтгүй OLE файл")


def _stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in data


def _other_archive(members: dict[str, zipfile.ZipInfo]) -> tuple[str, str]:
    """What else it is, in both languages."""
    if "mimetype" in members and "content.xml" in members:
        return (
            "an OpenDocument file (.odt, .ods): save it as DOCX and send it again",
            "OpenDocument файл (.odt, .ods): DOCX болгон хадгалж дахин илгээнэ",
        )
    reports = sum(name.endswith((".docx", ".pdf", ".jpg", ".png", ".tif")) for name in members)
    return (
        f"a ZIP archive of {len(members)} files ({reports} may be reports): unpack it and send them one by one",
        f"{len(members)} файлтай ZIP архив ({reports} нь тайлан байж болно): задалж нэг нэгээр нь илгээнэ",
    )
