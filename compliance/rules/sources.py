"""The documents that the rules restate, and the days from which they bind."""

from dataclasses import dataclass
from datetime import date

from compliance.rules.words import Words

PROVISIONS_FROM = date(2013, 12, 1)  # issued; binds on issue; published 8 December 2013
REVISION_FROM = date(2025, 5, 18)  # published; the text is dated 2 May 2025
ALCOHOL_FROM = REVISION_FROM  # to be confirmed: 2 May or 18 May 2025
JILIN_FROM = date(2023, 7, 25)


@dataclass(frozen=True, slots=True)
class Document:
    """A law, regulation or local rule."""

    title: Words
    number: str = ""
    number_confirmed: bool = True
    url: str = ""

    @property
    def words(self) -> Words:
        """Title and number; a number that was not read in the source says so."""
        if not self.number:
            return self.title
        zh = self.number if self.number_confirmed else f"{self.number}，文号待核实"
        en = (
            self.number
            if self.number_confirmed
            else f"{self.number}, number to be confirmed"
        )
        return Words(f"{self.title.zh}（{zh}）", f"{self.title.en} ({en})")


PROVISIONS = Document(
    Words(
        "《党政机关国内公务接待管理规定》",
        "Provisions on Domestic Official Reception of Party and Government Organs",
    ),
    "中办发〔2013〕22号",
    number_confirmed=False,
    url="https://usa.chinadaily.com.cn/china/2013-12/08/content_17160386.htm",
)
REGULATIONS = Document(
    Words(
        "《党政机关厉行节约反对浪费条例》（2025年修订）",
        "Regulations on Frugality and against Waste in Party and Government Organs "
        "(revised 2025)",
    ),
    url="https://bwbk.net/news/EoYkyLOGlz.html",
)
LETTER_PRACTICE = Document(
    Words(
        "公务接待正负面清单",
        "Lists of what is and is not allowed in official reception",
    ),
    url="https://wxredian.com/art?id=68abb281e0e60181a750882cd7b5e213",
)
GIFT_REGISTER = Document(
    Words(
        "《关于对党和国家机关工作人员在国内交往中收受礼品实行登记制度的规定》",
        "Provisions on Registering Gifts Received in Domestic Contacts",
    ),
    "中办发〔1995〕7号",
    url="https://jianbiaoku.com/webarbs/book/164533.shtml",
)
FOREIGN_GUESTS = Document(
    Words("外宾接待经费管理办法", "Rules on the expenses of receiving foreign guests"),
    url="https://news.hebei.com.cn/system/2014/02/08/013207329_01.shtml",
)
BUSINESS_PRACTICE = Document(
    Words("本地商务接待管理办法", "Local rules on business reception")
)
JILIN = Document(
    Words(
        "吉林省党政机关国内公务接待管理办法（2023年，外地规定）",
        "Measures of Jilin Province on domestic official reception (2023, of another "
        "place)",
    ),
    url="https://m.ship-bio.com/articles/2023-05-24/2839596.html",
)
REIMBURSEMENT = Document(
    Words("本地报销管理规定", "Local rules on reimbursement"),
    url="https://caiwu.llu.edu.cn/info/1003/1117.htm",
)
TRAVEL = Document(Words("差旅住宿费标准", "Standards of lodging on official travel"))
