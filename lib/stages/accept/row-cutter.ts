import { isUtf8 } from 'node:buffer';
import { FileRefused } from './file-refused.ts';
import { refuseEncoding } from './refuse-encoding.ts';

const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, comma, colon] = [code('"'), code('\\'), code(','), code(':')];
const [openArray, closeArray, openObject, closeObject] = [code('['), code(']'), code('{'), code('}')];
const [newline, blank] = [code('\n'), code(' ')];
/** UTF-8's byte-order mark. */
const mark: readonly number[] = [0xef, 0xbb, 0xbf];

type Level = { isArray: boolean; name: string; ordinal: number };

/**
 * Cuts the rows out of JSON documents that carry them in an array under a path, as they stand, whatever stands around them and in
 * pieces of any size: a document may be longer than memory. Refuses a document that is torn or has no such array, or two: rows
 * would be lost without a word.
 */
export class RowCutter {
  private readonly path: string;
  private readonly limit: number;
  private readonly open: Level[] = [];
  private line: number;
  private begins = 1;
  /** Levels open around the rows, 0 outside of them. */
  private around = 0;
  private isFound = false;
  private inString = false;
  private isEscaped = false;
  /** What a key is made of, from where it begins; of a row likewise. */
  private kept: Buffer[] | undefined;
  private keptBytes = 0;
  private mayBeKey = false;
  private key = '';

  /**
   * @param path keys from the top down, parted by dots; of an array on the way the place, from 0.
   * @param limit bytes of a row at most.
   * @param line on which the bytes begin.
   */
  constructor(path: string, limit: number, line = 1) {
    this.path = path;
    this.limit = limit;
    this.line = line;
  }

  /** The texts of the rows that end in these bytes. */
  take(bytes: Buffer): string[] {
    const rows: string[] = [];
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === newline) this.line++;
      if (this.inString) {
        if (this.isEscaped) this.isEscaped = false;
        else if (byte === backslash) this.isEscaped = true;
        else if (byte === quote) {
          this.inString = false;
          if (this.kept && this.around === 0) this.key = this.readKey(this.endKept(bytes.subarray(from, at)));
        }
      } else if (byte === quote) {
        if (this.open.length === 0) this.begin(byte);
        this.inString = true;
        if (this.around === 0 && this.mayBeKey) {
          this.kept = [];
          from = at + 1;
        }
      } else if (byte > blank) {
        const isRowEnd = this.around > 0 && this.open.length === this.around && (byte === comma || byte === closeArray);
        if (isRowEnd) rows.push(this.endKept(bytes.subarray(from, at)));
        this.step(byte);
        if (this.around > 0 && this.open.length === this.around && (isRowEnd || !this.kept)) {
          this.kept = [];
          from = at + 1;
        }
      }
    }
    if (this.kept) this.keep(bytes.subarray(from));
    return rows.filter((row) => row.trim() !== '');
  }

  /** Refuses a document that is not over. */
  end(): void {
    if (this.open.length > 0) throw this.refuse('ends before it is whole');
  }

  private step(byte: number): void {
    const level = this.open.at(-1);
    if (byte === openObject || byte === openArray) {
      if (!level) this.begin(byte);
      this.open.push({
        isArray: byte === openArray,
        name: level?.isArray ? String(level.ordinal) : this.key,
        ordinal: 0,
      });
      this.mayBeKey = byte === openObject;
      if (byte === openArray && this.around === 0 && this.isPath()) this.find();
    } else if (byte === closeObject || byte === closeArray) {
      if (level?.isArray !== (byte === closeArray)) throw this.refuse('is no JSON');
      if (this.open.length === this.around) this.around = 0;
      this.open.pop();
      if (this.open.length === 0 && !this.isFound) throw this.refuse(`has no array under "${this.path}"`);
    } else if (!level && !mark.includes(byte)) this.begin(byte);
    else if (byte === comma && level) {
      level.ordinal++;
      this.mayBeKey = !level.isArray;
    } else if (byte === colon) this.mayBeKey = false;
  }

  private begin(byte: number): void {
    this.begins = this.line;
    if (byte !== openObject) throw this.refuse('is no JSON object');
    this.isFound = false;
    this.key = '';
  }

  private isPath(): boolean {
    return (
      this.open
        .slice(1)
        .map(({ name }) => name)
        .join('.') === this.path
    );
  }

  private find(): void {
    if (this.isFound) throw this.refuse(`has two arrays under "${this.path}"`);
    this.isFound = true;
    this.around = this.open.length;
  }

  private keep(bytes: Buffer): void {
    this.kept?.push(Buffer.from(bytes));
    this.keptBytes += bytes.length;
    if (this.keptBytes > this.limit) throw this.refuse(`has a row longer than ${this.limit} bytes`);
  }

  private endKept(bytes: Buffer): string {
    this.keep(bytes);
    const whole = Buffer.concat(this.kept ?? []);
    if (!isUtf8(whole)) throw refuseEncoding(`line ${this.line}`, whole);
    this.kept = undefined;
    this.keptBytes = 0;
    return whole.toString('utf8');
  }

  private readKey(text: string): string {
    try {
      return JSON.parse(`"${text}"`);
    } catch {
      throw this.refuse('is no JSON');
    }
  }

  private refuse(reason: string): FileRefused {
    return new FileRefused(
      `the document on line ${this.begins} ${reason}`,
      'have the file sent again, or mend where the feed says its rows are (rows)',
    );
  }
}
