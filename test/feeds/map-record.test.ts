import { describe, expect, test } from 'vitest';
import type { DelimitedShape, JsonShape, Mapping } from '../../lib/feeds/feed.ts';
import type { Field } from '../../lib/feeds/field.ts';
import { compileMapping, type MappedRecord } from '../../lib/feeds/map-record.ts';
import { readCells } from '../../lib/feeds/read-cells.ts';
import { parseDocument, readDocument } from '../../lib/feeds/read-document.ts';
import { readHeader } from '../../lib/feeds/read-header.ts';

const header = ['A', 'B', 'C'];

/** Maps cells A, B and C of a delimited record. */
function mapCells(columns: Record<string, Field>, cells: string[], rest: Partial<Mapping> = {}): MappedRecord {
  const shape: DelimitedShape = { form: 'csv', header, columns, ...rest };
  return compileMapping(shape)(readCells(shape, readHeader(shape, header))(cells));
}

const x = (field: Field, ...cells: string[]): unknown => mapCells({ x: field }, cells).fields.x;

describe('texts', () => {
  test.each<[Field, string, unknown]>([
    [{ from: 'A' }, ' a b ', 'a b'],
    [{ from: 'A' }, '\u3000', null],
    [{ from: 'A', whenEmpty: 'none' }, '', 'none'],
    [{ from: 'A', prefix: 'p-' }, '7', 'p-7'],
    [{ from: 'A', prefix: 'p-' }, '', null],
    [{ from: 'A', values: { D: 'declined' } }, ' d ', 'declined'],
    [{ from: 'A', values: { 'Two  Words': 'y' } }, 'two words', 'y'],
    [{ from: 'A', values: { D: 'declined' } }, 'X', ['X']],
    [{ from: 'A', values: { D: 'declined' } }, '', null],
    [{ from: 'A', values: { D: 'declined' }, whenEmpty: 'approved' }, '', 'approved'],
    [{ from: 'A', values: { D: 'declined', '': 'approved' } }, '', 'approved'],
    [{ from: 'A', values: { D: 'declined' } }, 'constructor', ['constructor']],
  ])('%j of "%s" is %j', (field, cell, value) => expect(x(field, cell)).toEqual(value));

  test('a word without a meaning is told with its column, once a row', () => {
    const columns: Record<string, Field> = {
      mcc: { from: 'A', values: { books: '5942' }, otherwise: '0000' },
      channel: { from: 'B', values: { shop: 'pos' }, otherwise: 'unknown' },
      status: { from: 'C', values: { ok: 'approved' } },
    };
    const { fields, unmapped } = mapCells(columns, ['Toys', 'Shop', 'no']);
    expect(fields).toEqual({ mcc: '0000', channel: 'pos', status: ['no'] });
    expect(unmapped).toEqual([{ column: 'A', word: 'Toys' }]);
  });
});

describe('ids', () => {
  test.each<[Field, string, unknown]>([
    [{ hashOf: 'A', prefix: 'm-', whenEmpty: 'unknown' }, '', 'unknown'],
    [{ hashOf: 'A', prefix: 'm-' }, '', null],
    [{ lastDigitsOf: 'A', digits: 4, prefix: 'card-', whenEmpty: 'none' }, ' ', 'none'],
    [{ lastDigitsOf: 'A', digits: 4, prefix: 'card-', whenEmpty: 'none' }, '**** 1234', 'card-1234'],
    [{ lastDigitsOf: 'A', digits: 4, prefix: 'card-', whenEmpty: 'none' }, '5.52E+15', ['5.52E+15']],
  ])('%j of "%s" is %j', (field, cell, value) => expect(x(field, cell)).toEqual(value));

  const join: Field = { join: ['A', 'B'], by: '-', prefix: 'o-' };
  test('columns are joined, and neither an empty part nor one with the separator makes an id', () => {
    expect(x(join, '7', '1')).toBe('o-7-1');
    expect(x(join, '7', ' ')).toBeNull();
    expect(x(join, '7-1', '2')).toEqual(['7-1 2']);
    expect(x(join, '7', '1-2')).toEqual(['7 1-2']);
  });

  test('a time or a number in an id stands there by its value, and makes none where it cannot be read', () => {
    const dated: Field = { join: [{ timeFrom: 'A', format: 'd.m.yyyy' }, 'B'], by: '_' };
    expect(x(dated, '1.9.2025', '7')).toBe('2025-09-01_7');
    expect(x(dated, '31.9.2025', '7')).toEqual(['31.9.2025 7']);
    expect(x(dated, '', '7')).toBeNull();
  });
});

describe('times', () => {
  test('date and time in two columns, and the zone in a third', () => {
    const zone = { from: 'C', names: { Paris: 'Europe/Paris' } };
    const field: Field = { timeFrom: ['A', 'B'], format: 'dd/mm/yyyy HH:MM', zone };
    expect(x(field, '01/07/2025', '10:20', 'Asia/Seoul')).toBe('2025-07-01T01:20:00Z');
    expect(x(field, '01/07/2025', '10:20', 'paris')).toBe('2025-07-01T08:20:00Z');
    for (const cells of [
      ['01/07/2025', '10:20', ''],
      ['01/07/2025', '10:20', 'CET'],
      ['01/07/2025', '', 'UTC'],
      ['', '10:20', 'UTC'],
    ])
      expect(x(field, ...cells), cells.join()).toEqual([cells.slice(0, 2).filter(Boolean).join(' ')]);
    expect(x(field, '', '', '')).toBeNull();
  });

  test('forms that a sender mixes are each read as what they are', () => {
    const field: Field = { timeFrom: 'A', format: ['dd/mm/yy', 'dd/mm/yyyy', 'iso'] };
    expect(x(field, '03/04/17')).toBe('2017-04-03 00:00:00');
    expect(x(field, '03/04/2017')).toBe('2017-04-03 00:00:00');
    expect(x(field, '2017-04-03T10:00Z')).toBe('2017-04-03T10:00Z');
    expect(x(field, '3/4/2017')).toEqual(['3/4/2017']);
  });

  test('the contract reads ISO forms itself; a local one gets the declared zone', () => {
    expect(x({ timeFrom: 'A', format: 'iso' }, '2025-07-01 10:20')).toBe('2025-07-01 10:20');
    expect(x({ timeFrom: 'A', format: 'iso', zone: 'UTC' }, '2025-07-01 10:20')).toBe('2025-07-01T10:20:00Z');
    expect(x({ timeFrom: 'A', format: 'iso', zone: 'UTC' }, '2025-07-01T10:20:00+09:00')).toBe(
      '2025-07-01T10:20:00+09:00',
    );
  });
});

describe('rows', () => {
  const columns: Record<string, Field> = { x: { from: 'B', whenEmpty: 'nothing' } };

  test('words for nothing are empty wherever they stand', () => {
    const rest = { nullWords: ['NULL', '\\N', '-'] };
    for (const word of ['null', ' \\N ', '-']) expect(mapCells(columns, ['', word], rest).fields.x).toBe('nothing');
    expect(mapCells(columns, ['', 'nul'], rest).fields.x).toBe('nul');
  });

  test('a row is left out by a word of its column, and says why', () => {
    const rest = { leaveOut: [{ column: 'A', is: ['Payout', 'fee'] }] };
    expect(mapCells(columns, [' PAYOUT', 'b'], rest)).toMatchObject({ leftOut: 'A is Payout', fields: {} });
    expect(mapCells(columns, ['payout fee', 'b'], rest)).toMatchObject({ leftOut: null, fields: { x: 'b' } });
  });
});

describe('documents', () => {
  const shape: JsonShape = {
    form: 'json',
    header: ['id', 'a.b', 'a.list.1', 'flag'],
    columns: {
      id: { from: 'id' },
      deep: { from: 'a.b' },
      item: { from: 'a.list.1' },
      flag: { from: 'flag', values: { true: 'yes', false: 'no' } },
      hash: { hashOf: 'a.b', prefix: 'h-' },
    },
  };
  const map = (text: string): MappedRecord['fields'] =>
    compileMapping(shape)(readDocument(shape)(parseDocument(text))).fields;

  test('paths lead into objects and arrays; numbers keep every digit', () => {
    expect(map('{"id":9007199254740993.10,"a":{"b":" x ","list":["p","q"]},"flag":false}')).toMatchObject({
      id: '9007199254740993.10',
      deep: 'x',
      item: 'q',
      flag: 'no',
    });
  });

  test('what is not there, or null, is missing', () => {
    const nothing = { id: null, deep: null, item: null, flag: null, hash: null };
    for (const text of ['{}', '{"a":null}', '{"a":7}', '{"a":{"b":null,"list":[]}}', '{"a":"b"}', '7', 'null'])
      expect(map(text), text).toEqual(nothing);
  });

  test('an object or array is no text of any column', () => {
    expect(map('{"id":{"x":1},"a":{"b":["y"]}}')).toMatchObject({
      id: ['{"x":"1"}'],
      deep: ['["y"]'],
      hash: ['["y"]'],
    });
  });

  test('a path that every object has by nature is not there', () => {
    const odd: JsonShape = { form: 'json', header: ['constructor.name'], columns: { x: { from: 'constructor.name' } } };
    expect(compileMapping(odd)(readDocument(odd)(parseDocument('{}'))).fields.x).toBeNull();
  });
});
