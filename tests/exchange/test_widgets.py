"""What people write in cells is understood, or refused in words."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.utils import timezone, translation

from compliance.models import Finding
from reception.exchange import widgets
from reception.exchange.resources import heading_key

LANGUAGES = widgets.LANGUAGES
RESOURCES = [s.resource_class for s in admin.site._registry.values()]
FIRST = date(2024, 5, 1)
DATES = [
    "2024年5月1日",
    "2024年05月01日",
    "2024 年 5 月 1 日",
    "2024年5月1",
    "2024-05-01",
    "2024-5-1",
    "2024/5/1",
    "2024.5.1",
    "20240501",
    "2024-05-01 00:00:00",
    "2024-05-01T00:00:00",
    "２０２４年５月１日",
    "２０２４－０５－０１",
    "　2024/5/1　",
]


@pytest.mark.parametrize("text", DATES)
def test_days_are_understood(text):
    assert widgets.Date().clean(text) == FIRST


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2023-2-29",
        "2024年13月1日",
        "20240532",
        "5/1/2024",
        "1.5.24",
        "2024",
        "2024-05",
        "45413",
        "May 1",
        "明天",
        "2024-05-01 14:30",
        "2024-05-01 or so",
        "0000-01-01",
    ],
)
def test_what_is_no_day_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"date like|no such day|two ways"):
        widgets.Date().clean(text)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2024-05-01 14:30", (14, 30, 0)),
        ("2024-05-01T14:30:15", (14, 30, 15)),
        ("2024-05-01 14:30:15.000", (14, 30, 15)),
        ("2024年5月1日 14时30分", (14, 30, 0)),
        ("2024年5月1日14点", (14, 0, 0)),
        ("2024/5/1 9:05", (9, 5, 0)),
        ("２０２４／５／１　１４：３０", (14, 30, 0)),
        ("20240501 14:30", (14, 30, 0)),
        ("2024.5.1", (0, 0, 0)),
    ],
)
def test_moments_are_of_the_offices_clock(text, clock):
    wanted = timezone.make_aware(datetime(2024, 5, 1, *clock))
    assert widgets.Moment().clean(text) == wanted


@pytest.mark.parametrize(
    "text", ["2024-05-01 25:00", "2024-05-01 noon", "0000-01-01", "14:30", "2024-5-32"]
)
def test_what_is_no_moment_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"like 2026|no such"):
        widgets.Moment().clean(text)


@pytest.mark.parametrize("seconds", [0, 1, 59])
def test_a_moment_is_read_as_it_is_written(seconds):
    moment = timezone.make_aware(datetime(2024, 5, 1, 9, 5, seconds))
    assert widgets.Moment().clean(widgets.Moment().render(moment)) == moment


@pytest.mark.parametrize("text", ["是", "有", "√", "✓", "yes", "Y", "TRUE", "1", "１"])
def test_yes_is_understood(text):
    assert widgets.Boolean().clean(text) is True


@pytest.mark.parametrize("text", ["否", "无", "×", "no", "N", "False", "0", "０"])
def test_no_is_understood(text):
    assert widgets.Boolean().clean(text) is False


@pytest.mark.parametrize("text", ["maybe", "2", "是的吧", "-"])
def test_what_is_neither_yes_nor_no_is_refused(text):
    with pytest.raises(ValueError, match="yes or no"):
        widgets.Boolean().clean(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("１２", 12), ("12.0", 12), ("1,200", 1200), ("-3", -3), ("0", 0)],
)
def test_whole_numbers_are_understood(text, number):
    assert widgets.Integer().clean(text) == number


@pytest.mark.parametrize("text", ["1.5", "12人", "1e3", "十二", "--1", "9" * 19, "²½"])
def test_what_is_no_whole_number_is_refused(text):
    with pytest.raises(ValueError, match="whole number"):
        widgets.Integer().clean(text)


EMPTY = [widgets.Date, widgets.Moment, widgets.Boolean, widgets.Integer]


@pytest.mark.parametrize("widget", EMPTY)
@pytest.mark.parametrize("text", ["", " ", "　"])
def test_an_empty_cell_is_no_value(widget, text):
    assert widget().clean(text) is None
    assert widget().render(None) == ""


def choices():
    """Yield every column of every table that offers choices."""
    for resource in RESOURCES:
        for column in resource().columns():
            if isinstance(column.widget, widgets.Choice):
                yield pytest.param(
                    column.widget, id=f"{resource.__name__}.{column.column_name}"
                )


@pytest.mark.parametrize("widget", list(choices()))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_choice_is_known_by_code_and_by_label(widget, language):
    for code, label in widget.choices:
        with translation.override(language):
            shown = widget.render(code)
            written = [shown, str(label), str(code), f" {str(label).upper()} "]
        assert {widget.clean(text) for text in written} == {code}


def test_an_unknown_choice_is_refused_with_those_there_are():
    widget = widgets.Choice(Finding.Severity.choices)
    with translation.override("en"), pytest.raises(ValueError, match="A critical"):
        widget.clean("terrible" * 100)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("resource", RESOURCES, ids=lambda r: r.__name__)
def test_a_heading_means_one_column(resource, language):
    columns = resource().columns()
    known = [heading for c in columns for heading in c.headings()]
    assert len(known) == len(set(known))
    with translation.override(language):
        assert all(heading_key(c.label) in known for c in columns)


def known_by(widget_class, *keys):
    """Return a widget that knows records by ``keys``."""
    number = SimpleNamespace(name="number", is_relation=False)
    meta = SimpleNamespace(verbose_name="venue", get_field=lambda name: number)
    model = SimpleNamespace(business_key=("number",), _meta=meta)
    widget = widget_class(model)
    widget.known = {key: SimpleNamespace(number=key) for key in keys}
    return widget


@pytest.mark.parametrize("text", ["HB-1", " HB-1 ", "ＨＢ－１", "'HB-1"])
def test_a_key_finds_its_record(text):
    widget = known_by(widgets.Key, "HB-1", "'HB-1")
    assert widget.clean(text).number in ("HB-1", "'HB-1")


def test_an_unknown_key_is_refused_in_words_of_bounded_length():
    with pytest.raises(ValueError, match=r"no venue .* within your reach") as caught:
        known_by(widgets.Key).clean("x" * 10_000)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("text", ["A;B", "B；A", "A、B", " A ; B ; ", "Ａ;B"])
def test_several_keys_find_their_records(text):
    found = known_by(widgets.Keys, "A", "B").clean(text)
    assert {record.number for record in found} == {"A", "B"}


def test_several_keys_are_written_sorted():
    widget = known_by(widgets.Keys)
    records = [SimpleNamespace(number=n) for n in ("B", "A")]
    assert widget.text(records) == "A;B"
    assert widget.clean("") == []


def test_the_farthest_days_are_written_and_read_alike():
    for day in (widgets.FIRST_DAY, widgets.LAST_DAY, FIRST + timedelta(days=1)):
        assert widgets.Date().clean(widgets.Date().render(day)) == day


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.5", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1，234.50", "1234.50"),
        ("１２３４．５０元", "1234.50"),
        ("¥1,234,567.89", "1234567.89"),
        ("￥ 12", "12.00"),
        ("RMB 12 元", "12.00"),
        ("0", "0.00"),
        ("0.1000", "0.10"),
        ("-3", "-3.00"),
    ],
)
def test_amounts_are_understood_and_written_with_two_decimals(text, amount):
    assert widgets.Decimal().clean(text) == Decimal(amount)
    assert widgets.Decimal().render(Decimal(amount)) == amount


@pytest.mark.parametrize(
    "text", ["12.345", "1,23", "12,34.5", "1.2.3", "a dozen", "1e5", "=1", "NaN", "."]
)
def test_what_is_no_amount_is_refused_in_words(text):
    with pytest.raises(ValueError, match="amount"):
        widgets.Decimal().clean(text)


def test_no_amount_is_an_empty_cell():
    assert widgets.Decimal().clean(" ") is None
    assert widgets.Decimal().render(None) == ""
