import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { refuse } from '#core/refusal.ts';
import { writeHead } from '#core/timeline/head.ts';
import { findDebtor } from '#server/debtors/queries.ts';
import { readHouse } from '#server/notices/read-notice-facts.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type ChainHead, findHashAt, findHead } from '#server/timeline/chain.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { listUserNames } from '#server/users/user-names.ts';
import {
  type DossierEvent,
  type DossierPaper,
  readDigests,
  readDossierEvents,
  readDossierRows,
  readPapers,
} from './dossier-rows.ts';

export type DossierFile = { readonly name: string; readonly mediaType: string; readonly bytes: Buffer };

/** All that is on record about a debtor, with what proves it: the files, and what the first page says of them. */
export type Dossier = {
  readonly debtor: { readonly id: string; readonly number: string; readonly name: string };
  readonly house: Awaited<ReturnType<typeof readHouse>>;
  readonly head: ChainHead;
  readonly events: readonly DossierEvent[];
  readonly names: ReadonlyMap<string, string>;
  readonly papers: readonly DossierFile[];
  /** dossier.json, chain.bin, verify.mjs and the papers. */
  readonly files: readonly DossierFile[];
};

const VERIFIER = readFileSync(path.join(import.meta.dirname, 'verify.mjs'));

/**
 * Collects the dossier of a debtor, and writes down in the timeline that it was drawn up and where its head stood.
 * @throws Refusal debtor_unknown
 */
export async function makeDossier(
  tools: CompanyTools,
  { debtor, as }: { debtor: string; as: 'dossier' | 'access' },
): Promise<Dossier> {
  const { companyId, clock, actor, db } = tools;
  const read = await inCompany(tools, async (trx) => {
    const known = (await findDebtor(trx, companyId, debtor)) ?? refuse('debtor_unknown', { debtor });
    const head = await findHead(trx, companyId);
    const found = await readAll(trx, companyId, debtor, head);
    const at = clock.now();
    const told =
      as === 'dossier'
        ? ({
            kind: 'dossier_exported',
            facts: { events: String(found.events.length), head: writeHead(head) },
          } as const)
        : ({ kind: 'personal_data_exported', facts: { files: String(found.papers.length) } } as const);
    await addTimelineEntries(trx, companyId, [{ ...told, at, actor, debtorId: debtor }]);
    const hash = Buffer.from(head.hash, 'hex');
    const witness = { companyId, id: newId(), position: head.count, hash, witnessedAt: at };
    await trx
      .insertInto('timelineWitness')
      .values({ ...witness, way: 'dossier', toldTo: known.number })
      .execute();
    return {
      ...found,
      head,
      house: await readHouse(trx, companyId),
      debtor: { id: debtor, number: known.number, name: known.name },
    };
  });
  const names = await listUserNames(
    db,
    read.events.map((event) => event.actor),
  );
  const papers = namedApart(read.papers);
  const { debtor: whom, house, head, events } = read;
  return { debtor: whom, house, head, events, names, papers, files: [...proofOf(read, papers), ...papers] };
}

type Found = Awaited<ReturnType<typeof readAll>>;

async function readAll(trx: Trx, companyId: string, debtorId: string, head: ChainHead) {
  const events = (await readDossierEvents(trx, companyId, debtorId)).filter(
    ({ position }) => position <= head.count,
  );
  const from = events[0]?.position ?? head.count + 1n;
  return {
    companyId,
    events,
    from,
    before: events[0]?.before ?? (await findHashAt(trx, companyId, head.count)) ?? head.hash,
    digests: (await readDigests(trx, companyId, from)).subarray(0, 32 * Number(head.count - from + 1n)),
    rows: await readDossierRows(trx, companyId, debtorId),
    papers: await readPapers(trx, companyId, debtorId),
  };
}

function proofOf(
  { events, from, before, digests, rows, companyId, head, debtor }: Found & Pick<Dossier, 'head' | 'debtor'>,
  papers: readonly DossierFile[],
): DossierFile[] {
  const told = {
    format: 'rappel-dossier-1',
    company: companyId,
    debtor,
    head: { count: Number(head.count), hash: head.hash },
    chain: { from: Number(from), before },
    events: events.map(({ before: _, position, ...event }) => ({ position: Number(position), ...event })),
    papers: papers.map(({ name, mediaType, bytes }) => ({ name, mediaType, sha256: sha256Of(bytes) })),
    data: rows,
  };
  return [
    {
      name: 'dossier.json',
      mediaType: 'application/json',
      bytes: Buffer.from(JSON.stringify(told, null, 1)),
    },
    { name: 'chain.bin', mediaType: 'application/octet-stream', bytes: digests },
    { name: 'verify.mjs', mediaType: 'text/javascript', bytes: VERIFIER },
  ];
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Names that a folder can hold, each once. */
function namedApart(papers: readonly DossierPaper[]): DossierFile[] {
  const taken = new Set<string>();
  return papers.map(({ name, mediaType, bytes }) => {
    const clean = name.replaceAll(/[^\p{L}\p{N}._ -]/gu, '-').slice(0, 120);
    let own = clean;
    for (let nth = 2; taken.has(own); nth += 1) own = `${nth} ${clean}`;
    taken.add(own);
    return { name: own, mediaType, bytes };
  });
}
