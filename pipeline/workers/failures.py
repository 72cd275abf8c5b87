"""Why a file has no report, when the reason is not in its content but in what reading it did to the process.

Reasons in the content are ParseErrors (parsers/errors.py); both become ``reason``, ``hint`` and ``detail`` of a
submission.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parsers.errors import LimitExceeded, ParseError


@dataclass(frozen=True, slots=True)
class Failure:
    """``detail`` says what was seen, ``detail_mn`` in Mongolian. ``lasting`` failures come again with the same bytes,
    program and limits, so they are cached; others are tried anew in every run.
    ``limit``, ``allowed`` and ``value`` are given where a limit was reached. ``trace`` goes to the
    log only."""

    code: str
    hint: str
    hint_mn: str
    detail: str = ""
    detail_mn: str = ""
    lasting: bool = True
    limit: str = ""
    allowed: float = 0.0
    value: float = 0.0
    trace: str = ""


REASONS = {
    "crashed": (
        "Reading this file crashed the reader; report it to the maintainers and ask for another copy.",
        "Файлыг унших явцад програм зогссон; хөгжүүлэгчид мэдээлж, өөр хувийг авна уу.",
    ),
    "killed": (
        "The reading process was killed from outside (out of memory?); it is tried again in the next run.",
        "Унших процессыг гаднаас зогсоосон; дараагийн ажиллагаанд дахин оролдоно.",
    ),
    "program_error": (
        "The program failed on this file; report it to the maintainers with the log.",
        "Програм энэ файл дээр алдаа гаргасан; логийн хамт хөгжүүлэгчид мэдээлнэ үү.",
    ),
    "still_being_written": (
        "The file was still changing while it was looked at; nothing to do, the next run reads it.",
        "Файл бичигдэж дуусаагүй байсан; дараагийн ажиллагаанд автоматаар уншина.",
    ),
    "not_selected": (
        "Left out of this run by --only and never read before; the next full run reads it.",
        "Энэ удаа --only сонголтоор уншаагүй; дараагийн бүрэн ажиллагаанд уншина.",
    ),
    "vanished": (
        "It was listed and then gone; the next run looks again. If this happens often, check the network folder.",
        "Хавтаст байсан ч унших үед алга болсон; дараагийн ажиллагаанд дахин үзнэ. Олонтаа давтагдвал сүлжээний хавтсыг шалгана уу.",
    ),
    "folder_unreadable": (
        "The program may not list this folder; nothing of what is in it is in this edition. Correct its rights.",
        "Хавтсыг нээх эрх алга; доторх файлууд энэ хувилбарт ороогүй. Эрхийг нь засна уу.",
    ),
    "outside_link": (
        "The file is a link that leads out of the raw folder; put the file itself there.",
        "Энэ нь хавтаснаас гадагш заасан холбоос байна; файлыг өөрийг нь хуулна уу.",
    ),
    "broken_link": (
        "The file is a link that leads nowhere; put the file itself there.",
        "Энэ холбоосын заасан файл алга; файлыг өөрийг нь хуулна уу.",
    ),
    "not_a_file": (
        "This is a device, pipe or socket, not a file; remove it from the raw folder.",
        "Энэ нь энгийн файл биш байна; хавтаснаас устгана уу.",
    ),
    "no_permission": (
        "The program may not read this file; correct its rights.",
        "Файлыг унших эрх алга; эрхийг нь засна уу.",
    ),
    "read_error": (
        "The operating system could not read this file; check the disk or the network folder.",
        "Файлыг уншиж чадсангүй; диск, сүлжээний хавтсыг шалгана уу.",
    ),
}


PASSING = frozenset({"still_being_written", "not_selected", "vanished"})
"""Reasons that are nobody's fault and pass with the next run: such a file waits, it is not rejected."""


def failure(code: str, detail: str = "", detail_mn: str = "", *, lasting: bool = True, trace: str = "") -> Failure:
    """A failure of the process by its code in REASONS. Without ``detail_mn`` the detail is a name or the system's words."""
    return Failure(code, *REASONS[code], detail, detail_mn or detail, lasting, trace=trace)


def limit_reached(limit: str, allowed: float) -> Failure:
    """A limit at which the process was stopped; the value is the limit itself, so that every run says the same."""
    return Failure(
        LimitExceeded.code,
        LimitExceeded.hint,
        LimitExceeded.hint_mn,
        f"{limit}: stopped at the limit of {allowed:,.0f}",
        f"{limit}: {allowed:,.0f} гэсэн хязгаарт хүрээд зогссон",
        limit=limit,
        allowed=float(allowed),
        value=float(allowed),
    )


def from_error(error: ParseError) -> Failure:
    """A reader's own refusal as a failure. Addresses of objects in messages of libraries differ from run to run."""
    detail, detail_mn = (re.sub(r" at 0x[0-9a-f]+", "", words) for words in (error.detail, error.detail_mn))
    known = Failure(error.code, error.hint, error.hint_mn, detail, detail_mn, error.code not in PASSING)
    if isinstance(error, LimitExceeded):
        return replace(known, limit=error.limit, allowed=float(error.allowed), value=float(error.value))
    return known
