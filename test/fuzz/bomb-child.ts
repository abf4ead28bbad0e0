import { Refusal } from '#core/refusal.ts';
import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole } from '#formats/bank/read-whole.ts';
import { openSource } from '#server/imports/import-source.ts';
import { zipOf } from './repack.ts';

/** What became of an archive at both doors, how long one took, and how much memory it took that no other did before. */
export type Opened = { readonly codes: string[]; readonly ms: number; readonly mb: number };

process.on('message', (message: { archives: Uint8Array[] }) => {
  void openAll(message.archives.map((bytes) => Buffer.from(bytes))).then((told) => {
    process.send?.({ told });
    process.disconnect?.();
  });
});

async function openAll(archives: readonly Buffer[]): Promise<Opened[]> {
  await openBoth(await zipOf([['a.txt', Buffer.from('x')]]));
  const told: Opened[] = [];
  for (const archive of archives) {
    const before = process.resourceUsage().maxRSS;
    const started = performance.now();
    const codes = await openBoth(archive);
    const ms = Math.round((performance.now() - started) / 2);
    told.push({ codes, ms, mb: Math.round((process.resourceUsage().maxRSS - before) / 1024) });
  }
  return told;
}

async function openBoth(archive: Buffer): Promise<string[]> {
  const codes: string[] = [];
  try {
    await openSource(archive, 'a.zip');
    codes.push('read');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    codes.push(error.code);
  }
  for await (const file of openBankFile(archive, 'a.zip')) {
    codes.push(...(await readWhole(file)).problems.map(({ code }) => code));
  }
  return codes;
}
