"""Write a report to a file: the same bytes as from its page, for the same user."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reception.accounts.models import User
from reception.console.asking import ScopeForm
from reception.exchange import reports
from reception.exchange.reports import Report, Table, csv_of, xlsx_of
from reception.ledger.context import acting

PIECE = 1 << 20  # bytes copied at a time
FILTERS = ("from", "to", "office", "as_of")


class Command(BaseCommand):
    """Write a report to a file."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("name", help="of the report; a wrong one lists them all")
        parser.add_argument("--user", required=True, help="login whose reach counts")
        parser.add_argument("--out", required=True, type=Path, help="FILE.csv or .xlsx")
        parser.add_argument("--from", help="first day, YYYY-MM-DD (of this year)")
        parser.add_argument("--to", help="last day, YYYY-MM-DD (of this year)")
        parser.add_argument("--as-of", help="day, YYYY-MM-DD (today)")
        parser.add_argument("--office", help="code of an office (all in reach)")
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=[code for code, _name in settings.LANGUAGES],
            help="of headings and words (%(default)s)",
        )

    def handle(self, *, name, user, out, language, **options):
        with translation.override(language):
            report = self.report(name)
            reader = self.reader(user, report)
            asked = {key: options[key] for key in FILTERS if options[key]}
            with acting(reader, reason=f"manage.py report {name}"):
                table = Table(report, self.scope(report, reader, asked))
                rows = self.write(table, out)
            self.stdout.write(f"{out}\t{rows}")

    def report(self, name: str) -> Report:
        """Return the report, or name those that there are."""
        known = reports.known()
        if name not in known:
            names = "\n".join(f"  {each.name}\t{each.title}" for each in known.values())
            raise CommandError(
                _("There is no report “%(name)s”. There are:\n%(names)s")
                % {"name": name, "names": names}
            )
        return known[name]

    def reader(self, username: str, report: Report) -> User:
        """Return the user in whose name the report is made."""
        found = User.objects.filter(username=username, is_active=True).first()
        if found is None:
            raise CommandError(
                _("There is no active user %(name)s.") % {"name": username}
            )
        if not report.may_run(found):
            raise CommandError(
                _("%(user)s may not run the report “%(report)s”.")
                % {"user": username, "report": report.title}
            )
        return found

    def scope(self, report: Report, user: User, asked: dict[str, str]):
        """Return the scope of the arguments, judged as the page judges its filters."""
        form = ScopeForm(report, user, timezone.now(), asked)
        unused = sorted(set(asked) - set(form.fields))
        if unused:
            names = ", ".join(f"--{each.replace('_', '-')}" for each in unused)
            raise CommandError(
                _("This report is not filtered by %(names)s.") % {"names": names}
            )
        if not form.is_valid():
            raise CommandError(
                "\n".join(
                    f"--{field.replace('_', '-')}: {' '.join(said)}"
                    for field, said in form.errors.items()
                )
            )
        return form.scope()

    def write(self, table: Table, out: Path) -> int:
        """Write the file beside its place and move it there once it is whole."""
        try:
            with tempfile.NamedTemporaryFile(dir=out.parent, delete=False) as file:
                part = Path(file.name)
                try:
                    for piece in pieces(table, out.suffix):
                        file.write(piece)
                except BaseException:
                    part.unlink()
                    raise
            part.replace(out)
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}") from error
        return table.count()


def pieces(table: Table, ending: str):
    """Yield the bytes of the file, as its name's ending says."""
    if ending.lower() != ".xlsx":
        yield from csv_of(table)
        return
    with xlsx_of(table) as file:
        while piece := file.read(PIECE):
            yield piece
