import { createHash } from 'node:crypto';
import type { Contract } from '../contracts/contract.ts';
import { PaylakeError } from '../errors.ts';
import { escapePathValue } from './escape-path-value.ts';

/*
 * The one owner of object keys. Bronze holds `<feed>/ingest_date=D/<file>`; Silver the dataset's own prefix for readers,
 * and under prefixes that begin with `_` everything the pipeline keeps for itself.
 */

/** Bronze: a delivered file. */
export function bronzeKey(feed: string, ingestDate: string, file: string): string {
  return `${bronzePrefix(feed, ingestDate)}${file}`;
}

/** Bronze: all files of a feed under one ingest date. */
export function bronzePrefix(feed: string, ingestDate: string): string {
  return `${feed}/ingest_date=${ingestDate}/`;
}

/** Feed and ingest date of a Bronze key; throws for a key of another form. */
export function parseBronzeKey(key: string): { feed: string; ingestDate: string; file: string } {
  const match = /^([^/]+)\/ingest_date=(\d{4}-\d{2}-\d{2})\/([^/].*)$/s.exec(key);
  if (match?.[1] && match[2] && match[3]) return { feed: match[1], ingestDate: match[2], file: match[3] };
  throw new PaylakeError('usage', `"${key}" is no Bronze key`, 'name files <feed>/ingest_date=YYYY-MM-DD/<file>');
}

/** What of a contract says how its Silver is laid out. */
export type Layout = Pick<Contract, 'name' | 'partitionBy' | 'partitionPrefix'>;

/**
 * Silver: the one file of a partition, e.g. `transactions/p_txn_date=2025-09-01/p_mcc=m5411/part-0000.parquet`; of null, the
 * one file of a date that is not split by value (`p_mcc=mixed`).
 */
export function partitionKey(layout: Layout, date: string, value: string | null): string {
  const { partitionBy, partitionPrefix = '' } = layout;
  const text = value === null ? 'mixed' : escapePathValue(partitionPrefix + value);
  return `${eventDatePrefix(layout, date)}p_${partitionBy[1]}=${text}/part-0000.parquet`;
}

/** Silver: everything of a dataset that readers see. */
export function silverRoot({ name }: Pick<Layout, 'name'>): string {
  return `${name}/`;
}

/** Silver: everything of one event date. A path key is no column's name: readers take columns from paths, with types of their own. */
export function eventDatePrefix({ name, partitionBy }: Layout, date: string): string {
  return `${name}/p_${partitionBy[0]}=${date}/`;
}

/** Silver as earlier versions laid it out (`transactions/txn_date=2025-09-01/mcc=5411/`): of one event date, or of all. */
export function oldEventDatePrefix({ name, partitionBy }: Layout, date?: string): string {
  return `${name}/${partitionBy[0]}=${date === undefined ? '' : `${date}/`}`;
}

/** What one run writes before it publishes; expires by lifecycle. */
export function stagedPrefix(runId: string): string {
  return `_staged/${runId}/`;
}

/** A run's accepted rows of one ingest date, not yet published. */
export function stagedDatePrefix(runId: string, ingestDate: string): string {
  return `${stagedPrefix(runId)}dates/ingest_date=${ingestDate}/`;
}

/** How far the items of a run's step are that are not done yet; each is named after its item. */
export function itemProgressPrefix(runId: string, stage: string): string {
  return `${stagedPrefix(runId)}progress/${stage}/`;
}

export function itemProgressKey(runId: string, stage: string, item: string): string {
  return `${itemProgressPrefix(runId, stage)}${item}.json`;
}

/** Published accepted rows of one ingest date. */
export function acceptedPrefix(dataset: string, ingestDate: string): string {
  return `${acceptedRoot(dataset)}ingest_date=${ingestDate}/`;
}

export function acceptedRoot(dataset: string): string {
  return `_accepted/${dataset}/`;
}

/** Ingest date of a folder: `ingest_date=2025-09-01` is 2025-09-01. */
export function dateOfFolder(folder: string): string {
  return folder.replace('ingest_date=', '');
}

/** What accepting found of a published ingest date; its being there says that the date is published. */
export function summaryKey(dataset: string, ingestDate: string): string {
  return `${acceptedPrefix(dataset, ingestDate)}summary.json`;
}

/** Published quarantine or held rows of one ingest date. */
export function refusedRowsPrefix(kind: 'quarantine' | 'held', dataset: string, ingestDate: string): string {
  return `${refusedRowsRoot(kind, dataset)}ingest_date=${ingestDate}/`;
}

export function refusedRowsRoot(kind: 'quarantine' | 'held', dataset: string): string {
  return `_${kind}/${dataset}/`;
}

/** What is published of one event date: its partitions with size and hash. */
export function catalogKey(dataset: string, date: string): string {
  return `${catalogPrefix(dataset)}${date}.json`;
}

export function catalogPrefix(dataset: string): string {
  return `_catalog/${dataset}/`;
}

/** The decided run that is not finished yet, if any. */
export function journalKey(dataset: string): string {
  return `_journal/${dataset}.json`;
}

/** The lease on publishing a dataset. */
export function leaseKey(dataset: string): string {
  return `_lease/${dataset}.json`;
}

type RunRecord =
  | 'plan'
  | 'checks'
  | 'report'
  | 'load'
  | 'gold'
  | 'counts'
  | 'restatement'
  | `${'marts' | 'gold'}-${string}`;

/** A record of a run: its plan, progress or report. */
export function runKey(runId: string, name: RunRecord): string {
  return `${runsRoot()}${runId}/${name}.json`;
}

/** What a run says in OpenLineage, an event a line. */
export function lineageKey(runId: string): string {
  return `${runsRoot()}${runId}/openlineage.ndjson`;
}

export function runsRoot(): string {
  return '_runs/';
}

/** An operator's word that a date may fail a blocking check, for these inputs. The date is an ingest date unless `column` says so. */
export function acceptanceKey(
  dataset: string,
  date: string,
  inputs: string,
  check: string,
  column = 'ingest_date',
): string {
  return `_acceptances/${dataset}/${column}=${date}/${inputs}/${check}.json`;
}

/** An operator's word that a file which cannot be read may be left out, by its content. */
export function landingAcceptanceKey(dataset: string, sha256: string): string {
  return `_acceptances/${dataset}/landing/${sha256}.json`;
}

/** An operator's word that a landed file is out of the account; by a hash of its Bronze key, which may be as long as a key can be. */
export function withdrawalKey(dataset: string, bronzeKey: string): string {
  const { ingestDate } = parseBronzeKey(bronzeKey);
  const name = createHash('sha256').update(bronzeKey).digest('hex').slice(0, 32);
  return `${withdrawalsPrefix(dataset)}ingest_date=${ingestDate}/${name}.json`;
}

export function withdrawalsPrefix(dataset: string): string {
  return `_withdrawals/${dataset}/`;
}

/** What an operator said about the late rows of an ingest date: that they are accepted, or no more. */
export function releaseKey(dataset: string, ingestDate: string): string {
  return `${releasesPrefix(dataset)}ingest_date=${ingestDate}.json`;
}

export function releasesPrefix(dataset: string): string {
  return `_releases/${dataset}/`;
}

/** What ranking found, and each staged Silver file with the record of what it holds. */
export function rankedKey(runId: string): string {
  return `${stagedPrefix(runId)}ranking.json`;
}

export function partKey(runId: string, name: string, kind: 'parquet' | 'load.parquet' | 'json'): string {
  return `${stagedPrefix(runId)}silver/${name}.${kind}`;
}

/** Rows and money by touched event date and currency that the staged files must add up to. */
export function controlTotalsKey(runId: string): string {
  return `${stagedPrefix(runId)}control_totals.parquet`;
}

export function manifestKey(runId: string, name: 'rows' | 'control_totals'): string {
  return `${stagedPrefix(runId)}${name}.manifest.json`;
}

export function outrankedKey(runId: string): string {
  return `${stagedPrefix(runId)}outranked.parquet`;
}

/** Silver: which run loaded the dataset last. */
export function loadedKey(dataset: string): string {
  return `_loaded/${dataset}.json`;
}

/** Silver: what the Iceberg table of a dataset holds. */
export function icebergRecordKey(dataset: string): string {
  return `_iceberg/${dataset}.json`;
}

/** Gold: what Athena answers; expires by lifecycle. */
export const athenaResultsPrefix = '_athena/';

/** Gold: everything of a mart. */
export function martRoot(mart: string): string {
  return `${mart}/`;
}

/** Gold: what readers of a mart look at first; it names the files. */
export function martPointerKey(mart: string): string {
  return `${martRoot(mart)}_latest.json`;
}

/**
 * Gold: what the mart's table in the catalog lies over, a manifest of its files for Athena and Redshift Spectrum; both know such a
 * folder from Delta Lake.
 */
export function martManifestPrefix(mart: string): string {
  return `${martRoot(mart)}_symlink_format_manifest/`;
}

export function martManifestKey(mart: string): string {
  return `${martManifestPrefix(mart)}manifest`;
}

/** Gold: the mart as it is now, for people. */
export function martCsvKey(mart: string): string {
  return `${martRoot(mart)}latest.csv`;
}

/** Gold: where a run exports a mart to. */
export function martExportPrefix(mart: string, runId: string, form: 'parquet' | 'csv'): string {
  return `${martRoot(mart)}${runId}/${form}/`;
}
