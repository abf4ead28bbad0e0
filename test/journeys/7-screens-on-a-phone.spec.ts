import { lookAtScreens } from '#test/support/look-at-screens.ts';

await lookAtScreens([
  { theme: 'light', width: 390, language: 'fr' },
  { theme: 'dark', width: 390, language: 'de' },
]);
