"""One meeting of the demonstration on a decision: who came, and how they voted (R14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from longshan_desk.actions.procedures import Sitting, Speech, take_vote
from longshan_desk.demo.village import Village
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.procedure_labels import Counted, Step, VoteForm
from longshan_desk.queries.procedure_work import meetings_to_join
from longshan_desk.queries.procedures import VoteGround, vote_ground

_HALL = "大湾村党群服务中心"
_AT: dict[Body, tuple[str, time, time]] = {
    Body.BRANCH_COMMITTEE: ("村党支部办公室", time(8), time(8, 45)),
    Body.TWO_COMMITTEES: ("村部会议室", time(15), time(17, 20)),
    Body.PARTY_MEMBERS: (_HALL, time(13, 30), time(14, 40)),
    Body.REPRESENTATIVES: (_HALL, time(9, 30), time(11, 30)),
    Body.HOUSEHOLDS: ("大湾村文化广场", time(19), time(20, 30)),
}
"""Where each body meets from when until when, so that nobody sits in two at once (R29)."""
_NAMED_UP_TO = 12
"""Of a larger body the names are checked off only where the meeting is shown today."""

_SAID = (
    "这个事情早该办了，我同意。",
    "钱从哪里来、花到哪里去，要给大家说清楚。",
    "质量要把关，完工后请群众代表一起验收。",
    "我没有意见，希望早点动工。",
    "施工的时候要照顾到两边的地，不要糟蹋庄稼。",
)
_AMENDED = (
    "{plan}增加一条：由五名村民代表全程监督。",
    "{plan}增加一条：优先用本村劳力，工钱当月结清。",
    "{plan}增加一条：收支每季度在公开栏公布。",
)


@dataclass(frozen=True, slots=True)
class Mood:
    """How a meeting goes: too few come, the vote is lost, or it passes."""

    lapses: bool = False
    loses: bool = False


@dataclass(eq=False)
class Meetings:
    """Holds a decision's meetings; two decisions of one evening have one attendance (R36)."""

    village: Village
    procedure: str
    plan: str
    rng: Random
    is_named: bool
    body: Body | None = None
    """Who resolves, where it is not the representatives."""

    @property
    def today(self) -> date:
        return self.village.today

    def hold(self, step: Step, mood: Mood) -> None:
        """The meeting is today, and entered at once."""
        store, resolves = self.village.store, step is Step.RESOLUTION
        body = (self.body or Body.REPRESENTATIVES) if resolves else None
        ground = vote_ground(store, self.procedure, step, body=body, on=self.today)
        there = self._there(ground, mood)
        place, starts_at, ended_at = _AT[ground.body]
        is_named = self.is_named or len(ground.roll.members) <= _NAMED_UP_TO
        take_vote(
            store,
            self.procedure,
            Sitting(
                step,
                len(there),
                *self._votes(ground, len(there), mood),
                body=body,
                starts_at=starts_at,
                ended_at=ended_at,
                place=place,
                chair=self._chair(ground.body),
                recorder=self.village.officers.clerk,
                form=VoteForm.BALLOT if resolves else VoteForm.HANDS,
                text=None if mood.lapses else self.plan,
                amendment=None if mood.lapses else self._amendment(step),
                notified_on=self.today - timedelta(days=max(3, ground.notice_days)),
                speeches=() if mood.lapses else self._speeches(there),
                township=(f"{self.village.officers.liaison}（镇党委副书记）",) if resolves else (),
                came=there if is_named else None,
            ),
        )

    def join(self, since: date) -> bool:
        """商议 at the committees' meeting after a hearing, if there was one and enough came."""
        body = Body.TWO_COMMITTEES
        held = meetings_to_join(self.village.store, body, since)
        if not held or held[0].on <= since:
            return False
        meeting = held[0]
        ground = vote_ground(
            self.village.store, self.procedure, Step.CONSULTATION, body=body, on=meeting.on
        )
        present = [one for one in ground.roll.members if one.counted and one.name in meeting.there]
        if ground.needed is None or len(present) <= ground.needed:
            return False
        sitting = Sitting(
            Step.CONSULTATION,
            len(present),
            *self._votes(ground, len(present), Mood()),
            text=self.plan,
            meeting_id=meeting.id,
        )
        take_vote(self.village.store, self.procedure, sitting)
        return True

    def _chair(self, body: Body) -> str:
        director = self.village.officers.director
        is_villagers = body in (Body.REPRESENTATIVES, Body.HOUSEHOLDS)
        return director if is_villagers else self.village.secretary

    def _there(self, ground: VoteGround, mood: Mood) -> tuple[str, ...]:
        """Who came; where the same body sat already today, the same."""
        known = self.village.sat.get((self.today, ground.body))
        names = [one.name for one in ground.roll.members if one.counted]
        needed = ground.needed or 1
        if known is not None and not mood.lapses:
            return known
        usual = round(len(names) * self.rng.uniform(0.76, 0.97))
        count = needed - 1 if mood.lapses else max(needed, usual)
        chosen = set(self.rng.sample(range(len(names)), min(count, len(names))))
        there = tuple(name for nth, name in enumerate(names) if nth in chosen)
        if not mood.lapses:
            self.village.sat[self.today, ground.body] = there
        return there

    def _votes(self, ground: VoteGround, present: int, mood: Mood) -> tuple[int, int, int]:
        """同意, 反对, 弃权."""
        if mood.lapses:
            return 0, 0, 0
        base = present if ground.rule.of is Counted.PRESENT else ground.roll.expected or present
        needed = ground.rule.majority.needed(base)
        if mood.loses:
            return needed - 1, present - needed + 1, 0
        others = self.rng.randint(0, max(0, min(present - needed, present // 8)))
        against = self.rng.randint(0, others)
        return present - others, against, others - against

    def _amendment(self, step: Step) -> str | None:
        if step is Step.PROPOSAL or self.rng.random() > 0.1:
            return None
        self.plan = self.rng.choice(_AMENDED).format(plan=self.plan)
        return self.plan

    def _speeches(self, there: tuple[str, ...]) -> tuple[Speech, ...]:
        speakers = self.rng.sample(there, min(2, len(there)))
        said = self.rng.sample(_SAID, len(speakers))
        return tuple(Speech(name, text) for name, text in zip(speakers, said, strict=True))
