"""What the README says under *Add an editable field* is done as it stands there, to a copy of the package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parents[2]
BEFORE_THE_OPTIONS = "_RUN_OPTIONS: Final = (\n"
A_TEXT = '_field("owner", Part.RUN_OPTIONS, "Owner", Input.TEXT)'


def row_of_the_readme() -> str:
    said = (ROOT / "README.md").read_text(encoding="utf-8").partition("### Add an editable field")[2]
    found = re.search(r"```python\n_RUN_OPTIONS.*?\n( {4}_field\(.*?),\n\)\n```", said, re.DOTALL)
    assert found
    return textwrap.dedent(found[1])


def test_a_row_in_the_table_is_all_that_a_new_field_takes(tmp_path: Path, redis_url: str) -> None:
    shutil.copytree(ROOT / "syncbot", tmp_path / "syncbot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app_manifest.yml", tmp_path)
    table = tmp_path / "syncbot" / "sync" / "fields.py"
    before, options, after = table.read_text(encoding="utf-8").partition(BEFORE_THE_OPTIONS)
    rows = "".join(textwrap.indent(f"{row},\n", "    ") for row in (row_of_the_readme(), A_TEXT))
    table.write_text(before + options + rows + after, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "tests.scenarios.one_more_field", redis_url],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
