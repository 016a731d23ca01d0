import type { Column } from './contract.ts';

/** Where a row came from: the last columns of every contract, in this order. */
export const lineageColumns = [
  {
    name: 'ingest_date',
    type: { kind: 'date' },
    required: true,
    derived: true,
    classification: 'lineage',
    description: 'Date the file was delivered, from its Bronze key.',
  },
  {
    name: 'source_file',
    type: { kind: 'text', maxLength: 1024 },
    required: true,
    derived: true,
    classification: 'lineage',
    description: 'Bronze key of the file, without the bucket.',
  },
  {
    name: 'source_line',
    type: { kind: 'integer', maxDigits: 18, min: 1 },
    required: true,
    derived: true,
    classification: 'lineage',
    description: 'Line of the decompressed file on which the record starts, from 1; in a JSON array its ordinal.',
  },
] as const satisfies readonly Column[];
