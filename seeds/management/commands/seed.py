"""Load the demonstration world; loading it again changes nothing."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reception.accounts.checks import hosts_are_public
from reception.accounts.models import Office
from seeds.world import load


class Command(BaseCommand):
    """Load the demonstration world."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing if there are offices"
        )

    def handle(self, *, if_empty, **options):
        if if_empty and Office.objects.exists():
            return
        if hosts_are_public():
            raise CommandError(
                _(
                    "ALLOWED_HOSTS names a public host; the demonstration logins have "
                    "a public password and stay on this machine."
                )
            )
        for name, counts in load(timezone.now()).items():
            told = "\t".join(f"{word} {count}" for word, count in counts.items())
            self.stdout.write(f"{name}\t{told}")
