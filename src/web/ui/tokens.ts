/**
 * Every colour of the screens, by what it is for, in both schemes. Nothing else names a colour.
 * tokens.test.ts computes the contrast of each pair: text needs 4.5, a control's edge 3.
 */
export type Scheme = 'light' | 'dark';

export const SURFACES = {
  light: {
    canvas: '#f6f7f8',
    surface: '#ffffff',
    sunken: '#eff1f3',
    hover: '#f3f5f6',
    selected: '#e6f1f4',
    line: '#e2e5e8',
    edge: '#878f96',
    text: '#14181b',
    muted: '#515a61',
    faint: '#5f6970',
    accent: '#0c5a6b',
    accentHover: '#094856',
    onAccent: '#ffffff',
    focus: '#0b7f98',
    danger: '#b3261e',
    dangerHover: '#8f1d17',
    onDanger: '#ffffff',
  },
  dark: {
    canvas: '#0f1213',
    surface: '#161a1c',
    sunken: '#1d2225',
    hover: '#1c2123',
    selected: '#12303a',
    line: '#2a3034',
    edge: '#727d84',
    text: '#edf0f2',
    muted: '#aab3b9',
    faint: '#98a2a8',
    accent: '#7fcbdc',
    accentHover: '#a2dae7',
    onAccent: '#04222b',
    focus: '#5fc0d6',
    danger: '#ff8f85',
    dangerHover: '#ffb0a8',
    onDanger: '#3b0906',
  },
} as const satisfies Record<Scheme, Record<string, string>>;

export type Tone = 'neutral' | 'info' | 'good' | 'notice' | 'warn' | 'bad' | 'severe';

/** A tone is a soft ground, the words on it, and a stroke for lines, bars and icons. */
export const TONES = {
  light: {
    neutral: { ground: '#eceff1', words: '#424b52', stroke: '#76818a' },
    info: { ground: '#e2f0f4', words: '#0b4f5e', stroke: '#1f88a0' },
    good: { ground: '#e2f3e8', words: '#155d33', stroke: '#2b8a50' },
    notice: { ground: '#fdf3d3', words: '#6b4b00', stroke: '#a87c0a' },
    warn: { ground: '#fde8d4', words: '#803c04', stroke: '#c9660f' },
    bad: { ground: '#fde4e1', words: '#8f1d17', stroke: '#cf3b30' },
    severe: { ground: '#f6dde8', words: '#7a1144', stroke: '#a81e63' },
  },
  dark: {
    neutral: { ground: '#272d31', words: '#c3cacf', stroke: '#8d989f' },
    info: { ground: '#12333d', words: '#9bdbe9', stroke: '#4fb2c9' },
    good: { ground: '#14351f', words: '#94ddae', stroke: '#4bb573' },
    notice: { ground: '#3a2f0c', words: '#f2d583', stroke: '#cfa234' },
    warn: { ground: '#432609', words: '#ffc18c', stroke: '#ea8a36' },
    bad: { ground: '#461714', words: '#ffb3ab', stroke: '#ef6a5f' },
    severe: { ground: '#431229', words: '#ffb0d2', stroke: '#e25f9c' },
  },
} as const satisfies Record<Scheme, Record<Tone, { ground: string; words: string; stroke: string }>>;

export const TONE_NAMES = Object.keys(TONES.light) as readonly Tone[];

/** The same colours as CSS variables: --rp-surface, --rp-warn-ground… */
export function variablesOf(scheme: Scheme): Record<string, string> {
  const surfaces = Object.entries(SURFACES[scheme]).map(([name, value]) => [`--rp-${kebab(name)}`, value]);
  const tones = Object.entries(TONES[scheme]).flatMap(([tone, parts]) =>
    Object.entries(parts).map(([part, value]) => [`--rp-${tone}-${part}`, value]),
  );
  return Object.fromEntries([...surfaces, ...tones]);
}

export function toneVar(tone: Tone, part: 'ground' | 'words' | 'stroke'): string {
  return `var(--rp-${tone}-${part})`;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
