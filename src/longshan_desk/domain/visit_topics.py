"""What a visit asks about: the notice's topics for leaders (R8) and for cadres (R10)."""

from __future__ import annotations

from dataclasses import dataclass

from longshan_desk.domain.special_groups import check_entry


@dataclass(frozen=True, slots=True)
class VisitTopic:
    """One topic of the policy's lists; ``unknown`` keeps, as JSON, what a newer program wrote."""

    code: str
    label: str
    unknown: str = "{}"

    def __post_init__(self) -> None:
        check_entry(self.code, self.label, "走访重点")


LEADER_TOPICS = (
    VisitTopic("industry_needs", "产业发展需求"),
    VisitTopic("benefit_policies", "惠民政策落实"),
    VisitTopic("civilised_county", "省级文明县创建"),
    VisitTopic("infrastructure", "村级基础设施建设"),
)
CADRE_TOPICS = (
    VisitTopic("income", "家庭收入"),
    VisitTopic("farming", "农业生产"),
    VisitTopic("disputes", "矛盾纠纷"),
    VisitTopic("safety", "安全生产"),
    VisitTopic("hardship", "“三留守”人员及其他特殊困难群体"),
)
