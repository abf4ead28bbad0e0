import { isZip } from '#formats/zip/read-zip.ts';

/** What a file is by its content. Its name is never asked. */
export type FileKind = 'csv' | 'xlsx' | 'xml' | 'zip' | 'pdf' | 'xls' | 'empty' | 'binary';

export function recogniseFile(bytes: Buffer): FileKind {
  if (bytes.length === 0) return 'empty';
  if (isZip(bytes)) return isWorkbook(bytes) ? 'xlsx' : 'zip';
  if (bytes.subarray(0, 1024).includes('%PDF-')) return 'pdf';
  if (bytes.subarray(0, 4).equals(OLE)) return 'xls';
  const start = textStart(bytes);
  if (/^[\s\ufeff]*<(\?xml|!--|!DOCTYPE|[A-Za-z_])/i.test(start)) return 'xml';
  if (start.trim() === '') return 'empty';
  return isText(start) ? 'csv' : 'binary';
}

const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/** A workbook is an archive with a part of that name; names stand uncompressed in its directory. */
function isWorkbook(bytes: Buffer): boolean {
  return bytes.includes('xl/workbook.xml') && bytes.includes('[Content_Types].xml');
}

function textStart(bytes: Buffer): string {
  const start = bytes.subarray(0, 4096);
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le').decode(start);
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be').decode(start);
  const zeros = start.filter((byte) => byte === 0).length;
  if (zeros > start.length * 0.3)
    return new TextDecoder(start[0] === 0 ? 'utf-16be' : 'utf-16le').decode(start);
  return start.toString('latin1');
}

/** Text has line ends and tabs, and hardly any other control sign. */
function isText(start: string): boolean {
  const controls = start.replace(/[\t\n\r\f]|[\u0080-\u009f]/g, '').match(/\p{Cc}/gu)?.length ?? 0;
  return controls <= start.length * 0.01;
}
