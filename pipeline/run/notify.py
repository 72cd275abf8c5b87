"""Telling others how a run ended: a ping URL (dead-man's switch) and the summary by mail. Neither can fail a run."""

from __future__ import annotations

import smtplib
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage

from pipeline.exits import MEANING, MEANING_MN, Exit
from pipeline.settings import Notify

ENDED_WELL = (Exit.OK, Exit.REJECTED, Exit.REVIEW)


def notify(notify_: Notify, code: int, summaries: tuple[str, str], clean: str) -> list[str]:
    """Ping and mail as the settings say, in English and Mongolian; return what went wrong, in sentences for the log."""
    summary, clean = (text.encode(errors="backslashreplace").decode() for text in ("\n".join(summaries), clean))
    return [*_ping(notify_, code, summary), *_mail(notify_, code, summary, clean)]


def _ping(notify_: Notify, code: int, summary: str) -> Iterator[str]:
    if not notify_.ping_url:
        return
    if urllib.parse.urlsplit(notify_.ping_url).scheme not in ("http", "https"):
        yield f"ping {notify_.ping_url}: only http and https addresses are called"
        return
    url = notify_.ping_url if code in ENDED_WELL else notify_.ping_url.rstrip("/") + "/fail"
    try:
        request = urllib.request.Request(url, data=summary.encode(), method="POST")
        urllib.request.urlopen(request, timeout=notify_.timeout_seconds).close()
    except (OSError, ValueError) as error:
        yield f"ping {url}: {error}"


def _mail(notify_: Notify, code: int, summary: str, clean: str) -> Iterator[str]:
    if not notify_.mail_to:
        return
    meaning, meaning_mn = MEANING[Exit(code)], MEANING_MN[Exit(code)]
    message = EmailMessage()
    message["Subject"] = f"tailan {clean}: {_short(meaning)} / {_short(meaning_mn)}"
    message["From"] = notify_.mail_from
    message["To"] = notify_.mail_to
    message.set_content(f"{summary}\n\nexit code {code}: {meaning}\nгаралтын код {code}: {meaning_mn}\n")
    host, _, port = notify_.smtp.partition(":")
    try:
        with smtplib.SMTP(host, int(port or 25), timeout=notify_.timeout_seconds) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        yield f"mail to {notify_.mail_to}: {error}"


def _short(meaning: str) -> str:
    """The beginning of a sentence, for a subject."""
    return meaning.split("(")[0].split(";")[0].strip()
