"""Giving reach of a place, and sharing single records."""

from datetime import datetime

from django.contrib.auth.models import Permission
from django.db.models import Model, Q
from django.utils import timezone

from reception.access.models import Grant, OfficeShare, RoleGrant, UserGrant
from reception.access.scope import (
    codename,
    grant_models,
    granted_model,
    in_force,
    visible,
)
from reception.accounts.models import Office, User


def reach_right(model: type[Model]) -> Permission:
    """Return the right that a grant on a place ``model`` gives."""
    return right_named(model, codename(model, "reach"))


def right_named(model: type[Model], name: str) -> Permission:
    """Return the right ``name`` on ``model``."""
    app = model._meta.app_label
    return Permission.objects.get(content_type__app_label=app, codename=name)


def _tables(model: type[Model], base: type[Grant] = Grant) -> list[type[Grant]]:
    """Return the tables of ``base``'s kind that grant records of ``model``."""
    return [
        table
        for table in grant_models()
        if issubclass(table, base) and granted_model(table) is model
    ]


def give_reach(user: User, place: Model, *, by: User, until: datetime | None = None):
    """Let ``user`` reach ``place`` until ``until``; giving it again changes nothing."""
    (table,) = _tables(type(place), UserGrant)
    grant, _made = table.objects.get_or_create(
        user=user,
        content_object=place,
        permission=reach_right(type(place)),
        defaults={"granted_by": by, "expires_at": until},
    )
    return grant


def reaches_no_further(other: User, user: User) -> bool:
    """Whether every place that ``other`` reaches now lies within ``user``'s reach."""
    holders = Q(user=other), Q(group__user=other)
    now = in_force(timezone.now())
    for table in grant_models():
        model = granted_model(table)
        if not issubclass(table, OfficeShare) and getattr(model, "is_place", False):
            mine = holders[issubclass(table, RoleGrant)]
            held = table._default_manager.filter(mine, now).values("content_object")
            places = model._default_manager.filter(pk__in=held)
            if visible(user, "refer", places).count() != places.count():
                return False
    return True


def can_be_shared(model: type[Model]) -> bool:
    """Whether single records of ``model`` can be shared with users and offices."""
    return bool(_tables(model, OfficeShare))


def share(
    record: Model,
    holder: User | Office,
    action: str,
    *,
    by: User,
    until: datetime | None = None,
) -> Grant:
    """Share ``record`` for ``action`` (view or change) with a user or an office.

    Sharing it again for the same action sets the new end.
    """
    is_office = isinstance(holder, Office)
    (table,) = _tables(type(record), OfficeShare if is_office else UserGrant)
    grant, made = table._default_manager.get_or_create(
        **{"office" if is_office else "user": holder},
        content_object=record,
        permission=right_named(type(record), codename(type(record), action)),
        defaults={"granted_by": by, "expires_at": until},
    )
    if not made and grant.expires_at != until:
        grant.expires_at, grant.granted_by = until, by
        grant.save(update_fields=["expires_at", "granted_by"])
    return grant


def shares_of(record: Model) -> list[Grant]:
    """Return the shares of ``record``, lapsed ones too, the latest first."""
    found = [
        grant
        for table in _tables(type(record))
        for grant in table._default_manager.filter(content_object=record)
        .exclude(permission__codename__startswith="reach_")
        .select_related("permission", "granted_by")
    ]
    return sorted(found, key=lambda grant: grant.granted_at, reverse=True)


def take_back(record: Model, table: str, key: int) -> None:
    """End a share of ``record`` at once."""
    for grants in _tables(type(record)):
        if grants._meta.model_name == table:
            for grant in grants._default_manager.filter(content_object=record, pk=key):
                grant.delete()
