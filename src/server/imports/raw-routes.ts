import { isRefusalCode, refuse } from '#core/refusal.ts';
import { attachmentNamed } from '#server/platform/attachment.ts';
import { inCompany } from '#server/platform/db.ts';
import type { RawRoute } from '#server/platform/raw-route.ts';
import { refusalSentence } from '#server/platform/refusal-words.ts';
import { addFileImport, IMPORT_BYTES_MAX } from './add-import.ts';
import { printRejected } from './print-rejected.ts';
import { findImporter } from './queries.ts';
import { showImport } from './show-import.ts';

/** What is bytes and no data: files in, rejected rows out. */
export const importRawRoutes: readonly RawRoute[] = [
  {
    method: 'POST',
    path: '/companies/:company/imports/files',
    access: 'clerk',
    maxBytes: IMPORT_BYTES_MAX,
    async handle(tools, { query, body }) {
      const parts: Uint8Array[] = await Array.fromAsync(body);
      const mapping = query.get('mapping') ?? undefined;
      const fileName = query.get('name') ?? 'file';
      const importId = await addFileImport(tools, { fileName, bytes: Buffer.concat(parts), mapping });
      return Response.json(await showImport(tools, importId), { status: 201 });
    },
  },
  {
    method: 'GET',
    path: '/companies/:company/imports/:importId/rejected',
    access: 'reader',
    async handle(tools, { params }) {
      const importId = params.importId ?? '';
      if (!/^[0-9a-f-]{36}$/.test(importId)) refuse('import_unknown', {});
      const { language } = await inCompany(tools, (trx) => findImporter(trx, tools.companyId));
      const { name, csv } = await printRejected(tools, importId, (code, facts) =>
        isRefusalCode(code) ? refusalSentence(code, facts, language) : code,
      );
      const disposition = attachmentNamed(name);
      return new Response(csv, {
        headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': disposition },
      });
    },
  },
];
