"""A dot plot in SVG: one line a case, one dot a program, along a logarithmic axis.

It brings its own background, light or dark as the reader's system likes it, and can be read on any page.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LEFT, RIGHT = 920, 258, 128
TOP, LINE, BOTTOM = 106, 32, 62

# Colours that stay apart for all kinds of colour blindness (Okabe & Ito 2008), in two lightnesses, and shapes
# that stay apart without any: name, colour on light, colour on dark, path about (0, 0).
_SERIES = (
    ("circle", "#0072b2", "#56b4e9", "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0Z"),
    ("ring", "#0072b2", "#56b4e9", "M-7,0a7,7 0 1,0 14,0a7,7 0 1,0 -14,0Z"),
    ("square", "#d55e00", "#e8803a", "M-5,-5H5V5H-5Z"),
    ("up", "#009e73", "#2fc79b", "M0,-6.5L6,4.5H-6Z"),
    ("down", "#b8569a", "#d68cbc", "M0,6.5L6,-4.5H-6Z"),
    ("diamond", "#a67c00", "#e0b030", "M0,-6.5L6.5,0L0,6.5L-6.5,0Z"),
    ("cross", "#59636e", "#9aa4ae", "M-5.5,-5.5L5.5,5.5M-5.5,5.5L5.5,-5.5"),
)
_LINES = ("ring", "cross")  # shapes that are drawn with a line and not filled


@dataclass(frozen=True)
class Line:
    """A case: its name, the values of the programs that have one, and a remark at its right end."""

    name: str
    values: dict[str, float]
    remark: str = ""


def dot_plot(title: str, unit: str, programs: Sequence[str], lines: Sequence[Line], remarks: str) -> str:
    """The plot; ``programs`` in the order of colours, ``remarks`` what the remarks are."""
    values = [value for line in lines for value in line.values.values()]
    present = {program for line in lines for program in line.values}
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    height = TOP + LINE * len(lines) + BOTTOM
    scale = (WIDTH - RIGHT - LEFT) / max(high - low, 1)

    def x(value: float) -> float:
        return LEFT + scale * (math.log10(value) - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-label="{escape(title, quote=True)}">',
        f"<style>{_style(len(programs))}</style>",
        f'<rect class="page" width="{WIDTH}" height="{height}" rx="8"/>',
        _text(24, 34, title, "title"),
        *_legend([(i, program) for i, program in enumerate(programs) if program in present]),
        *_axis(low, high, x, height - BOTTOM),
        _text((LEFT + WIDTH - RIGHT) / 2, height - 16, f"{unit} (logarithmic), left is fast", "quiet middle"),
        _text(WIDTH - 24, TOP - 14, remarks, "quiet end"),
    ]
    for i, line in enumerate(lines):
        y = TOP + LINE * (i + 0.5)
        parts.append(_text(LEFT - 18, y + 4.5, line.name, "end"))
        parts.append(_text(WIDTH - 24, y + 4.5, line.remark, "end strong"))
        known = sorted(line.values.values())
        if known:
            parts.append(f'<path class="span" d="M{x(known[0]):.1f},{y}H{x(known[-1]):.1f}"/>')
        for number, program in reversed(list(enumerate(programs))):
            if program in line.values:
                parts.append(
                    _dot(number, x(line.values[program]), y, f"{program}: {line.values[program]:.3g}")
                )
    return "\n".join([*parts, "</svg>", ""])


def _style(n: int) -> str:
    def colours(which: int) -> str:
        return "".join(
            f".s{i}{{{'stroke' if name in _LINES else 'fill'}:{(light, dark)[which]}}}"
            for i, (name, light, dark, _) in enumerate(_SERIES[:n])
        )

    return (
        "text{font:13px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;fill:#1f2328}"
        ".title{font-size:16px;font-weight:600}.strong{font-weight:600}.end{text-anchor:end}"
        ".middle{text-anchor:middle}.quiet{fill:#59636e;font-size:12px}"
        ".page{fill:#fff;stroke:#d1d9e0}.grid{stroke:#e6eaef}.span{stroke:#d1d9e0;stroke-width:2}"
        ".filled{stroke:#fff}.line{fill:none;stroke-width:2}"
        + colours(0)
        + "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.quiet{fill:#9aa4ae}"
        ".page{fill:#0d1117;stroke:#3d444d}.grid{stroke:#21262d}.span{stroke:#3d444d}.filled{stroke:#0d1117}"
        + colours(1)
        + "}"
    )


def _legend(programs: Sequence[tuple[int, str]]) -> Iterator[str]:
    at = 30.0
    for number, program in programs:
        yield _dot(number, at, 62)
        yield _text(at + 13, 66.5, program, "")
        at += 46 + 6.3 * len(program)


def _axis(low: int, high: int, x: Callable[[float], float], bottom: float) -> Iterator[str]:
    for power in range(low, max(high, low + 1) + 1):
        at = x(10.0**power)
        yield f'<path class="grid" d="M{at:.1f},{TOP - 6}V{bottom + 4}"/>'
        yield _text(at, bottom + 20, f"{10.0**power:,.10g}", "quiet middle")


def _dot(number: int, x: float, y: float, told: str = "") -> str:
    name, _, _, path = _SERIES[number]
    kind = "line" if name in _LINES else "filled"
    title = f"<title>{escape(told)}</title>" if told else ""
    return f'<path class="s{number} {kind}" transform="translate({x:.1f},{y:g})" d="{path}">{title}</path>'


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(text)}</text>' if text else ""
