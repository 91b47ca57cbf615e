"""The bodies that propose, consult, deliberate, resolve and watch in a decision (R14)."""

from __future__ import annotations

from longshan_desk.domain.labels import Labelled, OfficeKind, Role


class Body(Labelled):
    """Who meets. A community's bodies have names of their own: ``label_for``."""

    BRANCH_COMMITTEE = "branch_committee", "村党支部委员会"
    TWO_COMMITTEES = "two_committees", "村“两委”会议"
    PARTY_MEMBERS = "party_members", "党员大会"
    PARTY_COUNCIL = "party_council", "党员议事会"
    REPRESENTATIVES = "representatives", "村民代表会议"
    JOINT_HOUSEHOLDS = "joint_households", "联户代表会议"
    VILLAGERS = "villagers", "村民会议"
    HOUSEHOLDS = "households", "户代表会议"
    OVERSIGHT_COMMITTEE = "oversight_committee", "村务监督委员会"
    COLLECTIVE_MEMBERS = "collective_members", "集体经济组织成员大会"

    def label_for(self, kind: OfficeKind) -> str:
        """What the body is called in a village or in a community (社区)."""
        if kind is OfficeKind.COMMUNITY:
            return _IN_A_COMMUNITY.get(self, self.label)
        return self.label

    @property
    def unit(self) -> str:
        """What its members are counted in."""
        return "户" if self is Body.HOUSEHOLDS else "人"

    @property
    def is_listed(self) -> bool:
        """Whether it has a roll of its own, and is not worked out from another register."""
        return self not in _WORKED_OUT

    @property
    def offices(self) -> tuple[Role, ...]:
        """The offices whose holders sit in it, out of the roster of cadres."""
        return _OFFICES.get(self, ())


_IN_A_COMMUNITY = {
    Body.BRANCH_COMMITTEE: "社区党支部委员会",
    Body.TWO_COMMITTEES: "社区“两委”会议",
    Body.REPRESENTATIVES: "居民代表会议",
    Body.VILLAGERS: "居民会议",
    Body.OVERSIGHT_COMMITTEE: "居务监督委员会",
}
_WORKED_OUT = frozenset(
    {Body.BRANCH_COMMITTEE, Body.TWO_COMMITTEES, Body.VILLAGERS, Body.HOUSEHOLDS}
)
_BRANCH = (Role.BRANCH_SECRETARY, Role.BRANCH_DEPUTY, Role.PARTY_BRANCH_COMMITTEE)
_VILLAGE = (Role.VILLAGE_DIRECTOR, Role.VILLAGERS_COMMITTEE)
_OFFICES = {
    Body.BRANCH_COMMITTEE: _BRANCH,
    Body.TWO_COMMITTEES: (*_BRANCH, *_VILLAGE),
    Body.REPRESENTATIVES: _VILLAGE,
    Body.OVERSIGHT_COMMITTEE: (Role.OVERSIGHT_COMMITTEE,),
}


def representative_word(kind: OfficeKind) -> str:
    return "居民代表" if kind is OfficeKind.COMMUNITY else "村民代表"


def committee_word(kind: OfficeKind) -> str:
    return "居委会" if kind is OfficeKind.COMMUNITY else "村委会"
