"""Draws the ticks: prints the @font-face of MessageRow.razor.css, a font with one letter for each state of a message of one's own.

Letters, because a hundred masked pictures cost the browser a quarter of its style, layout and painting, and letters next to nothing. They take the colour and size
of the text beside them. Run with FontForge's Python, which Debian has as python3-fontforge: /usr/bin/python3 draw-ticks.py
"""
import base64
import pathlib
import tempfile

import fontforge

HEIGHT, WIDTH = 16, 24
UNIT = 64    # units of the font for one of the drawings below

STROKE = 'fill="none" stroke="black" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round"'
TICKS = {
    # Each is the letter that says most like it where fonts of pages are forbidden; drawn in a field of 24 × 16.
    'queued': ('◷', 1.6, 'M18 8a6 6 0 1 1-12 0a6 6 0 1 1 12 0 M12 4.5V8l2.5 1.5'),
    'sent': ('✓', 1.8, 'm7 8.5 3.5 3.5L17 4.5'),
    'delivered': ('✔', 1.8, 'm3.5 8.5 3.5 3.5 6.5-7.5 m-2.5 6.8.7.7 6.5-7.5'),
    'read': ('☑', 2, 'm4 8.6 3.2 3.2L13 5 m-2 5.8 1.2 1L18.5 5'),
    'unconfirmed': ('⇢', 1.8, 'M5 8h3 M10.5 8h6.5 M13 4l4 4-4 4'),
    'failed': ('⚠', 1.8, 'M19 8a7 7 0 1 1-14 0a7 7 0 1 1 14 0 M12 3.8v5 M12 12.1v.1'),
}
PILL = 'M5 0h14a5 5 0 0 1 5 5v6a5 5 0 0 1-5 5H5a5 5 0 0 1-5-5V5a5 5 0 0 1 5-5z'   # two ticks are cut out of it


def draw(glyph, body):
    with tempfile.NamedTemporaryFile('w', suffix='.svg') as picture:
        picture.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{body}</svg>')
        picture.flush()
        glyph.importOutlines(picture.name, scale=True)


font = fontforge.font()
font.em, font.ascent, font.descent = HEIGHT * UNIT, HEIGHT * UNIT, 0
font.fontname = font.familyname = font.fullname = 'Ticks'
for state, (letter, width, path) in TICKS.items():
    glyph = font.createChar(ord(letter), state)
    draw(glyph, f'<path d="{path}" {STROKE.format(width)}/>')
    glyph.removeOverlap()
    if state == 'read':
        pill = font.createChar(-1, 'pill')
        draw(pill, f'<path d="{PILL}"/>')
        # What runs the other way round is a hole.
        glyph.correctDirection()
        pill.correctDirection()
        ticks = glyph.foreground.dup()
        ticks.reverseDirection()
        outline = pill.foreground
        outline += ticks
        glyph.foreground = outline
        font.removeGlyph(pill)
    glyph.round()
    glyph.width = WIDTH * UNIT
with tempfile.TemporaryDirectory() as directory:
    file = pathlib.Path(directory, 'ticks.woff2')
    font.generate(str(file))
    print(f'@font-face {{ font-family: Ticks; src: url("data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode()}"); }}')
