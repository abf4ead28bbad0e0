import { writeFileSync } from 'node:fs';
import { printNotices } from './print-notices.ts';
import { printRefusals } from './print-refusals.ts';

// `npm run docs`: the two pages that are printed from what is there.
writeFileSync('docs/refusals.md', printRefusals());
writeFileSync('NOTICES.md', printNotices());
