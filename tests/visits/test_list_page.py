"""The list of visits: as many queries for many rows as for few, and light."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reception.ledger import writing
from tests.cast import person
from tests.records import moment
from visits.models import Visit

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/visits/visit/"
MOST_QUERIES = 15
MOST_BYTES = 250 * 1024  # of a page of 100 rows, not packed


def fill(office, count):
    """Make ``count`` visits in bulk."""
    writing.create_all(
        [
            Visit(
                number=f"{office.code}-2026-{n:05}",
                title=f"某某市考察团第{n}批来访考察学习城市建设与管理工作",
                category="business",
                host_office=office,
                sending_unit=f"某某市第{n}局",
                head_name="王某某",
                rank="division",
                guests=5,
                arrives_at=moment(),
                departs_at=moment(hour=17),
                purpose="考察",
            )
            for n in range(count)
        ]
    )


def queries(client):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(ADDRESS).status_code == 200
    return len(captured)


def test_a_limited_clerks_list_costs_the_same_for_30_and_3000_rows(
    client, clerk, north, south
):
    fill(south, 30)
    fill(north, 30)
    client.force_login(clerk)
    few = queries(client)
    Visit.objects.all().delete()
    fill(north, 3000)
    many = queries(client)
    assert few == many <= MOST_QUERIES


def test_a_page_of_100_rows_is_light(client, clerk, north):
    fill(north, 100)
    client.force_login(clerk)
    body = client.get(f"{ADDRESS}?all=").content
    assert body.count(b"/change/") >= 100
    assert len(body) <= MOST_BYTES


def test_an_office_with_many_clerks_and_shares_costs_no_more(client, north, south):
    crowd = [person(f"c{n}", north, "clerk", reaches=[north]) for n in range(5)]
    fill(north, 30)
    client.force_login(crowd[0])
    assert queries(client) <= MOST_QUERIES


def test_a_filtered_list_is_counted_from_an_index_alone(client, clerk, north):
    fill(north, 300)
    client.force_login(clerk)
    with CaptureQueriesContext(connection) as asked, connection.cursor() as cursor:
        client.get(f"{ADDRESS}?state__exact=draft&category__exact=business")
        (count,) = (q["sql"] for q in asked if "LIMIT 10001" in q["sql"])
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {count}")
            told = "USING COVERING INDEX visit_by_office"
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute(f"EXPLAIN {count}")
            told = "Index Only Scan using visit_by_office"
        assert told in str(cursor.fetchall())
