"""The constraints of plans and rehearsals, for the table of all constraints.

Each with how to make a row that just fits, and the change that breaks it.
"""

from tests.records import (
    make_plan,
    make_point,
    make_rehearsal,
    make_rehearsal_finding,
    make_remark,
    make_review,
    make_staff,
    make_template,
    make_user,
    make_venue,
    make_version,
    moment,
)
from visits.models import (
    Plan,
    PlanTemplate,
    Rehearsal,
    RehearsalCheck,
    Remark,
    TemplateSection,
)


def first(record):
    """Return the record of the same kind that was made before."""
    return type(record)._default_manager.exclude(pk=record.pk).get()


def second_section(office):
    """Return the second section of a template."""
    template = make_template(office)
    made = [
        TemplateSection.objects.create(template=template, line=n, heading=f"{n}")
        for n in (1, 2)
    ]
    return made[-1]


def approved(office, **given):
    """Return a version that one wrote and another approved."""
    stamps = {"approved_by": make_user(office), "approved_at": moment()}
    return make_version(office, state="approved", round=1, **stamps, **given)


def beside_an_open_one(office):
    """Return an approved version of a plan that has an open one."""
    open_one = make_version(office)
    return approved(office, plan=open_one.plan, ordinal=2)


def second_review(office):
    """Return the second review of a round."""
    return make_review(office, version=make_review(office).version)


def second_check(office):
    """Return the second checked point of a rehearsal."""
    rehearsal = make_rehearsal(office)
    made = [
        RehearsalCheck.objects.create(rehearsal=rehearsal, point=make_point())
        for _each in range(2)
    ]
    return made[-1]


def not_ok(office):
    """Return a checked point that is not in order."""
    return RehearsalCheck.objects.create(
        rehearsal=make_rehearsal(office), point=make_point(), result="not_ok", note="x"
    )


def second_finding(office):
    """Return the second finding of a rehearsal."""
    earlier = make_rehearsal_finding(office, line=1)
    return make_rehearsal_finding(office, rehearsal=earlier.rehearsal, line=2)


def waived(office):
    """Return a finding that another waived than who was to fix it."""
    told = {"waiver": "x", "waived_by": make_user(office), "waived_at": moment()}
    return make_rehearsal_finding(office, fixer=make_user(office), **told)


PLAN_RULES = [
    ("templatesection_line_once", second_section, lambda section: {"line": 1}),
    (
        "plan_title_once",
        lambda o: make_plan(o, visit=make_plan(o).visit),
        lambda plan: {"title": first(plan).title},
    ),
    (
        "planversion_one_open",
        beside_an_open_one,
        lambda v: {"state": "draft", "approved_by": None, "approved_at": None},
    ),
    (
        "planversion_reviewed_in_rounds",
        lambda o: make_version(o, state="in_review", round=1),
        lambda version: {"round": 0},
    ),
    ("planversion_approved_iff_approver", approved, lambda v: {"approved_by": None}),
    ("planversion_approved_iff_approver", approved, lambda v: {"approved_at": None}),
    ("planversion_approved_iff_approver", approved, lambda v: {"state": "draft"}),
    (
        "planversion_approved_by_another",
        approved,
        lambda version: {"approved_by": version.written_by},
    ),
    ("review_reviewer_once", second_review, lambda r: {"reviewer": first(r).reviewer}),
    ("review_counted_from_one", make_review, lambda review: {"round": 0}),
    ("review_said_iff_when", make_review, lambda review: {"said_at": moment()}),
    ("review_said_iff_when", make_review, lambda review: {"state": "agreed"}),
    ("remark_answered_iff_when", make_remark, lambda remark: {"answer": "x"}),
    (
        "rehearsal_has_one_place",
        make_rehearsal,
        lambda rehearsal: {"venue": make_venue(rehearsal.visit.host_office)},
    ),
    ("rehearsal_has_one_place", make_rehearsal, lambda rehearsal: {"place": None}),
    ("rehearsal_held_iff_when", make_rehearsal, lambda r: {"held_at": moment()}),
    ("rehearsal_held_iff_when", make_rehearsal, lambda r: {"state": "held"}),
    (
        "rehearsalcheck_point_once",
        second_check,
        lambda check: {"point": first(check).point},
    ),
    ("rehearsalcheck_not_ok_says_what", not_ok, lambda check: {"note": ""}),
    ("rehearsalfinding_line_once", second_finding, lambda finding: {"line": 1}),
    (
        "rehearsalfinding_has_one_fixer",
        lambda o: make_rehearsal_finding(o, fixer=make_user(o)),
        lambda f: {"staff": make_staff(f.rehearsal.visit.host_office)},
    ),
    (
        "rehearsalfinding_on_the_spot_has_its_time",
        lambda o: make_rehearsal_finding(
            o, is_fixed_on_the_spot=True, fixed_at=moment()
        ),
        lambda finding: {"fixed_at": None},
    ),
    ("rehearsalfinding_waived_iff_why", waived, lambda finding: {"waiver": ""}),
    ("rehearsalfinding_waived_iff_why", waived, lambda f: {"fixed_at": moment()}),
    (
        "rehearsalfinding_waived_by_another",
        waived,
        lambda finding: {"fixer": finding.waived_by},
    ),
]
PLAN_PREFIXES = {
    PlanTemplate: "NORTH-PT-",
    Plan: "NORTH-PL-2026-",
    Remark: "NORTH-RM-2026-",
    Rehearsal: "NORTH-RH-2026-",
}
