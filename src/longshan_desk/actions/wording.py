"""Wording the papers the office's own way, and going back to the usual words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from longshan_desk.data import records
from longshan_desk.data.store import Store
from longshan_desk.data.tables.papers import TownshipWording, VillageWording
from longshan_desk.data.wording import OFFICE_KIND, Row, kept_wording, wording_rows
from longshan_desk.documents.kinds.registry import kind_of
from longshan_desk.documents.wording import OFFICE, Wording
from longshan_desk.domain.labels import OfficeRole
from longshan_desk.errors import AppError, ChangedSinceError


def set_wording(
    store: Store,
    kind: str,
    texts: Mapping[str, str],
    *,
    expected: Mapping[str, str] | None = None,
) -> None:
    """Word phrases of a paper (``office``: the names on all papers), ``{phrase: text}``; the
    default's own words are not kept.

    At the township this settles the words of all its villages. ``expected`` is what the form was
    opened with. Raises ``WordingError`` with the place, and ``fixed_by_township``.
    """
    wording = _wording_of(kind)
    checked = {key: wording.checked(key, text) for key, text in texts.items()}
    with store.change("修改文书用语") as session:
        model = _model(session)
        kept = {key: one for (_, key), one in kept_wording(session, kind).items()}
        for key, text in checked.items():
            phrase = wording.phrase(key)
            now = kept[key].text if key in kept else phrase.default
            if expected is not None and key in expected and expected[key] != now:
                raise ChangedSinceError(
                    f"打开以后，“{phrase.place}”已被修改，这次没有保存。",
                    hint="请对照现在的用语再改。",
                    where=key,
                )
            if text == now:
                continue
            if model is VillageWording and key in kept and kept[key].is_fixed:
                raise AppError(
                    f"“{phrase.place}”由乡镇统一规定，村里不能改。",
                    hint="要改请向乡镇反映。",
                    where=key,
                    code="fixed_by_township",
                )
            _keep(session, model, kind, key, None if text == phrase.default else text)


def reset_wording(store: Store, kind: str, keys: Collection[str] = ()) -> list[str]:
    """Back to the default: these phrases, or all of the paper. Returns what was reset; what the
    township settled stays at a village."""
    wording = _wording_of(kind)
    wanted = {wording.phrase(key).key for key in keys} or {one.key for one in wording.phrases}
    with store.change("恢复文书的默认用语") as session:
        rows = [row for row in wording_rows(session, _model(session), kind) if row.key in wanted]
        for row in rows:
            row.is_deleted = True
        return sorted({row.key for row in rows})


def _wording_of(kind: str) -> Wording:
    return OFFICE if kind == OFFICE_KIND else kind_of(kind).wording


def _model(session: Session) -> type[Row]:
    is_township = records.office(session).role is OfficeRole.TOWNSHIP
    return TownshipWording if is_township else VillageWording


def _keep(session: Session, model: type[Row], kind: str, key: str, text: str | None) -> None:
    rows = [row for row in wording_rows(session, model, kind) if row.key == key]
    for row in rows[:-1] if text is not None else rows:
        row.is_deleted = True
    if text is None:
        return
    if rows:
        rows[-1].text = text
    else:
        session.add(model(kind=kind, key=key, text=text))
