"""Combinations of settings and data that must not run."""

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from reception.accounts.models import User

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def hosts_are_public(hosts=None) -> bool:
    """Whether another machine could reach this one by ``ALLOWED_HOSTS``."""
    hosts = settings.ALLOWED_HOSTS if hosts is None else hosts
    return not set(hosts) <= LOOPBACK


def demo_stays_home(app_configs, **kwargs):
    """Refuse the demonstration mode on a public address."""
    if settings.DEMO and hosts_are_public():
        return [
            checks.Error(
                "DEMO is on and ALLOWED_HOSTS names a public host.",
                hint="Turn DEMO off, or allow localhost only.",
                id="accounts.E001",
            )
        ]
    return []


def demo_logins_stay_home(app_configs, databases=None, **kwargs):
    """Refuse demonstration logins, whose password is public, on a public address."""
    if not databases or not hosts_are_public():
        return []
    try:
        found = User.objects.filter(is_demo=True).exists()
    except DatabaseError:  # not migrated yet: then there are none
        connection.close()
        return []
    if not found:
        return []
    return [
        checks.Error(
            "The database holds demonstration logins and ALLOWED_HOSTS names a "
            "public host.",
            hint="Start with an empty DATABASE_URL, or allow localhost only.",
            id="accounts.E002",
        )
    ]


def register() -> None:
    """Hand the checks to Django."""
    checks.register(demo_stays_home, checks.Tags.security)
    checks.register(demo_logins_stay_home, checks.Tags.database)
