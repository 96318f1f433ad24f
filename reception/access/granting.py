"""Giving reach of a place, and sharing single records."""

from datetime import datetime

from django.contrib.auth.models import Permission
from django.db.models import Model

from reception.access.models import Grant, OfficeShare, UserGrant
from reception.access.scope import codename, grant_models, granted_model
from reception.accounts.models import Office, User


def reach_right(model: type[Model]) -> Permission:
    """Return the right that a grant on a place ``model`` gives."""
    return right_named(model, codename(model, "reach"))


def right_named(model: type[Model], name: str) -> Permission:
    """Return the right ``name`` on ``model``."""
    app = model._meta.app_label
    return Permission.objects.get(content_type__app_label=app, codename=name)


def _table(base: type[Grant], model: type[Model]) -> type[Grant]:
    """Return the table of ``base``'s kind that grants records of ``model``."""
    return next(
        table
        for table in grant_models()
        if issubclass(table, base) and granted_model(table) is model
    )


def give_reach(user: User, place: Model, *, by: User, until: datetime | None = None):
    """Let ``user`` reach ``place`` until ``until``; giving it again changes nothing."""
    grant, _made = _table(UserGrant, type(place)).objects.get_or_create(
        user=user,
        content_object=place,
        permission=reach_right(type(place)),
        defaults={"granted_by": by, "expires_at": until},
    )
    return grant


def share(
    record: Model,
    holder: User | Office,
    action: str,
    *,
    by: User,
    until: datetime | None = None,
):
    """Share ``record`` for ``action`` (view or change) with a user or an office."""
    is_office = isinstance(holder, Office)
    table = _table(OfficeShare if is_office else UserGrant, type(record))
    return table._default_manager.create(
        **{"office" if is_office else "user": holder},
        content_object=record,
        permission=right_named(type(record), codename(type(record), action)),
        granted_by=by,
        expires_at=until,
    )
