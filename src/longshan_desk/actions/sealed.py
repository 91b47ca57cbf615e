"""Sealed intake (R35): words about a named cadre are encrypted to the commission's key alone, or
not taken at all."""

from __future__ import annotations

from longshan_desk.data.records import office
from longshan_desk.data.store import Store
from longshan_desk.errors import AppError


class SealUnavailableError(AppError):
    """The commission's key has not arrived, so nothing could be sealed before it is written."""

    code = "seal_unavailable"


def can_seal(store: Store) -> bool:
    """R35: whether the commission's key is here; it comes with the township's welcome."""
    with store.read() as session:
        office(session)
    return False


def seal(store: Store, words: str) -> None:
    """R35: take in what nobody at this desk may read again.

    Raises ``SealUnavailableError`` while the commission's key is not here; then ``words`` are
    kept nowhere: in no row, log, draft or search entry.
    """
    del words
    if not can_seal(store):
        raise SealUnavailableError(
            "本机还没有纪委的密封钥匙，不能登记指名反映干部的内容，刚才的内容没有保存。",
            hint="请把空白的密封反映表交给群众，由其填写后直接送交乡镇纪委；"
            "加入乡镇以后，钥匙随欢迎包一起到达。",
        )
