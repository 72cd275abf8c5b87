"""The review page without a browser: who may talk to it, and what each button does."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("starlette")
from starlette.testclient import TestClient

from parsers.document import BBox, PageSummary, Place
from parsers.limits import Limits
from pipeline.commands.review import _check_address
from pipeline.exits import Stop
from pipeline.review.app import create_app
from pipeline.review.decisions import Action
from pipeline.review.desk import Desk, Wish
from pipeline.review.pictures import Pictures
from pipeline.workers.outcome import Outcome
from tests.pipeline.review.test_decisions import CATALOGUES, report, row

HOST = "127.0.0.1:8765"
PNG = b"\x89PNG\r\n\x1a\n"
HOSTILE = '<script>alert(1)</script>=HYPERLINK("http://x")'


class NoPictures:
    """Every document has one page; ``asked`` are those to be painted ahead."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[int, ...]]] = []

    def get(self, sha256: str, page: int) -> bytes | None:
        return PNG if page == 1 else None

    def prepare(self, sha256: str, pages: tuple[int, ...], soon: bool = True) -> None:
        self.asked.append((sha256, pages))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    from dataclasses import replace

    place = Place(1, BBox(50.0, 100.0, 500.0, 180.0))
    rows = row(1, "Өдөрлөг хийх", places=(place,)), row(2, HOSTILE, text_key="hostile"), row(3, "Сургалт", code="1.2")
    whole = replace(report(*rows), pages=(PageSummary(1, 595, 842),), kind="pdf")
    return Desk([whole], CATALOGUES, tmp_path / "decisions.jsonl", 0.0, "0.1.0")


def client(
    desk: Desk,
    enter: bool = True,
    name: str = "Болд",
    headers: dict[str, str] | None = None,
    pictures: NoPictures | None = None,
) -> TestClient:
    app = create_app(desk, pictures or NoPictures(), "127.0.0.1", {"secret": name})  # type: ignore[arg-type]
    made = TestClient(app, base_url=f"http://{HOST}", headers={"accept-language": "en", **(headers or {})})
    if enter:
        assert made.get("/enter?token=secret").status_code == 200
    return made


SAME = {"sec-fetch-site": "same-origin"}


def test_the_link_opens_once(desk: Desk) -> None:
    page = client(desk)
    assert "Waiting rows" in page.get("/").text
    assert page.get("/enter?token=secret").status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 400),
        ({"host": "evil.example:8765"}, 400),
        ({"host": "127.0.0.1.evil.example"}, 400),
        ({"host": "127.0.0.1:8765@evil.example"}, 400),
        ({"host": "localhost:8765"}, 400),
        ({"host": ""}, 400),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"cookie": "tailan_review_8765=guess"}, 401),
    ],
)
def test_foreign_requests_are_refused(desk: Desk, headers: dict[str, str], status: int) -> None:
    page = client(desk, enter="cookie" not in headers)
    assert page.get("/", headers=headers).status_code == status
    answer = page.post("/row/hostile", headers=headers, data={"action": "accept"})
    assert answer.status_code in (status, 403) and desk.decisions == ()
    assert answer.headers["cache-control"] == "no-store" and "content-security-policy" in answer.headers


def test_a_form_without_any_origin_is_refused(desk: Desk) -> None:
    assert client(desk).post("/row/hostile", data={"action": "accept"}).status_code == 403


def test_every_answer_forbids_inline_code_and_caching(desk: Desk) -> None:
    page = client(desk)
    for path in ("/", "/row/hostile", "/static/review.js", "/nowhere", f"/document/{desk.reports[0].sha256[:16]}"):
        headers = page.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert (
            "unsafe" not in headers["content-security-policy"]
            and "default-src 'none'" in headers["content-security-policy"]
        )


def test_hostile_text_is_text(desk: Desk) -> None:
    page = client(desk)
    for path in ("/", "/row/hostile", f"/document/{desk.reports[0].sha256[:16]}"):
        assert "<script>alert" not in page.get(path).text
        assert "&lt;script&gt;" in page.get(path).text


def test_a_button_decides_and_leads_to_the_next_row(desk: Desk) -> None:
    page = client(desk)
    answer = page.post(
        "/row/key-Өдөрлөг хийх", data={"action": "accept", "base": ""}, headers=SAME, follow_redirects=False
    )
    assert answer.status_code == 303 and answer.headers["location"].startswith("/row/")
    assert desk.reports[0].records[0].match.status == "confirmed"
    assert "Undo the last decision" in page.get(answer.headers["location"], headers=SAME).text


def test_two_reviewers_meet_a_conflict_with_both_decisions(desk: Desk) -> None:
    page = client(desk)
    desk.decide(Wish("hostile", Action.ACCEPT, "Сараа"))
    answer = page.post("/row/hostile", data={"action": "not_in_catalogue", "base": ""}, headers=SAME)
    assert answer.status_code == 409
    assert "Their decision: Сараа" in answer.text and "Your decision" in answer.text


def test_filters_stay_in_the_address(desk: Desk) -> None:
    text = client(desk).get("/?q=Сургалт").text
    assert "Сургалт" in text and "Өдөрлөг" not in text and "/row/key-Сургалт?q=" in text


def test_search_finds_by_word_and_by_code(desk: Desk) -> None:
    page = client(desk)
    assert "Ёс зүйн сургалтад" in page.get("/catalogue?row=hostile&q=сургалт").text
    assert "Ил тод" in page.get("/catalogue?row=hostile&q=1.1").text


def test_pictures_come_from_the_program_only(desk: Desk) -> None:
    page, identity = client(desk), desk.reports[0].sha256[:16]
    assert page.get(f"/picture/{identity}/1.png").content == PNG
    assert page.get(f"/picture/{identity}/2.png").status_code == 404
    assert page.get("/picture/unknown/1.png").status_code == 404


def test_the_language_switch_never_leaves_the_page(desk: Desk) -> None:
    answer = client(desk).post("/language", data={"back": "//evil.example/"}, headers=SAME, follow_redirects=False)
    assert answer.headers["location"] == "/"
    mongolian = client(desk, headers={"accept-language": "mn"}).get("/").text
    assert "Хүлээгдэж буй мөрүүд" in mongolian


def test_an_unknown_action_changes_nothing(desk: Desk) -> None:
    assert client(desk).post("/row/hostile", data={"action": "drop"}, headers=SAME).status_code == 422
    assert desk.decisions == ()


def test_two_pages_of_one_machine_have_cookies_of_their_own(desk: Desk) -> None:
    page = client(desk)
    assert list(page.cookies) == ["tailan_review_8765"]
    made = page.get("/documents").headers
    assert "set-cookie" not in made


def test_files_that_could_not_be_read_are_shown_with_their_reason(tmp_path: Path) -> None:
    refused = Outcome("б.pdf", "cd" * 32, 9, "rejected", reason="no_measure_table", hint="Send the table.", pages=2)
    page = client(Desk([report(row(1, "Өдөрлөг"))], CATALOGUES, tmp_path / "d.jsonl", 0.0, "0.1.0", [refused]))
    listed = page.get("/documents").text
    assert "б.pdf" in listed and "Send the table." in listed and "a.docx" in listed
    shown = page.get(f"/document/{'cd' * 8}").text
    assert "Send the table." in shown and shown.count("<img") == 2
    assert page.get(f"/picture/{'cd' * 8}/1.png").status_code == 200


def test_a_decision_can_hold_for_all_rows_with_the_text(tmp_path: Path) -> None:
    rows = row(1, "Сургалт", text_key="first"), row(2, "Сургалт", text_key="second")
    desk = Desk([report(*rows)], CATALOGUES, tmp_path / "d.jsonl", 0.0, "0.1.0")
    page = client(desk)
    form = {"action": "reassign:1.2", "base": "", "scope": "text", "counted": desk.same_text("first").stamp}
    assert "all 2 rows with this text" in page.get("/row/first").text and form["counted"] in page.get("/row/first").text
    page.post("/row/first", data=form, headers=SAME)
    assert "2 rows together" in page.get("/row/second").text
    assert [r.match.code for r in desk.reports[0].records] == ["1.2", "1.2"] and desk.waiting() == ()


def test_rows_that_changed_since_they_were_counted_are_told(tmp_path: Path) -> None:
    rows = row(1, "Сургалт", text_key="first"), row(2, "Сургалт", text_key="second")
    desk = Desk([report(*rows)], CATALOGUES, tmp_path / "d.jsonl", 0.0, "0.1.0")
    form = {"action": "accept", "base": "", "scope": "text", "counted": desk.same_text("first").stamp}
    desk.decide(Wish("second", Action.NOT_IN_CATALOGUE, "Сараа"))
    answer = client(desk).post("/row/first", data=form, headers=SAME)
    assert answer.status_code == 409 and "changed meanwhile" in answer.text
    assert [r.match.status for r in desk.reports[0].records] == ["review", "rejected"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("spent_mnt", "-5", "An amount cannot be below 0."),
        ("spent_mnt", "1e400", "That is not a number."),
        ("completion_pct", "300 %", "A completion lies between 0 and 100."),
    ],
)
def test_impossible_numbers_are_answered_with_a_sentence(desk: Desk, name: str, value: str, words: str) -> None:
    form = {"action": "correct", "field": name, "value": value, "base": ""}
    answer = client(desk).post("/row/hostile", data=form, headers=SAME)
    assert answer.status_code == 422 and words in answer.text and desk.decisions == ()


def test_notes_and_what_was_taken_back_are_shown(desk: Desk) -> None:
    page = client(desk)
    page.post("/row/hostile", data={"action": "note", "note": "<b>Дахин</b>", "base": ""}, headers=SAME)
    page.post("/row/hostile", data={"action": "undo", "base": desk.last("hostile")}, headers=SAME)
    text = page.get("/row/hostile").text
    assert "&lt;b&gt;Дахин&lt;/b&gt;" in text and "taken back" in text


@pytest.mark.parametrize(
    ("host", "allowed"), [("192.0.2.1", False), ("0.0.0.0", True), ("::", True), ("example.org", False)]
)
def test_addresses_that_others_reach_are_refused_unless_asked_for(host: str, allowed: bool) -> None:
    with pytest.raises(Stop):
        _check_address(host, allowed)


@pytest.mark.parametrize(
    ("host", "allowed"), [("127.0.0.1", False), ("::1", False), ("localhost", False), ("192.0.2.1", True)]
)
def test_addresses_that_are_served(host: str, allowed: bool) -> None:
    _check_address(host, allowed)


def test_a_file_moved_while_the_page_is_open_has_no_picture_and_harms_no_other(tmp_path: Path) -> None:
    pictures = Pictures({"ab" * 32: bytes(tmp_path / "away.pdf")}, Limits())
    try:
        assert pictures.get("ab" * 32, 1) is None and pictures.get("ab" * 32, 2) is None
    finally:
        pictures.close()


def test_the_pages_of_the_next_rows_are_painted_ahead(tmp_path: Path) -> None:
    rows = [row(number, f"Мөр {number}", places=(Place(number, None),)) for number in range(1, 7)]
    desk = Desk([report(*rows)], CATALOGUES, tmp_path / "d.jsonl", 0.0, "0.1.0")
    pictures = NoPictures()
    page = client(desk, pictures=pictures)
    page.get("/row/key-Мөр 2")
    assert pictures.asked == [("ab" * 32, (3,)), ("ab" * 32, (4,)), ("ab" * 32, (5,))]
    alone = NoPictures()
    client(Desk([report(rows[0])], CATALOGUES, tmp_path / "e.jsonl", 0.0, "0.1.0"), pictures=alone).get(
        "/row/key-Мөр 1"
    )
    assert alone.asked == []


def test_a_row_that_is_not_there_shows_the_queue(desk: Desk) -> None:
    answer = client(desk).get("/row/none")
    assert answer.status_code == 404 and "Waiting rows" in answer.text


def test_a_document_and_each_of_its_pages_can_be_opened(desk: Desk) -> None:
    page, identity = client(desk), desk.reports[0].submission_id
    assert page.get("/document/none").status_code == 404
    whole, strange, large, other = (
        page.get(f"/document/{identity}?page={number}").text for number in ("", "x", "1", "2")
    )
    picture = f"/picture/{identity}/1.png"
    assert [picture in text for text in (whole, strange, large, other)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("action", "leads_to"),
    [
        ({"action": "accept"}, "/row/key-%D0%A1%D1%83%D1%80%D0%B3%D0%B0%D0%BB%D1%82?"),
        ({"action": "skip"}, "/row/key-%D0%A1%D1%83%D1%80%D0%B3%D0%B0%D0%BB%D1%82?"),
        ({"action": "note", "note": "Тодруулах"}, "/row/hostile?"),
        ({"action": "correct", "field": "progress", "value": "Хийсэн"}, "/row/hostile?"),
    ],
)
def test_where_a_decision_leads(desk: Desk, action: dict[str, str], leads_to: str) -> None:
    answer = client(desk).post("/row/hostile?why=match", data=action, headers=SAME, follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"].startswith(leads_to)
    assert answer.headers["location"].endswith("?why=match&done=hostile")
    assert desk.decisions[-1].by == "Болд" and desk.decisions[-1].scope == "row"


def test_the_last_decision_leads_to_the_queue(tmp_path: Path) -> None:
    desk = Desk([report(row(1, "Сургалт", text_key="only"))], CATALOGUES, tmp_path / "d.jsonl", 0.0, "0.1.0")
    page = client(desk)
    form = {"action": "accept", "base": ""}
    answer = page.post("/row/only", data=form, headers=SAME, follow_redirects=False)
    assert answer.headers["location"] == "/?done=only" and desk.waiting() == ()
    undone = page.post(
        "/row/only", data={"action": "undo", "base": desk.last("only")}, headers=SAME, follow_redirects=False
    )
    assert undone.headers["location"] == "/row/only?done=only" and len(desk.waiting()) == 1


def test_the_page_takes_in_what_another_process_decided(desk: Desk) -> None:
    page = client(desk)
    Desk([desk.reports[0]], CATALOGUES, desk.path, 0.0, "0.1.0").decide(Wish("hostile", Action.ACCEPT, "Сараа"))
    assert "1 of 3 decided" in page.get("/").text


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/row/hostile?why=match", "/row/hostile?why=match"),
        ("/\\evil.example", "/"),
        ("http://evil.example/", "/"),
        ("evil", "/"),
        ("", "/"),
    ],
)
def test_the_language_switch_returns_to_where_it_was_pressed(desk: Desk, back: str, leads_to: str) -> None:
    page = client(desk)
    answer = page.post("/language", data={"back": back}, headers=SAME, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)
    assert "tailan_language=mn" in answer.headers["set-cookie"] and "HttpOnly" in answer.headers["set-cookie"]
    assert "Хүлээгдэж буй мөрүүд" in page.get("/").text
    page.post("/language", data={"back": "/"}, headers=SAME)
    assert "Waiting rows" in page.get("/").text


def test_a_page_without_any_choice_is_mongolian(desk: Desk) -> None:
    page = client(desk, headers={"accept-language": ""})
    assert "Хүлээгдэж буй мөрүүд" in page.get("/").text
    page.cookies.set("tailan_language", "fr")
    assert "Хүлээгдэж буй мөрүүд" in page.get("/").text


@pytest.mark.parametrize("path", ["/", "/?why=match", "/documents"])
def test_a_page_knows_its_own_address(desk: Desk, path: str) -> None:
    assert f'name="back" value="{path}"' in client(desk).get(path).text
