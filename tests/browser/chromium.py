"""Find a browser of the Chromium family for the tests, or install one where that can be done.

``python -m tests.browser.chromium`` does both; `make test` calls it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
# Folders of installers that are not on PATH, on macOS and Windows.
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
PRINT_PATH = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
NO_BROWSER = "there is no Chromium, Chrome or Edge"
HOW_TO_GET_ONE = "apt-get install chromium (Debian, as root), or: .venv/bin/playwright install chromium"


def find_browser() -> str | None:
    """Return the path of a Chromium, Chrome, Edge or Playwright browser; None if none can be driven."""
    # In a separate process: an error of the driver of Playwright would be printed here.
    driver = subprocess.run([sys.executable, "-c", PRINT_PATH], check=False, capture_output=True, text=True)
    if driver.returncode != 0:
        return None
    paths = [*filter(None, map(shutil.which, COMMANDS)), *PLACES, driver.stdout.strip()]
    return next((path for path in paths if Path(path).exists() and _runs(path)), None)


def _runs(path: str) -> bool:
    """Return True if it starts; chromium-browser of Ubuntu may only print how to install it."""
    if os.name == "nt":  # there --version opens a window
        return True
    try:
        ran = subprocess.run([path, "--version"], check=False, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ran.returncode == 0


def install_browser() -> None:
    """Install Chromium of Debian as root, if there is apt-get; a failure is reported, not raised."""
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    print("Installing Chromium for the browser tests: apt-get install chromium", flush=True)
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False, **quiet
    )


def main() -> int:
    if find_browser() is None:
        install_browser()
    if find_browser() is None and os.environ.get("CI"):
        print(f"There is no browser for the browser tests, and CI must run them: {HOW_TO_GET_ONE}.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
