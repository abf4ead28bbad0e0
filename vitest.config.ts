import { defineConfig } from 'vitest/config';

/** What both parts of a night have in common. */
const NIGHT = {
  globalSetup: ['test/support/database-server.ts'],
  pool: 'forks' as const,
  maxWorkers: 2,
  testTimeout: 3_600_000,
  hookTimeout: 120_000,
};

/**
 * Five kinds of test, one project each, the last in two parts. A kind is known by its suffix, so a test needs no list to be found:
 * .test.ts is pure, .db.test.ts gets its own PostgreSQL database, .spec.ts is a person in a browser, and .nightly.test.ts
 * is the large variant of a promise: `npm run test:nightly`. Those judged by the clock are .quiet.nightly.test.ts: they begin
 * when the others are through.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'house',
          include: ['test/house/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/*.nightly.test.ts'],
        },
      },
      {
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.{ts,tsx}',
            'demo/**/*.test.ts',
            'bench/**/*.test.ts',
            'test/support/**/*.test.ts',
            'test/model/**/*.test.ts',
          ],
          exclude: ['**/*.db.test.ts', '**/*.nightly.test.ts'],
          pool: 'threads',
        },
      },
      {
        test: {
          name: 'db',
          include: ['{src,test,demo}/**/*.db.test.ts'],
          globalSetup: ['test/support/database-server.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'nightly',
          include: ['{src,test,demo,bench}/**/*.nightly.test.ts'],
          exclude: ['**/*.quiet.nightly.test.ts'],
          ...NIGHT,
        },
      },
      {
        test: {
          name: 'nightly-quiet',
          include: ['{src,test,demo,bench}/**/*.quiet.nightly.test.ts'],
          ...NIGHT,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.spec.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
