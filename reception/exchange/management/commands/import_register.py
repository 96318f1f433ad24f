"""Load a register that somebody else designed, as a mapping file says."""

import hashlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reception.accounts.models import Office
from reception.accounts.system import system_user
from reception.exchange.importing import ImportRefused
from reception.exchange.reading import Unreadable
from reception.exchange.register import MappingWrong, bring_in, read_mapping
from reception.ledger import writing
from reception.ledger.context import acting
from reception.ledger.models import Kind


class Command(BaseCommand):
    """Load a register by its mapping."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV or XLSX")
        parser.add_argument("--mapping", type=Path, required=True, help="TOML")
        parser.add_argument("--office", required=True, help="code of the office")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would happen, store nothing",
        )

    def handle(self, *, file, mapping, office, dry_run, **options):
        if not Office.objects.filter(code=office).exists():
            raise CommandError(_("There is no office %(code)s.") % {"code": office})
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        try:
            with transaction.atomic():
                counts = self.load(data, file.name, mapping, office)
                transaction.set_rollback(dry_run)
        except (ImportRefused, MappingWrong, Unreadable) as refused:
            raise CommandError(
                _("Nothing was stored. %(why)s") % {"why": refused}
            ) from refused
        for label, found in counts:
            told = "\t".join(f"{word} {count}" for word, count in found.items())
            self.stdout.write(f"{label}\t{told}")
        if dry_run:
            self.stdout.write(_("Dry run: nothing was stored."))

    def load(self, data, name, mapping, office):
        """Load in the name of the register's own account, and note the file."""
        user = system_user("register-import", "登记簿导入")
        with acting(user, reason="import_register"):
            counts = bring_in(
                data,
                name,
                read_mapping(mapping),
                office=office,
                user=user,
                at=timezone.now(),
            )
            digest = hashlib.sha256(data).hexdigest()
            writing.note(
                Kind.IMPORTED,
                details={"file": name, "sha256": digest, "counts": dict(counts)},
            )
        return counts
