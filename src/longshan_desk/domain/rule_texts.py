"""The rule sets of 四议两公开 that are shipped, and the one in force on a day (R14, R30, R31).

Every figure names its source. What a township may choose otherwise are switches of the policy;
they are built into the set, and the set is kept by the procedure that begins with it.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import counting_on
from longshan_desk.domain.policy import FIELD, Policy
from longshan_desk.domain.procedure_labels import Counted, Step
from longshan_desk.domain.rule_sets import BodyRule, MatterType, RuleSet, Term
from longshan_desk.domain.votes import HALF, MORE_THAN_HALF, TWO_THIRDS, VoteRule

_LAW_2018 = "《中华人民共和国村民委员会组织法》（2018年12月29日修正）"
_LAW_2026 = "《中华人民共和国村民委员会组织法》（2025年10月28日修订，2026年1月1日起施行）"
_UNCHECKED = f"{_LAW_2026}，条文待核对，暂按2018年文本"
_COLLECTIVE = "《中华人民共和国农村集体经济组织法》（2025年5月1日起施行）"
_LAND = "《中华人民共和国农村土地承包法》（2018年12月29日修正）"
_BRANCHES = "《中国共产党支部工作条例（试行）》第十一条（2018年10月28日）"
_RURAL = "《中国共产党农村基层组织工作条例》（2019年）"
_PRACTICE = "四议两公开各地通行做法，乡镇可改"
_OURS = "本软件默认，乡镇可改"

_FROM_2018 = date(2018, 12, 29)
_FROM_2026 = date(2026, 1, 1)

_MEMBERS = VoteRule(MORE_THAN_HALF, MORE_THAN_HALF, Counted.EXPECTED)
_COLLECTIVE_VOTE = VoteRule(TWO_THIRDS, TWO_THIRDS, Counted.EXPECTED)


def rule_set_on(day: date, policy: Policy) -> RuleSet:
    """The set for a procedure that begins on ``day``, with the policy's switches of that day.

    Before the first set's date the first holds: nothing older is shipped.
    """
    return _set_2026(policy) if day >= _FROM_2026 else _set_2018(policy)


def shipped_sets(policy: Policy) -> tuple[RuleSet, ...]:
    """Every shipped set under the policy's switches, oldest first, to be read with sources."""
    return _set_2018(policy), _set_2026(policy)


def _set_2018(policy: Policy) -> RuleSet:
    return _build("2018", "村民委员会组织法2018年文本", _FROM_2018, _LAW_2018, policy)


def _set_2026(policy: Policy) -> RuleSet:
    return _build("2026", "村民委员会组织法2026年施行文本", _FROM_2026, _UNCHECKED, policy)


def _build(code: str, title: str, from_on: date, law: str, policy: Policy) -> RuleSet:
    is_checked = law is not _UNCHECKED
    return RuleSet(
        code=code,
        title=title if is_checked else f"{title}（待核对）",
        from_on=from_on,
        is_checked=is_checked,
        note="" if is_checked else "新修订的条文还没有逐条核对，数字暂按2018年文本，请乡镇核对。",
        bodies={rule.body: rule for rule in _bodies(law, policy)},
        types=_types(law, policy),
        step_bodies=_step_bodies(policy),
        merges_first_steps=policy.procedure_merges_first,
        posting=Term(policy.disclosure_posting_days, _words("disclosure_posting_days")),
        event=Term(policy.disclosure_event_days, _words("disclosure_event_days")),
        objection=Term(policy.objection_days, _words("objection_days")),
        late_entry_days=policy.late_entry_days,
        counting=counting_on(from_on),
    )


def _words(key: str) -> str:
    return FIELD[key].basis.words


def _step_bodies(policy: Policy) -> dict[Step, tuple[Body, ...]]:
    council = (Body.PARTY_COUNCIL,) if policy.party_council_deliberates else ()
    proposing = (Body.BRANCH_COMMITTEE, Body.PARTY_MEMBERS)
    return {
        Step.PROPOSAL: (Body.TWO_COMMITTEES,) if policy.procedure_merges_first else proposing,
        Step.CONSULTATION: (Body.TWO_COMMITTEES,),
        Step.DELIBERATION: (Body.PARTY_MEMBERS, *council),
    }


# -- bodies -----------------------------------------------------------------------------------


def _sources(quorum: str, majority: str, notice: str, counted: str) -> dict[str, str]:
    return {"quorum": quorum, "majority": majority, "notice": notice, "counted": counted}


def _bodies(law: str, policy: Policy) -> tuple[BodyRule, ...]:
    return (
        BodyRule(
            Body.BRANCH_COMMITTEE,
            _MEMBERS,
            0,
            "村党支部委员会的委员",
            _sources(_OURS, _OURS, _OURS, _RURAL),
        ),
        BodyRule(
            Body.TWO_COMMITTEES,
            _MEMBERS,
            0,
            "村党支部委员会和村民委员会的成员，交叉任职的算一人",
            _sources(_OURS, _OURS, _OURS, _RURAL),
        ),
        *_party(policy),
        *_villagers(law, policy),
        BodyRule(
            Body.COLLECTIVE_MEMBERS,
            _COLLECTIVE_VOTE,
            10,
            "具有完全民事行为能力的集体经济组织成员",
            _sources(*(f"{_COLLECTIVE}第二十七条",) * 4),
        ),
    )


def _party(policy: Policy) -> tuple[BodyRule, ...]:
    of = Counted.EXPECTED if policy.party_majority_of_expected else Counted.PRESENT
    strict = policy.party_quorum_two_thirds
    vote = VoteRule(TWO_THIRDS if strict else HALF, MORE_THAN_HALF, of)
    quorum = _PRACTICE if strict else f"{_BRANCHES}：半数以上有表决权的党员到会"
    majority = f"{_BRANCHES}：超过应到会有表决权的党员半数"
    if of is Counted.PRESENT:
        majority = f"乡镇选用到会过半数；{majority}"
    notice = _words("party_notice_days")
    counted = "有表决权的正式党员；预备党员没有表决权，符合规定情形并经同意的可以不计"
    return (
        BodyRule(
            Body.PARTY_MEMBERS,
            vote,
            policy.party_notice_days,
            counted,
            _sources(quorum, majority, notice, f"{_BRANCHES}；不计入应到的情形为参照适用"),
        ),
        BodyRule(
            Body.PARTY_COUNCIL,
            vote,
            policy.party_notice_days,
            "党员议事会的成员",
            _sources(f"参照党员大会：{quorum}", f"参照党员大会：{majority}", notice, _PRACTICE),
        ),
    )


def _villagers(law: str, policy: Policy) -> tuple[BodyRule, ...]:
    of = Counted.EXPECTED if policy.representatives_majority_of_expected else Counted.PRESENT
    stricter = "乡镇选用全体代表过半数，严于" if of is Counted.EXPECTED else ""
    vote = VoteRule(TWO_THIRDS, MORE_THAN_HALF, of)
    notice = _words("representatives_notice_days")
    present = VoteRule(MORE_THAN_HALF, MORE_THAN_HALF, Counted.PRESENT)
    assembly, meeting = f"{law}第二十二条", f"{law}第二十六条"
    called = f"{law}第二十一条：提前十天通知"
    return (
        BodyRule(
            Body.REPRESENTATIVES,
            vote,
            policy.representatives_notice_days,
            "村民委员会成员和村民代表",
            _sources(meeting, f"{stricter}{meeting}", notice, f"{law}第二十五条"),
        ),
        BodyRule(
            Body.JOINT_HOUSEHOLDS,
            vote,
            policy.representatives_notice_days,
            "联户代表",
            _sources(*(f"地方做法，参照{meeting}",) * 2, notice, "地方做法"),
        ),
        BodyRule(
            Body.VILLAGERS,
            present,
            10,
            "本村十八周岁以上的村民",
            _sources(assembly, assembly, called, assembly),
        ),
        BodyRule(
            Body.HOUSEHOLDS,
            VoteRule(TWO_THIRDS, MORE_THAN_HALF, Counted.PRESENT),
            10,
            "本村每户一名代表",
            _sources(assembly, assembly, called, assembly),
        ),
    )


# -- which body decides what ------------------------------------------------------------------

_ASSEMBLY = (Body.VILLAGERS, Body.HOUSEHOLDS)


def _types(law: str, policy: Policy) -> tuple[MatterType, ...]:
    joint = (Body.JOINT_HOUSEHOLDS,) if policy.joint_households_resolve else ()
    usual = (Body.REPRESENTATIVES, *_ASSEMBLY, *joint)
    article = f"{law}第二十四条"
    authorised = "由村民代表会议决定的，须有村民会议授权。"
    by_leave = partial(MatterType, note=authorised, needs_authority=True)
    listed = (
        ("public_works", "公益事业的兴办、筹资筹劳和建设承包方案"),
        ("subsidies", "享受误工补贴的人员及补贴标准"),
        ("collective_income", "从村集体经济所得收益的使用"),
        ("collective_project", "村集体经济项目的立项、承包方案"),
        ("property", "以借贷、租赁或者其他方式处分村集体财产"),
    )
    found = [by_leave(code, label, usual, article) for code, label in listed]
    local = "“四重”地方做法，范围由村民会议或村民代表会议讨论后报乡镇备案"
    found += [
        MatterType("relief", "重要救助和补贴发放", usual, local),
        MatterType("important_affair", "其他重要事务", usual, local),
        by_leave("other", "其他公共重大事项", usual, article),
        MatterType(
            "village_rules", "村民自治章程、村规民约", _ASSEMBLY, f"{law}第二十七条",
            "由村民会议制定和修改，报乡镇备案。",
        ),
    ]  # fmt: skip
    return (*found, *_collective_types())


def _collective_types() -> tuple[MatterType, ...]:
    """R30: what belongs to all members of the collective, and to nobody in their place."""
    source = f"{_COLLECTIVE}第二十六条、第二十七条、第二十八条"
    note = (
        "须由成员大会决定，不得由成员代表大会或其他会议代替；表决前应先经村党组织研究讨论。"
        "该法施行以前已由其他会议决定的，写明理由后可以照实补录。"
    )
    listed = (
        ("land_contract", "土地承包方案"),
        ("housing_plots", "宅基地使用方案"),
        ("membership", "确认集体经济组织成员"),
        ("shares", "集体经营性财产收益权份额量化方案"),
        ("land_compensation", "土地补偿费等的分配、使用办法"),
        ("charter", "集体经济组织章程"),
        ("merger", "集体经济组织合并、分立"),
    )
    members = (Body.COLLECTIVE_MEMBERS,)
    land = (Body.COLLECTIVE_MEMBERS, Body.REPRESENTATIVES, Body.VILLAGERS)
    needed = f"须经全体成员或者全体村民代表三分之二以上同意（{_LAND}"
    return (
        *(MatterType(code, label, members, source, note) for code, label in listed),
        MatterType(
            "land_adjustment", "个别农户之间承包地的调整", land,
            f"{_LAND}第二十八条", f"{needed}），并报乡镇和县农业农村主管部门批准。",
            _COLLECTIVE_VOTE,
        ),
        MatterType(
            "land_to_outsiders", "土地发包给本集体以外的单位或者个人", land,
            f"{_LAND}第五十二条", f"{needed}），并报乡镇批准。", _COLLECTIVE_VOTE,
        ),
    )  # fmt: skip
