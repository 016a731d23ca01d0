import type { Explanation } from '../operate/explain/explain.ts';
import type { Target } from '../operate/targets/target.ts';
import { toCommand } from '../run/to-command.ts';

/** An id's history as a person reads it. */
export function printExplanation(explanation: Explanation, target: Target): string {
  const { id, dataset, arrivals, stands, searchedDates, blockedDates } = explanation;
  if (arrivals.length === 0)
    return `${id} never arrived, in ${searchedDates} published and ${blockedDates} blocked ingest dates (${toCommand('status', { dataset }, target.flags)} names those not published)`;
  const times = arrivals.length === 1 ? 'once' : `${arrivals.length} times`;
  const lines = [`${id} arrived ${times}`, ''];
  for (const { ingestDate, file, line, verdict, why, version, txnDate, amount, currency, status } of arrivals) {
    lines.push(`${ingestDate}  ${verdict}: ${why}`, `  ${file} line ${line}`);
    if (version !== undefined) lines.push(`  version ${version} of ${txnDate}: ${amount} ${currency}, ${status}`);
  }
  if (stands.length === 0) lines.push('', 'none of it stands in Silver');
  for (const { txnDate, silverKey, fact, marts } of stands) {
    const bucket = target.silver.name;
    lines.push('', `stands on ${txnDate}`, `  Silver  ${target.locate(`s3://${bucket}/${silverKey}`)}`);
    lines.push(`  fact    ${fact ? printRow(fact) : 'MISSING in core.fact_transactions: run the date again'}`);
    if (marts.length === 0) lines.push('  marts   counts in none: marts take approved rows only');
    for (const { name, row } of marts) lines.push(`  mart    ${name}: ${printRow(row)}`);
  }
  return lines.join('\n');
}

function printRow(row: Record<string, string | number | boolean | null>): string {
  return Object.entries(row)
    .map(([name, value]) => `${name} ${value === null ? '-' : value}`)
    .join(', ');
}
