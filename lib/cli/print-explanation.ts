import { findDataset } from '../datasets/find-dataset.ts';
import type { Explanation } from '../operate/explain/explain.ts';
import type { Target } from '../operate/targets/target.ts';
import { toCommand } from '../run/to-command.ts';

/** An id's history as a person reads it. */
export function printExplanation(explanation: Explanation, target: Target): string {
  const { id, dataset, arrivals, stands, searchedDates, blockedDates } = explanation;
  if (arrivals.length === 0)
    return `${id} never arrived as ${dataset}, in ${searchedDates} published and ${blockedDates} blocked ingest dates (${toCommand('status', { dataset }, target.flags)} names those not published)`;
  const times = arrivals.length === 1 ? 'once' : `${arrivals.length} times`;
  const lines = [`${id} arrived ${times}`, ''];
  for (const { ingestDate, file, line, verdict, why, version, txnDate, amount, currency, tells = {} } of arrivals) {
    lines.push(`${ingestDate}  ${verdict}: ${why}`, `  ${file} line ${line}`);
    const told = Object.entries(tells).map(([name, value]) => `, ${name} ${value}`);
    if (version !== undefined) lines.push(`  version ${version} of ${txnDate}: ${amount} ${currency}${told.join('')}`);
  }
  if (stands.length === 0) lines.push('', 'none of it stands in Silver');
  for (const { txnDate, silverKey, fact, marts } of stands) {
    const bucket = target.silver.name;
    lines.push('', `stands on ${txnDate}`, `  Silver  ${target.locate(`s3://${bucket}/${silverKey}`)}`);
    lines.push(`  fact    ${fact ? printRow(fact) : `MISSING in ${findDataset(dataset).fact}: run the date again`}`);
    if (marts.length === 0) lines.push(`  marts   counts in none: ${sayWhoCounts(dataset)}`);
    for (const { name, row } of marts) lines.push(`  mart    ${name}: ${printRow(row)}`);
  }
  return lines.join('\n');
}

/** Which rows the marts of a dataset take. */
function sayWhoCounts(dataset: string): string {
  const wanted = findDataset(dataset).marts.flatMap(({ counts = {} }) => Object.entries(counts));
  const words = [...new Set(wanted.map(([name, value]) => `${name} ${value}`))];
  return words.length === 0 ? 'no mart has its rows yet' : `marts take rows with ${words.join(' and ')} only`;
}

function printRow(row: Record<string, string | number | boolean | null>): string {
  return Object.entries(row)
    .map(([name, value]) => `${name} ${value === null ? '-' : value}`)
    .join(', ');
}
