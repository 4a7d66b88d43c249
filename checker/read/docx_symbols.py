"""Characters that Word takes from a symbol font (w:sym, or private code points in a run of such a font)."""

from __future__ import annotations

# Codes are those of the fonts, without the F000 that Word adds.
_CIRCLED = {0x81 + n: chr(0x2460 + n) for n in range(10)} | {0x8C + n: chr(0x2776 + n) for n in range(10)}
_WINGDINGS = _CIRCLED | {
    **dict.fromkeys((0x6C, 0x9F), "●"),
    **dict.fromkeys((0x6E, 0xA7), "■"),
    **dict.fromkeys((0x6F, 0x71, 0xA8), "□"),
    **{0x75: "◆", 0x76: "❖", 0xD8: "➢", 0xE0: "→", 0xE8: "→", 0xDF: "←", 0xA1: "○"},
    **{0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0xAB: "★"},
}
_WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0x51: "☒", 0x54: "☒", 0xA3: "□", 0x2A: "□", 0x30: "□"}
_SYMBOL = {
    **{0xA3: "≤", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0xA5: "∞", 0xB7: "·"},
    **{0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x53: "Σ", 0x44: "Δ", 0xD6: "√"},
}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def symbol(code: str, font: str) -> str:
    """The character of a w:sym element; "" for ornaments that stand for no text."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= value <= 0xF0FF:
        value -= 0xF000
        known = _FONTS.get(font.lower(), {}).get(value)
        if known is None and font.lower() == "symbol" and 0x20 <= value < 0x7F:
            return chr(value)
        return known or ""
    return chr(value) if 0x20 <= value < 0x110000 and not 0xD800 <= value < 0xF900 else ""
