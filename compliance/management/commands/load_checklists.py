"""Bring in the checklists and service standards that come with the product."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from compliance import shipped
from reception.accounts.system import system_user

LOADER = "list-loader"


class Command(BaseCommand):
    """Bring in what is missing; what an office has made of them since is left alone."""

    help = __doc__

    def handle(self, **options):
        loader = system_user(LOADER, shipped.WHY)
        for name, counts in shipped.load(loader, timezone.now()).items():
            told = "\t".join(f"{word} {count}" for word, count in counts.items())
            self.stdout.write(f"{name}\t{told}")
