"""The roles: which rights the holders of each have. Places are granted beside them.

A right is ``app.action_model``. Roles are Django groups named by their code; this
table is applied after every migration and is the only place that changes them.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reception.accounts.rights import (
    APPROVAL,
    ASKED_OF_VENUES,
    ATTEMPTS,
    AUDITS,
    BREACHES,
    CHECKLISTS,
    COURSES,
    DAILY,
    GIFTS,
    HONOURS,
    OWN_SWAPS,
    PHOTOS,
    PLANS,
    POINTS,
    QUIZZES,
    REGULATION,
    REMARKS,
    ROSTER,
    ROSTER_SAID,
    SAID,
    SETTLEMENT,
    TASKS,
    TRAINING,
    VENUE_DEALS,
    VENUE_FILE,
    VISIT_FILE,
    YEARS,
)

READ = ("view",)
EXPORT = ("view", "export")
EDIT = ("view", "add", "change")
FILL = ("view", "add", "change", "export", "import")
KEEP = ("view", "add", "change", "delete", "export", "import")


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """A role's name and rights; ``rights`` maps actions to ``app.model`` names."""

    label: str | Promise
    rights: dict[tuple[str, ...], tuple[str, ...]]
    verbs: tuple[str, ...] = ()

    def permissions(self) -> set[str]:
        """Return the rights as ``app.action_model``."""
        names = set(self.verbs)
        for actions, models in self.rights.items():
            for app, model in (name.split(".") for name in models):
                names |= {f"{app}.{action}_{model}" for action in actions}
        return names


ROLES = {
    "clerk": RoleSpec(
        _("clerk"),
        {
            KEEP: (
                *VISIT_FILE,
                *TASKS,
                *PLANS,
                *SETTLEMENT,
                *(each for each in VENUE_FILE if each != "venues.venue"),
                *VENUE_DEALS,
                "compliance.controlperiod",
                *ROSTER,
            ),
            FILL: ("venues.venue", "visits.disclosure", *GIFTS),
            ("view", "change", "export"): (REMARKS,),
            READ: (
                *AUDITS,
                *CHECKLISTS,
                *PHOTOS,
                *TRAINING,
                *COURSES,
                *QUIZZES,
                *APPROVAL,
                *SAID,
                *YEARS,
                *REGULATION,
                *DAILY,
                "venues.licencerequirement",
                POINTS,
                HONOURS,
                *ROSTER_SAID,
            ),
        },
        (
            OWN_SWAPS,
            "visits.share_visit",
            "visits.see_private_guest",
            "visits.answer_taskorder",
            "compliance.answer_finding",
        ),
    ),
    "approver": RoleSpec(
        _("approver"),
        {
            EXPORT: (
                *(*VISIT_FILE, *TASKS, *PLANS, *SETTLEMENT, *SAID, *YEARS, *GIFTS),
                *ROSTER,
            ),
            EDIT: ("visits.deputyship",),
            ("view", "add", "export"): (REMARKS,),
            READ: (
                *VENUE_FILE,
                *VENUE_DEALS,
                *DAILY,
                *ASKED_OF_VENUES,
                *AUDITS,
                *CHECKLISTS,
                *PHOTOS,
                *TRAINING,
                *COURSES,
                *QUIZZES,
                ATTEMPTS,
                *REGULATION,
                "visits.approvallevel",
                POINTS,
                HONOURS,
                *ROSTER_SAID,
            ),
        },
        (
            OWN_SWAPS,
            "visits.approve_shiftswap",
            "visits.approve_visit",
            "visits.share_visit",
            "visits.sign_receptionlist",
            "visits.approve_planversion",
            "visits.decide_review",
            "visits.waive_rehearsalfinding",
            "compliance.close_finding",
            "compliance.extend_finding",
            "compliance.transfer_finding",
        ),
    ),
    "butler": RoleSpec(
        _("butler"),
        {
            READ: (
                *VISIT_FILE,
                *TASKS,
                *PLANS,
                *VENUE_FILE,
                *CHECKLISTS,
                REMARKS,
                POINTS,
                *ROSTER,
            )
        },
        (OWN_SWAPS, "visits.answer_taskorder"),
    ),
    "inspector": RoleSpec(
        _("inspector"),
        {
            FILL: (*AUDITS, *PHOTOS),
            EDIT: ("venues.venuelicence",),
            READ: (
                *(each for each in VENUE_FILE if each != "venues.venuelicence"),
                *DAILY,
                *ASKED_OF_VENUES,
                "compliance.rectificationterm",
                *CHECKLISTS,
                *TRAINING,
                *COURSES,
                "visits.taskorder",
            ),
            ("delete",): PHOTOS,
        },
        (
            OWN_SWAPS,
            "visits.answer_taskorder",
            "compliance.notify_finding",
            "compliance.recheck_finding",
            "compliance.close_finding",
            "compliance.transfer_finding",
        ),
    ),
    "venue_contact": RoleSpec(
        _("venue contact"),
        {
            KEEP: ("venues.venuecontact", "venues.venuephoto"),
            (*EDIT, "delete"): ("visits.shift",),
            EDIT: DAILY,
            ("view", "change"): ("venues.space",),
            READ: (
                "venues.venue",
                "venues.venuephone",
                "venues.venuelicence",
                "venues.rate",
                *ASKED_OF_VENUES,
                "compliance.finding",
                HONOURS,
                "compliance.staffmember",
                *ROSTER_SAID,
                *PHOTOS,
                "visits.taskorder",
            ),
        },
        (
            OWN_SWAPS,
            "visits.answer_taskorder",
            "visits.host_booking",
            "compliance.answer_finding",
        ),
    ),
    "auditor": RoleSpec(
        _("auditor"),
        {
            EXPORT: (
                *VISIT_FILE,
                *TASKS,
                *PLANS,
                REMARKS,
                POINTS,
                *SETTLEMENT,
                *SAID,
                *APPROVAL,
                *YEARS,
                *VENUE_FILE,
                *VENUE_DEALS,
                *DAILY,
                *ASKED_OF_VENUES,
                *AUDITS,
                *CHECKLISTS,
                *PHOTOS,
                *TRAINING,
                *COURSES,
                *QUIZZES,
                ATTEMPTS,
                *REGULATION,
                *BREACHES,
                *GIFTS,
                HONOURS,
                *ROSTER,
                *ROSTER_SAID,
                "accounts.office",
                "accounts.user",
                "ledger.entry",
            )
        },
    ),
    "discipline_officer": RoleSpec(
        _("discipline officer"),
        {
            FILL: (*BREACHES, *GIFTS),
            READ: (
                *VISIT_FILE,
                "visits.cost",
                "venues.venue",
                "compliance.staffmember",
                *REGULATION,
            ),
        },
        (OWN_SWAPS, "visits.settle_gift"),
    ),
    "training_officer": RoleSpec(
        _("training officer"),
        {
            KEEP: (
                "compliance.staffmember",
                "compliance.certificate",
                HONOURS,
                *COURSES,
                *QUIZZES,
                "compliance.earlierpost",
            ),
            EXPORT: (ATTEMPTS,),
            FILL: (
                "compliance.certificatekind",
                "compliance.certificaterequirement",
            ),
            READ: (
                *VENUE_FILE,
                "compliance.suspension",
                "compliance.snooze",
                "visits.assignment",
            ),
        },
        (OWN_SWAPS,),
    ),
    "driver": RoleSpec(
        _("driver"),
        {
            READ: (
                "visits.visit",
                "visits.itineraryitem",
                "visits.taskorder",
                *VENUE_FILE,
                *ROSTER,
            )
        },
        (OWN_SWAPS, "visits.answer_taskorder"),
    ),
    "administrator": RoleSpec(
        _("administrator"),
        {
            ("view", "add", "change", "export"): ("accounts.user",),
            FILL: (
                "accounts.office",
                *APPROVAL,
                *YEARS,
                *REGULATION,
                "venues.licencerequirement",
                "visits.restlimit",
                POINTS,
            ),
            KEEP: CHECKLISTS,
            READ: ("venues.venue",),
        },
        (
            "accounts.grant_user",
            "visits.appoint_deputyship",
            "compliance.enact_checklistversion",
        ),
    ),
}


def label(code: str) -> str | Promise:
    """Return a role's name for the screen; an unknown group keeps its own."""
    return ROLES[code].label if code in ROLES else code


def apply() -> None:
    """Make the groups and give each exactly its rights.

    Raises:
        ImproperlyConfigured: the table names a right that does not exist.
    """
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for code, spec in ROLES.items():
        wanted = spec.permissions()
        if unknown := wanted - known.keys():
            raise ImproperlyConfigured(f"Role {code}: no right {sorted(unknown)}.")
        group, _created = Group.objects.get_or_create(name=code)
        group.permissions.set([known[name] for name in wanted])


def apply_after_migrate(sender, *, using, **kwargs) -> None:
    """Apply the table once, when the rights of the last application exist."""
    with_models = [app for app in apps.get_app_configs() if app.models_module]
    if sender == with_models[-1] and using == DEFAULT_DB_ALIAS:
        apply()
