import { PDFDocument } from '@cantoo/pdf-lib';

/** One PDF of many, in their order. Their moment makes the result the same bytes each time. */
export async function joinPdfs(
  pdfs: AsyncIterable<Buffer> | Iterable<Buffer>,
  { title, madeAt }: { title: string; madeAt: Temporal.Instant },
): Promise<Buffer> {
  const joined = await PDFDocument.create({ updateMetadata: false });
  const moment = new Date(madeAt.epochMilliseconds);
  joined.setTitle(title);
  joined.setCreationDate(moment);
  joined.setModificationDate(moment);
  for await (const bytes of pdfs) {
    const one = await PDFDocument.load(bytes, { updateMetadata: false });
    for (const page of await joined.copyPages(one, one.getPageIndices())) joined.addPage(page);
  }
  return Buffer.from(await joined.save());
}
