import { type FileToZip, zipFiles, zipSize } from '#server/platform/zip-files.ts';

/** A file that leaves the house, part by part: it need not lie in memory whole. */
export type HandOut = {
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly parts: AsyncGenerator<Buffer>;
};

export function pdfOut(name: string, pdf: Buffer): HandOut {
  return { name: `${name}.pdf`, mediaType: 'application/pdf', size: pdf.length, parts: only(pdf) };
}

export function zipOut(name: string, files: readonly FileToZip[]): HandOut {
  return {
    name: `${name}.zip`,
    mediaType: 'application/zip',
    size: zipSize(files),
    parts: zipFiles(files),
  };
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
