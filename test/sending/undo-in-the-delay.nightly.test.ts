import { test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { undoInTheDelay } from './undo-in-the-delay.ts';

const fresh = await freshDb();
const smtp = await scriptedSmtp();
const tools = toolsFor(fresh, { today: '2026-03-31', installation: { smtpUrl: smtp.url } });

test('a run of 1000 that is undone within its delay sends nothing, and is proposed again', async () => {
  await undoInTheDelay(tools, smtp, 1000);
});
