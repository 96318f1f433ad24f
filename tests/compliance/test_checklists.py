"""Checklists: what is in force stands still, and the next version takes its place."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from compliance import drafting, shipped
from compliance.models import Checklist, ChecklistItem, ChecklistVersion
from reception.ledger.models import Entry
from reception.workflow import MoveNotPossible, move
from tests import doors
from tests.compliance.round_rules import version_in
from tests.records import (
    make_checklist,
    make_checklist_item,
    make_checklist_version,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    """Read what is said in English, whatever the office's language is."""
    with translation.override("en"):
        yield


def enact(version, by):
    return move(version, "enact", by=by, at=moment())


def test_a_version_with_items_comes_into_force_and_then_stands_still(administrator):
    item = make_checklist_item()
    version = enact(item.version, administrator)
    assert (version.state, version.valid_from) == ("in_force", moment().date())
    assert version.locked_reason()
    item.refresh_from_db()
    assert item.locked_reason()


def test_an_empty_version_cannot_come_into_force(administrator):
    with pytest.raises(MoveNotPossible, match="at least one item"):
        enact(make_checklist_version(), administrator)


def test_an_inspection_item_without_severity_is_named(administrator):
    item = make_checklist_item(severity="")
    with pytest.raises(MoveNotPossible, match=item.code):
        enact(item.version, administrator)


def test_a_standard_needs_no_severities(administrator):
    standard = make_checklist(kind="process", category="", service="lodging")
    item = make_checklist_item(
        version=make_checklist_version(checklist=standard), severity=""
    )
    assert enact(item.version, administrator).state == "in_force"


def test_an_inspector_does_not_decide_what_is_in_force(inspector):
    with pytest.raises(PermissionDenied):
        enact(make_checklist_item().version, inspector)


def test_the_next_version_copies_the_items_and_retires_the_last(administrator):
    first = enact(make_checklist_item(text="old").version, administrator)
    second = drafting.write_next(first.checklist, by=administrator, at=moment())
    assert [item.text for item in second.items.all()] == ["old"]
    assert second.number == f"{first.checklist.code}-2"
    enact(second, administrator)
    first.refresh_from_db()
    assert (first.state, first.retired_on) == ("retired", moment().date())


def test_one_version_is_written_at_a_time(administrator):
    draft = make_checklist_item().version
    with pytest.raises(drafting.CannotWrite, match="Version 1 is being written"):
        drafting.write_next(draft.checklist, by=administrator, at=moment())


def test_the_button_on_the_lists_page_writes_the_next_version(administrator):
    version = enact(make_checklist_item().version, administrator)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(administrator)
    url = doors.url(Checklist, "next", version.checklist.pk)
    assert browser.get(url).status_code == 405
    assert browser.post(url).status_code == 302
    assert version.checklist.versions.count() == 2


def test_an_item_of_a_version_in_force_cannot_be_changed_on_its_page(administrator):
    item = make_checklist_item(version=version_in("in_force"))
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(administrator)
    assert not doors.change_form(browser, item)
    assert not doors.delete_page(browser, item)


def test_every_item_of_the_field_comes_with_the_product():
    call_command("load_checklists", verbosity=0)
    in_force = ChecklistVersion.objects.in_force("inspection")
    counts = {v.checklist.code: v.items.count() for v in in_force}
    assert counts == {"FS": 16, "FR": 17, "EN": 15, "ET": 15}
    items = ChecklistItem.objects.filter(version__in=in_force)
    assert not items.filter(is_confirmed=True).exists()  # all are proposals
    assert not items.filter(severity="").exists()
    assert ChecklistVersion.objects.in_force("process").count() == 3
    steps = ChecklistItem.objects.filter(version__checklist__kind="process")
    assert not steps.filter(post="").exists()
    assert not steps.filter(phase="").exists()


def test_loading_again_changes_nothing_and_leaves_alone_what_an_office_made(root):
    shipped.load(root, moment())
    Checklist.objects.filter(code="FS").update(name="our own name")
    fire = Checklist.objects.get(code="FR")
    enact(drafting.write_next(fire, by=root, at=moment()), root)
    written = Entry.objects.count()
    shipped.load(root, moment())
    assert Entry.objects.count() == written
    assert Checklist.objects.get(code="FS").name == "our own name"
    assert ChecklistVersion.objects.in_force("inspection").get(checklist=fire).ordinal
