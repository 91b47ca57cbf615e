"""Puts the repository's resources into a built package; everything else is in pyproject.toml."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithResources(build_py):
    def run(self) -> None:
        super().run()
        if not self.editable_mode:  # a checkout reads its own resources folder
            place = Path(self.build_lib, "longshan_desk", "resources")
            shutil.copytree("resources", place, dirs_exist_ok=True)


setup(cmdclass={"build_py": BuildWithResources})
