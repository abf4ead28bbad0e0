import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';
import { type Scheme, SURFACES, variablesOf } from './tokens.ts';

const BRAND: MantineColorsTuple = [
  '#e6f4f7',
  '#cfe8ee',
  '#a9d6e0',
  '#7fcbdc',
  '#4fb2c9',
  '#1f97b0',
  '#0b7f98',
  '#0c5a6b',
  '#0a4a58',
  '#083b46',
];

const GRAY: MantineColorsTuple = [
  '#f6f7f8',
  '#eff1f3',
  '#e2e5e8',
  '#d3d8dc',
  '#c0c7cc',
  '#9aa3a9',
  '#6d767d',
  '#515a61',
  '#363d42',
  '#1f2427',
];

const DARK: MantineColorsTuple = [
  '#edf0f2',
  '#c3cacf',
  '#aab3b9',
  '#98a2a8',
  '#3a4246',
  '#2a3034',
  '#1c2123',
  '#161a1c',
  '#0f1213',
  '#0b0d0e',
];

/** The buttons' colours come from the tokens, whose pairs are tested; only rare variants keep the kit's own. */
const variantColors: VariantColorsResolver = (input) => {
  const usual = defaultVariantColorsResolver(input);
  const danger = input.color === 'danger' || input.color === 'red';
  const name = danger ? 'danger' : 'accent';
  if (input.variant === 'filled') {
    return {
      background: `var(--rp-${name})`,
      hover: `var(--rp-${name}-hover)`,
      color: `var(--rp-on-${name})`,
      border: '1px solid transparent',
    };
  }
  if (input.variant === 'light') {
    return {
      background: danger ? 'var(--rp-bad-ground)' : 'var(--rp-selected)',
      hover: danger ? 'var(--rp-bad-ground)' : 'var(--rp-selected)',
      color: danger ? 'var(--rp-bad-words)' : 'var(--rp-accent)',
      border: '1px solid transparent',
    };
  }
  if (input.variant === 'subtle' || input.variant === 'transparent') {
    const quiet = input.color === 'gray' ? 'var(--rp-muted)' : `var(--rp-${name})`;
    return {
      background: 'transparent',
      hover: 'var(--rp-sunken)',
      color: quiet,
      border: '1px solid transparent',
    };
  }
  if (input.variant === 'default') {
    return {
      background: 'var(--rp-surface)',
      hover: 'var(--rp-hover)',
      color: danger ? 'var(--rp-danger)' : 'var(--rp-text)',
      border: '1px solid var(--rp-edge)',
    };
  }
  return usual;
};

export const theme = createTheme({
  colors: { brand: BRAND, gray: GRAY, dark: DARK },
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 3 },
  variantColorResolver: variantColors,
  fontFamily: "'Inter Variable', Inter, system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Roboto Mono', Menlo, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.35' },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.45' },
    },
  },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  shadows: {
    xs: '0 1px 2px rgb(15 25 30 / 6%)',
    sm: '0 1px 3px rgb(15 25 30 / 8%)',
    md: '0 6px 20px -6px rgb(15 25 30 / 18%), 0 1px 3px rgb(15 25 30 / 8%)',
    lg: '0 16px 40px -12px rgb(15 25 30 / 28%)',
    xl: '0 24px 64px -16px rgb(15 25 30 / 36%)',
  },
  components: {
    // Hints stand below: fields beside each other keep their inputs on one line.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    // The list itself scrolls (global.css): a scrolling box around it could not be reached by keyboard.
    Select: {
      defaultProps: { size: 'sm', checkIconPosition: 'right', allowDeselect: false, withScrollArea: false },
    },
    MultiSelect: { defaultProps: { size: 'sm', withScrollArea: false } },
    Checkbox: { defaultProps: { size: 'xs', color: 'var(--rp-accent)', iconColor: 'var(--rp-on-accent)' } },
    Switch: { defaultProps: { size: 'sm', color: 'var(--rp-accent)' } },
    Radio: { defaultProps: { size: 'xs', color: 'var(--rp-accent)', iconColor: 'var(--rp-on-accent)' } },
    Tooltip: {
      defaultProps: { openDelay: 350, withArrow: false, events: { hover: true, focus: true, touch: true } },
    },
    // The kit's own scroll lock writes a style without the nonce: global.css locks instead.
    Modal: {
      defaultProps: { lockScroll: false, radius: 'lg', centered: true, transitionProps: { duration: 120 } },
    },
    Drawer: { defaultProps: { lockScroll: false, transitionProps: { duration: 160 } } },
    Loader: { defaultProps: { color: 'var(--rp-accent)', type: 'oval' } },
  },
});

export const kitVariables: CSSVariablesResolver = () => ({
  variables: {
    '--input-fz': '0.875rem',
  },
  light: { ...variablesOf('light'), ...kitColours('light') },
  dark: { ...variablesOf('dark'), ...kitColours('dark') },
});

function kitColours(scheme: Scheme): Record<string, string> {
  const colours = SURFACES[scheme];
  return {
    '--mantine-color-body': colours.surface,
    '--mantine-color-text': colours.text,
    '--mantine-color-bright': colours.text,
    '--mantine-color-dimmed': colours.muted,
    '--mantine-color-placeholder': colours.faint,
    '--mantine-color-anchor': colours.accent,
    '--mantine-color-error': colours.danger,
    '--mantine-color-default': colours.surface,
    '--mantine-color-default-hover': colours.hover,
    '--mantine-color-default-color': colours.text,
    '--mantine-color-default-border': colours.line,
    '--mantine-color-disabled': colours.sunken,
    '--mantine-color-disabled-color': colours.faint,
    '--mantine-color-disabled-border': colours.line,
    '--mantine-primary-color-filled': colours.accent,
    '--mantine-primary-color-filled-hover': colours.accentHover,
    '--mantine-primary-color-contrast': colours.onAccent,
    '--mantine-primary-color-light': colours.selected,
    '--mantine-primary-color-light-hover': colours.selected,
    '--mantine-primary-color-light-color': colours.accent,
  };
}
