"""Which decisions the demonstration shows today, in which state, and since when (R14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from longshan_desk.actions.authorisations import Authorisation, authorise
from longshan_desk.actions.procedures import NewProcedure, new_procedure
from longshan_desk.demo.agenda import Course
from longshan_desk.demo.cases import register
from longshan_desk.demo.decisions import Decision, live
from longshan_desk.demo.majors import of_case
from longshan_desk.demo.village import Village
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.labels import Act, Source
from longshan_desk.domain.procedure_labels import Motion, Phase


@dataclass(frozen=True, slots=True)
class Project:
    """What the branch, the committees or the township put up by themselves (动议事由)."""

    type_code: str
    title: str
    plan: str
    done: str
    motion: Motion = Motion.CADRES
    cost: int = 0
    """Yuan."""


_PROJECTS = (
    Project("collective_income", "村集体经济收益使用方案",
            "当年收益的六成用于扩大生产，三成用于公益事业，一成留作风险金。",
            "收益已按方案使用，明细逐笔公布。", cost=46_000),
    Project("subsidies", "村民小组长、网格员误工补贴标准",
            "每人每天补贴 80 元，凭派工单按季结算，不超过 20 天。",
            "补贴已按季结清，签领表存村部。", cost=19_200),
    Project("property", "原村小学闲置校舍出租",
            "公开招租，租期五年，年租金不低于 1.2 万元，租金归村集体。",
            "已与承租户签合同，第一年租金到账。"),
    Project("public_works", "文化广场维修和健身器材更新",
            "重铺地面 600 平方米，更换健身器材 8 件，资金用帮扶单位捐款。",
            "地面和器材验收合格，已交付使用。", Motion.TOWNSHIP, 58_000),
    Project("collective_project", "村集体入股肉牛养殖合作社",
            "以项目资金 30 万元入股，保底分红百分之六，三年后按市价评估。",
            "入股协议已签，股权证存村部。", Motion.TOWNSHIP, 300_000),
    Project("relief", "冬季取暖救助发放方案",
            "低保、特困和独居老人每户 500 元，其他困难户由小组评议后报村。",
            "救助款打卡发放，名单已公示。", Motion.TOWNSHIP, 32_500),
    Project("public_works", "村道路灯安装",
            "沿主村道安装太阳能路灯 40 盏，资金用村集体收益，灯由各组看管。",
            "路灯全部亮起，各组看管人已落实。", cost=72_000),
    Project("property", "村集体旧农机变卖",
            "旧拖拉机两台、播种机一台公开作价变卖，款项归村集体。",
            "农机已卖出，款项入账，收据存村部。"),
    Project("public_works", "自来水管网改造",
            "更换主管道 1200 米，每户装水表，水费由村委会代收代缴。",
            "全村通水正常，水表装到户。", Motion.TOWNSHIP, 136_000),
    Project("important_affair", "公益性岗位调整",
            "保洁员、护林员按“需要、公平、能干”调整十二人，名单公示。",
            "调整后的名单报镇政府备案，人员已经上岗。"),
)  # fmt: skip
_LAND = Project(
    "land_contract", "六组机动地重新发包",
    "机动地 12 亩到期收回，按户轮流承包，承包期三年。",
    "承包合同全部签订，地界已经栽石。",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """Begun so many days ago; ``from_matter`` by what a villager asked for."""

    days_ago: int
    until: Phase | None = None
    tags: tuple[str, ...] = ()
    from_matter: bool = False


_SHOWN = (
    Shown(300, tags=("override",)),
    Shown(270, tags=("lost",)),
    Shown(235, tags=("lapsed",), from_matter=True),
    Shown(205, tags=("posted_late",)),
    Shown(178, tags=("taken_down_early",), from_matter=True),
    Shown(160, tags=("answered_late",)),
    Shown(95, Phase.CLOSING),
    Shown(84, Phase.OUTCOME_NOTICE, from_matter=True),
    Shown(53, Phase.ACTING),
    Shown(51, Phase.ACTING, from_matter=True),
    Shown(29, Phase.IMPLEMENTATION),
    Shown(22, Phase.RESOLUTION_NOTICE),
    Shown(26, Phase.FAILED, ("lost",)),
    Shown(19, Phase.RESOLUTION, from_matter=True),
    Shown(13, Phase.DELIBERATION),
    Shown(8, Phase.CONSULTATION, from_matter=True),
    Shown(4, Phase.PROPOSAL),
)
"""One that stands in each phase today, and the past year's exceptions."""


def begin_decisions(village: Village, seed: str) -> None:
    """Put the authorisation on record, and every shown decision on the calendar."""
    since = village.today - timedelta(days=400)
    authorise(village.store, Authorisation(since, "《大湾村村民自治章程》第十二条"))
    projects = iter(_PROJECTS)
    for nth, shown in enumerate(_SHOWN):
        project = None
        if not shown.from_matter:
            project = _LAND if "override" in shown.tags else next(projects)
        on = village.agenda.last_day - timedelta(days=shown.days_ago)
        village.agenda.begin(_begin(village, shown, project, Random(f"{seed}-{nth}")), on)


def _begin(village: Village, shown: Shown, project: Project | None, rng: Random) -> Course:
    if project is None:
        said, home = village.hear(village.today.month, lambda said: bool(said.plan))
        case = register(village, said, home, source=Source.CALLER)
        case.step(Act.DELIBERATE)
        tags = frozenset(shown.tags)
        yield from live(of_case(case, rng, tags=tags, until=shown.until))
        return
    title = f"{village.today.year}年{project.title}"
    new = NewProcedure(project.type_code, title, project.plan, project.motion)
    made = new_procedure(village.store, new)
    yield from live(
        Decision(
            village, made, project.plan, project.done, rng, tags=frozenset(shown.tags),
            until=shown.until, body=Body.REPRESENTATIVES if project is _LAND else None,
            cost=project.cost * 100,
        )
    )  # fmt: skip
