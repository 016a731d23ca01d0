import { purchaseCards } from '../../lib/datasets/transactions/feeds/purchase-cards.ts';
import { compileMapping, type MappedRecord } from '../../lib/feeds/map-record.ts';
import { readCells } from '../../lib/feeds/read-cells.ts';
import { readHeader } from '../../lib/feeds/read-header.ts';

/** A council row by column name; what a test does not care about. */
export const usual = {
  'TRANS DATE': '29/04/14',
  'TRANS VAT DESC': 'VR',
  'ORIGINAL GROSS AMT': '52.32',
  'MERCHANT NAME': 'Shell Kings 587',
  'CARD NUMBER': '************5770',
  'TRANS CAC CODE 1': 'K020',
  'TRANS CAC DESC 1': 'Vehicle Fuel',
  'TRANS CAC CODE 2': 'RV12N',
  'TRANS CAC DESC 2': 'African-Caribbean DC',
  'TRANS CAC CODE 3': 'A00',
  Directorate: 'Adult & Communities',
};

/** Maps one row of a purchase-card file whose header is given as it is spelled. */
export function mapCells(header: readonly string[], cells: readonly string[]): MappedRecord {
  const { shape } = purchaseCards;
  if (shape.form !== 'csv') throw new Error('purchase-cards is a CSV feed');
  return compileMapping(shape)(readCells(shape, readHeader(shape, header))(cells));
}

/** Maps the usual row with some columns changed or added. */
export function mapRow(changed: Record<string, string> = {}): MappedRecord {
  const row = { ...usual, ...changed };
  return mapCells(Object.keys(row), Object.values(row));
}
