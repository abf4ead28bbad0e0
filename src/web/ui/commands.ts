import { useEffect, useLayoutEffect, useRef } from 'react';
import { matchStroke, strokeOf } from './strokes.ts';

/**
 * Something a person can do here, by key, by palette or by button. One table: what the keys do, what `?` prints and
 * what Ctrl/⌘ K finds are the same list.
 */
export type Command = {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  /** 'e', 'g d' (one after the other), 'mod+k', 'shift+x', '?'. Several ways are separated by ' / '. */
  readonly keys?: string;
  readonly run: () => void;
  /** Why it cannot be done now: shown, and the key does nothing. */
  readonly closed?: string | null | undefined;
  /** A key for moving about is in the sheet, and no use in the palette. */
  readonly keyOnly?: boolean;
  /** Works while a dialog is open. */
  readonly inDialog?: boolean;
};

type Layer = { current: readonly Command[] };
const layers = new Set<Layer>();
let singleKeys = true;
let pending = '';
let pendingTimer = 0;

/** Offers commands as long as the calling component is on the screen. The innermost wins a key. */
export function useCommands(commands: readonly Command[]): void {
  const layer = useRef<readonly Command[]>(commands);
  useLayoutEffect(() => {
    layer.current = commands;
  });
  useEffect(() => {
    layers.add(layer);
    return () => void layers.delete(layer);
  }, []);
}

/** All that can be done on the screen as it stands, the outermost first. */
export function commandsNow(): Command[] {
  const byId = new Map([...layers].flatMap((layer) => layer.current).map((command) => [command.id, command]));
  return [...byId.values()];
}

/** WCAG 2.1.4: whoever dictates or has an unsteady hand can switch the single keys off. */
export function setSingleKeys(on: boolean): void {
  singleKeys = on;
}

export function singleKeysOn(): boolean {
  return singleKeys;
}

/** Listens on the whole window, once, for as long as the application is there. */
export function useCommandKeys(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat === undefined) return;
  const stroke = strokeOf(event);
  if (!stroke || (isTyping(event) && !stroke.startsWith('mod+'))) return;
  if (pressesControl(event, stroke)) return;
  const single = !stroke.startsWith('mod+');
  if (single && !singleKeys) return;
  const inDialog = document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
  const open = commandsNow()
    .reverse()
    .filter((command) => !inDialog || command.inDialog);
  const { command, begun } = matchStroke(open, pending, stroke);
  clearTimeout(pendingTimer);
  pending = begun ? stroke : '';
  if (begun) pendingTimer = window.setTimeout(() => (pending = ''), 1200);
  if (!command) return;
  event.preventDefault();
  if (!command.closed) command.run();
}

/** Enter and space press what has the focus. */
function pressesControl(event: KeyboardEvent, stroke: string): boolean {
  if (stroke !== 'enter' && stroke !== 'space') return false;
  const { target } = event;
  return (
    target instanceof Element &&
    target.matches('a, button, summary, input, [role="button"], [role="separator"]')
  );
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  // Open menus and lists of choices have letters and arrows of their own.
  return target.closest('[role="menu"], [role="listbox"], [role="tablist"], [role="combobox"]') !== null;
}
