"""Whole sentences, in both languages, for what a reviewer meets."""

from __future__ import annotations

import re

import pytest

from normalizers.linkage.comparisons import PAIRS, ROWS
from normalizers.linkage.explanation import WORTH_EXPLAINING
from normalizers.linkage.matcher import match_report
from normalizers.linkage.records import MatchRow
from normalizers.report import Match
from tests.normalizers.linkage.test_comparisons import BOARD, GOALS, LAW, PLAN


def matched(*rows: tuple[str, str, str]) -> tuple[Match, ...]:
    return match_report([MatchRow(*row) for row in rows], PLAN)


@pytest.mark.parametrize(
    ("row", "english", "mongolian"),
    [
        (
            (GOALS[0].text, "1.1", LAW),
            "matches 1.1: all its 7 words are in the row; printed code 1.1 agrees; under its goal",
            "1.1 арга хэмжээтэй тохирно: 7 үг нь бүгд мөрөнд бий; бичсэн код 1.1 таарсан; өөрийн зорилгын дор",
        ),
        (
            ("", "", LAW.replace("улирал бүр ", "")),
            "matches 1.1: 6 of its 7 words are in the row; missing: «улирал»; no printed code",
            "1.1 арга хэмжээтэй тохирно: 7 үгээс нь 6 нь мөрөнд бий; дутуу: «улирал»; код бичээгүй",
        ),
        (
            (GOALS[1].text, "9.9", LAW.replace("улирал бүр", "сар бүр")),
            "not in the catalogue; nearest 1.1: 6 of its 7 words are in the row; «сар» instead of «улирал»; other period: "
            "«сар бүр», catalogue «улирал»; printed code 9.9 is not in the catalogue; under another goal",
            "лавлахад алга; хамгийн ойр нь 1.1: 7 үгээс нь 6 нь мөрөнд бий; «улирал» гэхийн оронд «сар»; зөрүү: «сар бүр», "
            "лавлахад «улирал»; бичсэн код 9.9 лавлахад алга; өөр зорилгын дор",
        ),
        (
            ("", "", "Гадна талбайг тохижуулж мод тарих"),
            "not in the catalogue; nearest 1.1: none of its 7 words is in the row",
            "лавлахад алга; хамгийн ойр нь 1.1: 7 үгийн аль нь ч мөрөнд алга",
        ),
    ],
)
def test_the_sentence_of_a_row(row: tuple[str, str, str], english: str, mongolian: str) -> None:
    (match,) = matched(row)
    assert (match.reason, match.reason_mn) == (english, mongolian)


def test_the_runner_up_and_the_row_that_fits_better_are_named() -> None:
    first, second = matched(("", "", LAW), ("", "", LAW))
    assert "fits" not in first.reason
    assert second.reason.endswith(
        "another row («Албан хаагчдад авлигын эсрэг …») fits 1.1 better; "
        "next 1.2 (in the row: only of 1.1 «хуулийн», only of 1.2 none)"
    )
    assert second.reason_mn.endswith("дараагийнх 1.2 (мөрөнд зөвхөн 1.1: «хуулийн»; зөвхөн 1.2: байхгүй)")


def test_what_was_done_to_the_text_is_told() -> None:
    joined = matched(("", "2.1", "Мэдээллийн самбар"), ("", "", "ажиллуулж, 2 удаа шинэчлэх"))
    assert all("joined from 2 rows" in match.reason and "2 мөрийг нийлүүлсэн" in match.reason_mn for match in joined)
    (damaged,) = matched(("", "1.1", LAW[:40].replace("а", "ъ").replace("г", "к")))
    assert "67% of its words are damaged" in damaged.reason and "үгийн 67% гэмтсэн" in damaged.reason_mn
    (repaired,) = match_report([MatchRow("", "2.1", BOARD, ("look_alikes",))], PLAN)
    assert "repaired: Latin letters inside words" in repaired.reason and "үг доторх латин үсэг" in repaired.reason_mn


def test_the_clues_of_the_candidates_say_which_side_they_are_on() -> None:
    (match,) = matched(("", "1.2", LAW))
    sides = {key: {clue.text: clue.side for clue in clues} for key, _, clues in match.candidates}
    assert sides["1.1"]["all its 7 words are in the row"] == 1
    assert sides["1.1"]["printed code 1.2 is that of another measure"] == -1
    assert all(not clues for key, p, clues in match.candidates[1:] if p <= WORTH_EXPLAINING and match.status == "auto")


def test_sentences_that_are_told_without_more_ask_for_the_code_only() -> None:
    """Those that need the words themselves are known to the explanation; any other is told where its comparison holds."""
    in_words = {"words", "replaced", "absent_words", "undecided", "contrast", "noise"}
    for one in (*PAIRS, *ROWS):
        for sentence in one.says if one.name not in in_words else ():
            assert set(re.findall(r"\{(\w+)", sentence.english + sentence.mongolian)) <= {"code"}
