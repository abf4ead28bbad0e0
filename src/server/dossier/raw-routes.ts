import { z } from 'zod';
import { refuse } from '#core/refusal.ts';
import { attachmentNamed } from '#server/platform/attachment.ts';
import type { RawRoute } from '#server/platform/raw-route.ts';
import { streamParts } from '#server/platform/stream-parts.ts';
import { exportPerson } from './export-person.ts';
import type { HandOut } from './hand-out.ts';
import { printDossier } from './print-dossier.ts';

/** The dossier of a debtor, and what a person may ask for of their own data. */
export const dossierRawRoutes: readonly RawRoute[] = [
  {
    method: 'GET',
    path: '/companies/:company/debtors/:debtor/dossier',
    access: 'clerk',
    async handle(tools, { params }) {
      return fileAnswer(await printDossier(tools, { debtor: idFrom(params.debtor) }));
    },
  },
  {
    method: 'GET',
    path: '/companies/:company/debtors/:debtor/personal-data',
    access: 'clerk',
    async handle(tools, { params }) {
      return fileAnswer(await exportPerson(tools, { debtor: idFrom(params.debtor) }));
    },
  },
];

function idFrom(text = ''): string {
  return z.uuid().safeParse(text).success ? text : refuse('debtor_unknown', { debtor: text });
}

function fileAnswer({ name, mediaType, size, parts }: HandOut): Response {
  return new Response(streamParts(parts), {
    headers: {
      'content-type': mediaType,
      'content-length': String(size),
      'content-disposition': attachmentNamed(name),
      'cache-control': 'private, no-store',
    },
  });
}
