"""Commands about the office itself: its particulars, fixed day, users and the policy."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, day
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.tables import listed, table
from longshan_desk.errors import AmbiguousError, BadValueError, NotFoundError

if TYPE_CHECKING:
    from longshan_desk.data.store import Store
    from longshan_desk.queries.policy import Figure


def add_commands(top: Parser) -> None:
    office = top.command("office", "本村的资料和固定说事日")
    office.command("show", "资料和以后的说事日", _show)
    fixed = office.command("hearing-day", "设定固定说事日", _hearing_day)
    fixed.add_argument("words", metavar="WORDS", help="例如 每月5日、每月第一个星期五")
    fixed.add_argument("--from", type=day, metavar="D", help="从哪一天起（默认今天）")

    user = top.command("user", "使用人")
    user.command("list", "使用人名单", _users)
    add = user.command("add", "添加使用人", _add_user)
    add.add_argument("name", metavar="NAME")
    switch = user.command("switch", "换人：以后的操作记在他名下", _switch)
    switch.add_argument("who", metavar="NAME", help="姓名或 id")
    switch.add_argument("--pin", metavar="PIN", help="本人设有 PIN 的要写")

    policy = top.command("policy", "规则参数")
    show = policy.command("show", "现在的规则参数", _policy)
    show.add_argument("--date", type=day, metavar="D", help="哪一天的（默认今天）")
    change = policy.command("set", "修改一项规则参数", _set)
    change.add_argument("field", metavar="FIELD", help="参数的代码，见 policy show")
    change.add_argument("value", metavar="VALUE", help="数字、true 或 false、日期、JSON")
    change.add_argument("--from", type=day, metavar="D", help="从哪一天起（默认今天）")
    change.add_argument("--note", metavar="T", help="备注，例如文号")


def _show(args: Namespace) -> Answer:
    from longshan_desk.queries.office import next_hearing_dates, office

    with reading(args) as store:
        row, dates = office(store), next_hearing_dates(store, count=12)
    result = {
        "role": row.role,
        "code": row.code,
        "name": row.name,
        "kind": row.facts.kind,
        "township": row.facts.township,
        "county": row.facts.county,
        "hearing_day": row.hearing_day,
        "hearings": [
            {"month": one.month, "date": one.on, "moved": one.is_moved, "id": one.meeting_id}
            for one in dates
        ],
    }
    text = listed(
        [
            ("村名", row.name),
            ("编号", row.code),
            ("乡镇", row.facts.township),
            ("固定说事日", row.hearing_day or "还没有设定"),
            ("以后的说事日", [one.on for one in dates]),
        ]
    )
    return Answer(result, text)


def _hearing_day(args: Namespace) -> Answer:
    from longshan_desk.actions.office import set_hearing_day
    from longshan_desk.queries.office import next_hearing_dates

    with writing(args) as store:
        set_hearing_day(store, args.words, from_on=getattr(args, "from") or store.today())
        dates = [one.on for one in next_hearing_dates(store, count=12)]
    return Answer({"dates": dates}, f"已设定，下一次说事日 {dates[0]}。")


def _users(args: Namespace) -> Answer:
    from longshan_desk.queries.office import users

    with reading(args) as store:
        rows = users(store, inactive=True)
    result = [
        {"id": row.id, "name": row.name, "active": row.is_active, "current": row.is_current}
        for row in rows
    ]
    lines = [
        (row.name, "现在使用" if row.is_current else "" if row.is_active else "已停用", row.id)
        for row in rows
    ]
    return Answer({"users": result}, table(("姓名", "", "id"), lines))


def _add_user(args: Namespace) -> Answer:
    from longshan_desk.actions.users import add_user

    with writing(args) as store:
        made = add_user(store, args.name)
    return Answer({"id": made}, f"已添加使用人{args.name}。id {made}")


def _switch(args: Namespace) -> Answer:
    from longshan_desk.actions.users import switch_user

    with writing(args) as store:
        name = switch_user(store, _user_id(store, args.who), pin=args.pin)
    return Answer({"user": name}, f"已换成{name}。")


def _user_id(store: Store, who: str) -> str:
    """The user with this name or id."""
    from longshan_desk.queries.office import users

    found = [row.id for row in users(store) if who in (row.id, row.name)]
    if not found:
        raise NotFoundError(f"没有名叫“{who}”的使用人。", hint="请看 user list。", where=who)
    if len(found) > 1:
        raise AmbiguousError(f"有几个使用人叫“{who}”。", hint="请写 id，见 user list。", where=who)
    return found[0]


# -- policy -----------------------------------------------------------------------------------


def _policy(args: Namespace) -> Answer:
    from longshan_desk.queries.policy import current, figures_of

    with reading(args) as store:
        policy = current(store, args.date)
    rows = figures_of(policy)
    plain = policy.to_data()
    figures = [_figure_object(row, plain[row.field.key]) for row in rows]
    lines = [
        (row.field.key, row.field.label, row.words, row.field.rule, row.field.basis.words)
        for row in rows
    ]
    return Answer({"figures": figures}, table(("代码", "参数", "现在", "规则", "依据"), lines))


def _figure_object(row: Figure, value: Any) -> dict[str, Any]:
    return {
        "field": row.field.key,
        "label": row.field.label,
        "value": value,
        "words": row.words,
        "rule": row.field.rule,
        "basis": row.field.basis.words,
        "default": row.is_default,
    }


def _set(args: Namespace) -> Answer:
    from longshan_desk.actions.policy import save_policy
    from longshan_desk.domain.policy import FIELD
    from longshan_desk.domain.policy_json import read_value
    from longshan_desk.queries.policy import current

    field = FIELD.get(args.field)
    if field is None:
        raise BadValueError(
            f"没有“{args.field}”这一项规则参数。", hint="代码见 policy show。", where=args.field
        )
    value = read_value(field, _json_value(args.value))
    with writing(args) as store:
        start = getattr(args, "from") or store.today()
        policy = current(store, start)
        change: dict[str, Any] = {field.key: value}
        changed = replace(policy, **change)
        made = save_policy(store, changed, from_on=start, note=args.note, expected=policy)
    words = field.words(getattr(changed, field.key))
    result = {"id": made, "field": field.key, "from": start, "words": words}
    return Answer(result, f"{field.label}从 {start} 起是 {words}。")


def _json_value(text: str) -> Any:
    """JSON where it is, else the text itself (a date, a code)."""
    try:
        return json.loads(text)
    except ValueError:
        return text
