"""Send everybody his digest of findings and certificates, once a day and person."""

from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from compliance.models import Reminder
from compliance.reminding import Digest, Line, digests


class Command(BaseCommand):
    """Remind by e-mail of findings that are due and certificates that end."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--on", type=date.fromisoformat, help="day, YYYY-MM-DD (today)"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say who would be told, send nothing"
        )

    def handle(self, *, on=None, dry_run=False, **options):
        on = on or timezone.localdate()
        if not dry_run and not settings.EMAIL_HOST:
            raise CommandError(
                _("No mail is sent: EMAIL_HOST is not set; see .env.example.")
            )
        for digest in digests(on):
            told = self.dry(digest, on) if dry_run else self.remind(digest, on)
            self.stdout.write(f"{digest.user.username}\t{len(digest)}\t{told}")

    def dry(self, digest: Digest, on: date) -> str:
        """Say what would happen."""
        if Reminder.objects.filter(user=digest.user, on=on).exists():
            return _("reminded already")
        return _("to be sent") if digest.user.email else _("no e-mail address")

    def remind(self, digest: Digest, on: date) -> str:
        """Send one digest, unless it was sent before; say what happened.

        The record is kept before the mail leaves and taken back if it does not, so
        that of two commands at once only one sends.
        """
        if not digest.user.email:
            return _("no e-mail address")
        at = timezone.now()
        try:
            with transaction.atomic():
                _kept, is_new = Reminder.objects.get_or_create(
                    user=digest.user,
                    on=on,
                    defaults={
                        "findings": digest.findings,
                        "certificates": len(digest.certificates),
                        "sent_at": at,
                    },
                )
                if not is_new:
                    return _("reminded already")
                message_of(digest, on).send()
        except (OSError, SMTPException) as error:
            return _("not sent: %(why)s") % {"why": error}
        return _("sent")


def message_of(digest: Digest, on: date) -> EmailMessage:
    """Return the mail with everything that one person is told on ``on``."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("To deal with: %(count)s (%(day)s)")
        lines = [_("%(name)s, this needs you:") % {"name": digest.user}, ""]
        lines += _part(_("Findings to be put right"), _findings(digest.due))
        lines += _part(_("Findings to be rechecked"), _findings(digest.rechecks))
        lines += _part(_("Certificates to renew"), _certificates(digest))
        return EmailMessage(
            subject % {"count": len(digest), "day": on},
            "\n".join(lines),
            to=[digest.user.email],
            connection=get_connection(),
        )


def _part(title: str, lines: list[str]) -> list[str]:
    return [title, *lines, ""] if lines else []


def _findings(lines: list[Line]) -> list[str]:
    return [
        f"- {each.finding} · {each.finding.inspection.venue.name} · {each.text}"
        for each in lines
    ]


def _certificates(digest: Digest) -> list[str]:
    return [
        f"- {each.certificate.holder} · {each.certificate} · {each.text}"
        for each in digest.certificates
    ]
