"""The words of 四议两公开: its steps, notices, acts and phases, each code with its label."""

from __future__ import annotations

from longshan_desk.domain.labels import Labelled


class Step(Labelled):
    """四议: the four meetings, in their order."""

    PROPOSAL = "proposal", "提议"
    CONSULTATION = "consultation", "商议"
    DELIBERATION = "deliberation", "审议"
    RESOLUTION = "resolution", "决议"

    @property
    def place(self) -> int:
        """0 for the first."""
        return STEPS.index(self)


STEPS = tuple(Step)


class Notice(Labelled):
    """两公开, and the progress told in between."""

    RESOLUTION_NOTICE = "resolution_notice", "决议公开"
    PROGRESS_NOTICE = "progress_notice", "进展公开"
    OUTCOME_NOTICE = "outcome_notice", "实施结果公开"


class Deed(Labelled):
    """What can be done in a procedure; facts of these kinds are only ever added."""

    STEP = "step", "会议表决"
    ROUND = "round", "重新提出"
    OVERRIDE = "override", "改由其他会议决定"
    DRAFT = "draft", "拟公开内容"
    OPINION = "opinion", "监督意见"
    POST = "post", "张贴公开"
    TAKE_DOWN = "take_down", "撤下"
    OBJECT = "object", "提出异议"
    ANSWER = "answer", "答复异议"
    IMPLEMENT = "implement", "组织实施"
    ACCEPT = "accept", "验收"
    CLOSE = "close", "结案"


class Phase(Labelled):
    """Where a procedure stands, as its matter's record says it."""

    PROPOSAL = "proposal", "已立项，待提议"
    CONSULTATION = "consultation", "已提议，待商议"
    DELIBERATION = "deliberation", "已商议，待审议"
    RESOLUTION = "resolution", "已审议，待决议"
    FAILED = "failed", "表决未通过，待重新提出或终止"
    RESOLUTION_NOTICE = "resolution_notice", "已决议，待公开"
    IMPLEMENTATION = "implementation", "决议已公开，待实施"
    ACTING = "acting", "决议已公开，实施中"
    OUTCOME_NOTICE = "outcome_notice", "已实施，待公开结果"
    CLOSING = "closing", "结果已公开，待结案"
    CLOSED = "closed", "已结案"
    ENDED = "ended", "未形成决议，已终止"

    @property
    def is_open(self) -> bool:
        return self not in (Phase.CLOSED, Phase.ENDED)

    @property
    def is_decided(self) -> bool:
        """Whether the resolution passed, so that its matter may be carried out (R14)."""
        return self in _DECIDED

    @property
    def next_act(self) -> str | None:
        """The word of the act that comes next; nothing when it is over."""
        return _NEXT.get(self, self.value) if self.is_open else None

    @property
    def column(self) -> str:
        """The heading under which a board shows it."""
        return _COLUMNS.get(self, self.label)


_DECIDED = frozenset(
    {
        Phase.RESOLUTION_NOTICE,
        Phase.IMPLEMENTATION,
        Phase.ACTING,
        Phase.OUTCOME_NOTICE,
        Phase.CLOSING,
        Phase.CLOSED,
    }
)
_NEXT = {
    Phase.FAILED: "round",
    Phase.IMPLEMENTATION: "implement",
    Phase.ACTING: "implement",
    Phase.CLOSING: "close",
}
_COLUMNS = {
    Phase.PROPOSAL: "待提议",
    Phase.CONSULTATION: "待商议",
    Phase.DELIBERATION: "待审议",
    Phase.RESOLUTION: "待决议",
    Phase.FAILED: "未通过",
    Phase.RESOLUTION_NOTICE: "待公开决议",
    Phase.IMPLEMENTATION: "待实施",
    Phase.ACTING: "实施中",
    Phase.OUTCOME_NOTICE: "待公开结果",
    Phase.CLOSING: "待结案",
    Phase.ENDED: "已终止",
}


class VoteForm(Labelled):
    HANDS = "hands", "举手表决"
    BALLOT = "ballot", "无记名投票"


class Motion(Labelled):
    """动议事由, the same on all six sheets."""

    MASSES = "masses", "党员群众建议"
    CADRES = "cadres", "村干部提议"
    TOWNSHIP = "township", "上级党委政府安排"


class Why(Labelled):
    """Why a step did not pass."""

    NO_QUORUM = "no_quorum", "到会人数不够"
    NO_MAJORITY = "no_majority", "同意票不够"


class Counted(Labelled):
    """What a majority is counted of."""

    EXPECTED = "expected", "应到"
    PRESENT = "present", "到会"
