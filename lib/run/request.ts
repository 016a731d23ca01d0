import { maskCardNumbers } from '../contracts/card-number.ts';
import type { Contract } from '../contracts/contract.ts';
import { findContract } from '../datasets/find-contract.ts';
import { findFeed } from '../datasets/find-feed.ts';
import { PaylakeError } from '../errors.ts';
import type { Knobs } from '../generator/knobs.ts';
import { dayBefore, dayOf, daysBetween, parseDate, scheduleZone } from './calendar.ts';
import { type AcceptedCheck, acceptableChecks } from './checks.ts';
import { defaultDataset } from './dataset-flag.ts';
import { parseKnobs } from './parse-knobs.ts';

/** What an execution is asked to do. Ingest dates, both ends included. */
export type RunRequest = {
  dataset: string;
  from: string;
  to: string;
  /** Blocking checks the operator lets pass for these inputs. */
  accept: AcceptedCheck[];
  /** Knobs of made-up data to land first; absent wherever real feeds exist. */
  generate?: Knobs;
  /** Whether the schedule started it: it then waits for the lease instead of giving up. */
  scheduled: boolean;
};

/** A range is one execution, and its history has to stay far below the limit of 25,000 events. */
export const maxRangeDays = 92;

/**
 * Reads an execution's input, `{}` or a scheduled time alone meaning the day before in the schedule's zone. `startedAt` is the
 * only clock: no ingest date lies after its day, since what is as of the greatest one would be so for good. Throws a usage error
 * that names what is wrong and what would be right.
 */
export function parseRequest(input: unknown, startedAt: string): RunRequest {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new PaylakeError(
      'usage',
      'the input is no JSON object',
      'start with {} or {"from": "YYYY-MM-DD", "to": "YYYY-MM-DD"}',
    );
  }
  const { dataset, from, to, feed, accept, generate, scheduledTime, ...unknown } = input as Record<string, unknown>;
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) {
    throw new PaylakeError('usage', `unknown input field "${stranger}"`, `use ${knownFields.join(', ')}`);
  }
  if (from === null || to === null || (from === undefined) !== (to === undefined)) {
    throw new PaylakeError('usage', 'a range needs both from and to', 'give both; for one day the same date twice');
  }
  const dayOfRun = dayBefore(scheduledTime === undefined ? startedAt : parseInstant(scheduledTime));
  const range = { from: parseDate(from ?? dayOfRun, 'from'), to: parseDate(to ?? dayOfRun, 'to') };
  const days = daysBetween(range.from, range.to) + 1;
  if (days < 1) throw new PaylakeError('usage', `from ${range.from} is after to ${range.to}`, 'swap them');
  if (days > maxRangeDays) {
    throw new PaylakeError('usage', `${days} days are more than ${maxRangeDays}`, 'split the range into several runs');
  }
  const today = dayOf(startedAt);
  if (range.to > today) {
    throw new PaylakeError(
      'usage',
      `ingest date ${range.to} is after today, ${today} in ${scheduleZone}: nothing can have come in on it`,
      `end at ${today} or before; an ingest date is the day a file arrived, not the day it is about`,
    );
  }
  const fed = feed === undefined ? undefined : findFeed(String(feed)).dataset;
  const contract = findContract(String(dataset ?? fed ?? defaultDataset));
  const { name } = contract;
  if (fed !== undefined && fed !== name) {
    throw new PaylakeError('usage', `feed ${String(feed)} delivers ${fed}, not ${name}`, 'leave dataset out');
  }
  return {
    dataset: name,
    ...range,
    accept: parseAccept(accept, contract),
    ...(generate !== undefined && { generate: parseKnobs(generate, name) }),
    scheduled: scheduledTime !== undefined,
  };
}

const knownFields = ['dataset', 'from', 'to', 'feed', 'accept', 'generate', 'scheduledTime'];

function parseInstant(value: unknown): string {
  // With its zone: without one it would depend on the machine's.
  const isInstant =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value);
  if (isInstant && !Number.isNaN(Date.parse(value)) && parseDate(value.slice(0, 10), 'scheduledTime')) return value;
  throw new PaylakeError('usage', `scheduledTime "${String(value)}" is no instant`, 'write it 2025-09-01T21:00:00Z');
}

/** Names of checks, or who accepts which and why. */
function parseAccept(value: unknown, contract: Contract): AcceptedCheck[] {
  const given = value === undefined ? [] : Array.isArray(value) ? value : [value];
  const acceptable = acceptableChecks(contract);
  return given.map((item) => {
    const { check, by, reason } = typeof item === 'object' && item !== null ? item : { check: item };
    if (acceptable.includes(check))
      return { check, ...(by && { by: String(by) }), ...(reason && { reason: maskCardNumbers(String(reason)) }) };
    const why = Object.hasOwn(contract.gate, check)
      ? `only warns for ${contract.name}: it stops nothing`
      : 'cannot be accepted';
    throw new PaylakeError('usage', `check "${String(check)}" ${why}`, `accept one of: ${acceptable.join(', ')}`);
  });
}
