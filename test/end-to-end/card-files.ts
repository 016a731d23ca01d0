import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A purchase as the council's files write it. */
export type Purchase = { date: string; amount: string; merchant: string; card?: string; billed?: string };

const columns =
  'TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARD NUMBER,TRANS CAC CODE 1,TRANS CAC DESC 1';
const more = 'TRANS CAC CODE 2,TRANS CAC DESC 2,TRANS CAC CODE 3,Directorate';

/** A purchase-card file: `header` and `cell` change or add to what every line says. */
export function cardFile(purchases: readonly Purchase[], extra?: { header: string; cell: string }): string {
  const line = (texts: string[], added: string | undefined): string =>
    `${[...texts, ...(added === undefined ? [] : [added])].join(',')}\r\n`;
  const rows = purchases.map(({ date, amount, merchant, card = '************1234' }) =>
    line(
      [date, 'VR', `"${amount}"`, merchant, card, 'K020', 'Vehicle Fuel', 'RV12N', 'Centre', 'A00', 'Local Services'],
      extra?.cell,
    ),
  );
  return line([columns, more], extra?.header) + rows.join('');
}

/** Writes files into a folder and returns it. */
export async function writeFiles(folder: string, files: Record<string, string | Buffer>): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return folder;
}
