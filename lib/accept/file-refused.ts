import { maskCardNumbers } from '../contracts/card-number.ts';

/** A file that cannot be read in its form is refused whole: none of its rows counts anywhere. */
export class FileRefused extends Error {
  /** What the operator or the sender can do about it. */
  readonly remedy: string;

  constructor(reason: string, remedy: string) {
    // It may quote the file (law 9).
    super(maskCardNumbers(reason));
    this.name = 'FileRefused';
    this.remedy = remedy;
  }
}
