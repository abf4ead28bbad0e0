type Keyed = { readonly keys?: string };

/** The key pressed, as command tables write it: 'e', '?', 'shift+x', 'mod+k', 'arrowdown'. Null for a bare modifier. */
export function strokeOf(event: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}): string | null {
  if (['Shift', 'Control', 'Meta', 'Alt', 'AltGraph', 'CapsLock', 'Dead'].includes(event.key)) return null;
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  // AltGr types characters on many keyboards; Alt alone belongs to the browser.
  if (event.altKey) return null;
  if (event.ctrlKey || event.metaKey) return `mod+${event.shiftKey ? 'shift+' : ''}${key}`;
  // Shift is part of how '?' is typed; with a letter or a named key it is a key of its own.
  return event.shiftKey && (key.length > 1 || /\p{L}/u.test(key)) ? `shift+${key}` : key;
}

/** The command a stroke completes, or whether it begins one ('g' of 'g d'). */
export function matchStroke<Each extends Keyed>(
  commands: readonly Each[],
  pending: string,
  stroke: string,
): { command: Each | null; begun: boolean } {
  const ways = commands.flatMap((command) => waysOf(command).map((way) => ({ command, way })));
  const both = pending && ways.find(({ way }) => way === `${pending} ${stroke}`);
  if (both) return { command: both.command, begun: false };
  const whole = ways.find(({ way }) => way === stroke);
  if (whole) return { command: whole.command, begun: false };
  return { command: null, begun: ways.some(({ way }) => way.startsWith(`${stroke} `)) };
}

export function waysOf({ keys }: Keyed): string[] {
  return keys ? keys.split(' / ') : [];
}

const MAC = { mod: '⌘', shift: '⇧' };
const OTHERS = { mod: 'Ctrl', shift: '⇧' };
const NAMES: Readonly<Record<string, string>> = {
  arrowdown: '↓',
  arrowup: '↑',
  arrowleft: '←',
  arrowright: '→',
  enter: '↵',
  escape: 'Esc',
  space: '␣',
};

/** A way as printed on keys: [['G'], ['D']] for one after the other, [['Ctrl', 'K']] for together. */
export function printedKeys(way: string, isMac: boolean): string[][] {
  const modifiers = isMac ? MAC : OTHERS;
  return way.split(' ').map((stroke) =>
    (stroke === '+' ? ['+'] : stroke.split('+')).map((part) => {
      if (part === 'mod' || part === 'shift') return modifiers[part];
      return NAMES[part] ?? part.toUpperCase();
    }),
  );
}
