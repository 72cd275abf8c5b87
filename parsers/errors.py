"""Why a file cannot be used. ``code`` becomes submissions.reason, ``hint`` tells a person what to do.

Exceptions are for whole files; doubtful rows and values are findings, never exceptions.
"""

from __future__ import annotations


class ParseError(Exception):
    """Base of everything that makes one file unusable. ``detail`` says what was seen in this file, ``detail_mn`` the same
    in Mongolian."""

    code = "unreadable"
    hint = "Open the file by hand and ask the agency for a new copy."
    hint_mn = "Файлыг гараар нээж шалгаад, байгууллагаас шинээр авна уу."

    def __init__(self, detail: str = "", detail_mn: str = "") -> None:
        super().__init__(detail or self.hint)
        self.detail, self.detail_mn = detail, detail_mn


class UnsupportedFile(ParseError):
    code = "unsupported_format"
    hint = "Ask for the report as DOCX, PDF or a scanned picture."
    hint_mn = "Тайланг DOCX, PDF эсвэл сканнердсан зураг хэлбэрээр авна уу."


class EmptyFile(ParseError):
    code = "empty_file"
    hint = "The file has no content; ask the agency to send it again."
    hint_mn = "Файл хоосон байна; байгууллагаас дахин илгээхийг хүснэ үү."


class DamagedFile(ParseError):
    code = "damaged"
    hint = "The file is damaged or cut short; ask the agency to send it again."
    hint_mn = "Файл гэмтсэн эсвэл дутуу байна; байгууллагаас дахин илгээхийг хүснэ үү."


class EncryptedFile(ParseError):
    code = "encrypted"
    hint = "The file needs a password; ask for a copy without one."
    hint_mn = "Файл нууц үгтэй байна; нууц үггүй хувийг авна уу."


class NoPages(ParseError):
    code = "no_pages"
    hint = "The file has no pages; ask the agency to send it again."
    hint_mn = "Файлд хуудас алга; байгууллагаас дахин илгээхийг хүснэ үү."


class NoFixedPages(NoPages):
    """A page was asked of a format that breaks pages anew each time it is opened."""

    code = "no_fixed_pages"
    hint = "A Word file has no fixed pages; `tailan read FILE` shows its tables."
    hint_mn = "Word файлд тогтсон хуудас байхгүй; хүснэгтүүдийг `tailan read FILE` харуулна."


class NoSuchPage(NoPages):
    """A page was asked that the file does not have; ``detail`` says how many it has."""

    code = "no_such_page"
    hint = "Choose one of the pages that the file has."
    hint_mn = "Файлд байгаа хуудаснаас сонгоно уу."


class NoMeasureTable(ParseError):
    code = "no_measure_table"
    hint = "No table of measures was found; check that this is the report and not a letter or an annex."
    hint_mn = "Арга хэмжээний хүснэгт олдсонгүй; энэ нь тайлан мөн эсэхийг шалгана уу."


class AmbiguousFile(ParseError):
    code = "ambiguous_file"
    hint = "Several readers claim this file; this is an error of the program, please report it."
    hint_mn = "Файлын төрлийг тодорхойлж чадсангүй; програмын алдааг мэдээлнэ үү."


class OcrUnavailable(ParseError):
    code = "ocr_unavailable"
    hint = "Scanned pages need Tesseract 5 with Mongolian (`tailan doctor` tells what to install); then run again."
    hint_mn = "Сканнердсан хуудсыг уншихад Tesseract 5 хэрэгтэй (`tailan doctor` командыг ажиллуулна уу)."


class LimitExceeded(ParseError):
    """A resource limit was reached: ``limit`` names it, ``allowed`` and ``value`` give the figures."""

    code = "limit"
    hint = "The file is larger than the settings allow; raise the limit in tailan.toml if it is genuine."
    hint_mn = "Файл тохиргооны хязгаараас хэтэрсэн; зөв файл бол tailan.toml-д хязгаарыг нэмнэ үү."

    def __init__(self, limit: str, allowed: float, value: float) -> None:
        super().__init__(
            f"{limit}: {value:g} is over the limit of {allowed:g}",
            f"{limit}: {value:g} нь {allowed:g} гэсэн хязгаараас их",
        )
        self.limit, self.allowed, self.value = limit, allowed, value
