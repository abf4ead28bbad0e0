import { writeFileSync } from 'node:fs';
import { printLaw } from './print-law.ts';
import { printNotices } from './print-notices.ts';
import { printRefusals } from './print-refusals.ts';
import { printSbom } from './print-sbom.ts';

// `npm run docs`: the pages that are printed from what is there.
writeFileSync('docs/refusals.md', printRefusals());
writeFileSync('docs/law.md', printLaw());
writeFileSync('NOTICES.md', printNotices());
writeFileSync('docs/security/sbom.cdx.json', printSbom());
