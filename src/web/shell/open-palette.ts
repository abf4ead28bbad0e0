import { commandsNow } from '#web/ui/commands.ts';

/** Opens the palette as Ctrl/⌘ K does: by the command it offers itself, once it is there. */
export function openPalette(): void {
  commandsNow()
    .find(({ id }) => id === 'palette.open')
    ?.run();
}
