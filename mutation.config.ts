import { defineConfig } from 'vitest/config';

/**
 * The tests a mutant of the core has to survive: pure ones only, and few random histories, for each test is run again for
 * every mutant it meets.
 */
export default defineConfig({
  test: {
    include: ['src/core/**/*.test.ts', 'test/model/**/*.test.ts'],
    exclude: ['**/*.db.test.ts', '**/*.nightly.test.ts'],
    env: { HISTORIES: '12' },
  },
});
