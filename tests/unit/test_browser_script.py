"""Without root the browser script prints the one line that is missing and exits 2."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_missing_apt_line_is_printed(tmp_path):
    """A machine without Chromium, as an ordinary user: a folder of commands in which `id -u` is not 0."""
    for name in ("bash", "find", "env"):
        (tmp_path / name).symlink_to(shutil.which(name))
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "id").chmod(0o755)
    done = subprocess.run(
        [shutil.which("bash"), str(ROOT / "tools" / "browser.sh")],
        env={"PATH": str(tmp_path), "HOME": os.environ.get("HOME", "/")}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2, done
    assert len(done.stderr.strip().splitlines()) == 1
    assert "sudo apt-get install -y chromium" in done.stderr
