"""Every character of the clean text knows where in the source it stands."""

# Pages and sentences stand unbroken, as their sites send them.

from __future__ import annotations

import html
import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.ingest.adapters.clip import read
from banyan.ingest.adapters.html_blocks import read_html
from banyan.ingest.adapters.html_source import decoded, tokens
from banyan.ingest.adapters.offsets import identical, joined

_PIECES = st.sampled_from(
    [
        "Quỹ",
        "中心",
        " ",
        "  \n",
        "&nbsp;",
        "&amp;",
        "&lt;b&gt;",
        "&#7889;",
        "&#x4e2d;",
        "&bogus;",
        "&",
        "<",
        "< 5",
        "<b>",
        "</b>",
        "<i class='x>y'>",
        "</i>",
        "<br>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "</span>",
        "<!-- a -->",
        "<a href=x>",
        "</a>",
        "\u00ad",
        "\u200b",
        "\u3000",
        "e\u0301",
        "𠀀",
        "\u202eabc\u202c",
        "<script>var x = '<p>no</p>'</script>",
        "<td>",
        "</table>",
        "a",
        "1",
        "“",
        "<!",
        "</",
    ]
)


@given(st.lists(_PIECES, max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_every_visible_line_leads_back_to_its_characters(source: str) -> None:
    for block in read_html(source).blocks:
        text, way = block.text.text, block.text.map
        assert text == text.strip()
        assert len(way) == len(text)
        assert list(way.starts) == sorted(way.starts)
        for index, char in enumerate(text):
            start, end = way.to_source(index, index + 1)
            piece = source[start:end]
            assert 0 <= start < end <= len(source)
            if char == " ":
                # Blanks, with what cannot be seen and tags among them.
                bare = re.sub("<[^<>]*>?|&nbsp;?|[\u00ad\u200b]", "", piece)
                assert bare.strip() == ""
            else:
                assert char in html.unescape(piece)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_walked_through_without_gap_or_overlap(source: str) -> None:
    at = 0
    for token in tokens(source):
        assert token.start >= at
        assert token.end >= token.start
        at = token.end
    assert at <= len(source)
    whole = decoded(source, 0, len(source))
    assert len(whole.text) == len(whole.map)


@given(
    st.lists(
        st.sampled_from(
            [
                "Trung tâm mở lớp học mới cho trẻ em nghèo ở xã, có bốn mươi em.",
                "Home | News",
                "\u00a0",
                "",
                "  中心主任王芳介绍，培训为期三天，内容包括选书、借阅管理和亲子共读等。",
                "Theo Lê An - Báo Sông",
                "\t",
                "e\u0301",
            ]
        ),
        max_size=12,
    ),
    st.sampled_from(["\n", "\r\n", "\n\n", "\r", "\u2028"]),
)
@settings(max_examples=150, deadline=None)
def test_plain_text_keeps_its_own_offsets(lines: list[str], end: str) -> None:
    source = "A title of the page\n" + end.join(lines)
    page = read(raw=source.encode(), language="en")
    assert page.source_text == source
    for index, char in enumerate(page.clean_text):
        start, stop = page.clean_map.to_source(index, index + 1)
        assert char in "\n" if start == stop else source[start:stop] == char


def test_spans_travel_both_ways() -> None:
    source = (
        "<p>Quỹ&nbsp;Hoa <b>Sen</b> &amp; bạn bè trao học bổng cho hai trăm em học sinh nghèo của tỉnh.</p>"
    )
    page = read(raw=source.encode())
    start = page.clean_text.index("Quỹ Hoa Sen & bạn")
    span = page.clean_map.to_source(start, start + len("Quỹ Hoa Sen & bạn"))
    assert source[slice(*span)] == "Quỹ&nbsp;Hoa <b>Sen</b> &amp; bạn"
    assert page.in_clean_text(*span) == (start, start + len("Quỹ Hoa Sen & bạn"))
    assert page.in_clean_text(0, 3) is None


def test_joined_texts_stand_a_gap_apart_that_is_nowhere_in_the_source() -> None:
    source = "one, two"
    whole = joined([("\n", identical(source).slice(0, 3)), ("\n\n", identical(source).slice(5, 8))])
    assert whole.text == "one\n\ntwo"
    assert whole.map.to_source(0, 8) == (0, 8)
    assert whole.map.to_source(3, 5) == (3, 3)
    assert whole.map.from_source(3, 5) is None
    assert whole.map.from_source(2, 6) == (2, 6)


def test_mentions_of_a_page_stand_in_its_source() -> None:
    source = (
        "<html><body><h1>Forum on clean rivers</h1><p>The <b>Green&nbsp;Delta Foundation</b> and the Institute for River Studies &amp; Fishing held a forum on 5 May 2020 in Lund, and eighty people came.</p>"
        "<p>Anna Berg, director of the Green Delta Foundation, opened it. She said that rivers need friends everywhere.</p></body></html>"
    )
    page = read(raw=source.encode())
    for mention in page.mentions:
        there = source[mention.start : mention.end]
        bare = html.unescape(there.replace("<b>", "").replace("</b>", "")).replace("\u00a0", " ")
        assert unicodedata.normalize("NFKC", bare) == mention.text
    for tie in page.relations:
        for span in (tie.subject, tie.object):
            assert page.in_clean_text(span.start, span.end) is not None
