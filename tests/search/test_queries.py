"""What the pages see: order, facets, pages, snippets, suggestions; and that nothing typed can break it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from banyan.search.documents import SearchDocument, SearchName, UnknownFacet
from banyan.search.domain import engines
from banyan.search.domain.analysis import INDEX_VERSION, analyse
from banyan.search.domain.queries import search, suggest

from .invented import INVENTED, generated_crowd, organisation

DOCUMENTS = (
    organisation("whole", ("vi", "official", "Hội Nước"), country="VN"),
    organisation(
        "short", ("vi", "official", "Liên minh Sông Suối"), ("vi", "short", "Hội Nước"), country="VN"
    ),
    organisation("former", ("vi", "official", "Liên minh Ao Hồ"), ("vi", "former", "Hội Nước"), country="VN"),
    organisation("prefix", ("vi", "official", "Hội Nước ngầm miền Trung"), country="VN"),
    organisation("part", ("vi", "official", "Chi hội nước Tây Nguyên"), country="VN"),
    organisation("order", ("vi", "official", "Nước của Hội"), country="VN"),
    organisation("spread", ("vi", "official", "Nước Xanh"), ("vi", "alias", "Hội X"), country="CN"),
    organisation(
        "text", ("vi", "official", "Ban Thuỷ lợi"), text="Một hội viên lo về nước sạch.", country="CN"
    ),
    organisation("wrong-accent", ("vi", "official", "Hối Nược"), country="CN"),
    SearchDocument("person", "someone", (SearchName("Vương Tuệ Mẫn", "vi", "official"),), is_public=False),
    organisation("acronym", ("en", "official", "Water Board"), ("", "acronym", "WAB"), country="CN"),
    organisation("long", ("en", "official", "WAB Friends and Neighbours of the Old Harbour"), country="CN"),
)


@pytest.fixture(params=["tantivy", "fts5"])
def filled(request, settings):
    settings.BANYAN_SEARCH_ENGINE = request.param
    engines.current_engine().rebuild(map(analyse, DOCUMENTS), version=INDEX_VERSION)


def keys(**question):
    return [hit.key for hit in search(**question).hits]


@pytest.mark.usefixtures("filled")
class TestOrder:
    def test_whole_then_beginning_then_part_then_words_then_spread_then_text(self):
        assert keys(query="hội nước") == [
            "whole",
            "short",
            "former",
            "prefix",
            "wrong-accent",
            "part",
            "order",
            "spread",
            "text",
        ]

    def test_without_accents_the_wrong_accent_is_as_good(self):
        assert set(keys(query="hoi nuoc")[:2]) == {"whole", "wrong-accent"}

    def test_a_short_whole_acronym_beats_a_long_name_that_contains_it(self):
        assert keys(query="wab")[:2] == ["acronym", "long"]

    def test_weight_breaks_ties_only(self, settings):
        heavy = organisation("heavy", ("vi", "official", "Hội Nước"))
        heavier = SearchDocument("organisation", "heavier", heavy.names, weight=3.0)
        giant = organisation("giant", ("vi", "official", "Hội Nước Giếng"))
        giant = SearchDocument("organisation", "giant", giant.names, weight=100.0)
        engines.current_engine().rebuild(map(analyse, (heavy, giant, heavier)), version=INDEX_VERSION)
        assert keys(query="hội nước") == ["heavier", "heavy", "giant"]


@pytest.mark.usefixtures("filled")
class TestPages:
    def test_kinds_filters_and_facets(self):
        found = search(query="hội nước", with_facets=True, filters={"country": ["CN"]})
        assert found.total == 3
        assert found.facets["country"] == [("CN", 3)]
        assert found.facets["kind"] == [("organisation", 3)]
        assert search(query="hội nước", kinds=["person"]).total == 0
        assert search(query="hội nước", kinds=["person"], filters={"kind": ["organisation"]}).total == 0

    def test_a_private_record_is_found_only_when_asked_for(self):
        assert keys(query="Vương Tuệ Mẫn") == []
        assert keys(query="Vương Tuệ Mẫn", include_private=True) == ["someone"]

    def test_an_unknown_facet_is_the_callers_mistake(self):
        with pytest.raises(UnknownFacet):
            search(query="a", filters={"colour": ["red"]})

    def test_an_empty_query_lists_everything(self):
        found = search(query="  ", with_facets=True, limit=3)
        assert found.total == 11
        assert len(found.hits) == 3
        assert found.facets["country"] == [("CN", 5), ("VN", 6)][::-1]

    def test_only_signs_find_nothing(self):
        assert search(query="?!*").total == 0

    def test_pages_follow_each_other(self):
        whole = keys(query="hội nước")
        assert keys(query="hội nước", limit=4) + keys(query="hội nước", limit=9, offset=4) == whole
        assert keys(query="hội nước", limit=0) == []

    def test_deep_pages_do_not_overlap(self):
        engines.current_engine().rebuild(map(analyse, generated_crowd(150)), version=INDEX_VERSION)
        pages = [keys(query="thông tin", limit=20, offset=offset) for offset in range(0, 160, 20)]
        seen = [key for page in pages for key in page]
        assert len(seen) == len(set(seen)) == search(query="thông tin").total

    def test_a_near_match_says_what_was_meant(self):
        found = search(query="Hội Nước ngmầ miền Trung", with_facets=True)
        assert (found.is_fuzzy, found.did_you_mean, found.total) == (True, "Hội Nước ngầm miền Trung", 1)
        assert found.facets["kind"] == [("organisation", 1)]
        assert search(query="zzzzqqqq xxxxyyyy").hits == ()

    def test_a_snippet_marks_what_was_typed(self):
        hit = search(query="nuoc sach hoi vien").hits[0]
        assert hit.key == "text"
        assert hit.snippet == (
            ("Một ", False),
            ("hội", True),
            (" ", False),
            ("viên", True),
            (" lo về ", False),
            ("nước", True),
            (" ", False),
            ("sạch", True),
            (".", False),
        )

    def test_text_in_no_language_is_shown_only_where_it_has_what_was_typed(self):
        names = (SearchName("River Fund", "en", "official"),)
        made = SearchDocument("organisation", "o", names, {"": "0100109106 Q16952"})
        engines.current_engine().rebuild([analyse(made)], version=INDEX_VERSION)
        assert search(query="river").hits[0].snippet == ()
        assert search(query="0100109106").hits[0].snippet == (("0100109106", True), (" Q16952", False))

    def test_the_name_shown_is_in_the_language_asked_for(self):
        engines.current_engine().rebuild(map(analyse, INVENTED), version=INDEX_VERSION)
        for language, name in (
            ("vi", "Quỹ Sen Xanh vì Người khuyết tật Đà Nẵng"),
            ("zh", "岘港绿莲残疾人基金会"),
        ):
            assert search(query="GLFPD", language=language).hits[0].name == name
            assert suggest(prefix="glfp", language=language)[0].name == name


@pytest.mark.usefixtures("filled")
class TestSuggestions:
    def test_suggestions_tell_which_name_matched_and_skip_text(self):
        found = suggest(prefix="hoi nu", limit=3)
        assert len(found) == 3
        assert {suggestion.matched_name for suggestion in suggest(prefix="lien minh")} == {
            "Liên minh Sông Suối",
            "Liên minh Ao Hồ",
        }
        assert suggest(prefix="sạch") == ()
        assert suggest(prefix="") == ()

    def test_a_suggestion_forgives_a_slip(self):
        assert suggest(prefix="lien mihn song suoi")[0].key == "short"
        assert suggest(prefix="lien mihn song su")[0].key == "short"

    def test_private_records_are_not_suggested(self):
        assert suggest(prefix="vuong tue") == ()


HOSTILE = (
    "\x00", "\ud800", "'", '"', "\"' OR 1=1 --", "name:*", "AND OR NOT", "a* (b", "(((((",
    "NEAR(a b)", "^a", "a~2", "{!}", "[a TO b]", "+-&&||!", "\\", "%", "_",
    "../../etc/passwd", "<script>alert(1)</script>", "a" * 100_000, "一" * 10_000,
    "a " * 5_000, "a-" * 5_000, "\u202e\u200b\ufeff", "🙂🙂", "ﷺ", "İ", "ŉ", "\u0345", "१२",
    "กำ", "각", "ß", "½", "①", "zhzhzhzhzhzhzhzh",
    "chuangchuangchuangchuangchuangchuang", "\ud800民促", "が゛", "1-2-3-4",
)  # fmt: skip


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_typed_is_an_error(query):
    for tried in (query, f"hội {query}", f"{query} nước"):
        search(query=tried, with_facets=True)
        suggest(prefix=tried)


@pytest.mark.usefixtures("filled")
@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(st.characters(codec=None, exclude_categories=()), max_size=40)
    | st.text("aăđ 中国國-.'\"*()", max_size=40)
)
def test_whatever_is_typed_there_is_an_answer(query):
    found = search(query=query)
    assert found.total >= len(found.hits)
    suggest(prefix=query)
