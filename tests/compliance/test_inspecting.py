"""Answers of inspectors: findings arise once, nobody overwrites what he did not see."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import translation
from PIL import Image

from compliance import inspecting
from compliance.inspecting import AnswerRefused, Said
from compliance.models import Finding, FindingPhoto, InspectionAnswer
from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.compliance.round_rules import version_in
from tests.records import DAY, make_checklist_item, make_inspection, moment

pytestmark = pytest.mark.django_db
OK, NOT_OK = Said("ok"), Said("not_ok", "dirty", "kitchen")
LATER = moment() + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _english():
    """Read what is said in English, whatever the office's language is."""
    with translation.override("en"):
        yield


@pytest.fixture
def items():
    """Two items of a list in force; the first proposes severity B."""
    version = version_in("in_force")
    return [
        make_checklist_item(version=version, severity=grade, basis="law")
        for grade in ("B", "C")
    ]


@pytest.fixture
def inspection(north, items):
    """An inspection by that list."""
    made = make_inspection(north)
    made.lists.add(items[0].version)
    return made


@pytest.fixture
def colleague(north):
    """Inspects with the inspector."""
    return person("colleague", north, "inspector", reaches=[north])


def answer(inspection, item, said, by, at=None):
    return inspecting.answer(inspection, item, said, by=by, at=at or moment())


def state_of(inspection):
    inspection.refresh_from_db()
    return inspection.state


def test_the_first_answer_begins_the_inspection(inspection, items, inspector):
    given = answer(inspection, items[0], OK, inspector)
    assert (given.answered_by, given.answered_at) == (inspector, moment())
    assert state_of(inspection) == "under_way"
    assert not Finding.objects.exists()


def test_a_finding_arises_from_what_is_not_in_order(inspection, items, inspector):
    item = items[0]
    finding = answer(inspection, item, NOT_OK, inspector).finding
    held = (finding.category, finding.code, finding.item, finding.basis)
    assert held == ("food", item.code, item.text, "law")
    told = (finding.severity, finding.location, finding.description)
    assert told == ("B", "kitchen", "dirty")
    assert (finding.found_on, finding.state) == (DAY, "found")
    assert finding.number.startswith("NORTH-F-")


def test_the_inspector_may_choose_another_severity(inspection, items, inspector):
    said = Said("not_ok", severity="A")
    assert answer(inspection, items[0], said, inspector).finding.severity == "A"


def test_saying_it_again_changes_nothing(inspection, items, inspector):
    first = answer(inspection, items[0], NOT_OK, inspector)
    again = answer(inspection, items[0], NOT_OK, inspector, LATER)
    assert (again.edition, again.answered_at) == (first.edition, first.answered_at)
    assert Finding.objects.count() == 1


def test_more_words_go_into_the_same_finding(inspection, items, inspector):
    first = answer(inspection, items[0], NOT_OK, inspector)
    answer(inspection, items[0], Said("not_ok", "worse", seen=1), inspector)
    assert [each.description for each in Finding.objects.all()] == ["worse"]
    assert Finding.objects.get() == first.finding


def test_an_answer_taken_back_takes_its_finding_back(inspection, items, inspector):
    answer(inspection, items[0], NOT_OK, inspector)
    given = answer(inspection, items[0], Said("ok", seen=1), inspector)
    assert given.finding is None
    assert not Finding.objects.exists()


def gone_on(finding):
    """Take the finding a step further, as the ledger's moves would."""
    Finding.objects.filter(pk=finding.pk).update(
        state="transferred", transferred_to="the fire brigade", transferred_on=DAY
    )


@pytest.mark.parametrize("said", [Said("ok", seen=1), Said("not_ok", "new", seen=1)])
def test_a_finding_that_has_gone_on_stays(said, inspection, items, inspector):
    given = answer(inspection, items[0], NOT_OK, inspector)
    gone_on(given.finding)
    with pytest.raises(AnswerRefused, match=given.finding.number):
        answer(inspection, items[0], said, inspector)
    assert InspectionAnswer.objects.get().note == "dirty"


def test_the_second_writer_is_told_what_the_first_wrote(
    inspection, items, inspector, colleague
):
    answer(inspection, items[0], NOT_OK, inspector)
    with pytest.raises(AnswerRefused, match=r"Inspector answered at 09:00.*dirty"):
        answer(inspection, items[0], OK, colleague)
    given = answer(inspection, items[0], Said("ok", seen=1), colleague)
    assert (given.answered_by, given.edition) == (colleague, 2)


def test_two_inspectors_answer_different_items_side_by_side(
    inspection, items, inspector, colleague
):
    answer(inspection, items[0], OK, inspector)
    answer(inspection, items[1], OK, colleague)
    by = inspection.answers.order_by("item").values_list("answered_by", flat=True)
    assert list(by) == [inspector.pk, colleague.pk]


def test_an_item_of_another_list_is_refused(inspection, inspector):
    with pytest.raises(AnswerRefused, match="does not belong"):
        answer(inspection, make_checklist_item(), OK, inspector)


def test_whoever_may_not_change_the_inspection_answers_nothing(
    inspection, items, auditor, southern_clerk
):
    for reader in (auditor, southern_clerk):
        with pytest.raises(PermissionDenied):
            answer(inspection, items[0], OK, reader)


def finish(inspection, by):
    return move(inspection, "finish", by=by, at=moment())


def test_it_is_finished_when_every_item_is_answered(inspection, items, inspector):
    answer(inspection, items[0], OK, inspector)
    with pytest.raises(MoveNotPossible, match=rf"1 items .* {items[1].code}"):
        finish(inspection, inspector)
    answer(inspection, items[1], Said("na"), inspector)
    assert finish(inspection, inspector).state == "finished"


def test_what_is_finished_is_opened_again_with_a_reason(inspection, items, inspector):
    for item in items:
        answer(inspection, item, OK, inspector)
    finish(inspection, inspector)
    with pytest.raises(AnswerRefused, match="finished"):
        answer(inspection, items[0], Said("na", seen=1), inspector)
    with pytest.raises(MoveNotPossible, match="reason"):
        move(inspection, "reopen", by=inspector, at=moment())
    move(inspection, "reopen", by=inspector, at=moment(), reason="one forgotten")
    assert answer(inspection, items[0], Said("na", seen=1), inspector).edition == 2


def picture(name="kitchen.jpg", kind="JPEG"):
    """Return a small picture as a browser sends it."""
    file = ContentFile(b"", name=name)
    Image.new("RGB", (40, 30), "red").save(file, kind)
    file.size = file.tell()
    file.seek(0)
    return file


def add(inspection, item, file, by):
    return inspecting.add_photo(inspection, item, file, by=by, at=moment())


def test_photographs_belong_to_the_finding(inspection, items, inspector):
    finding = answer(inspection, items[0], NOT_OK, inspector).finding
    for file in (picture(), picture("more.png", "PNG")):
        add(inspection, items[0], file, inspector)
    assert set(finding.photos.values_list("stage", flat=True)) == {"before"}
    assert finding.photos.count() == 2


def test_what_is_in_order_takes_no_photograph(inspection, items, inspector):
    answer(inspection, items[0], OK, inspector)
    with pytest.raises(AnswerRefused, match="Say first"):
        add(inspection, items[0], picture(), inspector)


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(lambda: ContentFile(b"MZ" * 99, name="a.jpg"), id="a program"),
        pytest.param(lambda: ContentFile(b"\xff\xd8\xff" * 9, name="a.jpg"), id="half"),
        pytest.param(lambda: picture("a.gif", "GIF"), id="another kind"),
        pytest.param(lambda: ContentFile(b"", name="a.jpg"), id="empty"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(file, inspection, items, inspector):
    answer(inspection, items[0], NOT_OK, inspector)
    with pytest.raises(AnswerRefused):
        add(inspection, items[0], file(), inspector)
    assert not FindingPhoto.objects.exists()
    assert InspectionAnswer.objects.get().result == "not_ok"


def test_fifty_megabytes_are_refused_by_size(inspection, items, inspector):
    answer(inspection, items[0], NOT_OK, inspector)
    file = picture()
    file.size = 50 * 1024 * 1024
    with pytest.raises(AnswerRefused, match="20 MB"):
        add(inspection, items[0], file, inspector)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_raise_one_finding(inspection, items, inspector):
    """Both press "not in order" on an item that nobody has answered."""
    told, gate = [], threading.Barrier(2)

    def press(note):
        gate.wait()
        try:
            answer(inspection, items[0], Said("not_ok", note), inspector)
            told.append("stored")
        except AnswerRefused as refused:
            told.append(str(refused))
        finally:
            connection.close()

    hands = [threading.Thread(target=press, args=[note]) for note in ("a", "b")]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert Finding.objects.count() == InspectionAnswer.objects.count() == 1
    assert sorted(told)[1] == "stored"
