import type { Command } from 'commander';
import { examine, type Finding } from '#server/examine.ts';
import { withoutPassword } from '#server/platform/settings.ts';
import { type Context, EXIT } from './program.ts';

const SIGNS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const;
const COLOURS = { ok: 32, warn: 33, fail: 31 } as const;

export function doctorCommand(program: Command, context: Context): void {
  program
    .command('doctor')
    .description('look for what is wrong: each line says ok, warn or fail, and what to do')
    .option('--json', 'print the findings as JSON')
    .addHelpText('before', 'Example:\n  $ rappel doctor\n')
    .action(async ({ json }: { json?: boolean }) => {
      const settings = context.settings();
      const findings = await examine(settings, context.withRappel);
      const worst = findings.some(({ state }) => state === 'fail');
      if (json) context.out(JSON.stringify({ ok: !worst, findings }));
      else for (const finding of findings) context.out(line(finding, context));
      if (worst) context.exitWith(EXIT.failure);
    });
}

function line({ state, about, found, remedy }: Finding, { env, isTerminal }: Context): string {
  const coloured = isTerminal && !env.NO_COLOR && env.TERM !== 'dumb';
  const sign = coloured ? `\u001b[${COLOURS[state]}m${SIGNS[state]}\u001b[0m` : SIGNS[state];
  const rest = state === 'ok' || !remedy ? '' : `\n      → ${remedy}`;
  return `${sign}  ${about.padEnd(10)} ${withoutPassword(found)}${rest}`;
}
