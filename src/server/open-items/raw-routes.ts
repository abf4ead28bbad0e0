import { attachmentNamed } from '#server/platform/attachment.ts';
import type { RawRoute } from '#server/platform/raw-route.ts';
import { openDocumentFile } from './open-document-file.ts';

/** The file a document came with, as it came. Never shown in the page: who sent it is not who runs this server. */
export const openItemRawRoutes: readonly RawRoute[] = [
  {
    method: 'GET',
    path: '/companies/:company/open-items/:item/document',
    access: 'reader',
    async handle(tools, { params }) {
      const { name, mediaType, bytes } = await openDocumentFile(tools, params.item ?? '');
      return new Response(new Uint8Array(bytes), {
        headers: {
          'content-type': mediaType,
          'content-length': String(bytes.length),
          'content-disposition': attachmentNamed(name),
          'cache-control': 'private, no-store',
        },
      });
    },
  },
];
