/** The site's colour, and the shades of it that can be read: contrasts of WCAG 2.2. */

type Rgb = [number, number, number];

const LIGHT: Rgb = [238, 241, 246]; // the darkest surface of the light theme that the colour stands on as text
const DARK: Rgb = [42, 49, 66]; // the lightest one of the dark theme
const WHITE: Rgb = [255, 255, 255];
const INK: Rgb = [16, 24, 40];
const ENOUGH = 4.5;
const NEARLY = 3; // a little darker, such a colour carries white

/** Rules that set the accent from a colour such as #b3134f. */
export function accentRules(hex: string): string {
  const accent = parse(hex);
  const onAccent = contrast(accent, WHITE) >= NEARLY ? WHITE : INK;
  const fill = readable(accent, onAccent, onAccent === WHITE ? [0, 0, 0] : WHITE);
  return `:host{--accent:${css(fill)};--on-accent:${css(onAccent)};--accent-light:${css(readable(accent, LIGHT, [0, 0, 0]))};--accent-dark:${css(readable(accent, DARK, WHITE))}}`;
}

/** The colour nearest to `colour`, on its way to `end`, that can be read on `ground`. */
function readable(colour: Rgb, ground: Rgb, end: Rgb): Rgb {
  for (let part = 0; part < 1; part += 0.04) {
    const mixed = colour.map((value, i) => Math.round(value + ((end[i] ?? 0) - value) * part)) as Rgb;
    if (contrast(mixed, ground) >= ENOUGH) return mixed;
  }
  return end;
}

function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function parse(hex: string): Rgb {
  const digits = hex.slice(1).replace(/^(.)(.)(.)$/, "$1$1$2$2$3$3");
  return [0, 2, 4].map((i) => parseInt(digits.slice(i, i + 2), 16)) as Rgb;
}

function css(colour: Rgb): string {
  return `rgb(${colour.join()})`;
}
