"""The same thing found again within twelve months is marked, and is graver."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance import repeats
from compliance.models import Finding
from reception.workflow import move_many
from tests import doors
from tests.compliance.hands import hands, shown, step
from tests.records import DAY, make_finding, make_inspection, make_venue, moment

pytestmark = pytest.mark.django_db
LAST_YEAR = repeats.since(DAY)


@pytest.fixture
def venue(north):
    """Where it happens."""
    return make_venue(north)


@pytest.fixture
def found(north, venue):
    """Return how to find something at the venue."""

    def _found(day=DAY, **told):
        inspection = make_inspection(north, venue=told.pop("venue", venue))
        told = {"code": "FS01", "item": "licence", **told}
        return make_finding(north, inspection=inspection, found_on=day, **told)

    return _found


@pytest.mark.parametrize(
    ("earlier", "is_repeat"),
    [
        pytest.param({"day": DAY - timedelta(days=1)}, True, id="the day before"),
        pytest.param({"day": LAST_YEAR}, True, id="twelve months before"),
        pytest.param({"day": LAST_YEAR - timedelta(1)}, False, id="a day more"),
        pytest.param({"day": DAY}, False, id="the same day"),
        pytest.param({"day": LAST_YEAR, "code": "FS02"}, False, id="another item"),
        pytest.param({"day": LAST_YEAR, "code": ""}, False, id="one has no code"),
    ],
)
def test_what_counts_as_a_repeat(earlier, is_repeat, found, north):
    before, now = found(**earlier), found()
    told = repeats.previous_of([now])
    assert told == ({now.pk: before.pk} if is_repeat else {})
    venue = now.inspection.venue_id
    assert bool(repeats.previous(venue, {"FS01"}, DAY)) is is_repeat


def test_another_venue_is_no_repeat(found, north):
    found(DAY - timedelta(days=9), venue=make_venue(north))
    assert repeats.previous_of([found()]) == {}


def test_without_a_code_the_text_counts(found):
    before = found(DAY - timedelta(days=9), code="", item="dirty floor")
    now = found(code="", item="dirty floor")
    assert repeats.previous_of([now]) == {now.pk: before.pk}


def test_the_last_one_before_is_named(found):
    found(DAY - timedelta(days=20))
    last = found(DAY - timedelta(days=10))
    now = found()
    assert repeats.previous(now.inspection.venue_id, {"FS01"}, DAY) == {"FS01": last}


@pytest.mark.parametrize(
    ("severity", "raised"), [("C", "B"), ("B", "A"), ("A", "A"), ("NA", "NA")]
)
def test_a_repeat_is_one_step_graver_before_its_term_counts(
    severity, raised, found, north
):
    before = found(DAY - timedelta(days=9))
    again = step(found(severity=severity), "notify", hands(north, "notify")["notify"])
    assert (again.severity, again.repeat_of) == (raised, before)
    fresh = found(severity=raised, code="FS09")
    alike = step(fresh, "notify", again.notified_by)
    assert again.deadline == alike.deadline


def test_a_repeat_is_raised_once(found, north):
    found(DAY - timedelta(days=9))
    by = hands(north, "notify")["notify"]
    once = step(found(), "notify", by)
    again = step(step(once, "withdraw", by), "notify", by)
    assert again.severity == "B"


def test_a_repeat_fixed_on_the_spot_wants_the_photograph_of_its_new_severity(
    found, north
):
    found(DAY - timedelta(days=9))
    by, now = hands(north, "notify")["notify"], found()
    told = move_many([now], "fix_on_the_spot", by=by, at=moment(), reason="x")
    assert "Severity B" in told.refused[0][1]
    fixed = step(shown(now, north), "fix_on_the_spot", by)
    assert (fixed.severity, bool(fixed.repeat_of)) == ("B", True)


def test_many_are_marked_at_once(found, north):
    before = {code: found(DAY - timedelta(days=9), code=code) for code in ("A1", "A2")}
    now = [found(code=code) for code in ("A1", "A2", "A3")]
    move_many(now, "notify", by=hands(north, "notify")["notify"], at=moment())
    marked = dict(Finding.objects.filter(found_on=DAY).values_list("code", "repeat_of"))
    assert marked == {"A1": before["A1"].pk, "A2": before["A2"].pk, "A3": None}


def test_the_list_shows_repeats_alone(client, inspector, found, north):
    before = found(DAY - timedelta(days=9))
    again = found(repeat_of=before)
    client.force_login(inspector)
    page = client.get(doors.url(Finding, "changelist"), {"due": "repeated"})
    assert list(page.context["cl"].result_list) == [again]


def test_twelve_months_before_the_29th_of_february():
    assert repeats.since(date(2028, 2, 29)) == date(2027, 2, 28)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    told=st.lists(
        st.tuples(st.sampled_from(["A1", "A2", ""]), st.integers(-400, 400)),
        min_size=1,
        max_size=6,
    )
)
def test_many_at_once_agree_with_one_by_one(told, found, north):
    venue = make_venue(north)
    made = [found(DAY + timedelta(d), code=code, venue=venue) for code, d in told]
    alone = {}
    for each in made:
        alone |= repeats.previous_of([each])
    assert repeats.previous_of(made) == alone
