import { afterEach, expect, test } from 'vitest';
import { armFaults, fault } from './fault.ts';

afterEach(() => armFaults(''));

test('a point does nothing unless it is armed', () => {
  fault('never-armed');
  armFaults('another-one:throw');
  expect(() => fault('never-armed')).not.toThrow();
});

test('a point strikes at the occurrence that was asked for, and at no other', () => {
  armFaults('run-approved#3:throw,run-approved#5:throw');
  const struck = Array.from({ length: 6 }, (_, nth) => {
    try {
      fault('run-approved');
      return null;
    } catch {
      return nth + 1;
    }
  });
  expect(struck.filter(Boolean)).toEqual([3, 5]);
});

test.each(['Upper', 'a point', 'point#0', 'point#1:explode', 'point:'])('%s is refused', (text) => {
  expect(() => armFaults(text)).toThrow(`"${text}" is not like point-name#2:kill`);
});
