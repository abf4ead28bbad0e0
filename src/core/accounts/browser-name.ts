const BROWSERS: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b|\bMac OS X\b/, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
];

/** 'Firefox · Windows', as far as a browser says it of itself; null where it says nothing known. */
export function browserName(userAgent: string | null): string | null {
  const said = userAgent ?? '';
  const found = [BROWSERS, SYSTEMS].flatMap((list) => list.find(([sign]) => sign.test(said))?.[1] ?? []);
  return found.length > 0 ? found.join(' · ') : null;
}
