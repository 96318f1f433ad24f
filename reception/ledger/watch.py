"""Watching from above: Django tells of every save and delete, the ledger notes it.

Accounts and grants lie below the ledger and do not know it; that is why this one
module listens to Django's own signals. Bulk writes send none: they go through
``ledger.writing``.
"""

from django.apps import apps
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models import signals

from reception.access.models import Grant
from reception.accounts.models import Counter, Role, User
from reception.ledger import writing
from reception.ledger.models import Entry, Kind

UNWATCHED = {Entry, Counter}
OURS = ("reception.", "visits", "venues", "compliance")


def watched() -> list:
    """Return the models whose writes are noted: all of ours but the ledger's own."""
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith(OURS)
        for model in config.get_models()
        if model not in UNWATCHED and not getattr(model, "keeps_own_trace", False)
    ]


def remember(sender, instance, raw=False, update_fields=None, **kwargs):
    """Before a save: keep the stored values to compare with."""
    if raw or instance._state.adding or writing.is_described():
        return
    names = [column.name for column in writing.columns_of(sender)]
    if update_fields is not None:
        names = [name for name in names if name in update_fields]
    stored = sender._base_manager.filter(pk=instance.pk).values(*names).first()
    instance._ledger_before = stored or {}


def note_save(sender, instance, created, raw=False, **kwargs):
    """After a save: note the new record, or what changed."""
    if raw or writing.is_described():
        return
    if isinstance(instance, Grant):
        note_grant(instance, Kind.GRANTED if created else Kind.CHANGED)
    elif created:
        writing.note(Kind.CREATED, record=instance, changes=writing.contents(instance))
    else:
        before = instance.__dict__.pop("_ledger_before", {})
        if found := writing.difference(instance, before):
            writing.note(Kind.CHANGED, record=instance, changes=found)


def note_delete(sender, instance, **kwargs):
    """Before a delete: note what was there."""
    if isinstance(instance, Grant):
        note_grant(instance, Kind.REVOKED)
    else:
        writing.note(Kind.DELETED, record=instance, changes=writing.contents(instance))


def note_grant(grant: Grant, kind: Kind) -> None:
    """Note a grant on the record it opens."""
    writing.note(
        kind,
        record=grant.content_object,
        details={
            "right": grant.permission.codename,
            "to": str(grant.holder),
            "holder": grant.holder._meta.label_lower,
            "until": grant.expires_at,
        },
    )


def note_relation(sender, instance, action, *, model, pk_set, reverse, **kwargs):
    """Note who was added to or taken from a many-to-many relation."""
    if action not in {"post_add", "post_remove", "pre_clear"} or reverse:
        return
    added = action == "post_add"
    relation = next(
        field
        for field in instance._meta.many_to_many
        if field.remote_field.through is sender
    )
    if action == "pre_clear":
        pk_set = set(getattr(instance, relation.name).values_list("pk", flat=True))
    if not pk_set:
        return
    is_role = model is Role
    told = sorted(pk_set)
    if is_role:
        told = list(Role.objects.filter(pk__in=pk_set).values_list("name", flat=True))
    change = [None, told] if added else [told, None]
    kind = (Kind.GRANTED if added else Kind.REVOKED) if is_role else Kind.CHANGED
    writing.note(kind, record=instance, changes={relation.name: change})


def note_login(sender, request, user, **kwargs):
    """Note a login."""
    writing.note(Kind.LOGGED_IN, record=user, by=user)


def note_failed_login(sender, credentials, request=None, **kwargs):
    """Note a failed login with the name that was tried, never the password."""
    tried = str(credentials.get("username", ""))[:150]
    writing.note(Kind.LOGIN_FAILED, model=User, details={"username": tried})


def start() -> None:
    """Begin to listen; called once when all models are known."""
    for model in watched():
        signals.pre_save.connect(remember, sender=model)
        signals.post_save.connect(note_save, sender=model)
        signals.pre_delete.connect(note_delete, sender=model)
        for relation in model._meta.many_to_many:
            signals.m2m_changed.connect(
                note_relation, sender=relation.remote_field.through
            )
    user_logged_in.connect(note_login)
    user_login_failed.connect(note_failed_login)
