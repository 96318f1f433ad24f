"""Agreed rates: one price for one thing on one day, through every door."""

from datetime import timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reception.exchange.examining import examine
from reception.exchange.importing import Import, ImportRefused
from tests import doors
from tests.exchange.tables import table, text_row
from tests.records import DAY, make_office, make_rate, make_venue, moment
from venues.exchange import RateResource
from venues.models import Rate, Venue

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _in_english(client):
    """Compare what is said with the words of the source."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


def form(venue, **given):
    told = {"venue": venue.pk, "unit": "night", "price": "280.00", "source": "minutes"}
    return {**told, "space_kind": "", "valid_from": DAY.isoformat(), **given}


@pytest.mark.parametrize(
    ("begins", "space_kind", "stored"),
    [
        pytest.param(DAY + WEEK, "", False, id="on the last day of the other"),
        pytest.param(DAY + WEEK + timedelta(1), "", True, id="the day after"),
        pytest.param(DAY + WEEK, "room", True, id="for another thing"),
    ],
)
def test_the_form_refuses_a_rate_that_overlaps(
    client, clerk, north, begins, space_kind, stored
):
    held = make_rate(north, valid_until=DAY + WEEK)
    client.force_login(clerk)
    given = {"valid_from": begins.isoformat(), "space_kind": space_kind}
    response = client.post(doors.url(Rate, "add"), form(held.venue, **given))
    assert (response.status_code == 302) is stored
    if not stored:
        (said,) = response.context["adminform"].form.non_field_errors()
        assert DAY.isoformat() in said


def test_a_rate_may_be_put_off_beside_itself(client, clerk, north):
    held = make_rate(north, valid_until=DAY + WEEK)
    client.force_login(clerk)
    data = form(held.venue, valid_from=(DAY + timedelta(1)).isoformat())
    response = client.post(doors.url(Rate, "change", held.pk), data)
    assert response.status_code == 302


def test_two_rows_of_one_form_do_not_overlap_either(client, clerk, north):
    venue = make_venue(north)
    client.force_login(clerk)
    data = {"name": "venue", "kind": "hotel", "grade": "unknown", "office": north.pk}
    for part in ("phones", "licences", "contacts", "rates", "photos"):
        count = 2 if part == "rates" else 0
        data |= {f"{part}-TOTAL_FORMS": count, f"{part}-INITIAL_FORMS": 0}
    for n in range(2):
        rate = form(venue, valid_from=(DAY + n * WEEK).isoformat())
        data |= {f"rates-{n}-{k}": v for k, v in rate.items()}
    response = client.post(doors.url(Venue, "change", venue.pk), data)
    assert response.status_code == 200
    assert not Rate.objects.exists()


def test_a_file_is_refused_where_two_of_its_rows_overlap(everything, north):
    row = text_row(make_rate(north)) | {"unit": "table"}
    rows = [row, row | {"valid_from": "2026-04-01"}]
    found = examine(RateResource(), table(rows), everything)
    assert [bool(each.problems) for each in found.rows] == [False, True]
    with pytest.raises(ImportRefused, match="Row 3"):
        Import(RateResource(), table(rows), everything, moment(), {}).commit()


offsets = st.integers(0, 8)
rates = st.lists(
    st.tuples(offsets, st.none() | offsets, st.sampled_from(["", "room"])), max_size=5
)


class TestAnyRates(TestCase):
    """Whatever is asked for, together or one after another, nothing overlaps."""

    @given(rates, st.booleans())
    @settings(max_examples=60, deadline=None)
    def test_no_two_rates_say_a_price_for_one_day(self, wanted, together):
        venue = make_venue(make_office("X"))
        made = [
            Rate(
                venue=venue,
                space_kind=kind,
                unit="night",
                price=1,
                source="x",
                valid_from=DAY + timedelta(begin),
                valid_until=None if end is None else DAY + timedelta(begin + end),
            )
            for begin, end, kind in wanted
        ]
        for lot in [made] if together else [[each] for each in made]:
            refused = [record for record, _text in Rate.beside_others(lot, set())]
            for record in lot:
                if not any(record is each for each in refused):
                    record.save()
        for n in range(20):
            day = DAY + timedelta(n)
            kinds = list(
                Rate.objects.in_force(day).values_list("space_kind", flat=True)
            )
            assert len(kinds) == len(set(kinds))
