"""Builds static/icons.svg, one sprite of the icons in scripts/icons.txt and scripts/icons/.

Run by scripts/vendor.sh with the folder of Bootstrap Icons' SVG files.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SPRITE = HERE.parent / "static" / "icons.svg"
BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def symbol(name: str, source: Path) -> str:
    """One icon as a symbol that takes the colour of the text beside it."""
    body = BODY.search(source.read_text())
    if body is None:
        raise SystemExit(f"{source} holds no svg element.")
    content = re.sub(r">\s+<", "><", body[1].strip())
    return f'<symbol id="{name}" viewBox="0 0 16 16">{content}</symbol>'


def main(folder: Path) -> None:
    lines = (HERE / "icons.txt").read_text().splitlines()
    names = [line for line in lines if line and not line.startswith("#")]
    symbols = [symbol(name, folder / f"{name}.svg") for name in names]
    symbols += [symbol(own.stem, own) for own in sorted((HERE / "icons").glob("*.svg"))]
    # The fill is set on each use by .icon; symbols of Bootstrap Icons carry none themselves.
    SPRITE.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
