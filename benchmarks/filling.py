"""500 papers by docxtpl, run by the Python of an environment of its own that knows none of ours."""

from __future__ import annotations

import io
import json
import sys
import time


def main(template: str, values: str, count: str) -> None:
    from docxtpl import DocxTemplate

    with open(values, encoding="utf-8") as file:
        texts = json.load(file)

    def fill(number: int) -> None:
        document = DocxTemplate(template)
        document.render({name: f"{text}{number}" for name, text in texts.items()}, autoescape=True)
        document.save(io.BytesIO())

    fill(0)
    start = time.perf_counter()
    for number in range(int(count)):
        fill(number)
    print(f"filled={(time.perf_counter() - start) * 1000}")


if __name__ == "__main__":
    main(*sys.argv[1:4])
