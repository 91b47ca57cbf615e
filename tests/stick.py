"""A township and its villages that hand a stick back and forth by commands."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from commands import Commands
from longshan_desk.data.identity import home_tag
from longshan_desk.paths import DeskPaths

PASSPHRASE = "龙山镇的印章口令"


class Stick:
    """One stick that goes from desk to desk; ``stick.folder`` is emptied by ``wipe``."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, root / "U盘"
        self.folder.mkdir(parents=True)
        self.seal, self.commission = root / "印章盘", root / "纪委盘"
        self.desks: dict[str, Commands] = {}

    def copied(self, root: Path) -> Stick:
        """The same desks and sticks in another folder, on the same computers."""
        copy = Stick(root)
        for folder in (self.seal, self.commission, self.root / "state"):
            shutil.copytree(folder, root / folder.name)
        for name, desk in self.desks.items():
            new = copy.desks[name] = Commands(root / name, today=desk.today)
            shutil.copytree(desk.home, new.home)
            was, now = (home_tag(DeskPaths(one.home)) for one in (desk, new))
            for file in (root / "state").glob(f"*{was}*"):
                file.rename(file.with_name(file.name.replace(was, now)))
        return copy

    def on_another_pc(self, desk: Commands, name: str) -> Commands:
        """The desk's folder on a computer that never saw it: no marker, no keys."""
        copy = self.desks[name] = Commands(self.root / name, today=desk.today)
        shutil.copytree(desk.home, copy.home)
        return copy

    def wipe(self) -> None:
        shutil.rmtree(self.folder)
        self.folder.mkdir()

    @property
    def packages(self) -> list[Path]:
        return sorted(self.folder.rglob("*.lspkg"))

    # -- desks --------------------------------------------------------------------------------

    def found_township(self, name: str = "township", *more: str) -> Commands:
        desk = self.desks[name] = Commands(self.root / name, today="2022-01-01")
        desk.done(
            "init", "--role", "township", "--code", "00", "--name", "龙山镇", "--user", "张镇长",
            "--seal", str(self.seal), "--commission", str(self.commission), *more,
        )  # fmt: skip
        return desk

    def found_village(self, code: str, name: str, user: str = "王会计") -> Commands:
        desk = Commands(self.root / f"{code}-{len(self.desks)}", today="2022-01-01")
        self.desks[desk.home.name] = desk
        init = ("init", "--role", "village", "--code", code, "--name", name, "--user", user)
        desk.done(*init, "--hearing-day", "每月5日")
        return desk

    def join(self, township: Commands, village: Commands, code: str, *more: str) -> dict[str, Any]:
        """The whole way: request, digits by telephone, welcome, digits back."""
        asked = village.done("enrol", "request", "--out", str(self.folder / "申请"))
        welcome = township.done(
            "enrol", "accept", asked["file"], "--village", code, "--check-code",
            asked["check_code"], "--out", str(self.folder / "欢迎"), "--seal", str(self.seal),
            *more,
        )  # fmt: skip
        done = village.done("enrol", "join", welcome["file"], "--check-code", welcome["check_code"])
        self.wipe()
        return done

    # -- packages -----------------------------------------------------------------------------

    def make(self, desk: Commands, *more: str) -> dict[str, Any]:
        return desk.done("package", "make", "--to", str(self.folder), *more)

    def receive(self, desk: Commands) -> dict[str, Any]:
        return desk.done("package", "receive", str(self.folder), "--apply")

    def carry(self, sender: Commands, receiver: Commands, *more: str) -> dict[str, Any]:
        """Hand one desk's package to another, on an empty stick."""
        self.wipe()
        self.make(sender, *more)
        told = self.receive(receiver)
        self.wipe()
        return told

    def exchange(self, township: Commands, villages: Sequence[Commands]) -> None:
        """Every desk that has something to say hands it to the township, and gets its answer."""
        for village in villages:
            self._hand_over(village, township)
        self.wipe()
        self.make(township)
        for village in villages:
            village.done("package", "receive", str(self.folder), "--apply")
        self.wipe()

    def _hand_over(self, village: Commands, township: Commands) -> None:
        self.wipe()
        _, told = village.call("package", "make", "--to", str(self.folder))
        if told["ok"]:
            self.receive(township)
        else:
            assert told["error"]["code"] == "nothing_to_hand_over"
