"""Serve the records on this machine, once the system checks have passed."""

import errno
import os
import socket
import sys

from django.conf import settings
from django.core import checks
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _

from reception.accounts.checks import hosts_are_public
from reception.accounts.models import User
from reception.accounts.roles import ROLES
from reception.dashboard import server
from seeds.world import PASSWORD

WIDE = 0x1100  # from this character on, a terminal gives most letters two columns


class Command(BaseCommand):
    """Check, say where to go and who may log in, hand over to gunicorn."""

    help = __doc__
    requires_system_checks = []  # run below, with those of the database

    def handle(self, **options):
        self.refuse_errors()
        logins = demo_logins()
        if logins and hosts_are_public([server.host]):
            raise CommandError(
                _(
                    "The database holds demonstration logins, whose password is "
                    "public; HOST must stay 127.0.0.1."
                )
            )
        refuse_busy(settings.HOST, settings.PORT)
        self.stdout.write(_("Reception records: %s") % f"http://{server.bind}/")
        self.print_logins(logins)
        self.stdout.write(_("Stop with Ctrl-C."))
        self.stdout.flush()
        connections.close_all()
        os.execv(sys.executable, command())  # noqa: S606 our own interpreter

    def refuse_errors(self) -> None:
        """Stop at errors of the system checks; show warnings and go on."""
        found = [
            message
            for message in checks.run_checks(databases=["default"])
            if not message.is_silenced()
        ]
        errors = [message for message in found if message.is_serious(checks.ERROR)]
        for message in found:
            if message not in errors:
                self.stderr.write(str(message))
        if errors:
            raise CommandError("\n".join(str(message) for message in errors))

    def print_logins(self, logins: list[tuple[str, str]]) -> None:
        """Print one login per role, in columns."""
        if not logins:
            return
        head = (_("username"), _("password"), _("role"))
        rows = [head, *((name, PASSWORD, role) for name, role in logins)]
        widths = [max(columns(row[place]) for row in rows) for place in (0, 1)]
        self.stdout.write("")
        for name, password, role in rows:
            cells = (pad(name, widths[0]), pad(password, widths[1]), role)
            self.stdout.write("  " + "   ".join(cells))
        self.stdout.write("")


def demo_logins() -> list[tuple[str, str]]:
    """Return the first demonstration user of each role, with the role's name."""
    users = User.objects.filter(is_demo=True, is_active=True)
    first: dict[str, str] = {}
    pairs = users.filter(groups__isnull=False).order_by("pk")
    for name, role in pairs.values_list("username", "groups__name"):
        first.setdefault(role, name)
    return [
        (first[code], str(spec.label)) for code, spec in ROLES.items() if code in first
    ]


def refuse_busy(host: str, port: int) -> None:
    """Say in words why nobody could listen there.

    Raises:
        CommandError: the port is taken or forbidden, or the host is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OverflowError as error:
        raise CommandError(_("PORT must be a number from 1 to 65535.")) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = _(
                "Port %(port)s is in use by another program. Stop it, or choose "
                "another: PORT=%(next)s make run"
            )
        elif error.errno == errno.EACCES:
            reason = _("Port %(port)s needs rights you lack. Choose another with PORT.")
        else:
            reason = _("This machine cannot serve on the HOST that was given.")
        raise CommandError(reason % {"port": port, "next": port + 1}) from error


def command() -> list[str]:
    """Return the command line of the application server."""
    config = "python:reception.dashboard.server"
    return [sys.executable, "-m", "gunicorn", "--config", config]


def columns(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes."""
    return sum(1 if ord(letter) < WIDE else 2 for letter in text)


def pad(text: str, width: int) -> str:
    """Return ``text`` with blanks up to ``width`` columns."""
    return text + " " * (width - columns(text))
