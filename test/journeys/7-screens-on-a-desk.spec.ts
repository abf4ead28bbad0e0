import { lookAtScreens } from '#test/support/look-at-screens.ts';

await lookAtScreens([
  { theme: 'light', width: 1440, language: 'en' },
  { theme: 'dark', width: 1440, language: 'nl' },
]);
