"""How values stand in files: forgiving when read, exact when written.

``clean`` returns the value or raises ``ValueError`` with words for the screen.
"""

import contextlib
import decimal
import json
import re
import unicodedata
from datetime import date, datetime, time

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from import_export import widgets

from reception.exchange.guarding import guard, meaning, unguard

LANGUAGES = ("zh-hans", "en")
YES = {"是", "有", "真", "对", "√", "✓", "yes", "y", "true", "t", "1"}
NO = {"否", "无", "假", "错", "×", "no", "n", "false", "f", "0"}

_DATE = re.compile(
    r"(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*日?"
)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})(?!\d)")
MONTHS = 12
_PACKED_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
# Thousands are set apart by commas or not at all; no part of a fen.
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,2}0*)?")
_AS_EXPORTED = re.compile(r"[12]\d{3}-\d\d-\d\d \d\d:\d\d", re.ASCII)
_TIME = re.compile(
    r"(\d{1,2})\s*(?::|时|点)\s*(?:(\d{1,2})\s*分?)?(?::?(\d{1,2})(?:\.0+)?\s*秒?)?"
)


def narrow(text: str) -> str:
    """Return ``text`` with full-width letters and digits as plain ones, trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


class Text(widgets.Widget):
    """Text, made harmless for spreadsheets."""

    def clean(self, value, row=None, **kwargs):
        """Return the text as it was before it was made harmless."""
        return meaning(value)

    def render(self, value, obj=None, **kwargs):
        """Return the text made harmless."""
        return guard("" if value is None else str(value))


class Json(widgets.Widget):
    """Structured data, only ever written."""

    def render(self, value, obj=None, **kwargs):
        """Return JSON with Chinese as it is."""
        return guard(json.dumps(value, ensure_ascii=False, default=str))


class Integer(widgets.Widget):
    """A whole number."""

    def clean(self, value, row=None, **kwargs):
        """Return the number; ``12.0`` and full-width digits are accepted."""
        text = re.sub(r"\.0+$", "", narrow(value).replace(",", ""))
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,18}", text):
            raise ValueError(_("Write a whole number."))
        return int(text)

    def render(self, value, obj=None, **kwargs):
        """Return the digits."""
        return "" if value is None else str(value)


class Decimal(widgets.Widget):
    """An amount of money, written with two decimals."""

    def clean(self, value, row=None, **kwargs):
        """Return the amount; ``¥1,234.5`` and ``１２３４元`` are accepted."""
        text = re.sub(r"^(-?)(?:¥|RMB|CNY)\s*|\s*元$", r"\1", narrow(value).upper())
        if not text:
            return None
        if not _AMOUNT.fullmatch(text):
            raise ValueError(_("Write an amount like 1234.50."))
        return decimal.Decimal(text.replace(",", ""))

    def render(self, value, obj=None, **kwargs):
        """Return the amount with two decimals."""
        return "" if value is None else f"{value:.2f}"


class Boolean(widgets.Widget):
    """Yes or no."""

    def clean(self, value, row=None, **kwargs):
        """Return the truth; what is neither yes nor no is refused."""
        word = narrow(value).lower()
        if not word:
            return None
        if word in YES:
            return True
        if word in NO:
            return False
        raise ValueError(_("Write yes or no."))

    def render(self, value, obj=None, **kwargs):
        """Return yes or no in the reader's language."""
        return "" if value is None else (_("yes") if value else _("no"))


# Days that records may have: far enough from the calendar's ends to count from.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)


def in_use(day: date) -> date:
    """Return the day.

    Raises:
        ValueError: no record can have such a day.
    """
    if FIRST_DAY <= day <= LAST_DAY:
        return day
    raise ValueError(_("Give a day from 1900 to 2999; what has no end stays empty."))


def parse_date(text: str, order: str = "") -> tuple[date, str]:
    """Return the date at the beginning of ``text``, and the rest.

    ``order`` is that of dates whose year comes last: "dmy", "mdy", or "" where only
    those are read that can be read in one way.

    Raises:
        ValueError: no date, none that exists or is in use, or one of two.
    """
    if found := _YEAR_LAST.match(text):
        parts = _year_first(*(int(part) for part in found.groups()), order, text)
    elif found := _DATE.match(text) or _PACKED_DATE.match(text):
        parts = [int(part) for part in found.groups()]
    else:
        raise ValueError(_("Write a date like 2026-03-01 or 2026年3月1日."))
    try:
        day = date(*parts)
    except ValueError as error:
        raise ValueError(_("There is no such day.")) from error
    return in_use(day), text[found.end() :].strip()


def _year_first(one: int, two: int, year: int, order: str, text: str) -> list[int]:
    """Return year, month, day of a date whose year comes last; nothing is guessed."""
    if order == "dmy" or (not order and (one > MONTHS or one == two)):
        return [year, two, one]
    if order == "mdy" or two > MONTHS:
        return [year, one, two]
    raise ValueError(
        _("“%(value)s” can be read in two ways; choose the date format above.")
        % {"value": text[:20]}
    )


def order_of(text: str) -> str:
    """Return how a date with its year last is written: "dmy", "mdy", "either" or ""."""
    found = _YEAR_LAST.match(narrow(text))
    one, two = (int(found[1]), int(found[2])) if found else (0, 0)
    if found is None or one == two:
        return ""
    if one <= MONTHS and two <= MONTHS:
        return "either"
    return "dmy" if one > MONTHS else "mdy"


class Date(widgets.Widget):
    """A day, written as 2026-03-01; ``order`` is that of ``parse_date``."""

    order = ""

    def clean(self, value, row=None, **kwargs):
        """Return the day; Chinese and slashed dates are accepted."""
        text = narrow(value)
        if not text:
            return None
        day, rest = parse_date(text, self.order)
        if rest and not re.fullmatch(r"T?0{1,2}:00(:00)?", rest):
            raise ValueError(_("Write a date like 2026-03-01 or 2026年3月1日."))
        return day

    def render(self, value, obj=None, **kwargs):
        """Return the day in the order year, month, day."""
        return "" if value is None else value.isoformat()


class Moment(widgets.Widget):
    """A day and time of the office's clock, written as 2026-03-01 14:30."""

    order = ""

    def clean(self, value, row=None, **kwargs):
        """Return the moment; a date alone means its first minute."""
        if _AS_EXPORTED.fullmatch(value):  # nearly all are, and quickly read
            with contextlib.suppress(ValueError):
                zone = timezone.get_default_timezone()
                moment = datetime.fromisoformat(value)
                in_use(moment.date())
                return moment.replace(tzinfo=zone)
        text = narrow(value)
        if not text:
            return None
        day, rest = parse_date(text, self.order)
        rest = rest.removeprefix("T").strip()
        found = _TIME.fullmatch(rest) if rest else None
        if rest and not found:
            raise ValueError(_("Write a time like 2026-03-01 14:30."))
        try:
            clock = time(*(int(p or 0) for p in found.groups())) if found else time()
        except ValueError as error:
            raise ValueError(_("There is no such time.")) from error
        return timezone.make_aware(datetime.combine(day, clock))

    def render(self, value, obj=None, **kwargs):
        """Return day and time by the office's clock, seconds only if there are any."""
        if value is None:
            return ""
        local = value.astimezone(timezone.get_default_timezone())
        exact = "seconds" if local.second else "minutes"
        return local.replace(tzinfo=None, microsecond=0).isoformat(" ", exact)


class Choice(widgets.Widget):
    """One of a field's choices, by label in either language or by code."""

    def __init__(self, choices):
        super().__init__()
        self.choices = list(choices)
        self.labels: dict[str, dict[str, str]] = {}  # by language and code

    def codes(self) -> dict[str, str]:
        """Return the code of each way to write a choice."""
        known = {}
        for language in LANGUAGES:
            with translation.override(language):
                known |= {
                    narrow(str(text)).lower(): code for code, text in self.choices
                }
        return known | {str(code).lower(): code for code, _text in self.choices}

    def clean(self, value, row=None, **kwargs):
        """Return the code."""
        text = narrow(unguard(value)).lower()
        if not text:
            return ""
        if not hasattr(self, "_codes"):
            self._codes = self.codes()
        if text not in self._codes:
            options = "、".join(str(label) for _code, label in self.choices)
            raise ValueError(
                _("“%(value)s” is not one of: %(options)s.")
                % {"value": value[:50], "options": options}
            )
        return self._codes[text]

    def render(self, value, obj=None, **kwargs):
        """Return the label in the reader's language."""
        language = translation.get_language()
        if language not in self.labels:
            self.labels[language] = {
                str(code): guard(str(label)) for code, label in self.choices
            }
        text = "" if value is None else str(value)
        return self.labels[language].get(text) or guard(text)


def told_by(model) -> str:
    """Return the column of the business key that names a record of ``model``.

    That is the first; one that is itself a record tells only where the other stands.
    """
    fields = map(model._meta.get_field, model.business_key)
    return next((f.name for f in fields if not f.is_relation), model.business_key[0])


class Key(widgets.Widget):
    """Another record, by its business key.

    ``known`` maps keys to records; the importer fills it, in one query for the
    whole table, with what the importing user may refer to. ``several`` holds the
    names that more than one of them has.
    """

    SEPARATOR = None

    def __init__(self, model):
        super().__init__()
        self.model = model
        self.field = told_by(model)
        self.known: dict[str, object] = {}
        self.several: set[str] = set()

    def keys(self, value: str) -> list[str]:
        """Return the keys that a cell names."""
        text = narrow(unguard(value))
        return [text] if text else []

    def record(self, key: str):
        """Return the record of ``key``, or raise words for the screen."""
        if key in self.several:
            raise ValueError(
                _("Several have the name “%(key)s”; write the %(column)s.")
                % {
                    "key": key[:50],
                    "column": self.model._meta.get_field(self.field).verbose_name,
                }
            )
        if key not in self.known:
            raise ValueError(
                _("There is no %(kind)s “%(key)s” within your reach.")
                % {"kind": self.model._meta.verbose_name, "key": key[:50]}
            )
        return self.known[key]

    def clean(self, value, row=None, **kwargs):
        """Return the record."""
        keys = self.keys(value)
        return self.record(keys[0]) if keys else None

    def render(self, value, obj=None, **kwargs):
        """Return the record's key."""
        return "" if value is None else guard(str(getattr(value, self.field)))


class Keys(Key):
    """Several records, by their business keys, joined by semicolons."""

    def keys(self, value: str) -> list[str]:
        """Return the keys that a cell names."""
        parts = map(narrow, re.split(r"[;；、]", unguard(value)))
        return [part for part in dict.fromkeys(parts) if part]

    def clean(self, value, row=None, **kwargs):
        """Return the records."""
        return [self.record(key) for key in self.keys(value)]

    def render(self, value, obj=None, **kwargs):
        """Return the keys, sorted; a record not yet stored has none."""
        return "" if value is None else self.text(value.all())

    def text(self, records) -> str:
        """Return the keys of ``records`` as they stand in a cell."""
        return guard(";".join(sorted(str(getattr(r, self.field)) for r in records)))
