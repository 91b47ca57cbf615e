"""The words of papers by command."""

from __future__ import annotations

from commands import Commands


def phrase(cli: Commands, kind: str, key: str) -> dict[str, object]:
    (paper,) = cli.done("paper", "wording", "list", kind)["papers"]
    found: dict[str, object] = next(one for one in paper["phrases"] if one["key"] == key)
    return found


def test_every_paper_lists_its_phrases_with_their_defaults(cli: Commands) -> None:
    papers = cli.done("paper", "wording", "list")["papers"]
    assert papers[0]["kind"] == "office"
    assert all(paper["phrases"] and paper["placeholders"] for paper in papers)


def test_words_are_set_and_reset(cli: Commands) -> None:
    set_to = cli.done("paper", "wording", "set", "report", "closing", "专此报告。")
    assert set_to == {"kind": "report", "key": "closing", "text": "专此报告。"}
    assert phrase(cli, "report", "closing")["changed"] is True
    assert cli.done("paper", "wording", "reset", "report")["reset"] == ["closing"]
    assert phrase(cli, "report", "closing")["text"] == "特此报告。"


def test_an_unknown_placeholder_is_refused_with_its_place(cli: Commands) -> None:
    error = cli.refused("paper", "wording", "set", "report", "closing", "请{村长}批示。")
    assert error["code"] == "bad_value"
    assert error["where"] == "closing"
    assert "第2个字：不认识“{村长}”" in error["message"]
    assert "可以用：{事由}" in error["hint"]


def test_an_unknown_paper_or_phrase_is_refused(cli: Commands) -> None:
    assert cli.refused("paper", "wording", "list", "nothing")["code"] == "not_found"
    assert cli.refused("paper", "wording", "set", "report", "x", "y")["code"] == "not_found"
