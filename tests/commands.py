"""Working at a desk by commands, in this process: ``cli.done("matter", "list")``.

``--home``, ``--json`` and ``--on`` are added; the day is ``cli.today`` and may be set.
"""

from __future__ import annotations

import json
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from longshan_desk.cli.main import main

ERROR_KEYS = {"code", "message", "hint", "where"}


class Commands:
    def __init__(self, home: Path, *, today: str = "2022-04-05") -> None:
        self.home, self.today = home, today

    def run(self, *words: str) -> tuple[int, str, str]:
        """(exit code, standard output, standard error)."""
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main([*words, "--home", str(self.home), "--on", self.today])
        return status, out.getvalue(), err.getvalue()

    def call(self, *words: str) -> tuple[int, dict[str, Any]]:
        """(exit code, the object on standard output)."""
        status, out, err = self.run(*words, "--json")
        assert err == ""
        told: dict[str, Any] = json.loads(out)
        assert set(told) == ({"ok", "result"} if told["ok"] else {"ok", "error"})
        return status, told

    def done(self, *words: str) -> dict[str, Any]:
        """Run a command that is carried out; returns its result."""
        status, told = self.call(*words)
        assert told["ok"], told
        assert status == 0
        result: dict[str, Any] = told["result"]
        return result

    def refused(self, *words: str) -> dict[str, str]:
        """Run a command that is refused; returns the error."""
        status, told = self.call(*words)
        assert not told["ok"], told
        error: dict[str, str] = told["error"]
        assert set(error) == ERROR_KEYS
        assert error["message"]
        assert status == (2 if error["code"] == "wrong_use" else 1)
        return error

    def code(self, *words: str) -> str:
        """The code with which a command is refused."""
        return self.refused(*words)["code"]

    def text(self, *words: str) -> str:
        """What a person reads."""
        status, out, err = self.run(*words)
        assert (status, err) == (0, "")
        return out

    # -- acts that many tests need --------------------------------------------------------------

    def register(self, words: str = "门前水渠坏了", *more: str, list: str = "self_handled") -> str:
        """Register a matter heard today outside a hearing; returns its number."""
        result = self.done(
            "matter", "add", "--words", words, "--topic", "infrastructure", "--list", list, *more
        )
        return str(result["number"])

    def move(self, number: str, step: str, *more: str) -> dict[str, Any]:
        return self.done("matter", "move", number, step, *more)

    def assigned(self, due: str = "2022-04-20") -> str:
        """A matter that somebody acts on; returns its number."""
        number = self.register()
        self.move(number, "deliberate")
        self.move(number, "assign", "--to", "王主任", "--due", due)
        return number

    def solved(self) -> str:
        """A matter settled today and not told yet; returns its number."""
        number = self.assigned()
        self.move(number, "close", "--outcome", "solved", "--result", "已修好")
        return number

    def show(self, number: str) -> dict[str, Any]:
        return self.done("matter", "show", number)

    def hearing(self, date: str = "2022-04-05", *more: str) -> str:
        return str(self.done("hearing", "new", "--date", date, *more)["id"])

    def raise_at(self, hearing: str, *words: str) -> None:
        """Write these down at a hearing."""
        for said in words:
            self.done(
                "matter", "add", "--hearing", hearing, "--words", said,
                "--topic", "livelihood", "--list", "self_handled", "--by", "马占山",
            )  # fmt: skip
