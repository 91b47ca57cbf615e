"""Makes the sample sheets in resources/samples: the same files every time, of invented people.

Run as `python tools/make_samples.py [FOLDER]`. The tests import every one of them.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from longshan_desk.domain.id_numbers import check_digit  # noqa: E402
from longshan_desk.sheets.columns import SheetKind  # noqa: E402
from longshan_desk.sheets.household_columns import HOUSEHOLDS  # noqa: E402
from longshan_desk.sheets.matter_columns import MATTERS  # noqa: E402
from longshan_desk.sheets.roll_columns import ROLLS  # noqa: E402
from longshan_desk.sheets.roster_columns import ROSTER  # noqa: E402
from longshan_desk.sheets.visit_columns import VISITS  # noqa: E402

VILLAGE = "大湾村"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_WHEN = datetime(2022, 4, 1)
Line = Sequence[Any]


@dataclass(frozen=True)
class Person:
    name: str
    relation: str
    born_on: date
    order: int

    @property
    def number(self) -> str:
        body = f"620525{self.born_on:%Y%m%d}{self.order:03d}"
        return body + check_digit(body)

    @property
    def sex(self) -> str:
        return "男" if self.order % 2 else "女"


@dataclass(frozen=True)
class Family:
    group: str
    phone: str
    address: str
    people: tuple[Person, ...]

    @property
    def head(self) -> str:
        return self.people[0].name


def _p(name: str, relation: str, born_on: str, order: int) -> Person:
    return Person(name, relation, date.fromisoformat(born_on), order)


FAMILIES = (
    Family(
        "一组",
        "13893800001",
        "大湾村一组3号",
        (
            _p("马占山", "户主", "1962-03-05", 11),
            _p("苏玉兰", "妻", "1964-08-12", 22),
            _p("马小龙", "长子", "1988-11-30", 31),
            _p("丁海燕", "儿媳", "1990-02-14", 42),
            _p("马一诺", "孙女", "2015-06-01", 24),
        ),
    ),
    Family(
        "一组",
        "0938-7881234",
        "大湾村一组7号",
        (
            _p("买买提·艾力", "户主", "1971-01-20", 13),
            _p("阿依古丽", "配偶", "1973-05-09", 26),
            _p("穆罕默德·阿卜杜拉·本·阿里·海拉提", "长子", "1999-12-31", 15),
        ),
    ),
    Family(
        "二组",
        "13993800002",
        "大湾村二组1号",
        (
            _p("李䶮", "户主", "1955-09-18", 17),
            _p("王秀英", "妻", "1957-04-04", 28),
        ),
    ),
    Family("二组", "无", "大湾村二组5号", (_p("马秀花", "户主", "1941-07-07", 20),)),
    Family(
        "三组",
        "18793800003",
        "大湾村三组2号",
        (
            _p("白𠅤", "户主", "1979-10-10", 19),
            _p("麻桂花", "妻", "1981-03-03", 36),
            _p("白志强", "长子", "2004-01-15", 37),
            _p("白志明", "次子", "2008-08-08", 39),
        ),
    ),
)
PEOPLE = tuple((family, person) for family in FAMILIES for person in family.people)


# -- the files --------------------------------------------------------------------------------


def merged_households(path: Path) -> None:
    """Two title rows, the head's name and address merged down over the household."""
    head = [
        "序号",
        "户主",
        "组别",
        "姓名",
        "与户主关系",
        "身份证号码",
        "联系电话",
        "家庭住址",
        "备注",
    ]
    book, sheet = _workbook("花名册")
    _append(sheet, [[f"{VILLAGE}农户基本情况花名册"], ["填报单位：大湾村村委会　2022年4月"], head])
    _merge(sheet, "A1:I1", "A2:I2")
    row = 4
    for number, family in enumerate(FAMILIES, 1):
        for person in family.people:
            is_head = person.relation == "户主"
            values = [number, family.head, family.group] if is_head else ["", "", ""]
            beside = [family.phone, family.address] if is_head else ["", ""]
            _append(sheet, [[*values, person.name, person.relation, person.number, *beside]])
        last = row + len(family.people) - 1
        if last > row:
            _merge(sheet, *(f"{column}{row}:{column}{last}" for column in "ABCH"))
        row = last + 1
    _append(sheet, [["填表人：马小龙　　审核人：李䶮"]])
    _save(book, path)


def two_row_header(path: Path) -> None:
    """Headings of two rows: 户主信息 and 家庭成员 above what belongs to each."""
    book, sheet = _workbook("Sheet1")
    upper = ["组别", "户主信息", "", "家庭成员信息", "", "", "", "", "备注"]
    lower = ["", "姓名", "联系电话", "姓名", "与户主关系", "公民身份号码", "出生日期", "性别", ""]
    _append(sheet, [[f"{VILLAGE}人口信息采集表"], upper, lower])
    _merge(sheet, "A1:I1", "A2:A3", "B2:C2", "D2:H2", "I2:I3")
    for family, person in PEOPLE:
        values = [person.name, person.relation, person.number, person.born_on, person.sex]
        _append(sheet, [[family.group, family.head, family.phone, *values, ""]])
    _save(book, path)


_CSV_HEAD = ["村民小组", "户主姓名", "姓名", "证件号", "与户主关系", "性别", "民族", "手机号"]


def _csv_lines() -> list[list[str]]:
    return [
        _CSV_HEAD,
        *(
            [family.group, family.head, p.name, p.number, p.relation, p.sex, "回", family.phone]
            for family, p in PEOPLE
        ),
    ]


def _csv(encoding: str, delimiter: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(_csv_lines())
        path.write_bytes(text.getvalue().encode(encoding))

    return make


def web_table(path: Path) -> None:
    """A web page under an .xls name, as reporting systems export."""
    lines = ["<html><head><meta charset='utf-8'></head><body><table border=1>"]
    lines.append("<tr><th colspan=6>农户信息导出</th></tr>")
    head = ["组别", "户主姓名", "姓名", "身份证号", "与户主关系", "家庭住址"]
    lines.append("<tr>" + "".join(f"<th>{heading}</th>" for heading in head) + "</tr>")
    for family in FAMILIES:
        size = len(family.people)
        for number, person in enumerate(family.people):
            merged = [
                f"<td rowspan={size}>{family.group}</td><td rowspan={size}>{family.head}</td>"
            ]
            own = [person.name, person.number, person.relation, family.address]
            cells = "".join(f"<td>{value}&nbsp;</td>" for value in own)
            lines.append("<tr>" + ("" if number else merged[0]) + cells + "</tr>")
    path.write_text("\n".join([*lines, "</table></body></html>"]), encoding="utf-8")


def old_excel(path: Path) -> None:
    """A real .xls of Excel 97: telephones as numbers, dates as dates, groups as 1, 2, 3."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("花名册")
    as_date = xlwt.easyxf(num_format_str="yyyy/m/d")
    head = ["组", "户编号", "姓名", "身份证号", "出生日期", "联系电话", "与户主关系"]
    for column, heading in enumerate(head):
        sheet.write(0, column, heading)
    row = 0
    for number, family in enumerate(FAMILIES, 1):
        for person in family.people:
            row += 1
            sheet.write(row, 0, "一二三".index(family.group[0]) + 1)
            sheet.write(row, 1, f"{number:04d}")
            sheet.write(row, 2, person.name)
            sheet.write(row, 3, person.number.replace("X", "x"))
            sheet.write(row, 4, person.born_on, as_date)
            phone = family.phone
            sheet.write(row, 5, float(phone) if phone.isdigit() else phone)
            sheet.write(row, 6, person.relation)
    book.save(str(path))


_DATES: tuple[Callable[[date], Any], ...] = (
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: (day - date(1899, 12, 30)).days,
    lambda day: f"{day:%Y%m%d}",
    lambda day: day,
    lambda day: f"{day.year}/{day.month}/{day.day}".translate({ord("1"): "１", ord("2"): "２"}),
    lambda day: f"\u3000{day:%Y-%m-%d}\u00a0",
    lambda day: "一九八八年十一月三十日" if day == date(1988, 11, 30) else f"{day:%Y-%m-%d}",
)


def mixed_dates(path: Path) -> None:
    """Every way of writing a birthday, blanks of all kinds, and two dates that must be asked."""
    book, sheet = _workbook("人员")
    _append(sheet, [["组别", "户主", "姓名", "关系", "出生年月日", "政治面貌"]])
    for number, (family, person) in enumerate(PEOPLE):
        written = _DATES[number % len(_DATES)](person.born_on)
        if person.name == "马小龙":
            written = _DATES[7](person.born_on)
        if person.name == "白志强":
            written = "1.15"
        if person.name == "白志明":
            written = "08.8.8"
        name = "　".join(person.name) if len(person.name) == 2 else person.name
        line = [family.group, family.head, name, person.relation, written, "群众"]
        _append(sheet, [line])
    _save(book, path)


def numbers_as_numbers(path: Path) -> None:
    """Two card numbers that Excel has rounded, some placeholders, a disability card."""
    book, sheet = _workbook("Sheet1")
    _append(sheet, [["组别", "户主姓名", "姓名", "与户主关系", "身份证/残疾证号", "联系电话"]])
    sheet["E1"] = "证件号码"
    for family, person in PEOPLE:
        number: Any = {
            "马占山": int(person.number.replace("X", "0")),
            "苏玉兰": int(person.number.replace("X", "0")),
            "马小龙": f"{person.number[:6]} {person.number[6:14]} {person.number[14:]}",
            "马一诺": "0",
            "阿依古丽": "无",
            "马秀花": person.number + "44",
            "白志明": person.number[:17],
        }.get(person.name, person.number)
        phone: Any = family.phone
        if phone.isdigit():
            phone = int(phone)
        _append(sheet, [[family.group, family.head, person.name, person.relation, number, phone]])
    _save(book, path)


def left_behind(path: Path) -> None:
    """The register of 三留守及独居老人 as the county's grid system exports it."""
    book, sheet = _workbook("Sheet1")
    head = ["序号", "身份类别", "组别", "姓名", "性别", "年龄", "联系电话", "家庭住址", "备注"]
    _append(sheet, [["三留守及独居老人信息登记表"], head])
    _merge(sheet, "A1:I1")
    lines = [
        [1, "留守老人", "第一组", "马占山", "男", 60, "13893800001", "大湾村一组3号", ""],
        [2, "留守儿童", "1组", "马一诺", "女", 6, "无电话", "大湾村一组3号", "父母在新疆"],
        [3, "独居老人", "二组", "马秀花", "女", 80, "无", "大湾村二组5号", ""],
        [4, "留守妇女", "三组", "麻桂花", "女", 41, "187****0003", "大湾村三组2号", ""],
        [5, "留守儿童", "三组", "白志明", "男", 13, "", "大湾村三组2号", ""],
        [6, "留守老人、独居老人", "四组", "杨福", "男", 77, "", "", ""],
    ]
    _append(sheet, lines)
    _save(book, path)


def blank_tail(path: Path) -> None:
    """Sixty formatted, numbered and empty rows below the people, and a total."""
    from openpyxl.styles import Border, Side

    book, sheet = _workbook("花名册")
    _append(sheet, [["序号", "组别", "姓名", "与户主关系", "身份证号", "备注"]])
    for number, (family, person) in enumerate(PEOPLE, 1):
        row = [number, family.group, person.name, person.relation, person.number, "　"]
        _append(sheet, [row])
    _append(sheet, [[number, "", "", "", "", " "] for number in range(16, 76)])
    _append(sheet, [["合计", "", f"{len(PEOPLE)}人"]])
    thin = Border(bottom=Side("thin"))
    for row in sheet.iter_rows(min_row=1, max_row=300, max_col=6):
        for cell in row:
            cell.border = thin
    _save(book, path)


def spreadsheet_xml(path: Path) -> None:
    """SpreadsheetML of Excel 2003 under an .xls name."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<?mso-application progid="Excel.Sheet"?>',
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"',
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
        '<Worksheet ss:Name="人口"><Table>',
    ]
    head = ["组别", "户主姓名", "姓名", "身份证号", "与户主关系"]
    lines.append(_xml_row(head))
    for family in FAMILIES:
        merged = f' ss:MergeDown="{len(family.people) - 1}"'
        for number, person in enumerate(family.people):
            own = [person.name, person.number, person.relation]
            if number:
                lines.append(_xml_row(own, first=3))
            else:
                lines.append(_xml_row([family.group, family.head, *own], merged=merged))
    path.write_text("\n".join([*lines, "</Table></Worksheet></Workbook>"]), encoding="utf-8")


def _xml_row(values: Iterable[str], first: int = 1, merged: str = "") -> str:
    cells = []
    for number, value in enumerate(values):
        place = f' ss:Index="{first}"' if first > 1 and number == 0 else ""
        span = merged if number < 2 else ""
        cells.append(f'<Cell{place}{span}><Data ss:Type="String">{value}</Data></Cell>')
    return f"<Row>{''.join(cells)}</Row>"


def cadres(path: Path) -> None:
    book, sheet = _workbook("干部")
    _append(sheet, [[f"{VILLAGE}党群说事会成员名册"]])
    _merge(sheet, "A1:G1")
    _append(sheet, [["序号", "姓名", "职务", "性别", "联系电话", "任职时间", "备注"]])
    lines = [
        [1, "马建国", "支书、村主任", "男", 13893810001, "2021.1.10", "一肩挑"],
        [2, "苏海", "副书记（主持工作）", "男", "13893810002", "2021年1月10日", ""],
        [3, "丁玉梅", "监委会主任", "女", "13893810003", date(2021, 1, 12), ""],
        [4, "王文", "文书", "男", "13893810004", 44208, ""],
        [5, "陈锋", "第一书记", "男", "13893810005", "2021-06-01", "县发改局"],
        [6, "李刚", "驻村工作队队员", "男", "无", "2021-06-01", ""],
        [7, "赵敏", "包村领导", "女", "13893810006", "", "副镇长"],
        [8, "马占山", "村民代表、党员中心户", "男", "13893800001", "", ""],
        [9, "李䶮", "群众代表；一组组长", "男", "13993800002", "", ""],
        [10, "白𠅤", "治保", "男", "18793800003", "", ""],
    ]
    _append(sheet, lines)
    _save(book, path)


def matters(path: Path) -> None:
    book, sheet = _workbook("台账")
    _append(sheet, [[f"{VILLAGE}党群说事会事项登记台账（2021年）"]])
    _merge(sheet, "A1:L1")
    head = [
        "编号",
        "反映时间",
        "反映人",
        "组别",
        "联系电话",
        "反映内容",
        "事项类别",
        "主题",
        "责任人",
    ]
    _append(sheet, [[*head, "办结时限", "办理情况", "办结时间"]])
    own, major, upper = "村级自办事项", "公共重大事项", "上级单位协调办理事项"
    roads = "村级基础设施建设"
    said = (
        (
            "2021-01",
            "2021.3.5",
            "马占山",
            "一组",
            "13893800001",
            "一组路口的路灯坏了，夜里很黑。",
        ),
        ("2021-02", "2021年4月5日", "李䶮、王秀英", "二组", 13993800002, "水渠漏水，地浇不上。"),
        ("2021-03", 44291, "白𠅤", "三组", "", "想把三组的土路硬化。"),
        ("2021-04", "20210505", "某群众", "", "", "低保评定的标准想知道。"),
        ("2021-05", "2021-06-05", "马秀花", "二组", "无", "旧房是危房，申请改造。"),
    )
    done = (
        (own, roads, "王文", "2021.3.20", "已更换灯泡", "2021.3.12"),
        (own, "产业发展", "苏海", "2021-05-01", "已修补", date(2021, 4, 28)),
        (major, roads, "马建国", "2021-12-31", "", ""),
        (own, "民生保障", "丁玉梅", "", "已当面解释", "2021-05-05"),
        (upper, "民生保障", "赵敏", "2021-08-01", "", ""),
    )
    lines = [(*first, *rest) for first, rest in zip(said, done, strict=True)]
    _append(sheet, lines)
    _save(book, path)


def party_members(path: Path) -> None:
    """A branch's roll: probation in a column of its own, those left out with who agreed."""
    book, sheet = _workbook("党员花名册")
    title = f"中共{VILLAGE}支部委员会党员花名册"
    head = ["序号", "姓名", "性别", "身份证号码", "入党时间", "转正时间", "党员类别",
            "不计入应到原因", "批准单位", "批准时间", "备注"]  # fmt: skip
    by_name = {person.name: person for _, person in PEOPLE}
    said = (
        ("马占山", "1986.7.1", "1987.7.1", "正式党员", "", "", ""),
        (
            "马小龙",
            "2012.6.30",
            "2013.6.30",
            "正式党员",
            "外出务工半年以上",
            "龙山镇党委",
            "2022.3.1",
        ),
        (
            "李䶮",
            "1979.7.1",
            "1980.7.1",
            "正式党员",
            "长期生病，生活不能自理",
            "龙山镇党委",
            "2022.3.1",
        ),
        ("王秀英", "1990.7.1", "1991.7.1", "正式党员", "家里农活忙", "", ""),
        ("白志强", "2021.12.20", "", "预备党员", "", "", ""),
    )
    lines: list[Line] = []
    for number, (name, joined, confirmed, standing, *left_out) in enumerate(said, 1):
        person = by_name[name]
        lines.append(
            [number, name, person.sex, person.number, joined, confirmed, standing, *left_out]
        )
    _append(sheet, [[title], head, *lines, ["合计", len(said)]])
    _merge(sheet, "A1:K1")
    _save(book, path)


def representatives(path: Path) -> None:
    """A village's roll of representatives, each with the heads of the households stood for."""
    book, sheet = _workbook("村民代表")
    head = ["组别", "姓名", "性别", "联系电话", "代表户", "代表户数", "当选时间"]
    said = (
        ("一组", "苏玉兰", "女", "13893800001", "马占山、买买提·艾力", "2户", "2021.1.10"),
        ("二组", "王秀英", "女", "", "李䶮、马秀花户", "2户", "2021.1.10"),
        ("三组", "白志强", "男", "18793800003", "白𠅤、麻大", "2户", "2021.1.10"),
    )
    _append(sheet, [[f"{VILLAGE}村民代表花名册"], head, *said])
    _merge(sheet, "A1:G1")
    _save(book, path)


def visits(path: Path) -> None:
    """A month of one cadre's visits: the way in the title, a day for several households, one of
    them away and one with nothing new."""
    book, sheet = _workbook("三月")
    head = ["序号", "组别", "户主姓名", "走访时间", "走访人", "走访内容", "问题类别", "备注"]
    said = (
        ("一组", "马占山", "2022.3.5", "王文", "水渠塌了一段，春灌浇不上水。", "问题", ""),
        ("一组", "买买提·艾力", "", "", "想贷款养羊，问扶持政策。", "诉求", ""),
        ("二组", "李䶮", "2022年3月6日", "王文、丁玉梅", "老人腿疼，药费已报销。", "", ""),
        ("二组", "马秀花", "", "", "无变化", "", "独居"),
        ("三组", "白𠅤", "2022/3/7", "王文", "", "", "外出，没有见到"),
    )
    _append(sheet, [[f"{VILLAGE}2022年3月入户走访记录"], head])
    _append(sheet, [[number, *line] for number, line in enumerate(said, 1)])
    _append(sheet, [["", "四组", "", "", "", "", "", ""]])
    _merge(sheet, "A1:H1", "D3:D4", "E3:E4", "D5:D6", "E5:E6")
    _save(book, path)


# -- templates --------------------------------------------------------------------------------

_EXPLAINED = {
    "组别": "一组、二组…… 组有名称的写成“一组（马家湾）”",
    "户编号": "没有编号可以不填",
    "户主姓名": "每一行都写，或把同一户的格子向下合并",
    "姓名": "必填；少数民族姓名中间用“·”",
    "与户主关系": "户主、配偶、子、女、儿媳……",
    "身份证号": "18 位，本列已设为文本格式；残疾人证号 20 位也可以；没有的留空",
    "出生日期": "如 1990-01-31；填了身份证号可以不填",
    "联系电话": "手机号，或带区号的固定电话；没有的留空",
    "重点人群": "如 留守老人、低保；多个用“、”隔开",
    "常住或外出": "常住 或 外出",
    "职务": "如 村党支部书记、村委会主任；多个用“、”隔开",
    "任职开始": "如 2021-01-10",
    "任职结束": "还在任的留空",
    "编号": "原来台账上的编号，没有的留空",
    "反映日期": "必填，如 2022-04-05",
    "反映人": "多人用“、”隔开；不愿公开的写“某群众”",
    "原话": "必填，群众怎么说就怎么写",
    "名单": "党员大会、村民代表会议、党员议事会、联户代表会议、村务监督委员会、集体经济组织成员大会"
    "；整张表是一份名单的，写在标题里也行",
    "党员类别": "正式党员 或 预备党员；不是党员名单的留空",
    "开始日期": "入党（转入）或者当选的日期，如 2021-01-10",
    "转正日期": "预备党员转正的日期",
    "结束日期": "还在任的留空",
    "代表的户": "村民代表、联户代表填：户主姓名，多户用“、”隔开",
    "民事行为能力": "集体经济组织成员填：完全、限制 或 无；留空算完全",
    "不计入应到原因": "只用于正式党员；要填批准单位和批准日期，没有报批的留空",
    "批准单位": "哪个上级党组织同意的，如 龙山镇党委",
    "批准日期": "如 2026-03-01",
    "清单": "村级自办事项、公共重大事项、上级单位协调办理事项",
    "户主": "必填；同一个组里有同名的户主，导入时会问是哪一户",
    "走访日期": "必填，如 2022-04-05",
    "走访方式": "必填：入户、电话、视频、代问；只有入户才算走访到户",
    "走访人": "必填；几个人用“、”隔开，要在名册里",
    "见到的人": "几个人用“、”隔开",
    "走访情况": "看到的、听到的；没有新情况的写“无变化”",
    "无变化": "没有新情况的填“是”",
    "走访重点": "如 家庭收入、农业生产；多个用“、”隔开",
    "归类": "问题类、诉求类、信访类、建议类；没有的留空",
    "承诺": "答应了群众什么",
    "承诺兑现日": "写了承诺的必填",
    "承诺人": "留空算第一个走访人",
    "内部": "不能上公开文书的填“是”",
    "主题": "产业发展、民生保障、基层治理、村级基础设施建设、干部作风、其他",
}


def _template(kind: SheetKind) -> Callable[[Path], None]:
    """Headings over columns set to text, so that Excel keeps what is typed."""

    def make(path: Path) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter

        book, sheet = _workbook(kind.title)
        columns = [column for column in kind.exports() if not column.is_hidden]
        _append(sheet, [[column.heading for column in columns]])
        for number, column in enumerate(columns, 1):
            dimension = sheet.column_dimensions[get_column_letter(number)]
            dimension.width = column.width
            dimension.number_format = "yyyy-mm-dd" if column.kind == "date" else "@"
            cell = sheet.cell(1, number)
            cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center")
            cell.fill = PatternFill("solid", fgColor="FFE7EAEE")
        sheet.freeze_panes = "A2"
        help_sheet = book.create_sheet("填写说明")
        help_sheet.column_dimensions["A"].width, help_sheet.column_dimensions["B"].width = 14, 64
        _append(
            help_sheet, [["填写说明", "从第 2 行开始填写，一人（一事）一行；不用的列可以删去。"]]
        )
        for column in columns:
            _append(help_sheet, [[column.heading, _EXPLAINED.get(column.heading, "可以不填")]])
        _save(book, path)

    return make


# -- tools ------------------------------------------------------------------------------------


def _workbook(title: str) -> tuple[Any, Any]:
    from openpyxl import Workbook

    book = Workbook()
    book.properties.created = _WHEN
    book.properties.creator = "Longshan Desk"
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    return book, sheet


def _append(sheet: Any, lines: Iterable[Line]) -> None:
    for line in lines:
        sheet.append(list(line))


def _merge(sheet: Any, *areas: str) -> None:
    for area in areas:
        sheet.merge_cells(area)


def _save(book: Any, path: Path) -> None:
    """Without the hour of the making, which a workbook otherwise keeps in two places."""
    packed = io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(path, "w") as out:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, (2022, 4, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(part, _MODIFIED.sub(rb"\g<1>2022-04-01T00:00:00Z", source.read(name)))


SAMPLES: dict[str, Callable[[Path], None]] = {
    "农户花名册模板.xlsx": _template(HOUSEHOLDS),
    "干部名册模板.xlsx": _template(ROSTER),
    "事项台账模板.xlsx": _template(MATTERS),
    "会议名单模板.xlsx": _template(ROLLS),
    "走访记录模板.xlsx": _template(VISITS),
    "农户-标题行与合并户.xlsx": merged_households,
    "农户-两行表头.xlsx": two_row_header,
    "农户-UTF8.csv": _csv("utf-8", ","),
    "农户-UTF8带BOM.csv": _csv("utf-8-sig", ";"),
    "农户-GB18030.csv": _csv("gb18030", "\t"),
    "农户-网页表格.xls": web_table,
    "农户-老版本Excel.xls": old_excel,
    "农户-XML表格2003.xls": spreadsheet_xml,
    "农户-各种日期.xlsx": mixed_dates,
    "农户-证件号存成数字.xlsx": numbers_as_numbers,
    "农户-三留守登记表.xlsx": left_behind,
    "农户-末尾空行.xlsx": blank_tail,
    "干部-说事会成员.xlsx": cadres,
    "事项-2021年台账.xlsx": matters,
    "名单-党员花名册.xlsx": party_members,
    "名单-村民代表.xlsx": representatives,
    "走访-2022年3月.xlsx": visits,
}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in SAMPLES.items():
        make(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "resources" / "samples")
