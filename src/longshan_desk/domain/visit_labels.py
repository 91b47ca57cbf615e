"""The words of visits, the diary and the work ledger: codes with their Chinese labels (R8–R10)."""

from __future__ import annotations

from longshan_desk.domain.labels import Labelled


class VisitWay(Labelled):
    """How a household was reached. Only 入户 is a visit, the others are contact (R10)."""

    AT_HOME = "at_home", "入户"
    TELEPHONE = "telephone", "电话"
    VIDEO = "video", "视频"
    THROUGH_OTHERS = "through_others", "代问"


class SessionKind(Labelled):
    """R9: what is held in the village beside visits; never counted as coverage."""

    TALK = "talk", "座谈交流"
    ON_SITE = "on_site", "现场办公"


class FollowUpKind(Labelled):
    """What is added to an entry of the diary afterwards; the entry itself is never touched."""

    REVIEW = "review", "批阅"
    PROGRESS = "progress", "承诺进展"
    KEPT = "kept", "承诺已兑现"
    NOT_KEPT = "not_kept", "承诺不能兑现"

    @property
    def ends_promise(self) -> bool:
        return self in (FollowUpKind.KEPT, FollowUpKind.NOT_KEPT)


class LedgerAct(Labelled):
    """The steps of an entry of the work ledger (R9)."""

    DECIDE = "decide", "党委会议定"
    PROGRESS = "progress", "记进展"
    CLOSE = "close", "销账"
    REOPEN = "reopen", "重新办理"


class Attached(Labelled):
    """The kinds of record a photo or file can belong to."""

    VISIT = "visit", "走访记录"
    SESSION = "visit_session", "座谈或现场办公"
    LEDGER = "ledger_entry", "工作台账"
    MATTER = "matter", "事项"
    PROCEDURE_ACT = "procedure_act", "公开张贴"
    MEETING = "meeting", "会议"
