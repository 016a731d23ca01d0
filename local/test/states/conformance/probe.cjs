const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

/*
 * The function the checks' machines call; what it does stands in its event. Calls are counted and noted in files, since each may
 * come to another process.
 */

const fileOf = (key) => join(process.env.PROBE_FOLDER, key);
const linesOf = (key) => (existsSync(fileOf(key)) ? readFileSync(fileOf(key), 'utf8').trim().split('\n') : []);

exports.handler = async ({ echo, key, note = 'call', hold = 0, fail, times = Infinity, answers, read }) => {
  if (read) return linesOf(read);
  if (key) appendFileSync(fileOf(key), `${note}\n`);
  const calls = key ? linesOf(key).length : 0;
  await sleep(hold);
  if (key && hold > 0) appendFileSync(fileOf(key), `${note} done\n`);
  if (fail && calls <= times) throw Object.assign(new Error(fail.message), { name: fail.name });
  if (answers) return { next: answers[Math.min(calls, answers.length) - 1], calls };
  return echo === undefined ? { calls } : echo;
};
