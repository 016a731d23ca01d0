import type { Command } from 'commander';
import { findEnvironment } from '../../config.ts';
import { exitStatus, PaylakeError } from '../../errors.ts';
import type { Diagnosis } from '../../operate/doctor/run-doctor.ts';
import { addCommand, type Common, type OnEnd, printOutcome } from '../command.ts';
import { table } from '../print.ts';

const states = { ok: 'ok', fail: 'FAIL', unasked: '?' } as const;

export function addDoctor(program: Command, onEnd: OnEnd): void {
  addCommand(program, 'doctor', 'before a deploy: whether the account is ready for it').action(
    async (options: Common) => {
      if (options.target === 'local') {
        throw new PaylakeError('usage', 'the local target takes no account', [
          { command: 'doctor', args: { target: 'dev' } },
        ]);
      }
      const config = findEnvironment(options.target);
      // Clients that no other command needs.
      const { openAccount } = await import('../../operate/doctor/account.ts');
      const { runDoctor } = await import('../../operate/doctor/run-doctor.ts');
      const diagnosis = await runDoctor(openAccount({ region: config.region }), config);
      printOutcome(options, diagnosis, printDiagnosis);
      onEnd(diagnosis.ok ? 0 : exitStatus.usage);
    },
  );
}

function printDiagnosis({ target, account, region, ok, checks }: Diagnosis): string {
  const steps = checks.filter(({ next }) => next !== '');
  const unasked = checks.filter(({ state }) => state === 'unasked').length;
  const more = unasked > 0 ? `; ${unasked} could not be asked` : '';
  return [
    `doctor of ${target} (account ${account}, ${region})`,
    '',
    ...table([['check', 'state', 'found'], ...checks.map(({ check, state, found }) => [check, states[state], found])]),
    ...(steps.length > 0 ? ['', 'next', ...steps.map(({ check, next }) => `  ${check}: ${next}`)] : []),
    '',
    ok ? `ready: npx cdk deploy --all -c environment=${target}${more}` : `not ready: mend what says FAIL${more}`,
  ].join('\n');
}
