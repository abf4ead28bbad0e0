import { z } from 'zod';
import { refuse } from '#core/refusal.ts';
import { attachmentNamed } from '#server/platform/attachment.ts';
import type { RawRoute } from '#server/platform/raw-route.ts';
import { exportPerson } from './export-person.ts';
import { printDossier } from './print-dossier.ts';

/** The dossier of a debtor, and what a person may ask for of their own data. */
export const dossierRawRoutes: readonly RawRoute[] = [
  {
    method: 'GET',
    path: '/companies/:company/debtors/:debtor/dossier',
    access: 'clerk',
    async handle(tools, { params }) {
      const { name, pdf } = await printDossier(tools, { debtor: idFrom(params.debtor) });
      return fileAnswer(name, 'application/pdf', pdf);
    },
  },
  {
    method: 'GET',
    path: '/companies/:company/debtors/:debtor/personal-data',
    access: 'clerk',
    async handle(tools, { params }) {
      const { name, zip } = await exportPerson(tools, { debtor: idFrom(params.debtor) });
      return fileAnswer(name, 'application/zip', zip);
    },
  },
];

function idFrom(text = ''): string {
  return z.uuid().safeParse(text).success ? text : refuse('debtor_unknown', { debtor: text });
}

function fileAnswer(name: string, type: string, body: Buffer): Response {
  return new Response(new Uint8Array(body), {
    headers: {
      'content-type': type,
      'content-disposition': attachmentNamed(name),
      'cache-control': 'private, no-store',
    },
  });
}
