"""Exit codes: one table for the program, its help, its documentation and its tests.

Below 10 nothing was published; from 10 to 19 an edition stands, but a person should look; 130 is an interruption.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What ``tailan`` tells cron."""

    OK = 0
    PROGRAM_ERROR = 1
    USAGE = 2
    BAD_SETTINGS = 3
    MISSING_DEPENDENCY = 4
    OUTPUT_NOT_WRITABLE = 5
    LOCKED = 6
    GATE_REFUSED = 7
    NO_INPUT = 8
    REJECTED = 10
    REVIEW = 11
    DIFFERS = 12
    INTERRUPTED = 130


MEANING = {
    Exit.OK: "everything is published (or nothing had changed since the current edition)",
    Exit.PROGRAM_ERROR: "an error of the program itself; the current edition is untouched, the log has the trace",
    Exit.USAGE: "the command line was not understood",
    Exit.BAD_SETTINGS: "a setting (tailan.toml, TAILAN_ variable, flag) is unknown or has an impossible value",
    Exit.MISSING_DEPENDENCY: "something this command needs is not installed or not allowed (open files); `tailan doctor` names it",
    Exit.OUTPUT_NOT_WRITABLE: "the output cannot be written (rights, read-only, full disk); the old edition stays",
    Exit.LOCKED: "another run is at work on this output folder",
    Exit.GATE_REFUSED: "a quality gate refused the new edition; the current edition is untouched",
    Exit.NO_INPUT: "what was asked for does not exist or cannot be read: raw folder, file, edition, page",
    Exit.REJECTED: "published, but some submissions were rejected (their reasons stand in submissions.csv)",
    Exit.REVIEW: "published, but the review queue is longer than review_threshold",
    Exit.DIFFERS: "`tailan witness` found a cell that the other reader reads otherwise",
    Exit.INTERRUPTED: "stopped by Ctrl-C, SIGTERM or SIGHUP; the edition shown is whole, nearly always the old one",
}


MEANING_MN = {
    Exit.OK: "бүгд нийтлэгдсэн (эсвэл одоогийн хувилбараас хойш юу ч өөрчлөгдөөгүй)",
    Exit.PROGRAM_ERROR: "програмын өөрийн алдаа; одоогийн хувилбар хэвээр, дэлгэрэнгүй нь тэмдэглэлийн файлд бий",
    Exit.USAGE: "тушаалыг ойлгосонгүй",
    Exit.BAD_SETTINGS: "тохиргоо (tailan.toml, TAILAN_ хувьсагч, сонголт) үл таних буюу боломжгүй утгатай",
    Exit.MISSING_DEPENDENCY: "энэ тушаалд хэрэгтэй зүйл суулгаагүй; `tailan doctor` хэлж өгнө",
    Exit.OUTPUT_NOT_WRITABLE: "гаралтад бичих боломжгүй (эрх, зөвхөн унших, диск дүүрсэн); хуучин хувилбар хэвээр",
    Exit.LOCKED: "энэ хавтаст өөр ажиллагаа явж байна",
    Exit.GATE_REFUSED: "чанарын шалгуур шинэ хувилбарыг зөвшөөрсөнгүй; одоогийн хувилбар хэвээр",
    Exit.NO_INPUT: "асуусан зүйл алга эсвэл унших боломжгүй: эх хавтас, файл, хувилбар, хуудас",
    Exit.REJECTED: "нийтлэгдсэн боловч зарим материалыг боловсруулах боломжгүй (шалтгаан нь submissions.csv-д)",
    Exit.REVIEW: "нийтлэгдсэн боловч шалгах дараалал review_threshold-оос урт",
    Exit.DIFFERS: "`tailan witness` нөгөө уншигчаас өөр уншсан нүд олсон",
    Exit.INTERRUPTED: "Ctrl-C, SIGTERM, SIGHUP-аар зогссон; харагдаж буй хувилбар бүрэн, бараг үргэлж хуучин нь",
}


class Stop(Exception):
    """Ends a command with one sentence for the person, in English and in Mongolian, and an exit code for the machine."""

    def __init__(self, code: Exit, message: str, message_mn: str) -> None:
        super().__init__(message)
        self.code, self.message, self.message_mn = code, message, message_mn

    def __reduce__(self) -> tuple[type[Stop], tuple[Exit, str, str]]:
        """It also comes back from the worker of a cluster."""
        return Stop, (self.code, self.message, self.message_mn)


def table() -> str:
    """The table as Markdown, for docs/operations.md (a test keeps the two equal)."""
    lines = ["| code | name | meaning | утга |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {code.value} | {code.name.lower()} | {meaning} | {MEANING_MN[code]} |" for code, meaning in MEANING.items()
    ]
    return "\n".join(lines)
