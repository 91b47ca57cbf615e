"""Who works at this desk: 使用人, 换人 in one click, and the PIN that never leaves it (R48)."""

from __future__ import annotations

import hmac
import re
import secrets
from hashlib import scrypt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.records import require
from longshan_desk.data.store import Store
from longshan_desk.data.tables.local import UserPin
from longshan_desk.data.tables.office import User
from longshan_desk.domain.names import read_name
from longshan_desk.errors import BadValueError


def add_user(store: Store, name: str) -> str:
    name = read_name(name, where="使用人")
    with store.change("添加使用人") as session:
        _refuse_same_name(session, name)
        user = User(name=name)
        session.add(user)
        return user.id


def rename_user(store: Store, user_id: str, name: str) -> None:
    name = read_name(name, where="使用人")
    with store.change("修改使用人姓名") as session:
        user = require(session, User, user_id, "使用人")
        _refuse_same_name(session, name, user_id)
        user.name = name


def deactivate_user(store: Store, user_id: str) -> None:
    """Somebody who no longer works here; what they did keeps their name."""
    with store.change("停用使用人") as session:
        user = require(session, User, user_id, "使用人")
        if user_id == store.user_id:
            raise BadValueError(
                f"{user.name}正在使用本机，不能停用。", hint="请先换成另一个人，再停用。"
            )
        user.is_active = False


def reactivate_user(store: Store, user_id: str) -> None:
    with store.change("启用使用人") as session:
        user = require(session, User, user_id, "使用人")
        _refuse_same_name(session, user.name, user_id)
        user.is_active = True


def switch_user(store: Store, user_id: str, *, pin: str | None = None) -> str:
    """换人: every act from now on names this person; returns the name.

    Refused with ``pin_required`` or ``wrong_pin`` where the person has set a PIN.
    """
    with store.read() as session:
        user = require(session, User, user_id, "使用人")
        if not user.is_active:
            raise BadValueError(f"{user.name}已停用。", hint="请在“设置”里先启用。")
        refused = f"没有换成{user.name}"
        hint = "请由本人重新输入；没有换人以前，操作仍记在原来的使用人名下。"
        _check_pin(session.get(UserPin, user_id), user.name, pin, refused, hint)
        name: str = user.name
    store.switch_user(user_id)
    return name


def set_pin(store: Store, user_id: str, new: str | None, *, current: str | None = None) -> None:
    """Set, change or (``None``) take away a PIN. It stays on this computer and is not undone."""
    if new is not None and not re.fullmatch(r"[0-9]{4,12}", new):
        raise BadValueError("PIN 应为 4 到 12 位数字。", hint="请重新填写。", where="PIN")
    with store.change("设置 PIN", undoable=False) as session:
        user = require(session, User, user_id, "使用人")
        kept = session.get(UserPin, user_id)
        _check_pin(kept, user.name, current, "没有更改", "请由本人输入现在的 PIN。")
        if kept is not None:
            session.delete(kept)
            session.flush()
        if new is not None:
            salt = secrets.token_bytes(16)
            session.add(UserPin(user_id=user_id, salt=salt, digest=_digest(new, salt)))


def _check_pin(kept: UserPin | None, name: str, pin: str | None, refused: str, hint: str) -> None:
    if kept is None:
        return
    if not pin:
        raise BadValueError(
            f"{name}设有 PIN。", hint="请输入 PIN。", where="PIN", code="pin_required"
        )
    if not hmac.compare_digest(_digest(pin, kept.salt), kept.digest):
        raise BadValueError(
            f"PIN 不对，{refused}。",
            hint=hint,
            where="PIN",
            code="wrong_pin",
        )


def _digest(pin: str, salt: bytes) -> bytes:
    return scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1)


def _refuse_same_name(session: Session, name: str, user_id: str = "") -> None:
    same = select(func.count()).where(
        User.name == name,
        User.is_active.is_(True),
        User.is_deleted.is_(False),
        User.id != user_id,
    )
    if session.scalar(same):
        raise BadValueError(
            f"已有名叫{name}的使用人。",
            hint="同名的两个人请加以区别，例如“张强（文书）”。",
            where="使用人",
        )
