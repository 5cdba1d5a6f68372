"""An article with what was noticed in it marked."""

from __future__ import annotations

from banyan.web import marked_article
from banyan.web.marked_article import Mark


def test_marks_do_not_overlap_and_planted_text_wins():
    text = "The Reed Bank Association bet365 opened."
    html = marked_article.render(
        text=text,
        marks=[
            Mark(start=4, end=13, kind="organisation", target="1"),
            Mark(start=4, end=25, kind="organisation", target="2"),
            Mark(start=14, end=32, kind="person", target="3"),
            Mark(start=26, end=32, kind="spam", note="planted?"),
        ],
        article=[[0, len(text)]],
    )
    assert html == (
        '<p>The <mark class="organisation" id="mark-2"><a href="#change-2">Reed Bank Association</a></mark> '
        '<mark class="spam">bet365</mark> <span class="mark-note">planted?</span> opened.</p>'
    )


def test_lines_outside_the_article_are_furniture_and_markup_is_only_text():
    text = "Home | News\nThe <b>library</b> opened."
    html = marked_article.render(text=text, marks=[], article=[[12, len(text)]])
    assert html == ('<p class="furniture">Home | News</p>\n<p>The &lt;b&gt;library&lt;/b&gt; opened.</p>')
