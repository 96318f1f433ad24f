"""Reports of rectification: their figures, counted again by hand."""

import io
from collections import Counter
from datetime import date, timedelta
from statistics import median as plain_median

import pytest
from django.utils import translation
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from compliance.campaign_paper import summary
from compliance.models import Finding
from compliance.rectification_reports import median
from reception.console.charts import draw
from tests.console.reading import plain, rows, table
from tests.doors import url
from tests.records import DAY, make_campaign, make_finding, make_inspection, moment

CLOSED = ("closed", "on_the_spot")


@given(st.lists(st.integers(0, 400), max_size=60))
def test_the_median_is_that_of_the_values(values):
    expected = plain_median(values) if values else None
    assert median(Counter(values).items()) == expected


@pytest.fixture
def ledger(north, south):
    """Findings of two campaigns and two rounds in every state; return them."""
    first, second = make_campaign(north), make_campaign(north)
    made = []
    for campaign, turn, office in (
        (first, 1, north),
        (first, 2, north),
        (second, 1, south),
    ):
        inspection = make_inspection(office, campaign=campaign, round=turn)
        for n, state in enumerate(Finding.State.values):
            day = DAY - timedelta(days=n)
            severity = "ABC"[n % 3]
            told = {"found_on": day, "severity": severity, "inspection": inspection}
            if state == "closed":
                told |= {"closed_on": day + timedelta(days=turn * 3)}
            made.append(make_finding(office, state=state, **told))
    return made


def again(findings, on=DAY):
    """Return the figures of ``findings`` by plain counting."""
    closed = [f for f in findings if f.state in CLOSED]
    days = [((f.closed_on or f.rectified_on) - f.found_on).days for f in closed]
    return {
        "found": len(findings),
        "closed": len(closed),
        "rate": round(100 * len(closed) / len(findings), 1),
        "open": sum(f.state in Finding.OPEN for f in findings),
        "overdue": sum(f.is_overdue(on) for f in findings),
        "days": plain_median(days) if days else None,
    }


def told(row):
    """Return the figures of a row of a report, as ``again`` counts them."""
    names = ("found", "closed", "rate", "open", "overdue", "days")
    return {n: row[n] if row[n] is None else float(row[n]) for n in names}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("report", "column", "key"),
    [
        ("campaign", "campaign", lambda f: f.inspection.campaign.number),
        ("venue", "venue", lambda f: f.inspection.venue.number),
        ("category", "category", lambda f: str(f.get_category_display())),
        ("severity", "severity", lambda f: str(f.get_severity_display())),
    ],
)
def test_each_group_is_counted_right(report, column, key, ledger, auditor):
    groups = {}
    with translation.override("en"):
        for finding in Finding.objects.select_related("inspection__campaign"):
            groups.setdefault(key(finding), []).append(finding)
    found = rows(f"rectification-by-{report}", auditor, at=moment(DAY, hour=12))
    assert {row[column] for row in found} == groups.keys()
    for row in found:
        assert told(row) == again(groups[row[column]]), row[column]


@pytest.mark.django_db
def test_rounds_are_told_apart(ledger, auditor):
    found = rows("rectification-by-round", auditor)
    assert [row["round"] for row in found] == [1, 2, 1]
    assert sum(row["found"] for row in found) == plain(
        "SELECT count(*) FROM compliance_finding"
    )


@pytest.mark.django_db
def test_the_trend_ends_with_what_is_open_now(ledger, auditor):
    found = rows("rectification-trend", auditor)
    assert found[-1]["open"] == sum(f.state in Finding.OPEN for f in ledger)
    assert sum(row["found"] for row in found) == len(ledger)
    assert [row["month"] for row in found] == sorted(row["month"] for row in found)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "age"),
    [(0, "0–3"), (3, "0–3"), (4, "4–7"), (8, "8–15"), (90, "31–90"), (91, "> 90")],
)
def test_an_open_finding_stands_in_its_class_of_age(days, age, north, auditor):
    make_finding(north, found_on=DAY - timedelta(days=days))
    make_finding(north, found_on=DAY, state="closed")
    found = rows("rectification-ageing", auditor, at=moment(DAY, hour=12))
    assert {row["age"]: row["open"] for row in found if row["open"]} == {age: 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["by-campaign", "by-round", "by-venue", "trend", "ageing"]
)
def test_a_report_costs_the_same_for_many(
    name, north, auditor, client, django_assert_max_num_queries
):
    for n in range(30):
        inspection = make_inspection(north, campaign=make_campaign(north))
        make_finding(
            north, inspection=inspection, found_on=DAY - timedelta(days=40 * n)
        )
    with django_assert_max_num_queries(7):
        assert rows(f"rectification-{name}", auditor)


@pytest.mark.django_db
def test_the_trend_draws_whole_months_the_last_ones(north, root):
    for n in range(20):
        make_finding(north, found_on=DAY - timedelta(days=31 * n), state="on_the_spot")
    found = table("rectification-trend", root)
    bars = draw(found, list(found)).bars
    months = [bar.label.split()[0] for bar in bars]
    assert months[::2] == months[1::2]
    assert len(bars) == 14
    assert months[-1] == f"{DAY:%Y-%m}"


@pytest.mark.django_db
def test_the_summary_of_a_campaign_says_it_in_a_sentence(ledger, auditor):
    campaign = ledger[0].inspection.campaign
    mine = Finding.objects.filter(inspection__campaign=campaign)
    figures = again(list(mine))
    with translation.override("en"):
        paper = Document(io.BytesIO(summary(campaign, mine, "x", moment())))
    text = "\n".join(each.text for each in paper.paragraphs)
    assert f"found {figures['found']} problems; {figures['closed']} have been" in text
    assert len(paper.tables) == 4


@pytest.mark.django_db
def test_the_summary_is_sent_and_noted(client, ledger, auditor, inspector):
    campaign = ledger[0].inspection.campaign
    page = url(type(campaign), "change", campaign.pk).replace("change/", "summary/")
    client.force_login(auditor)
    answer = client.get(page)
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert plain("SELECT count(*) FROM ledger_entry WHERE kind = 'exported'") == 1


@pytest.mark.django_db
def test_the_register_of_a_past_year_is_not_of_this_one(ledger, auditor):
    asked = {"from": date(2025, 1, 1), "to": date(2025, 12, 31)}
    assert rows("rectification-by-category", auditor, **asked) == []
