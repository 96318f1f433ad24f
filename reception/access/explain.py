"""Who can see, change and export a record, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Permission
from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reception.access.models import Grant, OfficeShare, RoleGrant
from reception.access.scope import (
    IMPLIED_BY,
    SHARED,
    belongs_nowhere,
    can,
    codename,
    grant_models,
    granted_model,
    in_force,
    paths_of,
)
from reception.accounts import roles
from reception.accounts.models import Office, User

ACTIONS = {"view": _("see"), "change": _("change"), "export": _("export")}


@dataclass(frozen=True, slots=True)
class Reason:
    """One grant that opens the record: by which grant, where, until when."""

    what: str | Promise
    where: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Access:
    """What one user may do with the record, and why."""

    user: User
    roles: list
    actions: list
    reasons: list[Reason]


def lineage(record: Model) -> Iterator[Model]:
    """Yield the record, what it is part of, and its places up to the highest office."""
    yield record
    if isinstance(record, Office):
        if record.parent:
            yield from lineage(record.parent)
        return
    for path in paths_of(type(record)):
        above = getattr(record, path)
        if above is not None:
            yield from lineage(above)


def _grants_on(place: Model, at: datetime) -> Iterator[Grant]:
    """Yield the grants in force on one place or record."""
    for table in grant_models():
        if granted_model(table) is type(place):
            rows = table._default_manager.filter(in_force(at), content_object=place)
            yield from rows.select_related("permission", "content_object")


def _grants(record: Model, at: datetime) -> Iterator[Grant]:
    """Yield the grants in force on the record or above it."""
    places = list(dict.fromkeys(lineage(record)))
    if not any(isinstance(place, Office) for place in places):
        # It stands nowhere: only who reaches everything sees it.
        places += Office.objects.filter(parent__isnull=True)
    for place in places:
        yield from _grants_on(place, at)


def _holders(grant: Grant, at: datetime) -> list[User]:
    """Return the users whom a grant serves."""
    active = User.objects.filter(is_active=True)
    if isinstance(grant, RoleGrant):
        return list(active.filter(groups=grant.group))
    if isinstance(grant, OfficeShare):
        places = [place for place in lineage(grant.office) if isinstance(place, Office)]
        return [
            user
            for place in places
            for above in _grants_on(place, at)
            for user in _holders(above, at)
        ]
    return [grant.user] if grant.user.is_active else []


def _reason(grant: Grant) -> Reason:
    what = _("reach of the place")
    if grant.permission.codename.split("_")[0] in SHARED:
        what = _("this record is shared")
        if isinstance(grant, OfficeShare):
            what = _("this record is shared with the office")
    if isinstance(grant, RoleGrant):
        what = _("reach of the role")
    where = grant.office if isinstance(grant, OfficeShare) else grant.content_object
    return Reason(what, str(where), grant.expires_at)


def who_can(record: Model, at: datetime) -> list[Access]:
    """Return every user who may see the record, in order of name, with the reasons.

    The reasons come from the grants; what each may do is asked of ``scope.can``,
    so the page cannot promise what a door refuses.
    """
    reasons: dict[User, list[Reason]] = {}
    for grant in _grants(record, at):
        for user in _holders(grant, at):
            reasons.setdefault(user, []).append(_reason(grant))
    for user in User.objects.filter(is_active=True, is_superuser=True):
        reasons.setdefault(user, []).append(Reason(_("may do everything"), "", None))
    if belongs_nowhere(type(record)):
        for user in _by_role(record):
            reason = Reason(_("the role alone decides here"), "", None)
            reasons.setdefault(user, []).append(reason)
    found = []
    for user, why in sorted(reasons.items(), key=lambda item: item[0].name):
        actions = [word for name, word in ACTIONS.items() if can(user, name, record)]
        if actions:
            names = [roles.label(group.name) for group in user.groups.all()]
            found.append(Access(user, names, actions, why))
    return found


def _by_role(record: Model):
    """Return the users whose rights let them see such records."""
    model = type(record)
    wanted = [codename(model, name) for name in IMPLIED_BY["view"]]
    held = Permission.objects.filter(
        content_type__app_label=model._meta.app_label, codename__in=wanted
    )
    able = Q(groups__permissions__in=held) | Q(user_permissions__in=held)
    return User.objects.filter(able, is_active=True).distinct()
