"""From a question of ours to tantivy's."""

from __future__ import annotations

from typing import Any

from tantivy import Occur, Query

from banyan.search.adapters.base import ORDERED_FIELDS, Clause, EngineQuery, Unit


def question(schema: Any, query: EngineQuery) -> Any:
    """Return tantivy's form of a question."""
    parts: list[tuple[Any, Any]] = []
    if query.match_all:
        parts.append((Occur.Must, Query.all_query()))
    else:
        wanted = [(Occur.Should, _clause(schema, clause)) for clause in query.whole]
        if query.units:
            wanted.append((Occur.Should, _units(schema, query)))
        parts.append(
            (Occur.Must, Query.boolean_query(wanted)) if wanted else (Occur.Must, Query.empty_query())
        )
    parts += [(Occur.Should, _best_of(schema, (clause,), flat=query.flat)) for clause in query.bonus]
    for name, values in query.filters.items():
        chosen = Query.term_set_query(schema, f"facet_{name}", list(values))
        parts.append((Occur.Must, Query.const_score_query(chosen, 0.0)))
    if not query.include_private:
        public = Query.term_query(schema, "public", "1", "basic")
        parts.append((Occur.Must, Query.const_score_query(public, 0.0)))
    return Query.boolean_query(parts)


def _units(schema: Any, query: EngineQuery) -> Any:
    units = [_best_of(schema, unit, flat=query.flat) for unit in query.units]
    if query.minimum is None or query.minimum >= len(units):
        return Query.boolean_query([(Occur.Must, unit) for unit in units])
    return Query.boolean_query(
        [(Occur.Should, unit) for unit in units], minimum_number_should_match=max(1, query.minimum)
    )


def _best_of(schema: Any, unit: Unit, *, flat: bool) -> Any:
    if flat:
        return Query.disjunction_max_query(
            [Query.const_score_query(_clause(schema, clause), clause.boost) for clause in unit]
        )
    return Query.disjunction_max_query([_clause(schema, clause) for clause in unit], 0.1)


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
