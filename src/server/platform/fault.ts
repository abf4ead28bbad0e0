import { writeSync } from 'node:fs';

/** What happens at an armed point: the process is gone, its step fails, or it stands still until it is woken. */
type Act = 'kill' | 'throw' | 'stop';
type Armed = { readonly occurrence: number; readonly act: Act };

const armed = new Map<string, Armed[]>();
const reached = new Map<string, number>();

/**
 * A named place where a test may break the process: nothing happens unless RAPPEL_FAULTS names it, as in
 * `RAPPEL_FAULTS=mail-claimed#3,run-approved:throw,mail-body-begun#2:stop` (the third time it is killed, …).
 * @param name in kebab-case, by what has just happened: unique in the whole program, a test lists them all.
 */
export function fault(name: string): void {
  if (armed.size === 0) return;
  const times = (reached.get(name) ?? 0) + 1;
  reached.set(name, times);
  const meant = armed.get(name)?.find(({ occurrence }) => occurrence === times);
  if (meant) strike(name, times, meant.act);
}

/** Arms the points that a text in the form of RAPPEL_FAULTS names. @throws Error naming the part it cannot read */
export function armFaults(text: string): void {
  armed.clear();
  reached.clear();
  for (const part of text.split(',').filter(Boolean)) {
    const read = /^([a-z][a-z0-9-]*)(?:#([1-9]\d*))?(?::(kill|throw|stop))?$/.exec(part.trim());
    const [, name, occurrence = '1', act = 'kill'] = read ?? [];
    if (!name) throw new Error(`RAPPEL_FAULTS: "${part}" is not like point-name#2:kill.`);
    const one: Armed = { occurrence: Number(occurrence), act: actOf(act) };
    armed.set(name, [...(armed.get(name) ?? []), one]);
  }
}

function actOf(word: string): Act {
  return word === 'throw' || word === 'stop' ? word : 'kill';
}

function strike(name: string, times: number, act: Act): void {
  // Written at once: what is buffered dies with the process.
  writeSync(2, `fault ${name}#${times}:${act}\n`);
  if (act === 'throw') throw new Error(`The fault ${name}#${times} was asked for.`);
  process.kill(process.pid, act === 'kill' ? 'SIGKILL' : 'SIGSTOP');
}

armFaults(process.env.RAPPEL_FAULTS ?? '');
