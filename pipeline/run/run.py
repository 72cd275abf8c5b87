"""One run, from the raw folder to a published edition: look, read what is new, build, pass the gates, switch,
account."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.durable import sweep_beside
from pipeline.exits import MEANING, MEANING_MN, Exit, Stop
from pipeline.run import ledger as ledgers
from pipeline.run.editions import Shelf
from pipeline.run.lock import locked
from pipeline.run.log import Log
from pipeline.run.notices import Notice, mended, set_aside, unusable
from pipeline.run.sources import Look, check_apart, check_filled, check_folder
from pipeline.run.survey import Paths, Survey, survey
from pipeline.settings import Settings
from pipeline.signals import held
from pipeline.workers.leftovers import sweep

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.outputs.tables.dataset import Dataset
    from pipeline.run.collect import Collected, Options
    from pipeline.run.publish import Published

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
Progress = Callable[[int, int], None]
"""Told how many documents are done and how many there are."""


@dataclass(slots=True)
class Account:
    """What ``run.json`` says; filled as the run goes, written however it ends. ``files`` is empty when nothing had
    changed; ``outcomes_of`` is then the run (``runs/RUN.json``) that has them. ``findings`` are notices on the run
    itself (pipeline.run.notices), ``changes`` what changes.json of a new edition says; ``as_of`` is the day that due dates are
    compared with."""

    run: str
    started: str
    raw: str
    clean: str
    process: int
    as_of: str = ""
    ended: str = ""
    seconds: float = 0.0
    exit_code: int = int(Exit.PROGRAM_ERROR)
    exit_meaning: str = ""
    exit_meaning_mn: str = ""
    message: str = ""
    message_mn: str = ""
    edition: str = ""
    new_edition: bool = False
    unchanged: bool = False
    read: int = 0
    outcomes_of: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    cpu_seconds: float = 0.0
    reading_seconds: float = 0.0
    inputs: dict[str, str] = field(default_factory=dict)
    ignored: list[dict[str, str]] = field(default_factory=list)
    findings: list[dict[str, str]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)

    def end(self, code: Exit, message: str, message_mn: str) -> None:
        """How the run ended, with the meaning of its exit code."""
        self.exit_code, self.message, self.message_mn = int(code), message, message_mn
        self.exit_meaning, self.exit_meaning_mn = MEANING[code], MEANING_MN[code]


def run(paths: Paths, settings: Settings, options: Options, progress: Progress) -> Account:
    """Publish ``paths.raw`` as ``paths.clean``. Raises Stop when nothing is published; the account is on disk either
    way, unless the folders of a first run cannot be meant: a mistyped name leaves nothing behind."""
    account = _opened(paths)
    log = Log(account.run, paths.state / "runs" / f"{account.run}.jsonl", settings.log_level)
    begun = time.monotonic()
    shelf = Shelf(paths.clean)
    try:
        with _ended(account, log, shelf):
            check_folder(paths.raw)
            check_apart(paths.raw, paths.clean)
            if not options.accept:
                shelf.check_own()
            if shelf.current() is None and not options.accept:
                check_filled(paths.raw)
            with locked(shelf.home, f"tailan run {paths.raw} {paths.clean}"):
                _clear_away(shelf, paths)
                _publish(paths, settings, options, progress, account, log)
    finally:
        account.ended = _now()
        account.seconds = round(time.monotonic() - begun, 3)
        _close(account, paths, settings, log)
    return account


def _clear_away(shelf: Shelf, paths: Paths) -> None:
    """Remove what killed runs left: temporary folders, processes, half-built editions, half-written files."""
    sweep()
    try:
        shelf.sweep()
        sweep_beside(paths.state, paths.state / "runs", *paths.cache.glob("*/*"))
    except OSError as error:
        raise Stop(
            Exit.OUTPUT_NOT_WRITABLE,
            f"{error.filename or shelf.clean}: {error.strerror}",
            f"{error.filename or shelf.clean}: бичиж чадсангүй ({error.strerror})",
        ) from error


def _close(account: Account, paths: Paths, settings: Settings, log: Log) -> None:
    """Write the account, then tell others. The account of a run that is still at work is not touched."""
    if account.exit_code == Exit.LOCKED:
        return
    refused = account.exit_code in (Exit.NO_INPUT, Exit.USAGE, Exit.GATE_REFUSED) and not account.inputs
    if refused and not paths.state.is_dir():
        log.path = None
    else:
        with contextlib.suppress(OSError):
            ledgers.save_run(paths.state, account.run, asdict(account), settings.keep_runs)
    log.say("info", "ended", exit_code=account.exit_code, message=account.message, seconds=account.seconds)
    if settings.notify.ping_url or settings.notify.mail_to:
        from pipeline.run.notify import notify

        told = (account.message, account.message_mn)
        for trouble in notify(settings.notify, account.exit_code, told, account.clean):
            log.say("warning", "not_notified", trouble=trouble)
    log.close()


def _opened(paths: Paths) -> Account:
    identity = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{secrets.token_hex(3)}"
    return Account(identity, _now(), str(paths.raw), str(paths.clean), os.getpid())


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


@contextlib.contextmanager
def _ended(account: Account, log: Log, shelf: Shelf) -> Iterator[None]:
    """Write into the account how the run ended, into the log the frames of an error of the program (its message may
    hold words of a report); errors go on, an interruption as Stop."""
    before = shelf.current()
    try:
        yield
    except BaseException as error:
        stop = _named(error, before, shelf.current())
        if stop is None:
            name = type(error).__name__
            account.end(Exit.PROGRAM_ERROR, f"error of the program: {name}", f"програмын алдаа: {name}")
            log.say("error", "trace", trace="".join(traceback.format_tb(error.__traceback__)) + type(error).__name__)
            raise
        account.end(stop.code, stop.message, stop.message_mn)
        raise stop from (None if stop is error else error)


def _named(error: BaseException, before: str | None, shown: str | None) -> Stop | None:
    """The ending as a person should hear it; None for an error of the program."""
    state = "untouched" if shown == before else f"already the new one, {shown}"
    state_mn = "хэвээр" if shown == before else f"аль хэдийн шинэ нь: {shown}"
    if isinstance(error, KeyboardInterrupt):
        return Stop(
            Exit.INTERRUPTED, f"interrupted; the current edition is {state}", f"тасалдлаа; одоогийн хувилбар {state_mn}"
        )
    if isinstance(error, OSError) and error.errno in NO_ROOM:  # the folder for temporary files, say
        return Stop(
            Exit.OUTPUT_NOT_WRITABLE,
            f"{error.filename or 'a disk'}: {error.strerror}; the edition is {state}",
            f"{error.filename or 'диск'}: {error.strerror}; хувилбар {state_mn}",
        )
    return error if isinstance(error, Stop) else None


def _publish(
    paths: Paths, settings: Settings, options: Options, progress: Progress, account: Account, log: Log
) -> None:
    remembered = ledgers.load_ledger(paths.state)
    _tell(account, log, mended(paths.decisions))
    seen = survey(paths, settings, remembered, time.time_ns(), options.as_of)
    account.inputs, account.as_of = seen.inputs, seen.as_of.isoformat()
    account.ignored = [asdict(item) for item in seen.ignored]
    log.say("info", "started", raw=str(paths.raw), clean=str(paths.clean), files=len(seen.sources))
    shelf = Shelf(paths.clean)
    if _nothing_changed(seen, remembered, options, shelf):
        account.unchanged, account.edition = True, remembered.shown
        account.end(Exit(remembered.exit_code), remembered.summary, remembered.summary_mn)
        account.outcomes_of = remembered.run
        if any(not remembered.known_digest(source.found) for source in seen.sources):
            with contextlib.suppress(OSError):
                ledgers.save_ledger(paths.state, replace(remembered, files=_files(seen), written_ns=seen.looked_ns))
        return
    collected, published = _work(paths, settings, options, progress, account, log, seen)
    account.edition, account.new_edition = published.edition, published.new
    account.changes = published.changes if published.new else {}
    account.outcomes_of = account.run
    account.end(_verdict(account, collected, settings), *_sentence(account))
    log.say("info", "published", edition=published.edition, new=published.new, removed=published.removed)
    _remember(paths, seen, account, collected, shelf)


def _tell(account: Account, log: Log, notices: Iterable[Notice]) -> None:
    """Note what concerns the run itself, in the account and in the log."""
    for notice in notices:
        account.findings.append(asdict(notice))
        log.say("warning", notice.code, message=notice.message, value=notice.value)


def _nothing_changed(seen: Survey, remembered: ledgers.Ledger, options: Options, shelf: Shelf) -> bool:
    """Same inputs, nothing asked for, and the edition stands as it was left."""
    asked = options.force or options.retry_failed or options.only or options.accept or options.as_of
    same = bool(remembered.fingerprint) and seen.fingerprint == remembered.fingerprint and not asked
    return same and shelf.current() == remembered.shown and shelf.looks() == remembered.edition_looks


def _work(
    paths: Paths, settings: Settings, options: Options, progress: Progress, account: Account, log: Log, seen: Survey
) -> tuple[Collected, Published]:
    """Read what is new, build the datasets, publish. Heavy modules are imported here, after the look."""
    with held():
        from pipeline.outputs.building.kept import KeptReports
        from pipeline.run.assembly import build_dataset, open_cache, open_catalogues, open_decisions, open_engine
        from pipeline.run.collect import collect, plan
        from pipeline.run.facts import findings, read_facts
        from pipeline.run.publish import publish

    catalogues = open_catalogues(settings)
    decisions, bad = open_decisions(paths.decisions)
    _tell(account, log, set_aside(paths.decisions, bad))
    cache = open_cache(paths, settings)
    facts, troubles = read_facts(seen.facts, {source.found.name for source in seen.sources})
    _tell(account, log, unusable(troubles))
    planned = plan(seen.sources, cache, options, facts)
    total, finished = len(planned.jobs), 0
    account.read = total
    log.say("info", "planned", read=total, cached=len(planned.entries))

    def hear(job: Any, done: Any) -> None:
        nonlocal finished
        finished += 1
        account.cpu_seconds = round(account.cpu_seconds + done.cpu_seconds, 3)
        why = {"reason": done.failure.code, "detail": done.failure.detail} if done.failure else {}
        if done.failure and done.failure.trace:
            log.say("error", "trace", file=job.file, trace=done.failure.trace)
        log.say(
            "warning" if why else "info", "read", file=job.file, cpu=done.cpu_seconds, wall=done.wall_seconds, **why
        )
        progress(finished, total)

    engine = open_engine(settings, total)
    begun = time.monotonic()
    try:
        collected = collect(seen.sources, planned, cache, engine, hear)
    finally:
        engine.close()
    account.reading_seconds = round(time.monotonic() - begun, 3)
    account.files = [
        {
            "file": item.file,
            "status": item.status,
            "reason": item.reason,
            "detail": item.detail,
            "detail_mn": item.detail_mn,
            **asdict(collected.costs[item.file]),
        }
        for item in collected.outcomes
    ]
    reports = KeptReports.of(cache, catalogues, decisions, findings(troubles))

    def build(folder: Path) -> Dataset:
        dataset = build_dataset(collected, reports, decisions, folder, paths, settings, seen.as_of)
        account.statuses, account.counts = dict(dataset.statuses), dict(dataset.counts)
        log.say("info", "built", **account.counts)
        return dataset

    published = publish(Shelf(paths.clean), build, seen, settings, account.run, accept=options.accept)
    cache.tidy()
    return collected, published


def _verdict(account: Account, collected: Collected, settings: Settings) -> Exit:
    """Files that wait for a reason that passes by itself are no work for reviewers."""
    from pipeline.workers.outcome import PENDING, REJECTED

    if any(item.status == REJECTED for item in collected.outcomes):
        return Exit.REJECTED
    passing = sum(item.status == PENDING for item in collected.outcomes)
    waiting = account.statuses.get("review", 0) - passing
    return Exit.REVIEW if 0 <= settings.review_threshold < waiting else Exit.OK


def _sentence(account: Account) -> tuple[str, str]:
    """What was published, in both languages."""
    from pipeline.outputs.tables.summary import STATUS_MN

    told = {status: count for status, count in account.statuses.items() if count}
    parts = ", ".join(f"{count} {status}" for status, count in told.items())
    parts_mn = ", ".join(f"{count} {STATUS_MN[status]}" for status, count in told.items())
    rows, every = account.counts.get("measures", 0), sum(told.values())
    english = f"{every} submissions ({parts}), {rows} measure rows"
    mongolian = f"{every} ирүүлсэн материал ({parts_mn}), арга хэмжээний {rows} мөр"
    if any(told["code"] == "decision_set_aside" for told in account.findings):
        english += "; lines of the decisions file were set aside (findings in run.json)"
        mongolian += "; шийдвэрийн файлын зарим мөрийг тооцоогүй (run.json-ы findings)"
    return english, mongolian


def _files(seen: Survey) -> dict[str, tuple[Look, str]]:
    """Look and digest of every submission that could be read."""
    return {source.found.name: (source.found.look, source.sha256) for source in seen.sources if source.sha256}


def _remember(paths: Paths, seen: Survey, account: Account, collected: Collected, shelf: Shelf) -> None:
    """Remember the look of everything, so that the next run sees at once that nothing changed."""
    remembered = ledgers.Ledger(
        files=_files(seen),
        written_ns=seen.looked_ns,
        fingerprint="" if collected.passing else seen.fingerprint,
        shown=account.edition,
        edition_looks=shelf.looks(),
        exit_code=account.exit_code,
        summary=account.message,
        summary_mn=account.message_mn,
        run=account.run,
    )
    try:
        ledgers.save_ledger(paths.state, remembered)
    except OSError as error:
        raise Stop(
            Exit.OUTPUT_NOT_WRITABLE,
            f"{paths.state}: {error.strerror}; the new edition is published",
            f"{paths.state}: бичиж чадсангүй ({error.strerror}); шинэ хувилбар нийтлэгдсэн",
        ) from error
