"""Cells of a table that becomes cards: each says which column it is of, blank ones say nothing."""

from __future__ import annotations

from huopan.web.components.labelled import labelled

HEAD = '<thead><tr><th class="pick"></th><th>Order</th><th class="end">What <b>it</b> costs</th><th></th></tr></thead>'


def test_cells_are_named_after_their_columns() -> None:
    row = '<tr><td class="pick"><input></td><td>SO1</td><td class="end">¥2</td><td><a href="#">Print</a></td></tr>'
    named = labelled(f"{HEAD}<tbody>{row}</tbody>")
    assert named.startswith(HEAD)
    assert '<td data-label="Order">SO1</td>' in named
    assert '<td class="end" data-label="What it costs">¥2</td>' in named
    assert '<td class="pick"><input></td>' in named
    assert '<td><a href="#">Print</a></td>' in named


def test_blank_cells_are_marked_however_they_are_blank() -> None:
    named = labelled(f'{HEAD}<tbody><tr><td></td><td> <span class="s"> </span></td><td><svg></svg></td></tr></tbody>')
    assert "<td data-blank></td><td data-blank> <span" in named
    assert '<td data-label="What it costs"><svg>' in named


def test_quotes_in_a_heading_stay_inside_the_attribute() -> None:
    named = labelled('<thead><tr><th>The "best"</th></tr></thead><tbody><tr><td>1</td></tr></tbody>')
    assert '<td data-label="The &quot;best&quot;">1</td>' in named


def test_rows_longer_than_the_head_and_tables_without_one_are_kept() -> None:
    assert labelled("<tbody><tr><td>1</td></tr></tbody>") == "<tbody><tr><td>1</td></tr></tbody>"
    assert labelled("<thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody>").endswith(
        '<td data-label="A">1</td><td>2</td></tr></tbody>'
    )


def test_the_sum_of_a_foot_is_named_too() -> None:
    foot = "<tbody><tr><td>1</td></tr></tbody><tfoot><tr><th scope='row'>Total</th></tr></tfoot>"
    assert labelled(f"<thead><tr><th>A</th></tr></thead>{foot}").count('data-label="A"') == 2
