"""Pictures of pages: painted once, by a process that may die, in the order in which people wait for them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from parsers.limits import Limits
from pipeline.owner import owner
from pipeline.review import pictures as module
from pipeline.review.painting import painter
from pipeline.review.pictures import Pictures
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.packing import pack

A, B = "a" * 64, "b" * 64


class Painter:
    """In place of a worker process: paints ``file page``, dies on page 13 and has no picture of page 14."""

    painted: list[tuple[str, int]]
    living: list[Painter]
    pause: threading.Event

    def __init__(self, setup: Setup, mark: str) -> None:
        assert (setup.entry, mark.startswith(f"{owner()}.")) == (module.ENTRY, True)
        self.ready = False
        self.living.append(self)

    def wait_until_ready(self) -> dict[str, str]:
        self.ready = True
        return {}

    def send(self, job: Job) -> None:
        assert self.ready and job.size == Path(job.path.decode()).stat().st_size
        self.job = job

    def wait(self, until: float) -> bytes | None:
        assert self.pause.wait(30)
        self.painted.append((self.job.file, self.job.page))
        words = f"{self.job.file} {self.job.page}".encode()
        return None if self.job.page == 13 else pack(Done(document=b"" if self.job.page == 14 else words))

    def end(self) -> None:
        self.living.remove(self)


@pytest.fixture
def painting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pictures]:
    monkeypatch.setattr(Painter, "painted", [], raising=False)
    monkeypatch.setattr(Painter, "living", [], raising=False)
    monkeypatch.setattr(Painter, "pause", threading.Event(), raising=False)
    monkeypatch.setattr(module, "Child", Painter)
    Painter.pause.set()
    (tmp_path / "a.pdf").write_bytes(b"one")
    (tmp_path / "b.pdf").write_bytes(b"three")
    made = Pictures({A: bytes(tmp_path / "a.pdf"), B: bytes(tmp_path / "b.pdf")}, Limits())
    yield made
    made.close()
    assert Painter.living == []


def test_a_page_is_painted_once(painting: Pictures) -> None:
    assert painting.get(A, 1) == b"a.pdf 1" == painting.get(A, 1)
    assert painting.get(B, 1) == b"b.pdf 1"
    assert Painter.painted == [("a.pdf", 1), ("b.pdf", 1)] and len(Painter.living) == 1


def test_an_unknown_content_has_no_picture(painting: Pictures) -> None:
    assert painting.get("c" * 64, 1) is None
    painting.prepare("c" * 64, [1])
    assert painting.get(A, 1) == b"a.pdf 1" and Painter.painted == [("a.pdf", 1)]


def test_a_page_that_kills_the_painter_has_no_picture_and_another_painter_goes_on(painting: Pictures) -> None:
    painting.get(A, 1)
    (first,) = Painter.living
    assert painting.get(A, 13) is None and Painter.living == []
    assert painting.get(A, 2) == b"a.pdf 2" and Painter.living != [first]
    assert painting.get(A, 13) is None and Painter.painted.count(("a.pdf", 13)) == 1


def test_a_page_that_cannot_be_painted_has_no_picture(painting: Pictures) -> None:
    assert painting.get(A, 14) is None and len(Painter.living) == 1


def waited(happened: Callable[[], bool]) -> None:
    for _ in range(3_000):
        if happened():
            return
        threading.Event().wait(0.005)
    raise AssertionError("it did not happen")


def test_who_waits_comes_before_what_is_painted_ahead(painting: Pictures) -> None:
    Painter.pause.clear()
    painting.prepare(A, [1])
    waited(painting._wanted.empty)
    painting.prepare(A, [2], soon=False)
    painting.prepare(A, [3, 1, 4])
    waiting = threading.Thread(target=painting.get, args=(A, 5))
    waiting.start()
    waited(lambda: painting._wanted.qsize() == 5)
    Painter.pause.set()
    waiting.join(30)
    waited(lambda: len(Painter.painted) == 5)
    assert [page for _, page in Painter.painted] == [1, 5, 3, 4, 2]
    painting.prepare(A, [1, 2, 3])
    assert painting._wanted.empty(), "they are painted already"


def test_only_so_many_pictures_are_kept(painting: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    for page in (1, 2, 3):
        painting.get(A, page)
    assert list(painting._done) == [(A, 2), (A, 3)]
    assert painting.get(A, 1) == b"a.pdf 1" and len(Painter.painted) == 4


def test_nobody_waits_longer_than_a_document_may_take(painting: Pictures) -> None:
    painting._limits = Limits(wall_seconds=0.01)
    Painter.pause.clear()
    assert painting.get(A, 1) is None
    Painter.pause.set()


def test_the_painter_draws_the_file_that_was_read_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"")
    monkeypatch.setattr("pipeline.review.painting.page_picture", lambda source, page, limits: f"{page}".encode())
    work = painter(Setup("", Limits()))
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert work(Job("a.pdf", bytes(path), empty, 0, page=7), lambda known: None) == Done(document=b"7")
    assert work(Job("a.pdf", bytes(path), A, 0, page=7), lambda known: None) == Done()
