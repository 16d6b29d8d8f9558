"""The fonts of a PDF: first those that come with matplotlib, so that reports look alike on all machines."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

_NAMES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf")
_OTHER_EM = 1.4  # of a character of another font: as wide as most emoji


def report_fonts(folder: Path, *, system: bool = True) -> typst.Fonts:
    """Collect the fonts: those of matplotlib, then those of the system for what they do not have.

    Parameters
    ----------
    folder : Path
        An empty folder, which must be there until the document is compiled: typst takes fonts from folders
        only, and from a folder all. matplotlib's own holds the Last Resort font, which draws a box for any
        character and so would hide that none has it.
    system : bool
        Whether to use the fonts of the system.

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
    import typst

    for name in _NAMES:
        file = _own_font(name)
        if file.is_file():  # some Linux distributions leave them to the system
            shutil.copyfile(file, folder / name)
    fonts = typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=[folder])
    if any(map(_is_last_resort, fonts.families())):
        fonts = _without_last_resort(fonts, folder)
    return fonts


def text_em(text: str) -> float:
    """Measure a line of text in the normal font, in em; what is not ASCII is taken to be wide.

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


def _own_font(name: str) -> Path:
    import matplotlib as mpl

    return Path(mpl.get_data_path(), "fonts", "ttf", name)


def _is_last_resort(family: str) -> bool:
    return "lastresort" in family.replace(" ", "").lower()


def _without_last_resort(fonts: typst.Fonts, folder: Path) -> typst.Fonts:
    """Collect the fonts anew without the Last Resort font, which is part of macOS."""
    import typst

    files = {font.path for font in fonts.fonts() if font.path and not _is_last_resort(font.family)}
    for at, file in enumerate(sorted(files)):
        if Path(file).parent != folder:
            try:
                (folder / f"{at}{Path(file).suffix}").symlink_to(file)
            except OSError:  # Windows may not allow it, and does not have this font unless someone added it
                return fonts
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
