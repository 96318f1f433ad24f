"""An approved plan as a Word document."""

import re
from datetime import datetime

from django.utils import timezone

from reception.documents.word import MOST, Paper, numeral
from visits.models import PlanVersion

# A short line such as （一）会务组 heads what follows it.
SUBHEADING = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。；\n]{1,30}")


def document_of(version: PlanVersion, at: datetime) -> bytes:
    """Return the Word document of ``version``, made at ``at``."""
    plan = version.plan
    office = plan.visit.host_office.name
    paper = Paper(plan.title, office, at)
    paper.title(plan.title)
    for place, section in enumerate(version.sections.all(), start=1):
        count = numeral(place) if place <= MOST else str(place)
        paper.heading(f"{count}、{section.heading}")
        for line in filter(None, map(str.strip, section.body.splitlines())):
            if SUBHEADING.fullmatch(line):
                paper.heading(line, level=2)
            else:
                paper.paragraph(line)
    day = timezone.localtime(version.approved_at)
    paper.signature(office, f"{day.year}年{day.month}月{day.day}日")
    return paper.data()
