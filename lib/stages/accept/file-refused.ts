import { maskCardNumbers } from '../../contracts/card-number.ts';

/** A file that cannot be read in its form is refused whole: none of its rows counts anywhere. */
export class FileRefused extends Error {
  private readonly advice: string | ((file: string) => string);
  private file = 'FILE';

  /** @param advice what the operator or the sender can do about it; a function where it names the file, as a command does. */
  constructor(reason: string, advice: string | ((file: string) => string)) {
    // It may quote the file (law 9).
    super(maskCardNumbers(reason));
    this.name = 'FileRefused';
    this.advice = advice;
  }

  get remedy(): string {
    return typeof this.advice === 'string' ? this.advice : this.advice(this.file);
  }

  /** The same of a file that whoever refused it could not name. */
  of(file: string): this {
    this.file = file;
    return this;
  }
}
