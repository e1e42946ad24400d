"""The embedded index's fields, and entries and questions in its terms."""

from __future__ import annotations

from collections.abc import Iterator

from tantivy import (
    Document,
    FieldType,
    Index,
    Occur,
    Order,
    Query,
    Schema,
    SchemaBuilder,
    TextAnalyzerBuilder,
    Tokenizer,
)

from huopan.domains.search.ports import Asked, Entry, Sort
from huopan.integrations.search.wording import text_query

VERSION = "v2"  # change it with the fields or the analysis: an index of another version is built anew

ORDERS: dict[Sort, tuple[str, Order]] = {
    "newest": ("offer_id", Order.Desc),
    "price_up": ("price_hao", Order.Asc),
    "price_down": ("price_hao", Order.Desc),
    "moq_up": ("moq", Order.Asc),
}


def schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_text_field("title", tokenizer_name="terms", index_option="position")
    builder.add_text_field("about", tokenizer_name="terms", index_option="freq")
    for name in ("category", "place", "belt"):
        builder.add_text_field(name, tokenizer_name="exact", index_option="basic")
    for name in ("offer_id", "supplier_id", "price_hao", "moq"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_boolean_field("in_stock", indexed=True)
    builder.add_text_field("digest", stored=True, tokenizer_name="exact", index_option="basic")
    return builder.build()


def register_tokenizers(index: Index) -> None:
    """Tokenizers are not stored: an index that was opened knows none of its own."""
    index.register_tokenizer("terms", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    index.register_tokenizer("exact", TextAnalyzerBuilder(Tokenizer.raw()).build())


def document(entry: Entry, fields: Schema) -> Document:
    """Checked against the schema here: a value of a wrong type would else only fail the commit."""
    return Document.from_dict(
        {
            "title": " ".join(entry.title),
            "about": " ".join(entry.about),
            "category": list(entry.category_codes),
            "place": list(entry.places),
            "belt": entry.belt_code,
            "offer_id": entry.offer_id,
            "supplier_id": entry.supplier_id,
            "price_hao": entry.price_hao,
            "moq": entry.moq,
            "in_stock": entry.is_in_stock,
            "digest": entry.digest(),
        },
        fields,
    )


def query(asked: Asked, fields: Schema) -> Query:
    musts = [Query.const_score_query(condition, 0.0) for condition in _conditions(asked, fields)]
    if asked.wanted or asked.terms:
        musts.append(text_query(asked, fields))
    return Query.boolean_query([(Occur.Must, must) for must in musts]) if musts else Query.all_query()


def _conditions(asked: Asked, fields: Schema) -> Iterator[Query]:
    for name, text in (("category", asked.category_code), ("place", asked.place), ("belt", asked.belt_code)):
        if text:
            yield Query.term_query(fields, name, text, index_option="basic")
    if asked.supplier_id is not None:
        yield Query.term_query(fields, "supplier_id", asked.supplier_id)
    if asked.min_price_hao is not None or asked.max_price_hao is not None:
        yield Query.range_query(fields, "price_hao", FieldType.Integer, asked.min_price_hao, asked.max_price_hao)
    if asked.max_moq is not None:
        yield Query.range_query(fields, "moq", FieldType.Integer, None, asked.max_moq)
    if asked.only_in_stock:
        yield Query.term_query(fields, "in_stock", True)
