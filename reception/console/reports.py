"""The report of who holds which role and reaches what, until when."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reception.access.models import Grant, OfficeShare, RoleGrant
from reception.access.scope import grant_models, granted_model, in_force, visible
from reception.accounts import roles
from reception.accounts.models import Office, User
from reception.exchange.reports import Column, Kind, Report, Scope, column

WAYS = (
    ("place", gettext_lazy("reach of a place")),
    ("role", gettext_lazy("reach by role")),
    ("share", gettext_lazy("share of a record")),
    ("office", gettext_lazy("share with an office")),
    ("all", gettext_lazy("everything")),
    ("none", gettext_lazy("reaches nothing")),
)
RIGHTS = (
    ("reach", gettext_lazy("reach")),
    ("view", gettext_lazy("see")),
    ("change", gettext_lazy("change")),
)


def _people(scope: Scope) -> dict[int, list]:
    """Return who each user is: login, name, office, whether active, roles."""
    users = scope.of(User).filter(scope.at_office("office"))
    held = defaultdict(list)
    pairs = users.filter(groups__isnull=False).order_by("groups__name")
    for pk, name in pairs.values_list("pk", "groups__name"):
        held[pk].append(str(roles.label(name)))
    columns = ("username", "name", "office__name", "is_active", "is_superuser")
    found = {}
    for pk, login, name, office, active, everything in users.order_by(
        "username"
    ).values_list("pk", *columns):
        told = _("yes") if active else _("no")
        found[pk] = [login, name, office, told, "、".join(held[pk]), everything]
    return found


def _grants(table: type[Grant], scope: Scope):
    """Return the grants of one table in force, and whether the reader sees of what."""
    seen = visible(scope.user, "view", granted_model(table)._default_manager.all())
    return (
        table._default_manager.filter(in_force(scope.at))
        .annotate(is_seen=Exists(seen.filter(pk=OuterRef("content_object"))))
        .select_related("content_object", "permission", "granted_by")
        .order_by("pk")
    )


def _what(grant: Grant) -> list:
    """Return what a grant opens: kind and name, the right, until when, by whom."""
    model = granted_model(type(grant))
    name = str(grant.content_object) if grant.is_seen else _("outside your reach")
    return [
        capfirst(model._meta.verbose_name),
        name,
        grant.permission.codename.split("_")[0],
        grant.expires_at,
        grant.granted_by and grant.granted_by.name,
        grant.granted_at,
    ]


def _lines(scope: Scope, people: dict) -> Iterator[tuple[int, list]]:
    """Yield each user's key with the columns that say what he reaches and how."""
    members = defaultdict(list)
    of_role = User.groups.through._default_manager
    for user, group in of_role.order_by("pk").values_list("user", "group"):
        members[group].append(user)
    for table in grant_models():
        if issubclass(table, OfficeShare):
            continue
        by_role = issubclass(table, RoleGrant)
        is_place = getattr(granted_model(table), "is_place", False)
        way = "role" if by_role else "place" if is_place else "share"
        for grant in _grants(table, scope):
            for user in members[grant.group_id] if by_role else [grant.user_id]:
                if user in people:
                    yield user, [way, *_what(grant)]


def _shares(scope: Scope) -> Iterator[list]:
    """Yield the shares with offices: they serve whoever reaches the office."""
    offices = scope.of(Office).filter(scope.at_office("pk"))
    for table in grant_models():
        if issubclass(table, OfficeShare):
            rows = _grants(table, scope).filter(office__in=offices)
            for grant in rows.select_related("office", *rows.query.select_related):
                yield [
                    None,
                    None,
                    grant.office.name,
                    None,
                    None,
                    "office",
                    *_what(grant),
                ]


def _reach(scope: Scope) -> list[list]:
    """Return the rows in order of login; offices' shares stand last."""
    people = _people(scope)
    lines = defaultdict(list)
    for user, line in _lines(scope, people):
        lines[user].append(line)
    rows = []
    for pk, (*who, everything) in people.items():
        nothing = [None] * 6
        own = lines[pk] or [] if everything else lines[pk] or [["none", *nothing]]
        rows += [[*who, *line] for line in ([["all", *nothing]] if everything else [])]
        rows += [[*who, *line] for line in own]
    return [[*rows, *_shares(scope)]]


REACH = Report(
    name="reach",
    title=gettext_lazy("Roles and reach"),
    description=gettext_lazy(
        "Who holds which roles, which places and single records each reaches now, by "
        "whom that was given, and until when."
    ),
    models=(User, Office),
    filters=("office",),
    columns=(
        column(User, "username"),
        column(User, "name"),
        column(User, "office"),
        Column("is_active", gettext_lazy("active login")),
        Column("roles", gettext_lazy("roles")),
        Column("way", gettext_lazy("kind of reach"), choices=WAYS),
        Column("what", gettext_lazy("of what")),
        Column("record", gettext_lazy("place or record")),
        Column("right", gettext_lazy("right"), choices=RIGHTS),
        Column("until", gettext_lazy("until"), Kind.MOMENT),
        Column("granted_by", gettext_lazy("granted by")),
        Column("granted_at", gettext_lazy("granted at"), Kind.MOMENT),
    ),
    rows=_reach,
)

REPORTS = (REACH,)
