import { expect, test } from 'vitest';
import { SURFACES, TONE_NAMES, TONES } from './tokens.ts';

const SCHEMES = ['light', 'dark'] as const;
const GROUNDS = ['canvas', 'surface', 'sunken', 'hover', 'selected'] as const;

/** WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of the relative luminances. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('the yardstick itself: black on white is 21, a colour on itself 1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#8b949a', '#8b949a')).toBe(1);
});

const wordPairs = SCHEMES.flatMap((scheme) =>
  GROUNDS.flatMap((ground) =>
    (['text', 'muted', 'faint', 'accent', 'danger'] as const).map(
      (words) => [scheme, words, ground] as const,
    ),
  ),
);
test.each(wordPairs)('%s: %s reads on %s', (scheme, words, ground) => {
  expect(contrast(SURFACES[scheme][words], SURFACES[scheme][ground])).toBeGreaterThanOrEqual(4.5);
});

test.each(SCHEMES)('%s: filled buttons read, at rest and under the pointer', (scheme) => {
  const colours = SURFACES[scheme];
  expect(contrast(colours.onAccent, colours.accent)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(colours.onAccent, colours.accentHover)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(colours.onDanger, colours.danger)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(colours.onDanger, colours.dangerHover)).toBeGreaterThanOrEqual(4.5);
});

test.each(SCHEMES)('%s: the edge of a control and the focus ring are seen', (scheme) => {
  const { edge, focus, surface, canvas } = SURFACES[scheme];
  for (const ground of [surface, canvas]) {
    expect(contrast(edge, ground)).toBeGreaterThanOrEqual(3);
    expect(contrast(focus, ground)).toBeGreaterThanOrEqual(3);
  }
});

const tonePairs = SCHEMES.flatMap((scheme) => TONE_NAMES.map((tone) => [scheme, tone] as const));
test.each(tonePairs)(
  '%s %s: words read on their ground, on surface and canvas; the stroke is seen',
  (scheme, tone) => {
    const { ground, words, stroke } = TONES[scheme][tone];
    const { surface, canvas } = SURFACES[scheme];
    expect(contrast(words, ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(words, surface)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(words, canvas)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(stroke, surface)).toBeGreaterThanOrEqual(3);
  },
);
