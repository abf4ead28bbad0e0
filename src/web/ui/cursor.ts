import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

export type Cursor = {
  readonly key: string | null;
  /** Puts the cursor on a row without moving the focus: a click, or the first row. */
  set(key: string): void;
  /** Moves by rows and takes the focus along. */
  move(by: number): void;
  focus(): void;
};

type Options = {
  readonly keys: readonly string[];
  readonly table: RefObject<HTMLElement | null>;
  readonly at?: string | null | undefined;
  readonly onMove?: ((key: string) => void) | undefined;
};

/**
 * Exactly one row of a list can be tabbed to. When the row under the cursor goes away (approved, dropped), the cursor
 * stays in its place: on the next row, else the one before, else the focus goes to the title of the page.
 */
export function useCursor({ keys, table, at, onMove }: Options): Cursor {
  const [own, setOwn] = useState<string | null>(null);
  const wanted = at === undefined ? own : at;
  const index = wanted === null ? -1 : keys.indexOf(wanted);
  const place = useRef(0);
  const focused = useFocusWithin(table);
  if (index >= 0) place.current = index;
  const key = index >= 0 ? (wanted as string) : (keys[Math.min(place.current, keys.length - 1)] ?? null);

  const set = useCallback(
    (to: string) => {
      setOwn(to);
      onMove?.(to);
    },
    [onMove],
  );
  const focusRow = useCallback(
    (to: string | null) => {
      const row = to === null ? null : rowOf(table.current, to);
      (row ?? document.querySelector<HTMLElement>('[data-page-title]'))?.focus({ preventScroll: false });
    },
    [table],
  );

  const gone = wanted !== null && index < 0 && keys.length > 0;
  useEffect(() => {
    if (gone && key !== null) onMove?.(key);
    if (focused.current && document.activeElement === document.body) focusRow(key);
  }, [gone, key, focusRow, focused, onMove]);

  return {
    key,
    set,
    move: (by) => {
      const from = key === null ? -1 : keys.indexOf(key);
      const next = keys[Math.max(0, Math.min(keys.length - 1, from + by))];
      if (next === undefined) return;
      // The first stroke enters the list where the cursor stands.
      const to = focused.current || by === 0 || at !== undefined ? next : (key ?? next);
      set(to);
      rowOf(table.current, to)?.focus();
    },
    focus: () => focusRow(key),
  };
}

function rowOf(table: HTMLElement | null, key: string): HTMLElement | null {
  return table?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`) ?? null;
}

/** Whether the focus was last seen inside. A row that is removed loses it without telling anybody. */
function useFocusWithin(box: RefObject<HTMLElement | null>): RefObject<boolean> {
  const within = useRef(false);
  useEffect(() => {
    const look = (event: Event) => {
      within.current = event.target instanceof Node && box.current?.contains(event.target) === true;
    };
    document.addEventListener('focusin', look);
    document.addEventListener('pointerdown', look);
    return () => {
      document.removeEventListener('focusin', look);
      document.removeEventListener('pointerdown', look);
    };
  }, [box]);
  return within;
}
