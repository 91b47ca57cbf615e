"""The divergence alarm in words, for as long as it stands (3.11)."""

from __future__ import annotations

from longshan_desk.data.log.divergence import open_alarms
from longshan_desk.data.store import Store
from longshan_desk.peers.known import known_in

DIVERGED = "数据核对不一致"


def divergence_words(store: Store) -> str:
    """F73: who has other records, and where the support bundle lies; empty if all agree."""
    with store.read() as session:
        connection = session.connection()
        known, found = known_in(connection), open_alarms(connection)
    if known is None or not found:
        return ""
    names = "、".join(known.name_of(one.place) for one in found)
    files = "、".join(str(store.paths.logs / one.file) for one in found)
    return (
        f"{DIVERGED}（与{names}）：两边收到的内容一样，显示的却有不同。登记没有丢，照常工作。"
        f"请重建一次：先备份，再按操作记录把本机的内容重做一遍。"
        f"重建以后下次接收还不一致的，请对方也重建，并把核对资料交给管理员：{files}"
        "（里面没有姓名和登记内容）。"
    )
