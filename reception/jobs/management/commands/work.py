"""Carry out jobs: exports, imports, packs of documents, one after the other."""

from django.core.management.base import BaseCommand

from reception.jobs.worker import Worker


class Command(BaseCommand):
    """Take jobs out of the queue until told to stop."""

    help = __doc__
    requires_system_checks = []  # those of the server suffice

    def add_arguments(self, parser):
        """Let the server's keeper name itself."""
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="end when this parent ends"
        )

    def handle(self, *, beside, **options):
        Worker(parent=beside).work()
