"""The load of a roster, shared fairly by the days on which people are employed."""

import io
from datetime import date, timedelta

import pytest
from django.utils import translation
from docx import Document

from tests.console.reading import rows
from tests.records import DAY, make_shift, make_staff, make_venue, moment
from visits.models import Shift
from visits.roster_paper import roster_paper

pytestmark = pytest.mark.django_db


def load(user) -> dict[str, dict]:
    """Return the rows of the report by the name of the person."""
    with translation.override("en"):
        return {row["name"]: row for row in rows("load", user)}


def test_hours_nights_weekends_and_stand_by_are_counted(clerk, north):
    member = make_staff(north, name="one")
    saturday = DAY + timedelta(days=5)
    make_shift(north, member=member)
    make_shift(north, member=member, kind="night", starts_at=moment(DAY, 20))
    make_shift(north, member=member, kind="standby", starts_at=moment(saturday))
    make_shift(north, member=member, state="absent", starts_at=moment(DAY, 60))
    row = load(clerk)["one"]
    names = ("shifts", "hours", "nights", "weekend", "standby", "employed")
    assert [row[name] for name in names] == [3, 16, 1, 1, 1, 31]


def test_who_was_employed_for_half_the_month_owes_half(clerk, north):
    make_shift(north, member=make_staff(north, name="whole"))
    half = make_staff(north, name="half", joined_on=date(2026, 3, 17))
    make_shift(north, member=half, starts_at=moment(date(2026, 3, 20)))
    found = load(clerk)
    assert [found[each]["employed"] for each in ("whole", "half")] == [31, 15]
    total = found["whole"]["share"] + found["half"]["share"]
    assert round(total, 1) == 16
    assert found["half"]["share"] < found["half"]["hours"]
    assert found["whole"]["difference"] < 0 < found["half"]["difference"]


def test_each_place_has_its_own_even_share(clerk, north):
    make_shift(north, member=make_staff(north, name="office"))
    venue = make_venue(north)
    cook = make_staff(north, venue=venue, name="cook")
    make_shift(north, member=cook, venue=venue, ends_at=moment(hour=11))
    found = load(clerk)
    assert (found["office"]["share"], found["cook"]["share"]) == (8, 2)
    assert found["office"]["difference"] == found["cook"]["difference"] == 0


def test_the_paper_names_who_is_on_duty_each_day(north):
    told = {"member": make_staff(north, name="沈若琳"), "duty": "driver"}
    shifts = [make_shift(north, **told), make_shift(north, kind="night")]
    make_shift(north, state="absent", member=make_staff(north, name="毛帆"))
    with translation.override("zh-hans"):
        data = roster_paper(north, DAY, list(Shift.objects.all()), "clerk", moment())
    paper = Document(io.BytesIO(data))
    texts = [each.text for each in paper.paragraphs]
    cells = [cell.text for row in paper.tables[0].rows for cell in row.cells]
    text = "\n".join([*texts, *cells])
    assert "沈若琳 09:00–17:00（驾驶员）" in text
    assert str(shifts[1].member) in text
    assert "毛帆" not in text
    assert "2026年3月2日" in text
