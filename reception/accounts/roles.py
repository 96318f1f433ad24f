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


VISIT_FILE = (
    "visits.letter",
    "visits.visit",
    "visits.guest",
    "visits.party",
    "visits.itineraryitem",
    "visits.activityplace",
    "visits.meal",
)
PLANS = (
    "visits.plan",
    "visits.planversion",
    "visits.plansection",
    "visits.review",
    "visits.plantemplate",
    "visits.templatesection",
    "visits.rehearsal",
    "visits.rehearsalcheck",
    "visits.rehearsalfinding",
)
# Written by reviewers, answered by those who write; the list is everybody's.
REMARKS, POINTS = "visits.remark", "visits.rehearsalpoint"
VENUE_FILE = ("venues.venue", "venues.venuephone", "venues.venuelicence")
AUDITS = ("compliance.campaign", "compliance.inspection", "compliance.finding")
TRAINING = (
    "compliance.staffmember",
    "compliance.certificatekind",
    "compliance.certificate",
)

ROLES = {
    "clerk": RoleSpec(
        _("clerk"),
        {
            KEEP: (
                *VISIT_FILE,
                *PLANS,
                "visits.cost",
                "venues.venuephone",
                "venues.venuelicence",
            ),
            FILL: ("venues.venue",),
            ("view", "change", "export"): (REMARKS,),
            READ: (*AUDITS, *TRAINING, POINTS),
        },
        ("visits.share_visit", "visits.see_private_guest"),
    ),
    "approver": RoleSpec(
        _("approver"),
        {
            EXPORT: (*VISIT_FILE, *PLANS, "visits.cost"),
            ("view", "add", "export"): (REMARKS,),
            READ: (*VENUE_FILE, *AUDITS, *TRAINING, POINTS),
        },
        (
            "visits.approve_visit",
            "visits.share_visit",
            "visits.approve_planversion",
            "visits.decide_review",
            "visits.waive_rehearsalfinding",
        ),
    ),
    "butler": RoleSpec(
        _("butler"), {READ: (*VISIT_FILE, *VENUE_FILE, *PLANS, REMARKS, POINTS)}
    ),
    "inspector": RoleSpec(
        _("inspector"),
        {
            FILL: AUDITS,
            EDIT: ("venues.venuelicence",),
            READ: ("venues.venue", "venues.venuephone", *TRAINING),
        },
    ),
    "venue_contact": RoleSpec(
        _("venue contact"), {READ: (*VENUE_FILE, "compliance.finding")}
    ),
    "auditor": RoleSpec(
        _("auditor"),
        {
            EXPORT: (
                *VISIT_FILE,
                *PLANS,
                REMARKS,
                POINTS,
                "visits.cost",
                *VENUE_FILE,
                *AUDITS,
                *TRAINING,
                "accounts.office",
                "accounts.user",
                "ledger.entry",
            )
        },
    ),
    "training_officer": RoleSpec(
        _("training officer"),
        {
            KEEP: ("compliance.staffmember", "compliance.certificate"),
            FILL: ("compliance.certificatekind",),
            READ: VENUE_FILE,
        },
    ),
    "driver": RoleSpec(
        _("driver"), {READ: ("visits.visit", "visits.itineraryitem", *VENUE_FILE)}
    ),
    "administrator": RoleSpec(
        _("administrator"),
        {
            ("view", "add", "change", "export"): ("accounts.user",),
            FILL: ("accounts.office", POINTS),
            READ: ("venues.venue",),
        },
        ("accounts.grant_user",),
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
