"""The constraints of checklists, campaigns and answers, for the table of all.

Each with how to make a row that just fits, and the change that breaks it.
"""

from compliance.models import (
    CampaignRound,
    CampaignTeam,
    InspectionAnswer,
)
from tests.records import (
    DAY,
    make_campaign,
    make_checklist,
    make_checklist_item,
    make_checklist_version,
    make_finding,
    make_inspection,
    make_user,
    make_visit,
    moment,
)
from visits.models import StandardStep


def version_in(state, **given):
    """Return a version in ``state``, dated as it has to be."""
    days = {
        "draft": {},
        "in_force": {"valid_from": DAY},
        "retired": {"valid_from": DAY, "retired_on": DAY},
    }
    return make_checklist_version(state=state, **days[state], **given)


def beside(state, ordinal=2):
    """Return a retired version of a list that has one in ``state``."""
    held = version_in(state)
    return version_in("retired", checklist=held.checklist, ordinal=ordinal)


def make_round(office, **given):
    """Return a round of a new campaign."""
    days = {"starts_on": DAY, "ends_on": DAY}
    campaign = given.pop("campaign", None) or make_campaign(office)
    return CampaignRound.objects.create(
        **{"campaign": campaign, "number": 1, **days, **given}
    )


def make_team(office, **given):
    """Return a team of a new campaign."""
    campaign = given.pop("campaign", None) or make_campaign(office)
    return CampaignTeam.objects.create(campaign=campaign, name=given.pop("name", "a"))


def make_answer(office, **given):
    """Return an answer to a new item."""
    inspection = given.pop("inspection", None) or make_inspection(office)
    return InspectionAnswer.objects.create(
        **{
            "inspection": inspection,
            "item": make_checklist_item(),
            "result": "ok",
            "answered_by": make_user(office),
            "answered_at": moment(),
            **given,
        }
    )


def second_item(office):
    """Return the second item of a version."""
    return make_checklist_item(version=make_checklist_item().version)


def make_step(office, **given):
    """Return a step that was taken for a visit."""
    return StandardStep.objects.create(
        visit=given.pop("visit", None) or make_visit(office),
        item=make_checklist_item(),
        taken_by=make_user(office),
        taken_at=moment(),
    )


def other(record):
    """Return the record of the same kind that was made before."""
    return type(record)._default_manager.exclude(pk=record.pk).get()


ROUND_RULES = [
    (
        "checklist_says_what_for",
        lambda o: make_checklist(category="", kind="process", service="catering"),
        lambda made: {"service": ""},
    ),
    (
        "checklist_says_what_for",
        lambda o: make_checklist(),
        lambda made: {"service": "catering"},
    ),
    (
        "checklistversion_one_in_force",
        lambda o: beside("in_force"),
        lambda version: {"state": "in_force", "retired_on": None},
    ),
    (
        "checklistversion_one_draft",
        lambda o: beside("draft"),
        lambda v: {"state": "draft", "valid_from": None, "retired_on": None},
    ),
    (
        "checklistversion_dated_by_state",
        lambda o: version_in("in_force"),
        lambda version: {"valid_from": None},
    ),
    (
        "checklistversion_dated_by_state",
        lambda o: version_in("draft"),
        lambda version: {"retired_on": DAY},
    ),
    (
        "checklistitem_code_once",
        second_item,
        lambda item: {"code": other(item).code},
    ),
    (
        "checklistitem_has_points",
        lambda o: make_checklist_item(points=1),
        lambda item: {"points": 0},
    ),
    (
        "checklistitem_has_points",
        lambda o: make_checklist_item(points=100),
        lambda item: {"points": 101},
    ),
    (
        "campaignround_number_once",
        lambda o: make_round(o, campaign=make_round(o).campaign, number=2),
        lambda made: {"number": 1},
    ),
    ("campaignround_counted_from_one", make_round, lambda made: {"number": 0}),
    (
        "campaignround_ends_after_it_starts",
        make_round,
        lambda made: {"ends_on": made.starts_on.replace(day=1)},
    ),
    (
        "campaignteam_name_once",
        lambda o: make_team(o, campaign=make_team(o).campaign, name="b"),
        lambda team: {"name": "a"},
    ),
    (
        "inspectionanswer_item_once",
        lambda o: make_answer(o, inspection=make_answer(o).inspection),
        lambda answer: {"item": other(answer).item},
    ),
    (
        "inspectionanswer_finding_iff_not_ok",
        lambda o: make_answer(o, result="not_ok", finding=make_finding(o)),
        lambda answer: {"result": "ok"},
    ),
    (
        "inspectionanswer_finding_iff_not_ok",
        lambda o: make_answer(o, result="na"),
        lambda answer: {"result": "not_ok"},
    ),
    (
        "standardstep_once",
        lambda o: make_step(o, visit=make_step(o).visit),
        lambda step: {"item": other(step).item},
    ),
]
ROUND_SAID_BEFORE = {
    ("checklistitem_has_points", 0): (
        "Ensure this value is greater than or equal to 1."
    ),
    ("checklistitem_has_points", 101): (
        "Ensure this value is less than or equal to 100."
    ),
    "campaignround_counted_from_one": (
        "Ensure this value is greater than or equal to 1."
    ),
}
