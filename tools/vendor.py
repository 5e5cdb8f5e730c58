"""Third-party files for browsers and papers: out of node_modules, with a manifest of hashes; checking needs no node.

npm ci && python tools/vendor.py     take them anew
python tools/vendor.py --check       is every file the one that was written down? needs no node
"""

import json
import re
import sys
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import click
from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = "static/vendor/manifest.json"
FOLDERS = ("static/vendor", "static/fonts", "kiosk/documents/fonts")
"""Hold vendored files and nothing else."""

WEB_FONT, PAPER_FONT, ICON_SET = "@fontsource/be-vietnam-pro", "@expo-google-fonts/be-vietnam-pro", "lucide-static"
WEIGHTS = (400, 500, 600, 700, 800)
SUBSETS = ("vietnamese", "latin-ext", "latin")
CUTS = ("400Regular", "600SemiBold", "700Bold", "800ExtraBold")
"""The weights that papers are set in; the names are the package's."""
HIGHLAND = "ĕŏŭĔŎŬ"
"""Letters of Ê Đê, Gia Rai and Ba Na names that Be Vietnam Pro lacks, though it has their parts."""

COPIES = {
    "static/vendor/htmx.min.js": ("htmx.org", "dist/htmx.min.js"),
    "static/vendor/htmx.LICENSE.txt": ("htmx.org", "LICENSE"),
    "static/vendor/socket.io.min.js": ("socket.io-client", "dist/socket.io.min.js"),
    "static/vendor/socket.io.LICENSE.txt": ("socket.io-client", "LICENSE"),
    "static/vendor/lucide.LICENSE.txt": (ICON_SET, "LICENSE"),
    "static/fonts/OFL.txt": (PAPER_FONT, "LICENSE_FONT"),
    "kiosk/documents/fonts/OFL.txt": (PAPER_FONT, "LICENSE_FONT"),
}

ICONS = Path(__file__).with_name("icons.txt")
"""Lucide's own names, one a line; a page says `<use href="…/icons.svg#icon-NAME"/>`."""


@dataclass(frozen=True, slots=True)
class Vendored:
    """One line of the manifest: a file here, and the package that it was made from."""

    path: str
    name: str
    version: str
    licence: str
    sha256: str


def take(root: Path = ROOT) -> list[Vendored]:
    """Write every vendored file and the manifest under `root`, from `root`/node_modules; return the manifest."""
    modules = root / "node_modules"
    made = {
        target: (package, (modules / package / source).read_bytes()) for target, (package, source) in COPIES.items()
    }
    made |= _paper_fonts(modules / PAPER_FONT) | _web_fonts(modules / WEB_FONT)
    made["static/img/icons.svg"] = (ICON_SET, _sprite(modules / ICON_SET / "icons").encode())
    for target, (_package, content) in made.items():
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        (root / target).write_bytes(content)
    lines = [_written_down(modules, target, *made[target]) for target in sorted(made)]
    (root / MANIFEST).write_text(json.dumps([asdict(line) for line in lines], indent=1) + "\n", encoding="utf-8")
    return lines


def differences(root: Path = ROOT) -> list[str]:
    """Return one sentence for each file or version under `root` that is not as the manifest says."""
    lines = read_manifest(root)
    pins = json.loads((root / "package.json").read_text(encoding="utf-8"))["dependencies"]
    listed = {line.path for line in lines} | {MANIFEST}
    present = {path.relative_to(root).as_posix() for folder in FOLDERS for path in (root / folder).rglob("*")}
    return [
        *(f"{line.path}: {trouble}" for line in lines if (trouble := _trouble(root, line))),
        *(f"{path}: not in the manifest" for path in sorted(present - listed)),
        *(
            f"{name}: package.json pins {pins.get(name)}, the manifest has {version}"
            for name, version in sorted({(line.name, line.version) for line in lines})
            if pins.get(name) != version
        ),
    ]


def read_manifest(root: Path = ROOT) -> list[Vendored]:
    """Return the manifest under `root`, in the order of its paths."""
    return [Vendored(**line) for line in json.loads((root / MANIFEST).read_text(encoding="utf-8"))]


@click.command()
@click.option("--check", is_flag=True, help="Compare the files with the manifest; change nothing.")
def main(*, check: bool) -> None:
    """Take third-party files out of node_modules, or check the ones that are here."""
    if not check:
        click.echo(f"{len(take())} files taken", err=True)
        return
    troubles = differences()
    for trouble in troubles:
        click.echo(trouble, err=True)
    sys.exit(1 if troubles else 0)


def _trouble(root: Path, line: Vendored) -> str | None:
    file = root / line.path
    if not file.is_file():
        return "missing"
    return None if sha256(file.read_bytes()).hexdigest() == line.sha256 else "not the file that was written down"


def _written_down(modules: Path, target: str, package: str, content: bytes) -> Vendored:
    about: dict[str, Any] = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
    return Vendored(
        path=target,
        name=package,
        version=about["version"],
        licence=about["license"],
        sha256=sha256(content).hexdigest(),
    )


def _sprite(folder: Path) -> str:
    names = ICONS.read_text(encoding="utf-8").split()
    symbols = "\n".join(_symbol(name, (folder / f"{name}.svg").read_text(encoding="utf-8")) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _symbol(name: str, svg: str) -> str:
    shapes = re.sub(r"\s*\n\s*", "", svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")])
    return (
        f'<symbol id="icon-{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
    )


def _paper_fonts(package: Path) -> dict[str, tuple[str, bytes]]:
    return {
        f"kiosk/documents/fonts/BeVietnamPro-{cut[3:]}.ttf": (
            PAPER_FONT,
            _for_papers((package / cut / f"BeVietnamPro_{cut}.ttf").read_bytes()),
        )
        for cut in CUTS
    }


def _for_papers(ttf: bytes) -> bytes:
    font = TTFont(BytesIO(ttf), recalcTimestamp=False)
    _add_highland_letters(font)
    _free_opening_quote(font)
    return _saved(font)


def _add_highland_letters(font: TTFont) -> None:
    """Put `HIGHLAND` together from base letter and breve, which a PDF cannot do by itself."""
    names, outlines, widths = font.getBestCmap(), font["glyf"], font["hmtx"]
    for letter in HIGHLAND:
        base, breve = (names[ord(part)] for part in normalize("NFD", letter))
        centre = (outlines[base].xMin + outlines[base].xMax - outlines[breve].xMin - outlines[breve].xMax) // 2
        raised = font["OS/2"].sCapHeight - font["OS/2"].sxHeight if letter.isupper() else 0
        pen = TTGlyphPen(outlines)
        pen.addComponent(base, (1, 0, 0, 1, 0, 0))
        pen.addComponent(breve, (1, 0, 0, 1, centre, raised))
        name = f"uni{ord(letter):04X}"
        outlines[name], widths[name] = pen.glyph(), widths[base]
        for table in font["cmap"].tables:
            table.cmap[ord(letter)] = name


def _free_opening_quote(font: TTFont) -> None:
    """Keep “ as far from the word before it as ” is from the word after: the font lets it reach into the space."""
    names, outlines, widths = font.getBestCmap(), font["glyf"], font["hmtx"]
    opening, closing = names[ord("“")], names[ord("”")]
    room = widths[closing][0] - outlines[closing].xMax
    shift = room - outlines[opening].xMin
    outlines[opening].coordinates.translate((shift, 0))
    outlines[opening].recalcBounds(outlines)
    widths[opening] = (widths[opening][0] + shift, room)


def _web_fonts(package: Path) -> dict[str, tuple[str, bytes]]:
    made: dict[str, tuple[str, bytes]] = {}
    ranges = json.loads((package / "unicode.json").read_text(encoding="utf-8"))
    rules = []
    for weight in WEIGHTS:
        for part in SUBSETS:
            name = f"be-vietnam-pro-{part}-{weight}.woff2"
            source = (package / "files" / f"be-vietnam-pro-{part}-{weight}-normal.woff2").read_bytes()
            made[f"static/fonts/{name}"] = (WEB_FONT, _with_free_quote(source) if part == "latin" else source)
            rules.append(_face("Be Vietnam Pro", weight, name, ranges[part]))
            if part == "latin":
                name = f"be-vietnam-figures-{weight}.woff2"
                made[f"static/fonts/{name}"] = (WEB_FONT, _figures(source))
                rules.append(_face("Be Vietnam Figures", weight, name, "U+30-39"))
    made["static/css/fonts.css"] = (WEB_FONT, "".join(rules).encode())
    return made


def _face(family: str, weight: int, file: str, letters: str) -> str:
    return (
        f'@font-face {{\n  font-family: "{family}";\n  font-weight: {weight};\n  font-display: swap;\n'
        f'  src: url("../fonts/{file}") format("woff2");\n  unicode-range: {letters};\n}}\n'
    )


def _with_free_quote(woff2: bytes) -> bytes:
    font = TTFont(BytesIO(woff2), recalcTimestamp=False)
    _free_opening_quote(font)
    return _saved(font)


def _figures(woff2: bytes) -> bytes:
    """Return a font's ten digits, each as wide as the widest: the font has no tabular figures, so clocks would jump."""
    font = TTFont(BytesIO(woff2), recalcTimestamp=False)
    cut = subset.Subsetter(subset.Options(layout_features=[]))
    cut.populate(text="0123456789")
    cut.subset(font)
    digits = [font.getBestCmap()[ord(digit)] for digit in "0123456789"]
    widths, outlines = font["hmtx"], font["glyf"]
    widest = max(widths[digit][0] for digit in digits)
    for digit in digits:
        width, bearing = widths[digit]
        shift = (widest - width) // 2
        outlines[digit].coordinates.translate((shift, 0))
        outlines[digit].recalcBounds(outlines)
        widths[digit] = (widest, bearing + shift)
    font.flavor = "woff2"
    return _saved(font)


def _saved(font: TTFont) -> bytes:
    out = BytesIO()
    font.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main()
