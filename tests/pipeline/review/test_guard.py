"""Where a request may come from."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from pipeline.review.guard import _cookie, _cookie_name, _same_origin


@pytest.mark.parametrize(
    ("headers", "method", "entering", "allowed"),
    [
        ({"sec-fetch-site": "same-origin"}, "POST", False, True),
        ({"sec-fetch-site": "none"}, "GET", False, True),
        ({"sec-fetch-site": "none"}, "HEAD", False, True),
        ({"sec-fetch-site": "none"}, "POST", False, False),
        ({"sec-fetch-site": "cross-site"}, "GET", False, False),
        ({"sec-fetch-site": "cross-site"}, "GET", True, True),
        ({"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:80"}, "POST", False, False),
        ({"origin": "http://127.0.0.1:80"}, "POST", False, True),
        ({"origin": "http://127.0.0.1:81"}, "GET", False, False),
        ({}, "GET", False, True),
        ({}, "HEAD", False, True),
        ({}, "POST", False, False),
    ],
)
def test_only_the_page_itself_and_the_address_bar(
    headers: dict[str, str], method: str, entering: bool, allowed: bool
) -> None:
    assert _same_origin(Headers(headers), method, "127.0.0.1:80", entering) is allowed


def test_a_cookie_belongs_to_a_port() -> None:
    assert _cookie_name("127.0.0.1:8000") == "tailan_review_8000"
    given = {"host": "127.0.0.1:8000", "cookie": "tailan_review_8000=a; tailan_review_9=b"}
    assert _cookie(Headers(given)) == "a"
    assert _cookie(Headers({**given, "host": "127.0.0.1:7"})) == _cookie(Headers({"host": "127.0.0.1:8000"})) == ""
