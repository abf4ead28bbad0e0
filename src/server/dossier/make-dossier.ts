import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { refuse } from '#core/refusal.ts';
import { findDebtor } from '#server/debtors/queries.ts';
import { findFile } from '#server/files/queries.ts';
import { readHouse } from '#server/notices/read-notice-facts.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import type { FileToZip } from '#server/platform/zip-files.ts';
import { type ChainHead, findHashAt, findHead } from '#server/timeline/chain.ts';
import { listUserNames } from '#server/users/user-names.ts';
import {
  type DossierEvent,
  type DossierPaper,
  listPapers,
  readDigests,
  readDossierEvents,
  readDossierRows,
} from './dossier-rows.ts';

/** Its bytes are fetched when they are asked for: the papers of a debtor may be more than memory has room for. */
export type DossierFile = FileToZip & { readonly mediaType: string; readonly sha256: string };

/** All that is on record about a debtor, with what proves it: the files, and what the first page says of them. */
export type Dossier = {
  readonly debtor: {
    readonly id: string;
    readonly number: string;
    readonly name: string;
    readonly isErased: boolean;
  };
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
 * Collects the dossier of a debtor, up to the head of the timeline as it is now. Nothing is written: `recordDossier` does, once
 * there is something to hand out. @throws Refusal debtor_unknown
 */
export async function makeDossier(tools: CompanyTools, { debtor }: { debtor: string }): Promise<Dossier> {
  const { companyId, db } = tools;
  const read = await inCompany(tools, async (trx) => {
    const known = (await findDebtor(trx, companyId, debtor)) ?? refuse('debtor_unknown', { debtor });
    const head = await findHead(trx, companyId);
    const { number, name, erasedAt } = known;
    return {
      ...(await readAll(trx, companyId, debtor, head)),
      head,
      house: await readHouse(trx, companyId),
      debtor: { id: debtor, number, name, isErased: erasedAt !== null },
    };
  });
  const names = await listUserNames(
    db,
    read.events.map((event) => event.actor),
  );
  const papers = namedApart(read.papers).map((paper) => ({ ...paper, read: () => readPaper(tools, paper) }));
  const { debtor: whom, house, head, events } = read;
  return { debtor: whom, house, head, events, names, papers, files: [...proofOf(read, papers), ...papers] };
}

async function readPaper(tools: CompanyTools, { id, name }: DossierPaper): Promise<Buffer> {
  const file = await inCompany(tools, (trx) => findFile(trx, tools.companyId, id));
  if (!file) throw new Error(`${name} went while the dossier was made`);
  return file.bytes;
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
    papers: await listPapers(trx, companyId, debtorId),
  };
}

function proofOf(
  { events, from, before, digests, rows, companyId, head, debtor }: Found & Pick<Dossier, 'head' | 'debtor'>,
  papers: readonly DossierFile[],
): DossierFile[] {
  const told = {
    format: 'rappel-dossier-1',
    company: companyId,
    debtor: { id: debtor.id, number: debtor.number, name: debtor.name },
    head: { count: Number(head.count), hash: head.hash },
    chain: { from: Number(from), before },
    events: events.map(({ before: _, position, ...event }) => ({ position: Number(position), ...event })),
    papers: papers.map(({ name, mediaType, sha256 }) => ({ name, mediaType, sha256 })),
    data: rows,
  };
  return [
    madeFile('dossier.json', 'application/json', Buffer.from(JSON.stringify(told, null, 1))),
    madeFile('chain.bin', 'application/octet-stream', digests),
    madeFile('verify.mjs', 'text/javascript', VERIFIER),
  ];
}

export function madeFile(name: string, mediaType: string, bytes: Buffer): DossierFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name, mediaType, size: bytes.length, sha256, read: async () => bytes };
}

/** Names that a folder can hold, each once. */
function namedApart(papers: readonly DossierPaper[]): DossierPaper[] {
  const taken = new Set<string>();
  return papers.map((paper) => {
    const clean = paper.name.replaceAll(/[^\p{L}\p{N}._ -]/gu, '-').slice(0, 120);
    let own = clean;
    for (let nth = 2; taken.has(own); nth += 1) own = `${nth} ${clean}`;
    taken.add(own);
    return { ...paper, name: own };
  });
}
