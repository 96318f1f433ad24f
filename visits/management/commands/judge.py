"""Judge visits by the law of their day and enter the breaches in the register."""

from contextlib import nullcontext
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.standards import Book
from reception.access.scope import with_lower_offices
from reception.accounts.models import Office
from reception.accounts.system import system_user
from reception.ledger.context import acting
from visits import register
from visits.models import Visit


def day(text: str) -> date:
    """Return the day written as 2026-03-01."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("Write a day like 2026-03-01.")) from error


class Command(BaseCommand):
    """Judge visits and enter their breaches; judging again adds nothing."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--from", dest="first", type=day, required=True, help="first day of arrival"
        )
        parser.add_argument(
            "--to", dest="last", type=day, help="last day of arrival (today)"
        )
        parser.add_argument("--office", help="code; those below it count too (all)")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be entered"
        )

    def handle(self, *, first, last, office, dry_run, **options):
        now = timezone.now()
        today = timezone.localdate(now)
        last = min(last or today, today)
        if last < first:
            raise CommandError(_("The period ends before it begins."))
        book, entered, judged = Book.read(), 0, 0
        visits = register.held(self.of(office), first, last)
        with nullcontext() if dry_run else self.acting(first):
            for lot in register.in_lots(visits):
                found = register.found_in(lot, today, book)
                if not dry_run:
                    register.enter(found, today)
                judged, entered = judged + len(lot), entered + len(found)
                self.say(found)
        self.stdout.write(f"judged\t{judged}\nbreaches\t{entered}")

    def acting(self, first: date):
        """Enter in the name of the rules, for the ledger."""
        return acting(
            system_user(register.JUDGE, register.WHY),
            reason=f"manage.py judge --from {first}",
        )

    def of(self, code: str | None):
        """Return the visits of an office and those below it, or all."""
        if code is None:
            return Visit.objects.all()
        office = Office.objects.filter(code=code).first()
        if office is None:
            raise CommandError(_("There is no office “%(code)s”.") % {"code": code})
        offices, _total = with_lower_offices([office.pk])
        return Visit.objects.filter(host_office__in=offices)

    def say(self, breaches):
        """Write a line for each breach."""
        for breach in breaches:
            about = (breach.subject, breach.rule, breach.detail, breach.description)
            self.stdout.write("\t".join(about))
