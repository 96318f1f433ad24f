"""How dates and times are written: as in Chinese, year first."""

from reception.formats.zh_Hans.formats import *  # noqa: F403
