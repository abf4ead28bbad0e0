import { expect, test } from 'vitest';
import { readAudit } from './read-audit.ts';

const hole = (severity: string) => ({ severity, range: '<2.0.1', via: [], effects: [] });
const list = (vulnerabilities: object) => JSON.stringify({ auditReportVersion: 2, vulnerabilities });

test.each([
  ['no hole', list({}), 'good'],
  ['a moderate one', list({ kysely: hole('moderate') }), 'good'],
  ['a high one', list({ kysely: hole('high') }), 'bad'],
  ['a critical one among others', list({ a: hole('low'), b: hole('critical') }), 'bad'],
  ['no network', JSON.stringify({ error: { code: 'EAI_AGAIN', summary: '', detail: '' } }), 'unknown'],
  [
    'a registry that answers no such question',
    JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405 }),
    'unknown',
  ],
  ['an empty list where the list belongs', JSON.stringify({ vulnerabilities: [] }), 'unknown'],
  ['nothing', '', 'unknown'],
  ['half an answer', '{"vulnerabilities":{', 'unknown'],
])('of %s the audit is %s, and never good for want of an answer', (_, printed, state) => {
  const audit = readAudit(printed);
  expect(audit.state).toBe(state);
  expect(audit.lines.some((line) => line.startsWith('SKIPPED'))).toBe(state === 'unknown');
});

test('a hole is told by its package and its versions', () => {
  expect(readAudit(list({ kysely: hole('high') })).lines).toEqual(['high: kysely <2.0.1']);
});
