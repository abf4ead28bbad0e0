import { refuse } from '#core/refusal.ts';
import { attachmentNamed } from '#server/platform/attachment.ts';
import { inCompany } from '#server/platform/db.ts';
import type { RawRoute } from '#server/platform/raw-route.ts';
import { streamParts } from '#server/platform/stream-parts.ts';
import { findBankFile, readFileBytes } from './file-queries.ts';
import { BANK_FILE_BYTES_MAX, uploadBankFile } from './keep-bank-file.ts';
import { showBankFile } from './show-files.ts';

/** What is bytes and no data: bank files in, and out again as they came. */
export const bankStatementRawRoutes: readonly RawRoute[] = [
  {
    method: 'POST',
    path: '/companies/:company/bank-files/bytes',
    access: 'clerk',
    maxBytes: BANK_FILE_BYTES_MAX,
    async handle(tools, { query, body }) {
      const parts: Uint8Array[] = await Array.fromAsync(body);
      const fileName = query.get('name') ?? 'file';
      const profile = query.get('profile') || undefined;
      const bytes = Buffer.concat(parts);
      const bankFileId = await uploadBankFile(tools, { fileName, bytes, origin: 'upload', profile });
      return Response.json(await showBankFile(tools, bankFileId), { status: 201 });
    },
  },
  {
    method: 'GET',
    path: '/companies/:company/bank-files/:bankFileId/bytes',
    access: 'reader',
    async handle(tools, { params }) {
      const id = params.bankFileId ?? '';
      const isId = /^[0-9a-f-]{36}$/.test(id);
      const found = isId ? await inCompany(tools, (trx) => findBankFile(trx, id)) : undefined;
      if (!found) return refuse('bank_file_not_found', {});
      const bytes = readFileBytes((work) => inCompany(tools, work), found.fileId);
      return new Response(streamParts(bytes), {
        headers: {
          'content-type': 'application/octet-stream',
          'content-disposition': attachmentNamed(found.fileName),
          'cache-control': 'private, no-store',
        },
      });
    },
  },
];
