"""The Chinese engine: puts together what the smaller readers find."""

from __future__ import annotations

from banyan.ingest.adapters.chinese import clauses, dates, figures, listed, roster, ties, words
from banyan.ingest.adapters.chinese.folding import fold
from banyan.ingest.adapters.chinese.gatherings import gatherings
from banyan.ingest.adapters.chinese.reporting import Report
from banyan.ingest.adapters.chinese.words import Tagger
from banyan.ingest.adapters.reading import Found, Page

#: What stands beyond is not read: no article is so long, and a hostile page must not keep a worker busy.
LONGEST_PAGE = 500_000


class ChineseEngine:
    """Finds names and facts in Chinese text, simplified or traditional."""

    language = "zh"
    name = "grammar-zh"

    def __init__(self, words: Tagger | str | None = "default") -> None:
        """
        Choose who cuts the words.

        ``"default"`` takes the lexical model where it is installed; ``None`` reads by grammar alone; anything
        else is called with a piece of text and returns words with tags.
        """
        self._words = words

    def _tagger(self) -> Tagger:
        if self._words is None:
            return words.grammar_tagger()
        if isinstance(self._words, str):
            return words.default_tagger()
        return self._words

    def find(self, *, page: Page) -> Found:
        """Return every mention and relation found outside the blocked stretches."""
        text = fold(page.text[:LONGEST_PAGE], blocked=page.blocked)
        sentences = list(words.sentences(text, tagger=self._tagger()))
        known = [fold(each.text) for each in page.known_names if each.kind == "organisation"]
        names = roster.call_roll(text, sentences, known=known)
        published = dates.page_date(text, given=page.date)
        whens = dates.dates(text, published=published)
        held = gatherings(names, whens=whens)
        sums, counted = figures.figures(names.sentences)
        report = Report(page=page, roster=names)
        report.organisations()
        report.people()
        report.gatherings(held)
        report.dates(whens)
        report.sums(sums)
        report.counts(counted)
        report.ties([*ties.ties(names), *listed.members(names), *clauses.chained(names)])
        report.roles_in_gatherings(listed.roles_in_gatherings(names, held))
        return report.found()
