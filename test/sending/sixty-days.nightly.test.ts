import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { seedOf } from '../faults/seed.ts';
import { addSimulated, expectedBy, listLeft, minutesOf, simulatedTools, tick } from './simulated-days.ts';

const fresh = await freshDb();
const DAYS = 60;

test('a thousand debtors, sixty days, a look each minute: exactly what was computed by hand leaves', async () => {
  const { random } = seedOf('sixty days');
  const first = Temporal.PlainDate.from('2026-03-01');
  const { tools, go } = simulatedTools(fresh);
  const simulated = await addSimulated(tools, { debtors: 1000, channel: 'post' });
  let ticks = 0;
  for (let nth = 0; nth < DAYS; nth += 1) {
    for (const minute of minutesOf(first.add({ days: nth }), '00:00', '23:59')) {
      go(minute);
      const { hour } = minute.toZonedDateTimeISO('Europe/Brussels');
      const works = hour >= 2 && hour < 4 && random.chance(0.8);
      await tick(simulated, { twice: random.chance(0.02), works });
      ticks += 1;
    }
  }
  process.stdout.write(`${ticks} looks\n`);
  expect(await listLeft(simulated)).toEqual(expectedBy(simulated, first.add({ days: DAYS - 1 })));
});
