"""From a question of ours to tantivy's."""

from __future__ import annotations

from typing import Any

from tantivy import Occur, Query

from banyan.search.adapters.base import ORDERED_FIELDS, Clause, EngineQuery, Unit


class Questions:
    """
    Puts questions to one state of an index in tantivy's form.

    A clause whose words are nowhere finds nothing: it is left out, and with it the whole of a question that
    needs it. What is left of most units is one clause, which tantivy reads several times faster than a union.
    """

    def __init__(self, schema: Any, searcher: Any) -> None:
        self._schema, self._searcher = schema, searcher

    def form(self, query: EngineQuery) -> Any:
        """Return tantivy's form of a question."""
        parts: list[tuple[Any, Any]] = [(Occur.Must, self._wanted(query))]
        for clause in filter(self._may_find, query.bonus):
            parts.append((Occur.Should, self._best_of((clause,), flat=query.flat)))
        for name, values in query.filters.items():
            chosen = Query.term_set_query(self._schema, f"facet_{name}", list(values))
            parts.append((Occur.Must, Query.const_score_query(chosen, 0.0)))
        if not query.include_private:
            public = Query.term_query(self._schema, "public", "1", "basic")
            parts.append((Occur.Must, Query.const_score_query(public, 0.0)))
        return Query.boolean_query(parts)

    def _wanted(self, query: EngineQuery) -> Any:
        if query.match_all:
            return Query.all_query()
        wanted = [_clause(self._schema, clause) for clause in filter(self._may_find, query.whole)]
        if query.units and (units := self._units(query)) is not None:
            wanted.append(units)
        if not wanted:
            return Query.empty_query()
        return _union(wanted) if len(wanted) > 1 else wanted[0]

    def _units(self, query: EngineQuery) -> Any:
        """Return what the units want, None if not enough of them can be found."""
        kept = [clauses for unit in query.units if (clauses := tuple(filter(self._may_find, unit)))]
        least = len(query.units) if query.minimum is None else min(len(query.units), max(1, query.minimum))
        if len(kept) < least:
            return None
        units = [self._best_of(unit, flat=query.flat) for unit in kept]
        if len(kept) == least:
            return Query.boolean_query([(Occur.Must, unit) for unit in units])
        return _union(units, least)

    def _may_find(self, clause: Clause) -> bool:
        """Say whether a clause's words stand anywhere; words begun or with slips are not looked up."""
        if clause.mode in ("prefix", "fuzzy"):
            return True
        tokens = clause.tokens[:-1] if clause.mode == "phrase_prefix" else clause.tokens
        there = (self._searcher.doc_freq(clause.field, token) for token in tokens)
        return any(there) if clause.mode == "any" else all(there)

    def _best_of(self, unit: Unit, *, flat: bool) -> Any:
        made = [_clause(self._schema, clause) for clause in unit]
        if flat:
            made = [
                Query.const_score_query(one, clause.boost) for one, clause in zip(made, unit, strict=True)
            ]
        if len(made) == 1:
            return made[0]
        return Query.disjunction_max_query(made) if flat else Query.disjunction_max_query(made, 0.1)


def _union(made: list[Any], least: int = 1) -> Any:
    return Query.boolean_query([(Occur.Should, one) for one in made], minimum_number_should_match=least)


def _clause(schema: Any, clause: Clause) -> Any:
    name, tokens = clause.field, clause.tokens
    option = "position" if name in ORDERED_FIELDS else "freq"
    if clause.mode == "prefix" or (clause.mode == "phrase_prefix" and len(tokens) == 1):
        # No slip, and a prefix: what a regular expression would find, without compiling one.
        made = Query.fuzzy_term_query(schema, name, tokens[0], 0, prefix=True)
    elif clause.mode == "fuzzy":
        made = Query.fuzzy_term_query(schema, name, tokens[0], clause.distance)
    elif clause.mode == "phrase" and len(tokens) > 1:
        made = Query.phrase_query(schema, name, list(tokens))
    elif clause.mode == "phrase_prefix" and len(tokens) > 1:
        made = Query.phrase_prefix_query(schema, name, list(tokens))
    elif len(tokens) == 1:
        made = Query.term_query(schema, name, tokens[0], option)
    elif clause.mode == "any":
        made = Query.boolean_query(
            [(Occur.Should, Query.term_query(schema, name, token, "basic")) for token in tokens]
        )
    else:
        made = Query.boolean_query(
            [(Occur.Must, Query.term_query(schema, name, token, option)) for token in tokens]
        )
    return Query.boost_query(made, clause.boost)
