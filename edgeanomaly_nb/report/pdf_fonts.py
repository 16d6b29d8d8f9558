"""The fonts of a PDF: first those of matplotlib, so that reports look the same on all machines."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst


_NAMES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf")
_OTHER_EM = 1.4  # the width of a character in another font: that of most emoji


def report_fonts(folder: Path, *, system: bool = True) -> typst.Fonts:
    """Return the fonts: those of matplotlib, then those of the system for other characters.

    Parameters
    ----------
    folder : Path
        An empty folder, which must exist until the document is compiled. typst reads all fonts of a folder,
        and matplotlib's folder has the Last Resort font
        (https://github.com/matplotlib/matplotlib/pull/29356). It has a box for every character, so that typst
        would report no character without a font.
    system : bool
        True to include the fonts of the system.

    Returns
    -------
    typst.Fonts

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     report_fonts(Path(folder), system=False).families()
    ['DejaVu Sans', 'DejaVu Sans Mono']
    """
    import matplotlib as mpl
    import typst

    for name in _NAMES:
        file = Path(mpl.get_data_path(), "fonts", "ttf", name)
        if file.is_file():  # some Linux distributions have them in the system instead
            shutil.copyfile(file, folder / name)
    fonts = typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=[folder])
    if any(map(_is_last_resort, fonts.families())):
        fonts = _without_last_resort(fonts, folder)
    return fonts


def text_em(text: str) -> float:
    """Return the width of a line in the normal font, in em; characters outside ASCII count as wide.

    Examples
    --------
    >>> text_em("RMS") < text_em("accX RMS") < text_em("中文中文中文")
    True
    """
    advances = _advances()
    return sum([advances.get(c, _OTHER_EM) for c in text])


@lru_cache(maxsize=1)
def _advances() -> dict[str, float]:
    from matplotlib.font_manager import findfont, get_font

    font = get_font(findfont("DejaVu Sans"))
    font.set_size(100, 72)
    return {chr(code): font.load_char(code).linearHoriAdvance / 65536 / 100 for code in range(32, 127)}


def _is_last_resort(family: str) -> bool:
    return "lastresort" in family.replace(" ", "").lower()


def _without_last_resort(fonts: typst.Fonts, folder: Path) -> typst.Fonts:
    """Return the fonts without the Last Resort font, which is part of macOS."""
    import typst

    files = {font.path for font in fonts.fonts() if font.path and not _is_last_resort(font.family)}
    for at, file in enumerate(sorted(files)):
        if Path(file).parent != folder:
            try:
                (folder / f"{at}{Path(file).suffix}").symlink_to(file)
            except OSError:  # Windows may not allow links, and has this font only if it was added
                return fonts
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
