"""What the database writes is what the widgets would have written, byte by byte."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as project
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reception.exchange import compiling, exporting
from tests import doors
from tests.exchange import plainly
from tests.exchange.tables import IMPORTED, fill
from tests.records import (
    MAKERS,
    make_guest,
    make_inspection,
    make_letter,
    make_level,
    make_staff,
    make_visit,
)
from visits.models import Guest, Visit

pytestmark = pytest.mark.django_db
NASTY = ["=1", "+86", "-", "@x", "＝", "－1", "'", "''=", "'=", "\t", "\n", "\r\n", '"']
NASTY += [",", ";", "123456789012", "12345678901", "123456789012\n", "%s", "%", "{}"]
NASTY += [
    "\x01",
    "\x1f",
    "\x1e",
    "\x7f",
    "\ufffe",
    "\uffff",
    "😀",
    "王",
    "Ａ",
    "ﾊ",
    "\\.",
]
TEXT = st.lists(
    st.sampled_from(NASTY)
    | st.text(
        st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6
    ),
    max_size=4,
).map("".join)
# What SQLite stores and a calendar knows, back to summer time and local mean time.
MOMENTS = st.datetimes(
    datetime(1890, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC)
) | st.datetimes(
    datetime(2026, 3, 1), datetime(2026, 3, 3), timezones=st.just(UTC)
).map(lambda at: at.replace(second=0, microsecond=0))
OUR_TIME = st.datetimes(
    datetime(2000, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC)
)
often = settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each example costs queries
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def both(queryset, user, columns=None) -> tuple[bytes, bytes]:
    """Return the CSV as it is sent, and as it ought to be."""
    resource = doors.screen(queryset.model).resource_class()
    columns = columns or resource.columns()
    order = exporting.Order(resource, queryset, columns, user)
    return b"".join(exporting.stream(order)), plainly.csv_bytes(
        resource, queryset, columns, user
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("model", list(MAKERS), ids=lambda m: m.__name__)
def test_every_table(model, language, root, clerk, north):
    made = [MAKERS[model](north) for _text in NASTY]
    for record, text in zip(made, NASTY, strict=True):
        if model in IMPORTED:
            fill(record, text)
    rows = model._base_manager.filter(pk__in=[record.pk for record in made])
    with translation.override(language):
        for user in (root, clerk):
            sent, meant = both(rows.order_by("pk"), user)
            assert sent == meant


@often
@given(
    texts=st.lists(TEXT, min_size=8, max_size=8),
    arrives=OUR_TIME,
    submitted=MOMENTS,
    state=st.sampled_from(["draft", "", "later"]),
    people=st.integers(1, 9999),
)
def test_any_visit(texts, arrives, submitted, state, people, root, north):
    visit = make_visit(north, letter=make_letter(north))
    number, code = f"{texts[0][:15]}#{visit.pk}", f"{texts[1][:6]}#{visit.pk}"
    Visit.objects.filter(pk=visit.pk).update(
        number=number,
        title=texts[2][:120],
        category=texts[3][:12],
        sending_unit=texts[4][:120],
        head_name=texts[5][:60],
        purpose=texts[6],
        remarks=texts[7],
        guests=people,
        arrives_at=arrives,
        departs_at=arrives + timedelta(days=1),
        submitted_at=submitted,
    )
    type(north).objects.filter(pk=north.pk).update(code=code)
    sent, meant = both(Visit.objects.order_by("pk"), root)
    assert sent == meant
    for column in doors.screen(Visit).resource_class().columns():
        sent, meant = both(Visit.objects.order_by("pk"), root, [column])
        assert sent == meant, column.column_name


@often
@given(text=TEXT)
def test_masked_facts(text, clerk, inspector, north):
    fill(make_guest(north), text)
    Guest.objects.update(phone=text[:40], identity_number=text[:30])
    for user in (clerk, inspector):
        sent, meant = both(Guest.objects.order_by("pk"), user)
        assert sent == meant


@often
@given(numbers=st.lists(TEXT.map(lambda t: t[:20]), unique=True, max_size=4))
def test_several_keys_in_one_cell(numbers, root, north):
    inspection = make_inspection(north)
    for number in numbers:
        staff = make_staff(north)
        type(staff).objects.filter(pk=staff.pk).update(number=f"{number}#{staff.pk}")
        inspection.inspectors.add(staff)
    sent, meant = both(type(inspection).objects.order_by("pk"), root)
    assert sent == meant


def test_a_level_is_told_by_its_order_not_by_its_office(root, clerk, north):
    waits = {"submitted_by": clerk, "level": make_level(north, order=2)}
    make_visit(north, state="submitted", **waits)
    column = doors.screen(Visit).resource_class().fields["level"]
    sent, meant = both(Visit.objects.all(), root, [column])
    assert sent == meant
    assert sent.splitlines()[1:] == [b"2"]


def test_many_rows_keep_their_order(root, north):
    for at in range(30):
        make_visit(north, title=f"第{at}个" + "," * (at % 3))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiling, "ROWS", 7)
        patch.setattr(compiling, "LINES", 7)
        sent, meant = both(Visit.objects.order_by("-number"), root)
    assert sent == meant


def test_the_offices_clock_is_as_steady_as_the_columns_believe():
    zone = ZoneInfo(project.TIME_ZONE)
    day = date.fromisoformat(compiling.STEADY)
    for hours in range(0, 150 * 366 * 24, 24 * 7):
        at = datetime(day.year, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        assert at.astimezone(zone).utcoffset() == timedelta(hours=compiling.DISTANCE)
