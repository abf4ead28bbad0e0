import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import bundled, { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Of the bundled flags, what only a machine without processes needs, and a graphics card made of software. */
const UNWANTED =
  /^--(single-process|disable-web-security|allow-running-insecure-content|in-process-gpu|headless|ignore-gpu-blocklist|use-gl|use-angle|enable-unsafe-swiftshader)/;

/**
 * The browser that comes inside an npm package: nothing is downloaded and no system package is needed. Another one
 * is used where RAPPEL_TEST_BROWSER names its executable, as it must on macOS and Windows.
 */
export async function openBrowser(): Promise<Browser> {
  const given = process.env.RAPPEL_TEST_BROWSER;
  if (given) return chromium.launch({ executablePath: given });
  const folder = await unpackOnce();
  const args = [...bundled.args.filter((flag) => !UNWANTED.test(flag)), '--disable-gpu'];
  return chromium.launch({ executablePath: path.join(folder, 'chromium'), args, env: environmentOf(folder) });
}

/** Unpacks into a folder of its own and renames it when it is whole, so that two runs never see a half. */
async function unpackOnce(): Promise<string> {
  const cache = writableCache();
  const folder = path.join(cache, 'chromium');
  if (existsSync(folder)) return folder;
  const unfinished = mkdtempSync(path.join(cache, 'unpacking-'));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = unfinished;
  try {
    await bundled.executablePath();
    await inflate(path.join(bundledFolder(), 'al2023.tar.br'));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  try {
    renameSync(unfinished, folder);
  } catch {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function bundledFolder(): string {
  return path.join(path.dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../bin');
}

function writableCache(): string {
  const cache = path.resolve('node_modules/.cache/rappel-browser');
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
    return cache;
  } catch {
    return mkdtempSync(path.join(tmpdir(), 'rappel-browser-'));
  }
}

/**
 * The libraries in the package serve only where the system lacks its own. Under no locale a download could not bear a name
 * beyond ASCII, as it can on everybody's desk.
 */
function environmentOf(folder: string): Record<string, string> {
  const own = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: path.join(folder, 'fonts') };
  const asked = spawnSync(path.join(folder, 'chromium'), ['--version'], { encoding: 'utf8' });
  const common = { ...own, ...fonts, LC_ALL: 'C.UTF-8' };
  if (!asked.stderr.includes('shared libraries')) return common;
  return { ...common, LD_LIBRARY_PATH: path.join(folder, 'al2023/lib') };
}
