"""What the demonstration's cadres write of a household: clauses by topic and season."""

from __future__ import annotations

from dataclasses import dataclass

INCOME, FARMING, DISPUTES, SAFETY, HARDSHIP = (
    "income", "farming", "disputes", "safety", "hardship",
)  # fmt: skip
SPRING, SUMMER, AUTUMN, WINTER = (2, 3, 4), (5, 6, 7), (8, 9, 10), (11, 12, 1)


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence on one topic; ``months`` is empty where it fits all the year."""

    topic: str
    text: str
    months: tuple[int, ...] = ()


CLAUSES = (
    Clause(FARMING, "备了{n}袋化肥，准备种{n}亩洋芋。", SPRING),
    Clause(FARMING, "地膜已领，{n}亩玉米等墒情。", SPRING),
    Clause(FARMING, "苜蓿返青，打算再种{n}亩饲草。", SPRING),
    Clause(FARMING, "洋芋出苗整齐，正在锄草。", SUMMER),
    Clause(FARMING, "小麦长势一般，{p}那边旱了些。", SUMMER),
    Clause(FARMING, "玉米追了肥，盼着下一场透雨。", SUMMER),
    Clause(FARMING, "收了{n}亩洋芋，已卖一半。", AUTUMN),
    Clause(FARMING, "青贮窖已封，够{n}头牛过冬。", AUTUMN),
    Clause(FARMING, "玉米棒子正在掰，缺人手。", AUTUMN),
    Clause(FARMING, "牛羊圈舍加了草帘，饲草够用。", WINTER),
    Clause(FARMING, "年前打算出栏{n}头牛。", WINTER),
    Clause(FARMING, "想来年扩种中药材，问有没有补贴。", WINTER),
    Clause(FARMING, "养牛{n}头，最近一头不爱吃草，已请兽医看。"),
    Clause(FARMING, "羊{k}只，春秋两季防疫都做了。"),
    Clause(INCOME, "儿子在兰州工地干活，每月能寄回{n}千元。"),
    Clause(INCOME, "当家的在新疆摘棉花，十月底回来。", AUTUMN),
    Clause(INCOME, "媳妇在扶贫车间上班，月月有工资。"),
    Clause(INCOME, "卖牛收入{n}万元，贷款还了一部分。"),
    Clause(INCOME, "公益岗工资按月到账。"),
    Clause(INCOME, "务工的人年后还没有出门，在等消息。", SPRING),
    Clause(INCOME, "牛肉面馆生意比去年淡。"),
    Clause(INCOME, "养老金、耕地补贴都已到卡上。"),
    Clause(DISPUTES, "和邻居{w}家地界的事已说开。"),
    Clause(DISPUTES, "与{w}家为排水有过口角，劝过，暂时平了。"),
    Clause(DISPUTES, "邻里和气，没有矛盾。"),
    Clause(DISPUTES, "弟兄分家的事还在商量。"),
    Clause(SAFETY, "查了灶房和电线，一处老化，已让更换。"),
    Clause(SAFETY, "炕洞和炉子看过，烟道通畅，提醒防煤烟。", WINTER),
    Clause(SAFETY, "讲了秸秆不能焚烧，老人答应。", AUTUMN),
    Clause(SAFETY, "房后崖面有渗水，提醒下雨时不要住后屋。", SUMMER),
    Clause(SAFETY, "三轮车载人的事说了，保证不再拉人。"),
    Clause(SAFETY, "反诈APP已装，讲了最近的骗术。"),
    Clause(SAFETY, "暑假里娃娃不到涝坝玩水，家长签了字。", (6, 7, 8)),
    Clause(HARDSHIP, "老人血压高，药在村卫生室能取上。"),
    Clause(HARDSHIP, "老人腿脚不便，水是邻居帮着挑的。"),
    Clause(HARDSHIP, "娃娃由爷爷奶奶带，作业跟得上。"),
    Clause(HARDSHIP, "孩子在县一中住校，每月回来一次。"),
    Clause(HARDSHIP, "慢病证已办，住院报销清楚。"),
    Clause(HARDSHIP, "吃穿不愁，就是冬天煤贵。", WINTER),
    Clause(HARDSHIP, "残疾证到期，提醒带去复审。"),
    Clause(HARDSHIP, "合作医疗已缴。", WINTER),
)

SHORT = (
    "家里平安，没有困难。",
    "一切照旧，生活正常。",
    "老人身体还好。",
    "人都在家，没有新情况。",
    "正在地里忙，站着说了几句，没有困难。",
)

AWAY_CALLS = (
    "电话里说全家在外都好，过年回来。",
    "打电话问了，工地上按月发工资。",
    "视频看了娃娃，在外地上学适应。",
    "托亲戚带话：家里的门窗请邻居照看。",
)


@dataclass(frozen=True, slots=True)
class VisitPromise:
    text: str
    kept: str


PROMISES = (
    VisitPromise("帮着联系兽医上门看牛", "兽医已上门，牛好了。"),
    VisitPromise("问清残疾证复审的时间地点", "已告知，带老人去县残联办了。"),
    VisitPromise("把慢病证的材料代交到镇上", "材料已交，证办下来了。"),
    VisitPromise("送两袋化肥到家", "化肥已送到。"),
    VisitPromise("请电工来换老化的电线", "电线已换好。"),
    VisitPromise("把低保年审的表送来填", "表已填好交镇民政办。"),
    VisitPromise("联系学校给娃娃办校车", "学校已答应下学期安排。"),
)

REVIEWS = (
    "情况写得具体，反映的事要跟到底。",
    "多听听老人的想法，吃水的事要办在前头。",
    "已阅。承诺的事请按时兑现。",
    "走得勤，记得实。请把共性问题带到说事会上。",
    "注意把外出户也联系上。",
)


@dataclass(frozen=True, slots=True)
class LedgerSaying:
    problem: str
    target: str
    unit: str
    progress: tuple[str, ...]
    result: str


LEDGER = (
    LedgerSaying(
        "{p}人饮管道漏水，{n}户吃水不稳。", "更换{p}人饮管道，保证{n}户正常供水",
        "镇水利站", ("已现场勘查，报县水务局。", "管材到村。"), "管道已换，{n}户供水正常。",
    ),
    LedgerSaying(
        "{p}到{o}的砂石路水毁，农用车过不去。", "修复{p}至{o}水毁路段",
        "镇自然资源和交通办", ("列入水毁修复计划。",), "已回填压实，车辆能通行。",
    ),
    LedgerSaying(
        "养牛户缺青贮技术，去年坏了{n}窖。", "办一期青贮技术培训，覆盖养牛户",
        "镇畜牧站", ("已请县畜牧中心定时间。",), "培训已办，{k}户参加。",
    ),
    LedgerSaying(
        "{p}路灯有{n}盏不亮。", "修好{p}路灯{n}盏", "镇综合办", (), "已全部修好。",
    ),
    LedgerSaying(
        "有{n}户惠民卡补贴没有到账。", "查清{n}户补贴未到账的原因并补发",
        "镇财政所", ("已核对账号，{n}户卡号有误。",), "补贴已补发到户。",
    ),
    LedgerSaying(
        "村文化广场器材损坏，娃娃玩耍不安全。", "维修村文化广场健身器材",
        "镇文化站", ("已报县文体局。",), "损坏器材已更换。",
    ),
)  # fmt: skip

TALKS = (
    ("村委会会议室", "发展养牛产业座谈，听养殖大户的打算。"),
    ("{p}巷道口", "现场看路、看水，和群众算账商量。"),
    ("村文化广场", "文明县创建座谈，说环境卫生和移风易俗。"),
)
