"""Markdown becomes safe HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.prose import Renderer
from sitegen.scan import scan


class Links:
    """A library that knows one term and one picture."""

    def url(self, target: str) -> str | None:
        return {"term:cbt": "/therapists/approach/cbt/"}.get(target)

    def term_url(self, words: str) -> str | None:
        return "/therapists/approach/cbt/" if words.casefold() == "cbt" else None

    def image(self, file_name: str) -> tuple[str, int, int] | None:
        return ("/assets/images/a.1.svg", 12, 8) if file_name == "a.svg" else None


RENDERER = Renderer()


def html(body: str) -> str:
    return str(RENDERER.render(body, Links()).html)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[x](term:cbt)", '<a href="/therapists/approach/cbt/">x</a>'),
        ("![Two chairs](a.svg)", 'alt="Two chairs"'),
        ("![decorative](a.svg)", 'alt=""'),
        ("![A](a.svg)", 'width="12"'),
        ('She said "yes"', "“yes”"),
        ("## A *b* & c", '<h2 id="a-b-c">A <em>b</em> &amp; c</h2>'),
        ("[x](https://example.org)", 'rel="noreferrer"'),
        ("- CBT: one\n- Other: two", '<dt><a href="/therapists/approach/cbt/">CBT</a></dt>'),
        ("- **CBT**: one\n- **Other:** two", "<dt>Other</dt>"),
        ("- CBT: one\n\n- Other: two", "<dd>two</dd>"),
        ("- CBT: one\n- no colon", "<li>CBT: one</li>"),
        ("- Call us: one item is no list of terms", "<ul>"),
        ("| a |\n|--:|\n| 1 |", '<td class="align-right">1</td>'),
    ],
)
def test_dialect(body: str, expected: str) -> None:
    assert expected in html(body)


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](javascript:alert(1))",
        '[x](https://example.org "onclick=alert(1)"){onclick=alert(1)}',
        "<div>\n<iframe src=x></iframe>\n</div>",
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_nothing_active_comes_out(body: str) -> None:
    assert _active(html(body)) == []


@given(
    st.text(
        alphabet=st.sampled_from("<>\"'()[]{}!#*_`:/=& \n\tabcjavascript:onerror-"), max_size=80
    )
)
@settings(max_examples=300)
def test_nothing_active_comes_out_of_any_text(body: str) -> None:
    assert _active(html(body)) == []
    scan(body)


def _active(text: str) -> list[str]:
    """Tags and attributes that could run something."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag in ("script", "iframe", "object", "embed", "style", "form"):
                found.append(tag)
            for name, value in attrs:
                if name.startswith("on") or name == "style":
                    found.append(name)
                if name in ("href", "src") and (value or "").lower().startswith(
                    ("javascript", "data")
                ):
                    found.append(str(value))

    Reader().feed(text)
    return found


def test_headings_for_the_table_of_contents() -> None:
    prose = RENDERER.render('## One "and"\n\n### Two\n\n#### Three\n', Links())
    assert [(h.id, h.title, h.level) for h in prose.headings] == [
        ("one-and", "One “and”", 2),
        ("two", "Two", 3),
    ]


def test_equal_texts_render_equally_whatever_came_before() -> None:
    body = "## A\n\nText[^1]\n\n[^1]: Note\n"
    first = RENDERER.render(body, Links())
    RENDERER.render("## Other\n\n[^1]: x\n", Links())
    assert RENDERER.render(body, Links()) == first
