/** Follows the strings of JSON through a text that comes in parts. A line break ends one that was never closed. */
export class JsonStrings {
  private isInside = false;
  private at = 0;

  /** Whether a place of the part is inside a string; places are asked for in ascending order. */
  isInsideAt(part: string, place: number): boolean {
    const marks = /\\[\s\S]|["\n]/g;
    marks.lastIndex = this.at;
    for (let mark = marks.exec(part); mark && mark.index < place; mark = marks.exec(part)) {
      if (mark[0] === '"') this.isInside = !this.isInside;
      else if (mark[0] === '\n') this.isInside = false;
      this.at = marks.lastIndex;
    }
    return this.isInside;
  }

  /** Goes on to the next part. */
  endPart(part: string): void {
    const line = part.lastIndexOf('\n') + 1;
    if (line > this.at) {
      this.at = line;
      this.isInside = false;
    }
    this.isInsideAt(part, part.length);
    this.at = 0;
  }
}
