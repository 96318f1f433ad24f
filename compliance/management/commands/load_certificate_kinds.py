"""Bring in the kinds of certificates, and who must hold which, of the product."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from compliance import shipped
from reception.accounts.system import system_user

LOADER = "list-loader"


class Command(BaseCommand):
    """Bring in what is missing; what an office has made of it since is left alone."""

    help = __doc__

    def handle(self, **options):
        loader = system_user(LOADER, shipped.WHY_KINDS)
        for name, counts in shipped.load_kinds(loader, timezone.now()).items():
            told = "\t".join(f"{word} {count}" for word, count in counts.items())
            self.stdout.write(f"{name}\t{told}")
