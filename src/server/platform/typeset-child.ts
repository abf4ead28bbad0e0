/**
 * The process that typesets: it can be killed, and what a template does cannot reach the rest. It sees the files
 * it was given and nothing else: the workspace does not exist on disk, and its way to the network is shut.
 */
import { existsSync, readFileSync } from 'node:fs';
import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import type { TypesetAnswer, TypesetOrder, TypesetSetUp } from './typeset.ts';

/** Nowhere: what stood there could be reached. */
const ROOT = '/rappel-sheets-that-are-nowhere';
/** PDF/A that may carry other files, and is tagged for who reads with their ears: ISO 19005-3. */
const STANDARD = 'a-3a';
const DATA = '/data.json';
let compiler: NodeCompiler | undefined;
let done = 0;
let fault: string | undefined = 'no template was set up';

process.on('message', (message: TypesetSetUp | TypesetOrder) => {
  if ('setUp' in message) return setUp(message);
  void answer(message).then((said) => process.send?.(said));
});
process.on('disconnect', () => process.exit(0));

function setUp({ fonts, families, sources }: TypesetSetUp): void {
  compiler = NodeCompiler.create({
    workspace: ROOT,
    fontArgs: [{ fontBlobs: fonts.map((path) => readFileSync(path)) }],
  });
  for (const [name, source] of Object.entries(sources)) compiler.mapShadow(ROOT + name, Buffer.from(source));
  fault = existsSync(ROOT) ? `${ROOT} is there, and must not be` : unknownFamily(compiler, families);
}

/** A family that is not found is only a warning to the compiler, and another font on another machine. */
function unknownFamily(typst: NodeCompiler, families: readonly string[]): string | undefined {
  const probe = families.map((name) => `#text(font: "${name}", fallback: false)[a]`).join('');
  typst.mapShadow(`${ROOT}/probe.typ`, Buffer.from(probe));
  const warnings = typst.compile({ mainFilePath: `${ROOT}/probe.typ` }).takeWarnings();
  return warnings ? messagesOf(typst, warnings) : undefined;
}

function messagesOf(typst: NodeCompiler, fault: NodeError): string {
  return typst
    .fetchDiagnostics(fault)
    .map((one: { message: string }) => one.message)
    .join('; ');
}

async function answer(order: TypesetOrder): Promise<TypesetAnswer> {
  if (!compiler || fault) return { id: order.id, failed: { kind: 'template', message: fault ?? '' } };
  const made = make(compiler, order);
  // What came with one order, the papers of a dossier above all, is neither kept for the next nor found by it.
  for (const { path } of [{ path: DATA }, ...order.images]) compiler.unmapShadow(ROOT + path);
  compiler.evictCache(5);
  done += 1;
  // Lets the finalizers of the native side run: without it the memory grows.
  if (done % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  return { id: order.id, ...made, rss: process.memoryUsage.rss() };
}

function make(typst: NodeCompiler, order: TypesetOrder): Omit<TypesetAnswer, 'id'> {
  try {
    return order.as === 'pdf' ? { pdf: pdf(typst, order) } : { svg: svg(typst, order) };
  } catch (error) {
    return { failed: reasonOf(typst, order, error) };
  }
}

function prepare(typst: NodeCompiler, { data, images }: TypesetOrder): void {
  typst.mapShadow(ROOT + DATA, Buffer.from(data));
  for (const { path, bytes } of images) typst.mapShadow(ROOT + path, Buffer.from(bytes));
}

function pdf(typst: NodeCompiler, order: TypesetOrder): Buffer {
  prepare(typst, order);
  // pdf(path), never compile() and then pdf(doc): that leaks 0.7 MB a letter.
  return typst.pdf(
    { mainFilePath: ROOT + order.main },
    { pdfStandard: STANDARD, creationTimestamp: order.madeAt },
  );
}

function svg(typst: NodeCompiler, order: TypesetOrder): string {
  prepare(typst, order);
  return typst.plainSvg({ mainFilePath: ROOT + order.main });
}

/** pdf() throws a bare "Error" where the template is at fault: the diagnostics come from compiling once more. */
function reasonOf(typst: NodeCompiler, order: TypesetOrder, error: unknown): TypesetAnswer['failed'] {
  const text = String(error);
  const missing = /the text "?(.+?)"? could not be displayed/.exec(text);
  if (missing) return { kind: 'glyph', message: missing[1] ?? text };
  const result = typst.compile({ mainFilePath: ROOT + order.main });
  const found = result.takeError();
  return { kind: 'template', message: (found && messagesOf(typst, found)) || text };
}
